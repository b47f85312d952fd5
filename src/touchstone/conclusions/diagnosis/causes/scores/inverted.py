"""Real and fake are swapped: real videos score higher than fakes."""

from __future__ import annotations

import polars as pl

from touchstone.conclusions.examination import CountedDetector

from ...cause import Cause, LookAlike, Measure, OfDetector
from ...finding import Evidence, Finding
from ...witness import Conclusion
from ..training.weak_slice import parts_no_longer_weak
from .counts import counted_statement, keep_scores


def inverted(of: OfDetector) -> Conclusion | None:
    """Ask whether real videos score higher than fakes, inside sources too, and whether 1 − P(fake) is right on other groups.

    Where the source goes with the label, the AUC of a network that knows nothing can lie below 0.5. So the AUC is the one that
    the assessment rests on, and where no source is named, the verdict is suspected at most. Where another detector separates
    fake from real on the same videos, the labels are not swapped.
    """
    detector = of.detector
    auc, facts, within = detector.assessment.auc, detector.facts, detector.within_sources
    if auc is None or auc.value is None or facts is None:
        return None
    asked = [
        CAUSE.witness(
            "auc",
            auc.below(0.5) and auc.value <= 0.5 - CAUSE.least("auc"),
            of.which_auc,
            auc,
        )
    ]
    if within is not None and within.strata > 1 and within.auc != auc and within.auc.value is not None:
        low = within.auc.below(0.5) and within.auc.value <= 0.5 - CAUSE.least("inside")
        statement = f"AUC inside {within.strata} sources that hold both labels"
        asked.append(
            CAUSE.witness(
                "inside", True if low else None if not within.auc.above(0.5) else False, statement, within.auc
            )
        )
    if facts.turned is not None:
        won = facts.turned.balanced_accuracy
        holds = won.above(0.5) and (won.value or 0) >= 0.5 + CAUSE.least("turned")
        statement = "balanced accuracy of 1 − P(fake) at thresholds fitted on other groups"
        asked.append(CAUSE.witness("turned", holds, statement, won))
    swapped = () if of.others_rank else CAUSE.look_alikes
    also = "" if of.others_rank else "; if no other detector separates fake from real here, check the labels first"
    return CAUSE.conclusion(
        detector.name,
        asked,
        f"check which output index means fake: 1 − P(fake) would separate fake from real with AUC {1 - auc.value:.3f} on "
        f"these videos; if the index is right, the training labels were swapped{also}",
        at_most="confirmed" if of.footage.origins else "suspected",
        look_alikes=swapped,
    )


def below_chance(counted: CountedDetector) -> Finding | None:
    """Find counts of right decisions that lie below chance."""
    if counted.supports != "below chance":
        return None
    remedy = f"check which answer of {counted.name} means fake; {keep_scores(counted)}"
    return CAUSE.finding(counted.subject, "suspected", [counted_statement(counted)], remedy)


def _turned(of: OfDetector) -> Evidence | None:
    """The weak parts once real and fake are swapped back."""
    facts = of.detector.facts
    if facts is None:
        return None
    rows = facts.joined.with_columns(p_fake=1 - pl.col("p_fake"))
    return parts_no_longer_weak(of, rows, "with 1 − P(fake)")


CAUSE = Cause(
    code="scores.inverted",
    kind="root",
    severity="critical",
    meaning="real and fake are swapped",
    needs=("scores", "videos"),
    done="the AUC interval lies above 0.5",
    witnesses={
        "auc": Measure("ranking", 0.10, "AUC at most 0.5 minus this, and its interval wholly below 0.5"),
        "inside": Measure("ranking inside sources", 0.05, "the same inside several sources that hold both labels"),
        "turned": Measure(
            "decisions on other groups",
            0.05,
            "1 − P(fake), with thresholds fitted on other groups, has a balanced accuracy of at least 0.5 plus this",
        ),
    },
    explains=("training.weak_slice", "ensemble.broken_member"),
    removed={"training.weak_slice": _turned},
    look_alikes=(
        LookAlike(
            "data.label_errors",
            "a second detector on the same videos, or a look at ten of them, to see whether the labels are swapped",
        ),
    ),
    of_detector=inverted,
    of_counts=below_chance,
)
