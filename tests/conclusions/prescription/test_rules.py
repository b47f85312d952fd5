# pyright: reportArgumentType=false
"""Where every finding goes: list of advice, phase of the roadmap, exit criterion."""

import pytest
from tests.conclusions.prescription.inputs import finding

from touchstone.conclusions.diagnosis import CAUSES
from touchstone.conclusions.prescription.rules import UNDECIDED, Rule, rule_of

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
    "weights.stale_batchnorm": ("training_focus", 1, 1),
    "inputs.channel_order": ("training_focus", 1, 1),
    "inputs.normalization": ("training_focus", 1, 1),
    "inputs.geometry": ("training_focus", 1, 1),
    "inputs.sampling": ("training_focus", 1, 1),
    "runtime.train_mode": ("training_focus", 1, 1),
    "runtime.nondeterministic": ("training_focus", 1, 1),
    "runtime.precision": ("training_focus", 1, 1),
    "structure.dead_component": ("training_focus", 1, 1),
    "structure.off_domain": ("training_focus", 1, 1),
    "training.collapsed": ("training_focus", 1, 1),
    "training.class_bias": ("training_focus", 1, 1),
}


def test_every_cause_is_listed_here():
    assert set(PLACES) == set(CAUSES)


@pytest.mark.parametrize("code", PLACES)
@pytest.mark.parametrize("verdict", ["confirmed", "suspected"])
def test_every_finding_goes_to_its_list_and_its_phase(code, verdict):
    topic, phase, biased = PLACES[code]
    asked = finding(code, verdict=verdict)
    assert (rule_of(asked).topic, rule_of(asked).phase) == (topic, phase)
    assert (rule_of(asked, biased=True).topic, rule_of(asked, biased=True).phase) == (topic, biased)
    assert rule_of(asked).done == rule_of(asked, biased=True).done == CAUSES[code].done


@pytest.mark.parametrize("biased", [False, True])
def test_what_cannot_be_determined_needs_footage_that_decides_it(biased):
    expected = Rule("specific_needs", 3, "the AUC interval lies above 0.5, or inside 0.5 ± 0.1")
    assert rule_of(finding("scores.threshold_shift", verdict="cannot_tell"), biased=biased) == expected == UNDECIDED
