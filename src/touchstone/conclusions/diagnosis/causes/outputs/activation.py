"""A sigmoid or softmax that is applied twice: probabilities keep their order, squeezed into a part of 0 to 1."""

from __future__ import annotations

import numpy as np
import polars as pl

from touchstone.conclusions.examination import Squeezed, undone

from ...cause import Cause, LookAlike, Measure, OfDetector
from ...finding import Evidence, Finding
from ...witness import FEWEST_TO_CONFIRM, FEWEST_TO_SUSPECT, Conclusion, Witness
from ..training.weak_slice import parts_no_longer_weak

AT_ENDS = 0.01
"""How near the smallest and the largest score lie to the ends of the range, as a share of it, where it bounds them."""

AS_GOOD = 0.01
"""Squared error by which the undone scores may be behind the given ones, both with shift and slope fitted on other groups."""

_RANGES = {
    "sigmoid": ("[0.5, 0.7311], where a sigmoid puts probabilities", "s to ln(s / (1 − s))"),
    "softmax": ("[0.2689, 0.7311], where a softmax puts two probabilities", "s to (1 + ln(s / (1 − s))) / 2"),
}


def activation(of: OfDetector) -> Conclusion | None:
    """Ask whether the range bounds the scores as a second activation does, and whether undoing it makes the probabilities right.

    An honest detector can answer inside either range. It does not pile up at both ends of it; and once its scores are
    taken for squeezed ones, they are not better than before. Inside the wider range of a softmax, where many
    under-confident detectors lie, the ends are asked first.
    """
    facts = of.detector.facts
    measured = facts.squeezed if facts is not None else None
    if measured is None or measured.per_class < FEWEST_TO_SUSPECT:
        return None
    ends, undone = _ends(measured), _undone(measured)
    if measured.activation == "softmax" and not ends.holds:
        return None
    _, undo = _RANGES[measured.activation]
    return CAUSE.conclusion(
        of.detector.name,
        [ends, undone],
        f"look for a {measured.activation} that is applied to probabilities, after the network or in the code that writes "
        f"the scores; for the scores that are there, change each {undo}, which makes it the probability before",
        at_most="confirmed" if measured.per_class >= FEWEST_TO_CONFIRM else "suspected",
        look_alikes=() if ends.holds and undone.holds else CAUSE.look_alikes,
    )


def _ends(measured: Squeezed) -> Witness:
    inside, _ = _RANGES[measured.activation]
    share = min(measured.at_low, measured.at_high)
    return CAUSE.witness(
        "ends",
        measured.from_ends <= AT_ENDS and share >= CAUSE.least("ends"),
        f"all {measured.units} scores lie between {measured.lowest:.4f} and {measured.highest:.4f}, inside {inside}; "
        f"{measured.at_low:.1%} of them in the lowest and {measured.at_high:.1%} in the highest twentieth of it",
        None,
        source="scores",
        value=share,
    )


def _undone(measured: Squeezed) -> Witness:
    saved, behind = measured.saved, measured.behind
    better = saved.value is not None and saved.value >= CAUSE.least("undone") and saved.above(0)
    as_good = behind is not None and behind.below(AS_GOOD)
    straighter = behind is not None and behind.below(0) and (behind.value or 0.0) <= -AS_GOOD / 2
    fitted = "" if behind is None else f"; with shift and slope fitted on other groups, undone less as given {behind}"
    return CAUSE.witness(
        "undone",
        (better and as_good) or straighter,
        f"squared error of P(fake) that undoing a second {measured.activation} saves{fitted}; as it is",
        saved,
    )


def may_be_squeezed(of: OfDetector) -> tuple[LookAlike, ...]:
    """The look-alike of a shift or a slope of the log-odds where a second activation was suspected of the same detector."""
    answers = (a.finding if isinstance(a, Conclusion) else a for a in of.so_far)
    suspected = any(isinstance(a, Finding) and a.code == CAUSE.code for a in answers)
    return (LookAlike(CAUSE.code, _OUTPUT),) if suspected else ()


def _undone_parts(of: OfDetector) -> Evidence | None:
    """The weak parts once the second activation is undone."""
    facts = of.detector.facts
    if facts is None or facts.squeezed is None:
        return None
    p = undone(facts.joined["p_fake"].cast(pl.Float64).fill_null(np.nan).to_numpy(), facts.squeezed.activation)
    rows = facts.joined.with_columns(p_fake=pl.Series(p).fill_nan(None))
    return parts_no_longer_weak(of, rows, f"with the second {facts.squeezed.activation} undone")


_OUTPUT = "the numbers that the network gives before its last sigmoid or softmax"

CAUSE = Cause(
    code="outputs.activation",
    kind="root",
    severity="moderate",
    meaning="its probabilities go through a sigmoid or softmax once more",
    needs=("scores", "videos"),
    phase=1,
    done="scores lie on both sides of 0.27 to 0.73, and their probabilities are right",
    witnesses={
        "ends": Measure(
            "range of the scores", 0.05, "both ends of the range bound them, with at least this share at either"
        ),
        "undone": Measure(
            "probabilities once it is undone",
            0.02,
            "squared error that undoing saves, paired, and no more after shift and slope are fitted on other groups",
        ),
    },
    explains=("training.weak_slice",),
    removed={"training.weak_slice": _undone_parts},
    look_alikes=(LookAlike("scores.threshold_shift", _OUTPUT),),
    accounts_for=("bias", "accuracy"),
    of_detector=activation,
)
