"""What each finding asks for: which list of advice, which phase, and how one sees that it is done."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.conclusions.diagnosis import Finding
from touchstone.conclusions.examination import NO_SIGNAL_BAND

from .advice import Topic


@dataclass(frozen=True, slots=True)
class Rule:
    """What one code asks for.

    Attributes:
        topic: list of advice in which its remedy stands.
        phase: phase of the roadmap, 1–5.
        done: how one sees that it is gone.
    """

    topic: Topic
    phase: int
    done: str


RULES: dict[str, Rule] = {
    "weights.unreadable": Rule("training_focus", 1, "the detectors table lists it as ok"),
    "weights.partial_load": Rule(
        "training_focus", 1, "the detectors table lists it as ok, with no missing or unexpected keys"),
    "weights.wrong_architecture": Rule(
        "training_focus", 1, "the detectors table lists it as ok under the intended layout"),
    "weights.non_finite": Rule("training_focus", 1, "the tensors table counts no non-finite value"),
    "weights.zeroed": Rule(
        "training_focus", 1, "the tensors table counts no weight tensor that is all zero, or constant"),
    "weights.corrupted": Rule("training_focus", 1, "the tensors table holds no value of absurd size and no stripe"),
    "weights.untrained": Rule("training_focus", 1, "its weight tensors stand out of their shuffled copies"),
    "scores.invalid": Rule("training_focus", 1, "every unit of a readable video has a score"),
    "scores.constant": Rule("training_focus", 1, "P(fake) spreads over videos, and its AUC lies wholly above 0.5"),
    "scores.inverted": Rule("training_focus", 1, "the AUC interval lies above 0.5"),
    "scores.no_signal": Rule("training_focus", 1, "the AUC interval lies above 0.5"),
    "scores.threshold_shift": Rule("training_focus", 2, "|bias| is at most 20 % at the new threshold on new groups"),
    "structure.dead_parameters": Rule("architecture", 4, "every weight tensor gets a gradient on mixed batches"),
    "scores.fallback": Rule("training_focus", 1, "no exact score stands out: videos without a judgement are abstained"),
    "scores.overconfident": Rule(
        "training_focus", 2,
        "on new groups the slope of the log-odds lies within 0.8 to 1.25 and the error is that of chance"),
    "scores.underconfident": Rule(
        "training_focus", 2,
        "on new groups the slope of the log-odds lies within 0.8 to 1.25 and the error is that of chance"),
    "scores.unstable": Rule("training_focus", 2, "most of the variance of frame scores lies between videos"),
    "training.domain_gap": Rule(
        "primary_datasets", 2, "on new videos no data set is behind the best, and thresholds transfer without a loss"),
    "structure.ignores_time": Rule("architecture", 4, "scores change when the frames of a clip are shuffled"),
    "structure.ignores_audio": Rule("architecture", 4, "scores change when the sound is muted or shifted"),
    "training.weak_slice": Rule(
        "additional_datasets", 2, "on new videos the slice is no longer below the rest after correction"),
    "data.shortcut": Rule(
        "primary_datasets", 3,
        "most videos come from sources that hold both labels, and no property of the files tells the label"),
    "training.shortcut": Rule(
        "training_focus", 2,
        "inside each class the score no longer follows the property, and planting it moves no score"),
    "data.label_errors": Rule(
        "specific_needs", 1,
        "the listed suspects are settled, and as many videos lie towards the other label as away from it"),
    "data.leakage": Rule("specific_needs", 1, "no file, group or donor stands in more than one split"),
    "data.imbalance": Rule("data_balance", 3, "the smaller class holds at least a quarter of the videos"),
    "data.too_small": Rule("specific_needs", 3, "each class holds the number of independent videos that is asked for"),
    "data.duplicates": Rule("specific_needs", 3, "no two videos have the same hash, no two rows the same key"),
    "data.unreadable": Rule("specific_needs", 3, "no video is listed as failed"),
    "data.missing_not_at_random": Rule("data_balance", 3, "failures no longer differ between real and fake"),
    "ensemble.worse_than_member": Rule(
        "training_focus", 4, "the recommended combination is not beaten by a single detector on held-out groups"),
    "ensemble.redundant": Rule(
        "architecture", 4, "no two members have a rank correlation of 0.95 or more inside the labels"),
    "ensemble.broken_member": Rule("training_focus", 1, "leaving the member out no longer gains anything"),
}  # fmt: skip

UNDECIDED = Rule("specific_needs", 3, f"the AUC interval decides: it lies above 0.5, or inside 0.5 ± {NO_SIGNAL_BAND}")
"""What a finding asks for that cannot be told yet: footage that can."""


def rule_of(finding: Finding) -> Rule:
    """What a finding asks for."""
    return UNDECIDED if finding.verdict == "cannot_tell" else RULES[finding.code]
