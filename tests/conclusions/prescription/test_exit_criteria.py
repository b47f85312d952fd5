"""What holds when a finding is gone, for every cause that is looked for."""

from touchstone.conclusions.diagnosis import CAUSES

DONE = {
    "data.shortcut": (
        "most videos come from sources that hold both labels, and no property of the files tells the label"
    ),
    "data.leakage": "no file, group or donor stands in more than one split",
    "data.unreadable": "no video is listed as failed",
    "data.missing_not_at_random": "failures no longer differ between real and fake",
    "data.duplicates": "no two videos have the same hash, no two rows the same key",
    "data.imbalance": "the smaller class holds at least a quarter of the videos",
    "data.too_small": "each class holds the number of independent videos that is asked for",
    "data.label_errors": (
        "the listed suspects are settled, and as many videos lie towards the other label as away from it"
    ),
    "ensemble.worse_than_member": "the recommended combination is not beaten by a single detector on held-out groups",
    "ensemble.broken_member": "leaving the member out no longer gains anything",
    "ensemble.redundant": "no two members have a rank correlation of 0.95 or more inside the labels",
    "weights.unreadable": "the detectors table lists it as ok",
    "weights.wrong_architecture": "the detectors table lists it as ok under the intended layout",
    "weights.non_finite": "the tensors table counts no non-finite value",
    "weights.zeroed": "the tensors table counts no weight tensor that is all zero, or constant",
    "weights.corrupted": "the tensors table holds no value of absurd size and no stripe",
    "weights.partial_load": "the detectors table lists it as ok, with no missing or unexpected keys",
    "weights.untrained": "its weight tensors stand out of their shuffled copies",
    "structure.dead_parameters": "every weight tensor gets a gradient on mixed batches",
    "structure.ignores_time": "scores change when the frames of a clip are shuffled",
    "structure.ignores_audio": "scores change when the sound is muted or shifted",
    "scores.invalid": "every unit of a readable video has a score",
    "scores.fallback": "no exact score stands out: videos without a judgement are abstained",
    "scores.constant": "P(fake) spreads over videos, and its AUC lies wholly above 0.5",
    "scores.unstable": "most of the variance of frame scores lies between videos",
    "scores.inverted": "the AUC interval lies above 0.5",
    "training.domain_gap": "on new videos no data set is behind the best, and thresholds transfer without a loss",
    "scores.threshold_shift": "|bias| is at most 20 % at the new threshold on new groups",
    "scores.overconfident": (
        "on new groups the slope of the log-odds lies within 0.8 to 1.25 and the error is that of chance"
    ),
    "scores.underconfident": (
        "on new groups the slope of the log-odds lies within 0.8 to 1.25 and the error is that of chance"
    ),
    "scores.no_signal": "the AUC interval lies above 0.5",
    "training.weak_slice": "on new videos the slice is no longer below the rest after correction",
    "training.shortcut": "inside each class the score no longer follows the property, and planting it moves no score",
}


def test_every_cause_that_is_looked_for_says_what_holds_when_it_is_gone():
    assert {code: cause.done for code, cause in CAUSES.items() if cause.examined} == DONE


def test_a_cause_that_nothing_looks_for_needs_none():
    assert {cause.done for cause in CAUSES.values() if not cause.examined} == {""}
