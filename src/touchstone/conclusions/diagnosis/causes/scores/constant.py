"""One score for nearly all videos. A classifier that answers only 0 and 1 is not constant if it gives both."""

from __future__ import annotations

from touchstone.conclusions.examination import CountedDetector
from touchstone.conclusions.metrics import NEARLY_ALL

from ...cause import Cause, OfDetector
from ...finding import MOST_EVIDENCE_TABLES, Evidence, Finding
from .counts import counted_statement, keep_scores

MOST_SHARE = NEARLY_ALL
"""Share of videos with one score from which on the score is constant, if its AUC is not clear of 0.5."""

LEAST_SPREAD = 1e-3
"""Standard deviation of the log-odds over videos below which the score is constant, if its AUC is not clear of 0.5."""

_FEWEST = 15
"""Videos, of both classes, below which a score is not called constant."""


def _constant(of: OfDetector) -> Finding | None:
    """Find nearly the same score for all videos of both classes; log-odds show differences between tiny probabilities, too."""
    detector, spread = of.detector, of.detector.spread
    auc = detector.performance.auc if detector.performance else None
    if spread is None or spread.videos < _FEWEST or not spread.both_classes or auc is None:
        return None
    apart = spread.most_frequent < MOST_SHARE and spread.log_odds >= LEAST_SPREAD
    if apart or auc.above(0.5) or auc.below(0.5):
        return None
    low, high = spread.lowest, spread.highest
    answers = f"{low:.4g}" if f"{low:.4g}" == f"{high:.4g}" else f"{low:.4g} to {high:.4g}"
    statement = (
        f"P(fake) of {spread.videos} videos lies between {low:.6g} and {high:.6g}; standard deviation of the log-odds "
        f"{spread.log_odds:.2g}; share of videos that have the most frequent value {spread.most_frequent:.0%}; AUC {auc}"
    )
    return CAUSE.finding(
        detector.name,
        "confirmed",
        [Evidence.fact(statement, MOST_EVIDENCE_TABLES, spread.log_odds, spread.videos)],
        f"{detector.name} answers {answers} whatever it is shown: before you train it again, check that its input "
        "has the form that it was trained on, and whether its features differ between real and fake videos",
        exact=True,
    )


def one_answer(counted: CountedDetector) -> Finding | None:
    """Find counts in which all videos were called real, or all fake."""
    if counted.supports != "one answer":
        return None
    return CAUSE.finding(
        counted.subject,
        "suspected",
        [counted_statement(counted)],
        f"{keep_scores(counted)}: only they distinguish a constant score from a threshold that lies beyond all scores",
    )


CAUSE = Cause(
    code="scores.constant",
    kind="symptom",
    severity="critical",
    meaning="nearly all videos get one score",
    needs=("scores",),
    done="P(fake) differs between videos, and the AUC interval lies above 0.5",
    accounts_for=("bias",),
    of_detector=_constant,
    of_counts=one_answer,
)
