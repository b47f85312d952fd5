"""Scores that are not probabilities: an exact fact.

All other causes are sought in the scores that are left without them, so they explain none of the symptoms that are found there.
"""

from __future__ import annotations

from touchstone.vocabulary.door import option

from ...cause import Cause, OfDetector
from ...finding import Evidence, Finding


def invalid(of: OfDetector) -> Finding | None:
    """Find units whose score was NaN, infinite or outside 0 to 1: how many, the most frequent reason, and the range."""
    bad = of.detector.invalid
    if bad is None:
        return None
    share = bad.units / bad.asked
    statement = f"{bad.units} of {bad.asked} units ({share:.1%}) got no valid score; most frequent reason: {bad.reason}"
    evidence = [Evidence.fact(statement, "scores", share, bad.asked)]
    if bad.lowest is not None and bad.highest is not None:
        said = f"the numbers given instead of probabilities range from {bad.lowest:.4g} to {bad.highest:.4g}"
        evidence.append(Evidence.fact(said, "scores", bad.highest - bad.lowest, bad.numbers))
    return CAUSE.finding(of.detector.name, "confirmed", evidence, _remedy(bad.answer, bad.reason), exact=True)


def _remedy(answer: str, reason: str) -> str:
    if answer == "log-odds":
        return f"pass its output through a sigmoid, or say that the column holds log-odds ({option('scale', 'logit')}): {reason}"
    if answer == "percent":
        return (
            f"divide its output by 100, or say that the column holds percent ({option('scale', 'percent')}): {reason}"
        )
    if answer == "to 10":
        return f"divide its output by 10: {reason}"
    if answer == "outside":
        return f"find out why some scores are outside 0 to 1 before you trust the others: {reason}"
    return (
        f"find out why the scores are not finite (diverged training, overflow in low precision, empty input): {reason}"
    )


CAUSE = Cause(
    code="scores.invalid",
    kind="root",
    severity="critical",
    meaning="scores that are not probabilities: outside 0 to 1, or not finite",
    needs=("scores",),
    done="every unit of a readable video has a score from 0 to 1",
    of_detector=invalid,
)
