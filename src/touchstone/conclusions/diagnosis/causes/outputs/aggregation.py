"""The rule from frames to the video: another one separates fake from real better than the one that is used."""

from __future__ import annotations

from touchstone.conclusions.examination import OtherRule
from touchstone.vocabulary.door import option

from ...cause import Cause, Measure, OfDetector
from ...finding import Evidence
from ...witness import FEWEST_TO_CONFIRM, FEWEST_TO_SUSPECT, Conclusion, Witness


def aggregation(of: OfDetector) -> Conclusion | None:
    """Ask whether a rule that one half of the groups chose is better on the other half, in its ranking and in its decisions.

    Where the source reveals the label, a rule can gain by what it makes of the source, so the verdict is suspected at most.
    """
    facts = of.detector.facts
    other = facts.other_rule if facts is not None else None
    if other is None or other.per_class < FEWEST_TO_SUSPECT:
        return None
    sure = other.per_class >= FEWEST_TO_CONFIRM and not of.footage.confounded
    return CAUSE.conclusion(
        of.detector.name,
        _witnesses(other),
        f"use {option('aggregation', other.better)} in place of {other.used}, and ask which rule it was tuned with: the AUC of "
        f"all these videos is {other.auc_better.value or 0:.3f} instead of {other.auc_used:.3f}; what this report says of its "
        f"threshold and of its probabilities holds for {other.used} alone",
        at_most="confirmed" if sure else "suspected",
        context=[Evidence.fact(f"{other.units:.1f} scores per video on average", "scores", other.units)],
        options=f" --aggregation {other.better}",
    )

def _separates(of: OfDetector) -> Evidence | None:
    """The AUC by the other rule, where it is above 0.5."""
    other = of.detector.facts.other_rule if of.detector.facts is not None else None
    if other is None or not other.auc_better.above(0.5):
        return None
    return Evidence.of(f"AUC by {other.better}", other.auc_better)


def _witnesses(other: OtherRule) -> tuple[Witness, ...]:
    ranking, decisions = other.ranking, other.decisions.estimate
    halves = "each half of the groups measured with the rule that the other half chose"
    return (
        CAUSE.witness(
            "ranking",
            ranking.value is not None and ranking.value >= CAUSE.least("ranking") and ranking.above(0),
            f"AUC by the best rule over the frames (of all these videos: {other.better}) less that by {other.used}, {halves}",
            ranking,
        ),
        CAUSE.witness(
            "decisions",
            decisions.value is not None and decisions.value >= CAUSE.least("decisions") and decisions.above(0),
            "the same of the balanced accuracy, with thresholds that the other half fitted",
            decisions,
        ),
    )


CAUSE = Cause(
    code="outputs.aggregation",
    kind="root",
    severity="moderate",
    meaning="another rule from frames to the video separates fake from real better",
    needs=("scores", "videos"),
    phase=1,
    done="on new groups no other rule has an AUC that is higher by 0.02",
    witnesses={
        "ranking": Measure(
            "ranking", 0.02, "AUC gained on the half that did not choose the rule, and its interval above 0"
        ),
        "decisions": Measure(
            "decisions on other groups",
            0.02,
            "balanced accuracy gained at thresholds of the other half, and its interval above 0",
        ),
    },
    explains=("scores.no_signal",),
    removed={"scores.no_signal": _separates},
    accounts_for=("bias", "accuracy"),
    leads=("scores.threshold_shift",),
    of_detector=aggregation,
)
