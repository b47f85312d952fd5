"""A threshold, a checkpoint or members that were chosen on the videos that are reported. Scores show little of it.

What they can show: a threshold that is the optimum of these very videos and loses on folds that did not choose it; and a
validation split on which a detector is better than on the test split. Every network that learns is better
on training than on test videos, whatever was chosen.
That a checkpoint was chosen on the test split itself leaves no trace in its scores, so silence says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from touchstone.conclusions.examination import DetectorExamination, Examination, Optimism
from touchstone.vocabulary.defaults import THRESHOLD

from ...cause import Cause, LookAlike
from ...finding import MOST_EVIDENCE_TABLES, Alternative, Evidence, Finding
from ...witness import FEWEST_TO_CONFIRM

_LEAST_AUC = 0.05
_LEAST_LOSS = 0.02
_PRINTED = 0.0005
"""Thresholds that are this near print alike."""


def selected(examined: Examination) -> Iterator[Finding]:
    """Suspect a threshold that only fits these videos, and what was chosen on a validation split; neither confirms it."""
    for detector in examined.scored:
        fitted_here = _threshold(detector)
        if fitted_here is not None:
            yield fitted_here
    for gap in examined.split.selection if examined.split is not None else ():
        better = gap.difference.estimate
        if better.value is not None and better.value >= _LEAST_AUC and better.above(0) and _enough(examined, gap):
            yield _validation(gap)


def _threshold(detector: DetectorExamination) -> Finding | None:
    performance, fitted, facts = detector.performance, detector.fitted_threshold, detector.facts
    if performance is None or fitted is None or facts is None or facts.threshold_gain is None:
        return None
    gain = facts.threshold_gain.estimate
    here = performance.threshold
    if (
        here == THRESHOLD
        or abs(here - fitted.threshold) > _PRINTED
        or min(performance.real.ok, performance.fake.ok) < FEWEST_TO_CONFIRM
    ):
        return None
    if gain.value is None or gain.value > -_LEAST_LOSS or not gain.below(0):
        return None
    fact = f"threshold {here:g} is the one of highest balanced accuracy on these videos"
    return CAUSE.finding(
        detector.name,
        "suspected",
        [
            Evidence.fact(fact, MOST_EVIDENCE_TABLES, fitted.threshold, performance.accuracy.n),
            Evidence.of("balanced accuracy at thresholds fitted on other groups less that at this one", gain),
        ],
        f"report {detector.name} on videos that did not choose its threshold; until then state the balanced accuracy at "
        f"thresholds fitted on other groups, {fitted.held_out.balanced_accuracy}",
    )


def _enough(examined: Examination, gap: Optimism) -> bool:
    detector = next((d for d in examined.scored if d.name == gap.detector), None)
    p = detector.performance if detector is not None else None
    return p is not None and min(p.real.ok, p.fake.ok) >= FEWEST_TO_CONFIRM


def _validation(gap: Optimism) -> Finding:
    finding = CAUSE.finding(
        gap.detector,
        "suspected",
        [
            Evidence.of("AUC on the validation split less that on the test split", gap.difference.estimate),
            Evidence.of("AUC on the validation split", gap.train),
            Evidence.of("AUC on the test split", gap.judged),
        ],
        f"report {gap.detector} by the test split alone; what was chosen on the other one (checkpoint, threshold, members) "
        "looks better there than it is",
    )
    return replace(
        finding, alternatives=tuple(Alternative(code=t.code, separated_by=t.separated_by) for t in CAUSE.look_alikes)
    )


CAUSE = Cause(
    code="evaluation.selected_on_test",
    kind="root",
    severity="minor",
    meaning="something was chosen on the videos that are reported",
    needs=("scores", "videos"),
    topic="specific_needs",
    phase=2,
    done="on videos that chose nothing, the same threshold reaches the same balanced accuracy",
    look_alikes=(LookAlike("training.domain_gap", "which corpora the validation and the test videos are from"),),
    of_footage=selected,
)
