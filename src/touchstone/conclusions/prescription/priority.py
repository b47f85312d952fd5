"""How urgent: the users' own rule, on accuracy and on findings."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.conclusions.diagnosis import Finding

from .advice import Priority
from .standing import Standing

LOW_ACCURACY = 0.60
"""Accuracy below this is HIGH priority."""

FAIR_ACCURACY = 0.70
"""Accuracy from LOW_ACCURACY up to this is MEDIUM priority; above it, LOW."""

LARGE_BIAS = 0.30
"""|real accuracy − fake accuracy| above this is a task of the first phase."""


def prioritise(detector: Standing, findings: Sequence[Finding]) -> tuple[Priority, str]:
    """Priority, and which number or finding decided it.

    HIGH: accuracy below 60 % or a critical finding; MEDIUM: 60–70 %, a moderate one, or an accuracy that proves
    nothing because ranking was not shown; LOW: above 70 %. Findings count from
    *suspected* on; what cannot be told does not.
    """
    weighty = [f for f in findings if f.subject == detector.name and f.verdict != "cannot_tell" and f.kind != "info"]
    for severity, priority in (("critical", "HIGH"), ("moderate", "MEDIUM")):
        codes = [f.code for f in weighty if f.severity == severity]
        by_accuracy = _by_accuracy(detector, priority)
        if by_accuracy or codes:
            reasons = [
                *([by_accuracy] if by_accuracy else []),
                *(f"{severity} finding {c}" for c in dict.fromkeys(codes)),
            ]
            return ("HIGH" if priority == "HIGH" else "MEDIUM"), "; ".join(reasons)
    if detector.rates is None:
        return "HIGH", detector.assessment.statement
    accuracy = f"accuracy {detector.rates.accuracy}"
    if not detector.ranks:
        return "MEDIUM", f"{accuracy}, but it is not shown to rank: {detector.assessment.statement}"
    return "LOW", f"{accuracy}, and no critical or moderate finding"


def large_bias(detector: Standing) -> bool:
    """Whether |bias| exceeds LARGE_BIAS, and its interval does not reach 0."""
    bias = detector.rates.bias if detector.rates else None
    if bias is None or bias.value is None:
        return False
    return abs(bias.value) > LARGE_BIAS and (bias.above(0) or bias.below(0))


def _by_accuracy(detector: Standing, priority: str) -> str | None:
    accuracy = detector.rates.accuracy if detector.rates else None
    if accuracy is None or accuracy.value is None:
        return None
    low, high = (0.0, LOW_ACCURACY) if priority == "HIGH" else (LOW_ACCURACY, FAIR_ACCURACY)
    if not (low <= accuracy.value < high or (priority == "MEDIUM" and accuracy.value == high)):
        return None
    within = f"below {high:.0%}" if priority == "HIGH" else f"from {low:.0%} to {high:.0%}"
    sure = accuracy.high is not None and accuracy.low is not None and low <= accuracy.low and accuracy.high <= high
    return f"accuracy {accuracy}, {within}" + ("" if sure else ", though its interval reaches beyond")
