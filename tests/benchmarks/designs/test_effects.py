"""Effects agree with other libraries, are there where a fault was planted, and are not where nothing was."""

import numpy as np
import pytest
import statsmodels.api as sm
from benchmarks.designs.effects import auc, effect_of, holds, slope, threshold_gain
from benchmarks.designs.truth import at_any_size, rule_of
from sklearn.metrics import roc_auc_score

from benchmarks.designs import BACKGROUNDS, DESIGNS, FAULTS, LEAST
from touchstone.testing import Design, make_run, plant

RNG = np.random.default_rng(3)
FAKE = RNG.random(3_000) < 0.3
P = 1 / (1 + np.exp(-(RNG.normal(0, 1, 3_000) + FAKE)))

OF_ONE = ("scores.fallback", "scores.inverted", "scores.threshold_shift", "scores.misaligned", "training.domain_gap")
OF_ALL = ("data.label_errors", "data.leakage", "data.duplicates", "data.shortcut")


def test_auc_and_slope_are_those_of_other_libraries():
    z = np.log(P / (1 - P))
    assert auc(FAKE, P) == pytest.approx(roc_auc_score(FAKE, P))
    assert slope(FAKE, P) == pytest.approx(
        sm.Logit(FAKE.astype(float), sm.add_constant(z)).fit(disp=0).params[1], abs=1e-5
    )


def test_auc_counts_ties_as_halves():
    assert auc(np.array([True, True, False, False]), np.array([0.5, 0.9, 0.5, 0.1])) == pytest.approx(3.5 / 4)


@pytest.mark.parametrize("prior", ["table", 0.5, 0.25])
def test_a_threshold_is_right_if_it_is_right_for_the_table_for_equal_classes_or_between(prior: float):
    run = make_run(Design(fakes=0.1, prior=prior, auc=(0.85,)), 20_000, seed=1)
    assert threshold_gain(run.deal.fake, run.p["d0"][:, 0]) < 0.01


@pytest.mark.parametrize("shift", [-4.0, 3.0])
def test_a_threshold_is_wrong_where_it_is_wrong_for_all_of_them(shift: float):
    run = make_run(Design(fakes=0.3, shift=shift, auc=(0.85,)), 20_000, seed=1)
    assert threshold_gain(run.deal.fake, run.p["d0"][:, 0]) > 0.05


def test_the_gain_of_a_threshold_is_that_of_trying_all_of_them():
    def accuracy(share: float, cut: float) -> float:
        return share * float((P[FAKE] >= cut).mean()) + (1 - share) * float((P[~FAKE] < cut).mean())

    gains = [
        max(accuracy(share, cut) for cut in (*P, 2.0)) - accuracy(share, 0.5)
        for share in np.linspace(FAKE.mean(), 0.5, 9)
    ]
    assert threshold_gain(FAKE, P) == pytest.approx(min(gains), abs=1e-12)


@pytest.mark.parametrize(
    "name",
    ["clip-10", "round-1", "fakes-2", "fakes-90-balanced", "abstain-score", "paired-unnamed", "wrong-20", "saturated"],
)
def test_healthy_designs_have_no_effect_worth_acting_on(name: str):
    run = make_run(at_any_size(DESIGNS[name], 400), 20_000, seed=2)
    had = {code for code in OF_ONE if holds(code, effect_of(code, run, "d0"))}
    had |= {code for code in OF_ALL if holds(code, effect_of(code, run, "footage"))}
    assert had == ({"data.label_errors"} if DESIGNS[name].wrong else set())


def test_wrong_labels_are_no_overconfidence_of_the_detector():
    run = make_run(DESIGNS["wrong-20"], 20_000, seed=2)
    assert not holds("scores.overconfident", effect_of("scores.overconfident", run, "d0"))


DECIDABLE = [
    f
    for f in FAULTS.values()
    if not f.undecidable and "shift" not in f.by and f.by not in ("trained on unequal classes",)
]


@pytest.mark.parametrize("fault", DECIDABLE, ids=lambda f: f.name)
def test_a_planted_fault_has_its_effect_and_the_run_without_it_has_not(fault):
    size = {
        "log-odds stretched": 3.0,
        "log-odds shrunk": 0.3,
        "frames apart": 6.0,
        "a detector and its copy with noise": 0.05,
    }
    planted = plant(fault.by, size.get(fault.by, fault.strong if fault.strong < 1 else 1.0))
    if "noise, summed up" in fault.by:
        planted = plant(fault.by, 5.0)
    if fault.by == "weak members shout":
        planted = plant(fault.by, 6.0)
    with_it = make_run(BACKGROUNDS[0], 8_000, seed=3, faults=[planted])
    without = make_run(planted.asks(BACKGROUNDS[0]), 8_000, seed=3)
    assert holds(fault.code, effect_of(fault.code, with_it, planted.subject, rule_of([planted])))
    if fault.by not in ("turned", "AUC", "weak members shout"):  # what they ask of the design has it already
        assert not holds(fault.code, effect_of(fault.code, without, planted.subject))


def test_a_code_of_checkpoints_has_no_effect_in_a_made_run():
    assert effect_of("weights.zeroed", make_run(Design(), 50, seed=1), "d0") == 0
    assert "weights.zeroed" not in LEAST
