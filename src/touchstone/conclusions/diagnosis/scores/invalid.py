"""Answers that are no probability: an exact fact."""

from __future__ import annotations

from touchstone.conclusions.examination import DetectorExamination

from ..build import finding
from ..finding import Evidence, Finding


def invalid(detector: DetectorExamination) -> Finding | None:
    """Units whose answer was NaN, infinite or outside [0, 1]; how many, what most of them said, and their range."""
    bad = detector.invalid
    if bad is None:
        return None
    share = bad.units / bad.asked
    statement = f"{bad.units} of {bad.asked} units ({share:.1%}) got no score; most often: {bad.reason}"
    evidence = [Evidence.fact(statement, "scores", share, bad.asked)]
    if bad.lowest is not None and bad.highest is not None:
        said = f"the numbers given in place of probabilities run from {bad.lowest:.4g} to {bad.highest:.4g}"
        evidence.append(Evidence.fact(said, "scores", bad.highest - bad.lowest, bad.numbers))
    remedy = _remedy(bad.answer, bad.reason)
    return finding("scores.invalid", detector.name, "confirmed", evidence, remedy, exact=True)


def _remedy(answer: str, reason: str) -> str:
    if answer == "log-odds":
        return f"pass its output through a sigmoid, or say that the column holds log-odds: {reason}"
    if answer == "percent":
        return f"divide its output by 100, or say that the column holds percent: {reason}"
    if answer == "outside":
        return f"find out why some answers are no probability before trusting the others: {reason}"
    return f"find out why the network answers so (a diverged training, an overflow in low precision, an empty input): {reason}"
