"""The causes, and in which order they are asked for.

Invalid and filled-in scores can be found together with anything; everything else is judged without them. A constant score takes
the questions about scores away. The other questions depend on the assessment. Below chance: are real and fake swapped? Where the
score separates fake from real: data sets, threshold and calibration. Else there is no signal, or it cannot be determined.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from touchstone.conclusions.examination import AssessmentWord

from .cause import Cause, OfDetector
from .causes.data import duplicates, imbalance, label_errors, leakage, missing_not_at_random, too_small
from .causes.data import shortcut as data_shortcut
from .causes.data import unreadable as data_unreadable
from .causes.ensemble import broken_member, redundant, worse_than_member
from .causes.evaluation import metric, selected_on_test
from .causes.not_asked import NOT_ASKED
from .causes.outputs import activation, aggregation
from .causes.scores import (
    constant,
    fallback,
    invalid,
    inverted,
    misaligned,
    no_signal,
    overconfident,
    threshold_shift,
    underconfident,
    unstable,
    weak,
)
from .causes.structure import dead_component, dead_parameters, ignores_audio, ignores_time
from .causes.training import domain_gap, weak_slice
from .causes.training import shortcut as training_shortcut
from .causes.weights import (
    corrupted,
    non_finite,
    partial_load,
    stale_batchnorm,
    unreadable,
    untrained,
    wrong_architecture,
    zeroed,
)
from .finding import Finding
from .witness import Conclusion


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One cause in its place.

    Attributes:
        cause: what is asked for.
        words: assessments of a detector at which it is asked; empty: at all of them.
        scored: whether it is asked only of detectors that scored.
        unless: what takes the question away: an earlier answer, or wrong labels.
    """

    cause: Cause
    words: tuple[AssessmentWord, ...] = ()
    scored: bool = True
    unless: tuple[Callable[[OfDetector], bool], ...] = ()

    def asks(self, of: OfDetector) -> bool:
        """Whether the cause is asked of a detector and its scores."""
        if self.scored and of.detector.performance is None:
            return False
        if self.words and of.detector.assessment.word not in self.words:
            return False
        return not any(takes_away(of) for takes_away in self.unless)


def one_score(of: OfDetector) -> bool:
    """Whether the score was found to be constant: then nothing else is asked of the scores."""
    return any(answer is not None and answer.code == constant.CAUSE.code for answer in of.so_far)


def data_sets_apart(of: OfDetector) -> bool:
    """Whether a gap between data sets is confirmed, which makes pooled probabilities look badly calibrated."""
    return any(
        isinstance(answer, Conclusion) and answer.code == domain_gap.CAUSE.code and answer.confirmed
        for answer in of.so_far
    )


def apart_in_direction(of: OfDetector) -> bool:
    """The same, where decisions are not one-sided in one direction in all data sets: the pooled threshold only looks shifted."""
    return data_sets_apart(of) and not domain_gap.one_direction(of)


def labels_wrong(of: OfDetector) -> bool:
    """Whether wrong labels are confirmed: right answers to wrong labels look like wrong probabilities."""
    return of.labels == "confirmed"


def output_wrong(of: OfDetector) -> bool:
    """Whether a second activation or a worse rule over frames is confirmed: threshold and log-odds are others without it."""
    codes = (activation.CAUSE.code, aggregation.CAUSE.code)
    return any(isinstance(answer, Conclusion) and answer.code in codes and answer.confirmed for answer in of.so_far)


def labels_turned(of: OfDetector) -> bool:
    """Whether it shows that the labels of some set are turned: over all videos, right answers then look wrong."""
    return of.turned


_RANKS: tuple[AssessmentWord, ...] = ("ranks",)

ORDER: tuple[Step, ...] = (
    # asked of the footage
    Step(cause=data_shortcut.CAUSE),
    Step(cause=leakage.CAUSE),
    Step(cause=data_unreadable.CAUSE),
    Step(cause=missing_not_at_random.CAUSE, scored=False),
    Step(cause=duplicates.CAUSE),
    Step(cause=imbalance.CAUSE),  # what to collect depends on what else is found
    Step(cause=too_small.CAUSE),
    Step(cause=label_errors.CAUSE),
    Step(cause=metric.CAUSE),
    Step(cause=selected_on_test.CAUSE),
    # asked of all detectors together
    Step(cause=worse_than_member.CAUSE),
    Step(cause=broken_member.CAUSE),
    Step(cause=redundant.CAUSE),
    # asked of a checkpoint
    Step(cause=unreadable.CAUSE),
    Step(cause=wrong_architecture.CAUSE),
    Step(cause=non_finite.CAUSE),
    Step(cause=zeroed.CAUSE),
    Step(cause=corrupted.CAUSE),
    Step(cause=partial_load.CAUSE),
    Step(cause=untrained.CAUSE),
    Step(cause=stale_batchnorm.CAUSE),
    Step(cause=dead_component.CAUSE),
    Step(cause=dead_parameters.CAUSE),
    # asked of a detector and its scores
    Step(cause=ignores_time.CAUSE, scored=False),
    Step(cause=ignores_audio.CAUSE, scored=False),
    Step(cause=invalid.CAUSE, scored=False),
    Step(cause=fallback.CAUSE),
    Step(cause=constant.CAUSE),
    Step(cause=unstable.CAUSE, unless=(one_score,)),
    Step(cause=misaligned.CAUSE, words=("no signal", "cannot tell", "below chance"), unless=(one_score, labels_turned)),
    Step(cause=inverted.CAUSE, words=("below chance",), unless=(one_score, labels_turned)),
    Step(cause=activation.CAUSE, words=("ranks", "cannot tell"), unless=(one_score,)),
    Step(cause=aggregation.CAUSE, unless=(one_score,)),
    Step(cause=domain_gap.CAUSE, words=_RANKS, unless=(one_score, labels_turned)),
    Step(cause=threshold_shift.CAUSE, words=_RANKS, unless=(one_score, output_wrong, apart_in_direction, labels_turned)),
    Step(cause=overconfident.CAUSE, words=_RANKS, unless=(one_score, output_wrong, data_sets_apart, labels_wrong, labels_turned)),
    Step(
        cause=underconfident.CAUSE,
        words=_RANKS,
        unless=(one_score, output_wrong, data_sets_apart, labels_wrong, labels_turned),
    ),
    Step(cause=weak.CAUSE, words=_RANKS, unless=(one_score, labels_turned)),
    Step(cause=no_signal.CAUSE, words=("no signal", "cannot tell"), unless=(one_score, labels_turned)),
    Step(cause=weak_slice.CAUSE, unless=(labels_turned,)),
    Step(cause=training_shortcut.CAUSE),
)

CAUSES: dict[str, Cause] = {cause.code: cause for cause in (*(step.cause for step in ORDER), *NOT_ASKED)}
"""Code → cause: every cause and symptom that has a code."""


def meaning_of(finding: Finding) -> str:
    """What a finding is, in one line; a question where the data cannot tell, so that nobody takes it for a statement."""
    question = "?" if finding.verdict == "cannot_tell" else ""
    return CAUSES[finding.code].meaning + question
