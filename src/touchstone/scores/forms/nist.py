"""NIST media forensics: ``ProbeFileID|ConfidenceScore|IsOptOut``, high = manipulated; with or without this first line."""

from __future__ import annotations

import polars as pl

from touchstone.vocabulary.sheets import Sheet

from ..form import Reading
from ..names import fields_of
from ..options import Options

_ABSTAINED = "IsOptOut: Y means that the detector abstained"


def nist(sheet: Sheet, options: Options) -> Reading | None:
    """Recognised by the two required columns of NIST's evaluations (Media Forensics Challenge, OpenMFC); an opt-out abstains.

    Without header: a name, a number, and Y or N, told apart by bars.
    """
    columns = sheet.lower()
    if not sheet.header and not options.columns and _is_bare(sheet):
        video, score, out = sheet.columns
        return Reading(form="NIST", fields={"video": video, "opt_out": out}, scores={"": score}, notes=(_ABSTAINED,))
    if "probefileid" not in columns or "confidencescore" not in columns:
        return None
    fields = fields_of(sheet, options) | {"video": columns["probefileid"]}
    notes = (_ABSTAINED,) if "opt_out" in fields else ()
    return Reading(form="NIST", fields=fields, scores={"": columns["confidencescore"]}, notes=notes)


def _is_bare(sheet: Sheet) -> bool:
    if sheet.frame.width != 3 or sheet.separator != "|":
        return False
    numbers, out = (sheet.frame[c].cast(pl.String) for c in sheet.columns[1:])
    return (
        bool(out.str.to_uppercase().is_in(["Y", "N"]).all()) and not numbers.cast(pl.Float64, strict=False).has_nulls()
    )
