"""Causes that lie in how a network is built: it is not given what its speciality needs."""

from __future__ import annotations

import json

from touchstone.conclusions.examination import DetectorExamination

from .build import finding
from .finding import Evidence, Finding


def diagnose_structure(detector: DetectorExamination) -> list[Finding]:
    """Compare what the domain needs with what the input contract gives; a network cannot use what it never receives."""
    domain = detector.domain
    if domain is None or detector.assessment.word == "not loaded" or detector.row["input"] is None:
        return []  # of scores from a file nobody knows what the network was shown
    contract = json.loads(str(detector.row["input"]))
    name, source = detector.name, "detectors: input contract"
    findings: list[Finding] = []
    if "time" in domain.needs and contract["kind"] == "frame":
        statement = f"its input is {contract['kind']}s of {contract['size']}×{contract['size']} pixels, one at a time"
        evidence = [Evidence.fact(statement, source)]
        remedy = f"give {name} clips in order: {domain.specialization} cannot be seen in single frames"
        findings.append(finding("structure.ignores_time", name, "confirmed", evidence, remedy, exact=True))
    expects = detector.row["expects"]
    hears = isinstance(expects, list) and "audio" in expects
    if "audio" in domain.needs and not hears:
        evidence = [Evidence.fact(f"its input is {contract['kind']}s of pixels; it receives no sound", source)]
        remedy = f"give {name} the sound beside the pictures: {domain.specialization} needs both"
        findings.append(finding("structure.ignores_audio", name, "confirmed", evidence, remedy, exact=True))
    return findings
