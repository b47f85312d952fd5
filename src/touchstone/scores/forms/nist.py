"""NIST media forensics: ``ProbeFileID|ConfidenceScore|IsOptOut``, high = manipulated."""

from __future__ import annotations

from touchstone.vocabulary.sheets import Sheet

from ..form import Reading
from ..names import fields_of
from ..options import Options


def nist(sheet: Sheet, options: Options) -> Reading | None:
    """Recognised by the two required columns of NIST's evaluations (Media Forensics Challenge, OpenMFC); an opt-out abstains."""
    columns = sheet.lower()
    if "probefileid" not in columns or "confidencescore" not in columns:
        return None
    fields = fields_of(sheet, options) | {"video": columns["probefileid"]}
    notes = ("IsOptOut: Y means that the detector abstained",) if "opt_out" in fields else ()
    return Reading(form="NIST", fields=fields, scores={"": columns["confidencescore"]}, notes=notes)
