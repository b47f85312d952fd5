"""Made runs are what their design says, and repeat exactly from their seed."""

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.metrics import roc_auc_score

from touchstone.testing import Design, MadeRun, make_run
from touchstone.vocabulary.tables import TABLES


def slope_and_shift(run: MadeRun, name: str = "d0") -> tuple[float, float]:
    """Slope and intercept that the log-odds of written scores need, by statsmodels."""
    p = run.p[name].mean(axis=1)[run.answered[name]]
    z = np.log(p / (1 - p))
    fit = sm.Logit(run.deal.fake[run.answered[name]].astype(float), sm.add_constant(z)).fit(disp=0)
    return float(fit.params[1]), float(fit.params[0])


def test_the_same_seed_gives_the_same_tables_and_another_gives_others():
    first, again, other = (make_run(Design(units=3), 50, seed).tables() for seed in (4, 4, 5))
    assert all(first[name].equals(again[name]) for name in first)
    assert not first["scores"].equals(other["scores"])


def test_designs_of_another_name_are_other_runs():
    first, other = (make_run(Design(name=name), 50, seed=4).tables()["scores"] for name in "ab")
    assert not first.equals(other)


def test_tables_have_the_columns_of_the_vocabulary():
    for name, table in make_run(Design(finish=("logits",)), 30, seed=1).tables().items():
        assert table.schema == TABLES[name].schema


@pytest.mark.parametrize("fakes", [0.05, 0.5, 0.9])
@pytest.mark.parametrize("shape", ["normal", "skewed"])
def test_scores_are_calibrated_for_the_share_of_fakes_of_the_table(fakes: float, shape: str):
    run = make_run(Design(fakes=fakes, auc=(0.85,), shape=(shape,)), 60_000, seed=2)
    slope, shift = slope_and_shift(run)
    assert run.deal.fake.mean() == pytest.approx(fakes, abs=1e-4)
    assert slope == pytest.approx(1, abs=0.06)
    assert shift == pytest.approx(0, abs=0.12)


def test_a_prior_moves_the_log_odds_and_slope_and_shift_bend_them():
    balanced = make_run(Design(fakes=0.1, prior=0.5, auc=(0.85,)), 60_000, seed=2)
    assert slope_and_shift(balanced)[1] == pytest.approx(np.log(0.1 / 0.9), abs=0.12)
    bent = make_run(Design(slope=2.0, shift=1.0, auc=(0.85,)), 60_000, seed=2)
    assert slope_and_shift(bent) == pytest.approx((0.5, -0.5), abs=0.05)


@pytest.mark.parametrize("labels", ["both", "one"])
def test_groups_depend_and_hold_the_labels_that_the_design_says(labels: Literal["both", "one"]):
    run = make_run(Design(group=4, labels=labels, alike=0.6, shared=0.0, auc=(0.5,)), 8_000, seed=1)
    z = run.logits["d0"][:, 0].reshape(-1, 4)
    assert np.corrcoef(z[:, 0], z[:, 1])[0, 1] == pytest.approx(0.6, abs=0.05)
    alone = [len(set(g)) == 1 for g in run.deal.fake.reshape(-1, 4).tolist()]
    assert all(alone) == (labels == "one")


def test_a_pair_is_a_real_video_and_its_fake_of_one_source():
    run = make_run(Design(labels="pair", group=2), 100, seed=1)
    assert run.deal.fake.reshape(-1, 2).tolist() == [[False, True]] * 50
    assert all(a == b for a, b in run.videos["source"].to_numpy().reshape(-1, 2))


def test_groups_that_the_design_does_not_name_are_in_no_table():
    tables = make_run(Design(group=4, named=False, sources=0), 40, seed=1).tables()
    assert tables["videos"]["group"].null_count() == tables["videos"]["source"].null_count() == 40


def test_wrong_labels_change_labels_alone():
    right, wrong = (make_run(replace(Design(auc=(0.9,)), wrong=w), 4_000, seed=3) for w in (0.0, 0.2))
    assert np.array_equal(right.p["d0"], wrong.p["d0"])
    assert (wrong.deal.label != wrong.deal.fake).mean() == pytest.approx(0.2, abs=0.02)
    assert (wrong.videos["label"] == "fake").to_numpy().tolist() == wrong.deal.label.tolist()


@pytest.mark.parametrize("by", ["score", "quality", "hard"])
def test_abstention_leaves_out_the_share_of_the_first_detectors_whatever_the_label(
    by: Literal["score", "quality", "hard"],
):
    run = make_run(
        Design(abstain=by, abstain_share=0.3, auc=(0.85, 0.85), shape=("normal",), shared=0.5), 20_000, seed=2
    )
    gone = ~run.answered["d0"]
    assert gone.mean() == pytest.approx(0.3, abs=0.02)
    assert gone[run.deal.fake].mean() == pytest.approx(gone[~run.deal.fake].mean(), abs=0.03)
    assert run.answered["d1"].all()
    scores = run.tables()["scores"]
    assert scores.filter(scores["status"] == "abstained")["p_fake"].null_count() == gone.sum()
    left_out, kept = (roc_auc_score(run.deal.fake[s], run.p["d1"][s, 0]) for s in (gone, ~gone))
    assert left_out < kept - 0.03


def test_the_training_split_is_easier():
    run = make_run(Design(test=0.4, train_auc=0.99, auc=(0.75,)), 6_000, seed=2)
    on = {
        k: roc_auc_score(run.deal.fake[m], run.p["d0"][m, 0])
        for k, m in (("test", run.deal.test), ("train", ~run.deal.test))
    }
    assert on["test"] == pytest.approx(0.75, abs=0.03)
    assert on["train"] == pytest.approx(0.99, abs=0.01)
    assert (run.videos["split"] == "test").to_numpy().mean() == pytest.approx(0.4, abs=0.03)


def test_what_is_hard_for_one_detector_is_hard_for_all_where_the_design_says_so():
    run = make_run(Design(shared=0.7, auc=(0.8, 0.8), shape=("normal",)), 8_000, seed=2)
    real = ~run.deal.fake
    assert np.corrcoef(run.logits["d0"][real, 0], run.logits["d1"][real, 0])[0, 1] == pytest.approx(0.7, abs=0.05)


def test_methods_have_the_auc_that_the_design_says():
    run = make_run(Design(methods=3, method_auc=(0.6, 0.96), auc=(0.8,)), 30_000, seed=2)
    real = ~run.deal.fake
    for number, auc in enumerate((0.6, 0.78, 0.96)):
        of = real | (run.deal.method == number)
        assert roc_auc_score(run.deal.fake[of], run.p["d0"][of, 0]) == pytest.approx(auc, abs=0.02)


def test_a_number_of_fakes_and_a_share_for_each_data_set():
    assert make_run(Design(fake_videos=6), 150, seed=1).deal.fake.sum() == 6
    run = make_run(Design(datasets=2, dataset_fakes=(0.2, 0.8), sources=4), 6_000, seed=1)
    shares = [run.deal.fake[run.deal.dataset == d].mean() for d in (0, 1)]
    assert shares == pytest.approx([0.2, 0.8], abs=0.03)
    assert len(set(zip(run.deal.dataset.tolist(), run.deal.source.tolist(), strict=True))) == 4


def test_a_key_that_is_not_of_a_design_is_refused():
    with pytest.raises(ValueError, match="a design has no fakse"):
        Design.of({"fakse": 0.2})
