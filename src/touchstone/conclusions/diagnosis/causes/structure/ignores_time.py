"""A temporal specialist that receives single frames: a network cannot use what it never receives."""

from __future__ import annotations

from ...cause import Cause, OfDetector
from ...finding import Evidence, Finding
from .contract import contract_of


def ignores_time(of: OfDetector) -> Finding | None:
    """Compare what its domain needs with what its input contract gives."""
    detector, contract = of.detector, contract_of(of.detector)
    domain = detector.domain
    if domain is None or contract is None or "time" not in domain.needs or contract["kind"] != "frame":
        return None
    statement = f"its input is {contract['kind']}s of {contract['size']}×{contract['size']} pixels, one at a time"
    evidence = [Evidence.fact(statement, "detectors: input contract")]
    remedy = f"give {detector.name} clips with their frames in order: {domain.specialization} cannot be seen in single frames"
    return CAUSE.finding(detector.name, "confirmed", evidence, remedy, exact=True)


CAUSE = Cause(
    code="structure.ignores_time",
    kind="root",
    severity="moderate",
    meaning="a temporal specialist that receives single frames",
    needs=("detectors",),
    topic="architecture",
    phase=4,
    done="scores change when the frames of a clip are shuffled",
    of_detector=ignores_time,
)
