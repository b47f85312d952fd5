"""One score for nearly all videos. A classifier that answers 0 or 1 alone is not constant as long as it answers both."""

from __future__ import annotations

from touchstone.conclusions.examination import CountedDetector

from ...cause import Cause, OfDetector
from ...finding import MOST_EVIDENCE_TABLES, Evidence, Finding
from .counts import counted_statement, keep_scores

MOST_SHARE = 0.98
"""Share of videos with one score from which on the score is constant, if its AUC is not clear of 0.5."""

LEAST_SPREAD = 1e-3
"""Standard deviation of the log-odds over videos below which the score is constant, if its AUC is not clear of 0.5."""

_FEWEST = 15
"""Videos, of both classes, below which a score is not called constant."""


def _constant(of: OfDetector) -> Finding | None:
    """Nearly one score for all, over both classes, by a measure that tiny probabilities cannot hide from."""
    detector, spread = of.detector, of.detector.spread
    auc = detector.performance.auc if detector.performance else None
    if spread is None or spread.videos < _FEWEST or not spread.both_classes or auc is None:
        return None
    apart = spread.most_frequent < MOST_SHARE and spread.log_odds >= LEAST_SPREAD
    if apart or auc.above(0.5) or auc.below(0.5):
        return None
    low, high = spread.lowest, spread.highest
    statement = (
        f"P(fake) of {spread.videos} videos lies between {low:.6g} and {high:.6g}, standard deviation of the log-odds "
        f"{spread.log_odds:.2g}; the most frequent value holds {spread.most_frequent:.0%}; AUC {auc}"
    )
    return CAUSE.finding(
        detector.name,
        "confirmed",
        [Evidence.fact(statement, MOST_EVIDENCE_TABLES, spread.log_odds, spread.videos)],
        f"{detector.name} answers {low:.4g} to {high:.4g} whatever it is shown: check that its input is what it was trained "
        "on, and whether its features carry any class, before training it again",
        exact=True,
    )


def one_answer(counted: CountedDetector) -> Finding | None:
    """Counts of right decisions in which one class is always missed."""
    if counted.supports != "one answer":
        return None
    return CAUSE.finding(
        counted.subject,
        "suspected",
        [counted_statement(counted)],
        f"{keep_scores(counted)}: only they tell a constant score from a threshold that lies beyond all of them",
    )


CAUSE = Cause(
    code="scores.constant",
    kind="symptom",
    severity="critical",
    meaning="nearly all videos get one score",
    needs=("scores",),
    done="P(fake) spreads over videos, and its AUC lies wholly above 0.5",
    accounts_for=("bias",),
    of_detector=_constant,
    of_counts=one_answer,
)
