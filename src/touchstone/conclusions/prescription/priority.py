"""How urgent a detector is: the rule that users gave, on accuracy and on findings."""

from __future__ import annotations

from collections.abc import Sequence

from touchstone.conclusions.diagnosis import Finding

from .advice import Priority
from .standing import Standing

LOW_ACCURACY = 0.60
"""An accuracy below this is HIGH priority."""

FAIR_ACCURACY = 0.70
"""An accuracy from LOW_ACCURACY up to this is MEDIUM priority; an accuracy above it, LOW."""

LARGE_BIAS = 0.30
"""A |real accuracy − fake accuracy| above this is a task of the first phase."""


def prioritise(detector: Standing, findings: Sequence[Finding]) -> tuple[Priority, str]:
    """The priority, and the number or finding that decided it.

    HIGH: an accuracy below 60 %, a critical finding, or no scores. MEDIUM: 60–70 %, a moderate finding, or a higher accuracy of
    a detector that is not shown to separate fake from real. LOW: above 70 %. Findings that are confirmed or suspected count;
    those that cannot be determined do not.
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
        return "MEDIUM", f"{accuracy}, but it is not shown to separate fake from real: {detector.assessment.statement}"
    return "LOW", f"{accuracy}, and no critical or moderate finding"


def large_bias(detector: Standing) -> bool:
    """Whether |bias| is above LARGE_BIAS and its interval excludes 0.

    Never where decisions are one-sided on purpose.
    """
    if detector.on_purpose:
        return False
    bias = detector.of_answers.bias if detector.of_answers else None
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
    return f"accuracy {accuracy}, {within}" + ("" if sure else ", though its interval extends beyond that")
