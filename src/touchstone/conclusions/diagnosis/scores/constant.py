"""One score for nearly all videos. A classifier that answers 0 or 1 alone is not constant as long as it answers both."""

from __future__ import annotations

from touchstone.conclusions.examination import DetectorExamination

from ..build import finding
from ..finding import SCORES, Evidence, Finding
from ..likelihoods import CONSTANT_FEWEST, CONSTANT_SHARE, CONSTANT_SPREAD


def constant(detector: DetectorExamination) -> Finding | None:
    """Nearly one score for all, over both classes, by a measure that tiny probabilities cannot hide from."""
    spread = detector.spread
    auc = detector.performance.auc if detector.performance else None
    if spread is None or spread.videos < CONSTANT_FEWEST or not spread.both_classes or auc is None:
        return None
    apart = spread.most_frequent < CONSTANT_SHARE and spread.log_odds >= CONSTANT_SPREAD
    if apart or auc.above(0.5) or auc.below(0.5):
        return None
    low, high = spread.lowest, spread.highest
    statement = (
        f"P(fake) of {spread.videos} videos lies between {low:.6g} and {high:.6g}, standard deviation of the log-odds "
        f"{spread.log_odds:.2g}; the most frequent value holds {spread.most_frequent:.0%}; AUC {auc}"
    )
    return finding(
        "scores.constant",
        detector.name,
        "confirmed",
        [Evidence.fact(statement, SCORES, spread.log_odds, spread.videos)],
        f"{detector.name} answers {low:.4g} to {high:.4g} whatever it is shown: check that its input is what it was trained "
        "on, and whether its features carry any class, before training it again",
        exact=True,
    )
