"""NIST media forensics: ``ProbeFileID|ConfidenceScore|IsOptOut``, high = manipulated."""

from __future__ import annotations

from ..form import Reading
from ..names import find_fields
from ..options import Options
from ..sheet import Sheet


class Nist:
    """The columns of NIST's evaluations (Media Forensics Challenge, OpenMFC); an opt-out is an abstention."""

    name = "NIST"

    def read(self, sheet: Sheet, options: Options) -> Reading | None:
        """By its two obligatory columns."""
        known = sheet.lower()
        if "probefileid" not in known or "confidencescore" not in known:
            return None
        fields = find_fields(sheet, options) | {"video": known["probefileid"]}
        notes = ("IsOptOut: Y is an abstention",) if "opt_out" in fields else ()
        return Reading(self.name, fields, {"": known["confidencescore"]}, notes=notes)
