"""NIST media forensics: ``ProbeFileID|ConfidenceScore|IsOptOut``, high = manipulated."""

from __future__ import annotations

from touchstone.vocabulary.sheets import Sheet

from ..form import Reading
from ..names import fields_of
from ..options import Options


class Nist:
    """The columns of NIST's evaluations (Media Forensics Challenge, OpenMFC); an opt-out is an abstention."""

    name = "NIST"

    def read(self, sheet: Sheet, options: Options) -> Reading | None:
        """By its two obligatory columns."""
        columns = sheet.lower()
        if "probefileid" not in columns or "confidencescore" not in columns:
            return None
        fields = fields_of(sheet, options) | {"video": columns["probefileid"]}
        notes = ("IsOptOut: Y is an abstention",) if "opt_out" in fields else ()
        return Reading(form=self.name, fields=fields, scores={"": columns["confidencescore"]}, notes=notes)
