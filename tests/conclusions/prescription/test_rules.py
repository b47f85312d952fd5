# pyright: reportArgumentType=false
"""Where every finding goes: list of advice, phase of the roadmap, exit criterion."""

import pytest
from tests.conclusions.prescription.inputs import finding

from touchstone.conclusions.diagnosis import CAUSES
from touchstone.conclusions.prescription.rules import Rule, rule_of

# code → list of advice, phase, phase where the detector has a large bias
PLACES = {
    "data.shortcut": ("primary_datasets", 3, 3),
    "data.leakage": ("specific_needs", 1, 1),
    "data.unreadable": ("specific_needs", 3, 3),
    "data.missing_not_at_random": ("data_balance", 3, 3),
    "data.duplicates": ("specific_needs", 3, 3),
    "data.imbalance": ("data_balance", 3, 3),
    "data.too_small": ("specific_needs", 3, 3),
    "data.label_errors": ("specific_needs", 1, 1),
    "ensemble.worse_than_member": ("training_focus", 4, 4),
    "ensemble.broken_member": ("training_focus", 1, 1),
    "ensemble.redundant": ("architecture", 4, 4),
    "weights.unreadable": ("training_focus", 1, 1),
    "weights.wrong_architecture": ("training_focus", 1, 1),
    "weights.non_finite": ("training_focus", 1, 1),
    "weights.zeroed": ("training_focus", 1, 1),
    "weights.corrupted": ("training_focus", 1, 1),
    "weights.partial_load": ("training_focus", 1, 1),
    "weights.untrained": ("training_focus", 1, 1),
    "structure.dead_parameters": ("architecture", 4, 4),
    "structure.ignores_time": ("architecture", 4, 4),
    "structure.ignores_audio": ("architecture", 4, 4),
    "scores.invalid": ("training_focus", 1, 1),
    "scores.fallback": ("training_focus", 1, 1),
    "scores.constant": ("training_focus", 1, 1),
    "scores.unstable": ("training_focus", 2, 2),
    "scores.inverted": ("training_focus", 1, 1),
    "training.domain_gap": ("primary_datasets", 2, 2),
    "scores.threshold_shift": ("training_focus", 2, 1),
    "scores.overconfident": ("training_focus", 2, 2),
    "scores.underconfident": ("training_focus", 2, 2),
    "scores.no_signal": ("training_focus", 1, 1),
    "training.weak_slice": ("additional_datasets", 2, 2),
    "training.shortcut": ("training_focus", 2, 2),
}


DONE = {
    "data.shortcut": "most videos come from sources with both labels, and no property of the files reveals the label",
    "data.leakage": "no file, group or donor is in more than one split",
    "data.unreadable": "no video is listed as failed",
    "data.missing_not_at_random": "the missing shares of real and fake videos, and of the sources, no longer differ",
    "data.duplicates": (
        "no two videos have the same SHA-256, and no two rows of scores have the same detector, video and unit"
    ),
    "data.imbalance": "the smaller class has at least a quarter of the videos",
    "data.too_small": "each class has the number of videos, or groups, that the remedy asks for",
    "data.label_errors": (
        "the listed suspects are settled, and scores contradict no more labels than they support as strongly"
    ),
    "ensemble.worse_than_member": "the recommended combination is not beaten by a single detector on held-out groups",
    "ensemble.broken_member": "leaving the member out no longer raises the AUC of the ensemble",
    "ensemble.redundant": "no two members have a rank correlation of 0.95 or more inside the labels",
    "weights.unreadable": "the detectors table lists it as ok",
    "weights.wrong_architecture": "the detectors table lists it as ok under the intended layout",
    "weights.non_finite": "the tensors table counts no value that is NaN or infinite",
    "weights.zeroed": (
        "the tensors table has no weight tensor that is all zero, constant, or zero in one long stretch"
    ),
    "weights.corrupted": (
        "the tensors table holds no value of absurd size, no value far from all others of its tensor, no stripe (one value "
        "repeated across rows), no two equal layers, and no whole numbers without a scale"
    ),
    "weights.partial_load": "the detectors table lists it as ok, with no missing or unexpected keys",
    "weights.untrained": "its weight tensors show more structure than their shuffled copies",
    "structure.dead_parameters": "every weight tensor gets a gradient on noise or on smooth pictures",
    "structure.ignores_time": "scores change when the frames of a clip are shuffled",
    "structure.ignores_audio": "scores change when the sound is muted or shifted",
    "scores.invalid": "every unit of a readable video has a score from 0 to 1",
    "scores.fallback": (
        "no exact score is far more frequent than its neighbours; on videos that it cannot judge, the detector abstains"
    ),
    "scores.constant": "P(fake) differs between videos, and the AUC interval lies above 0.5",
    "scores.unstable": "most of the variance of frame scores lies between videos",
    "scores.inverted": "the AUC interval lies above 0.5",
    "training.domain_gap": "on new videos no data set is behind the best one, and thresholds transfer without a loss",
    "scores.threshold_shift": "|bias| is at most 20 % at the new threshold on new groups",
    "scores.overconfident": (
        "on new groups the slope of the log-odds is within 0.8 to 1.25, and the calibration error is not above chance"
    ),
    "scores.underconfident": (
        "on new groups the slope of the log-odds is within 0.8 to 1.25, and the calibration error is not above chance"
    ),
    "scores.no_signal": "the AUC interval lies above 0.5",
    "training.weak_slice": (
        "on new videos the accuracy of the slice is no longer below that of the rest, after correction"
    ),
    "training.shortcut": (
        "inside each class the score no longer follows the property, and changing it alone changes no score"
    ),
}
"""What holds when a finding is gone. A cause that is added later says both in its own test."""


def test_every_cause_says_what_holds_when_it_is_gone():
    assert {code: CAUSES[code].done for code in DONE} == DONE
    assert [code for code, cause in CAUSES.items() if cause.examined and not cause.done] == []
    assert {cause.done for cause in CAUSES.values() if not cause.examined} == {""}


@pytest.mark.parametrize("code", PLACES)
@pytest.mark.parametrize("verdict", ["confirmed", "suspected"])
def test_every_finding_goes_to_its_list_and_its_phase(code, verdict):
    topic, phase, biased = PLACES[code]
    asked = finding(code, verdict=verdict)
    assert (rule_of(asked).topic, rule_of(asked).phase) == (topic, phase)
    assert (rule_of(asked, biased=True).topic, rule_of(asked, biased=True).phase) == (topic, biased)
    assert rule_of(asked).done == rule_of(asked, biased=True).done == CAUSES[code].done


@pytest.mark.parametrize("biased", [False, True])
@pytest.mark.parametrize(
    ("code", "decided"),
    [
        (
            "scores.no_signal",
            "on videos whose sources and file properties do not reveal the label, the AUC interval lies above 0.5, or "
            "inside 0.5 ± 0.1",
        ),
        ("scores.threshold_shift", "this finding is confirmed, or it is gone"),
        ("training.shortcut", "this finding is confirmed, or it is gone"),
    ],
)
def test_what_cannot_be_determined_needs_footage_that_decides_it(code, decided, biased):
    asked = rule_of(finding(code, verdict="cannot_tell"), biased=biased)
    assert asked == Rule("specific_needs", 3, decided)
