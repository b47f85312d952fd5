"""Scores that were joined to other rows: they separate fake from real once they are moved along the names."""

from __future__ import annotations

from ...cause import Cause, LookAlike, Measure, OfDetector
from ...finding import Evidence
from ...witness import FEWEST_TO_CONFIRM, FEWEST_TO_SUSPECT, Conclusion


def misaligned(of: OfDetector) -> Conclusion | None:
    """Ask whether another order of the scores ranks on videos that did not choose it, and whether they are sure without ranking.

    It is asked of detectors that do not separate fake from real as they are. The order of rows in a file is not kept, so only
    slips along the order of names are seen: silence says nothing of others.
    """
    facts = of.detector.facts
    moved = facts.realigned if facts is not None else None
    if moved is None or moved.per_class < FEWEST_TO_SUSPECT:
        return None
    auc, balanced = moved.auc, moved.decisions.balanced_accuracy
    asked = (
        CAUSE.witness(
            "order",
            auc.value is not None and auc.value >= 0.5 + CAUSE.least("order") and auc.above(0.5),
            f"AUC of the scores {moved.moved}, the best of {moved.tried} orders on one half of the videos "
            f"({moved.deviations:.1f} standard deviations above chance), on the other half",
            auc,
        ),
        CAUSE.witness(
            "decisions",
            balanced.value is not None and balanced.value >= 0.5 + CAUSE.least("decisions") and balanced.above(0.5),
            "balanced accuracy at 0.5 of the same scores on the same half",
            balanced,
        ),
        CAUSE.witness(
            "sure",
            moved.two_humped,
            f"P(fake) is {moved.sure:.2f} away from 0.5 on average and {moved.between:.0%} of it lies between 0.25 and 0.75, "
            f"while as given the AUC is {moved.given}",
            None,
            source="scores",
            value=moved.sure,
        ),
    )
    return CAUSE.conclusion(
        of.detector.name,
        asked,
        f"look at how scores and names were joined: the scores {moved.moved} separate fake from real; write each score "
        "next to the name of its video when it is computed",
        at_most="confirmed" if moved.per_class >= FEWEST_TO_CONFIRM else "suspected",
        look_alikes=CAUSE.look_alikes if not moved.two_humped else (),
    )


def _in_order(of: OfDetector) -> Evidence | None:
    """The AUC in the other order on the half that did not choose it, where it is above 0.5."""
    moved = of.detector.facts.realigned if of.detector.facts is not None else None
    if moved is None or not moved.auc.above(0.5):
        return None
    return Evidence.of(f"AUC of the scores {moved.moved}, on the half that did not choose this order", moved.auc)


CAUSE = Cause(
    code="scores.misaligned",
    kind="root",
    severity="critical",
    meaning="its scores belong to other videos",
    needs=("scores", "videos"),
    done="the AUC interval lies above 0.5 in the order as given",
    witnesses={
        "order": Measure(
            "scores in another order", 0.15, "AUC on the half that did not choose the order, above 0.5 by this"
        ),
        "decisions": Measure("scores in another order", 0.10, "balanced accuracy there at 0.5, above 0.5 by this"),
        "sure": Measure(
            "shape of the scores", 0.35, "mean distance from 0.5, with hardly any score between 0.25 and 0.75"
        ),
    },
    explains=("scores.no_signal", "ensemble.broken_member"),
    removed={"scores.no_signal": _in_order},
    look_alikes=(LookAlike("scores.no_signal", "the scores computed again, each next to the name of its video"),),
    accounts_for=("accuracy",),
    of_detector=misaligned,
)
