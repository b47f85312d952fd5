"""An audio-visual specialist that receives no sound: a network cannot use what it never receives."""

from __future__ import annotations

from ...cause import Cause, OfDetector
from ...finding import Evidence, Finding
from .contract import contract_of


def ignores_audio(of: OfDetector) -> Finding | None:
    """Compare what its domain needs with what the detector declares as its input."""
    detector, contract = of.detector, contract_of(of.detector)
    domain, expects = detector.domain, detector.row["expects"]
    hears = isinstance(expects, list) and "audio" in expects
    if domain is None or contract is None or "audio" not in domain.needs or hears:
        return None
    statement = f"its input is {contract['kind']}s of pixels; it receives no sound"
    evidence = [Evidence.fact(statement, "detectors: input contract")]
    remedy = f"give {detector.name} the sound together with the pictures: {domain.specialization} needs both"
    return CAUSE.finding(detector.name, "confirmed", evidence, remedy, exact=True)


CAUSE = Cause(
    code="structure.ignores_audio",
    kind="root",
    severity="moderate",
    meaning="an audio-visual specialist that receives no sound",
    needs=("detectors",),
    topic="architecture",
    phase=4,
    done="scores change when the sound is muted or shifted",
    of_detector=ignores_audio,
)
