"""The input contract of a detector, for the causes that compare it with what its domain needs."""

from __future__ import annotations

import json
from typing import Any

from touchstone.conclusions.examination import DetectorExamination


def contract_of(detector: DetectorExamination) -> dict[str, Any] | None:
    """What input it receives; ``None`` where it was not loaded, or where its scores come from a file, which does not say."""
    if detector.assessment.word == "not loaded" or detector.row["input"] is None:
        return None
    return json.loads(str(detector.row["input"]))
