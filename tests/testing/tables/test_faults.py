"""Each planter does what its words say, to the size that its docstring names, and nothing else."""

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from touchstone.testing import PLANTERS, Design, MadeRun, make_run, plant

USUAL = Design(auc=(0.85, 0.8), shape=("normal",))


def planted(by: str, size: float, n: int = 8_000, design: Design = USUAL) -> MadeRun:
    """A run with one fault."""
    return make_run(design, n, seed=5, faults=[plant(by, size)])


def auc(run: MadeRun, where: np.ndarray | None = None, name: str = "d0") -> float:
    there = np.ones(run.n, np.bool_) if where is None else where
    return float(roc_auc_score(run.deal.fake[there], run.p[name].mean(axis=1)[there]))


@pytest.mark.parametrize("by", PLANTERS)
def test_every_fault_changes_the_tables_and_leaves_them_readable(by: str):
    healthy, faulty = make_run(USUAL, 200, seed=5).tables(), planted(by, 0.3, 200).tables()
    assert faulty["videos"]["video"].n_unique() == 200
    assert not all(healthy[name].equals(faulty[name]) for name in ("videos", "scores"))


@pytest.mark.parametrize(
    "by", ["not a number", "outside 0 to 1", "one value filled in", "fakes unscored", "shifted up"]
)
def test_the_other_detector_is_left_alone(by: str):
    assert np.array_equal(planted(by, 0.3, 200).p["d1"], make_run(USUAL, 200, seed=5).p["d1"])


def test_shares_are_those_that_were_asked_for():
    assert np.isnan(planted("not a number", 0.1).p["d0"]).mean() == pytest.approx(0.1, abs=1e-3)
    assert (planted("outside 0 to 1", 0.1).p["d0"] > 1).mean() == pytest.approx(0.1, abs=1e-3)
    assert (planted("one value filled in", 0.1).p["d0"] == 0.5).mean() == pytest.approx(0.1, abs=0.02)
    run = planted("filled in where there is no sound", 0.1)
    assert (run.p["d0"] == 0.5).mean() == pytest.approx(0.1, abs=0.02)
    assert not run.videos["has_audio"].to_numpy()[run.p["d0"][:, 0] == 0.5].any()
    run = planted("fakes unscored", 0.2)
    assert (~run.answered["d0"])[run.deal.fake].mean() == pytest.approx(0.2, abs=0.02)
    assert run.answered["d0"][~run.deal.fake].all()


def test_aucs_are_those_that_were_asked_for():
    assert auc(planted("turned", 0.2)) == pytest.approx(0.3, abs=0.02)
    assert auc(planted("AUC", 0.4)) == pytest.approx(0.6, abs=0.02)
    assert auc(planted("labels of other videos", 1.0)) == pytest.approx(0.5, abs=0.02)
    assert auc(planted("shuffled", 1.0)) == pytest.approx(0.5, abs=0.02)
    assert auc(planted("slipped by some rows", 0.5)) == pytest.approx((0.85 + 0.5) / 2, abs=0.03)
    gap = planted("poor on one data set", 0.2)
    assert auc(gap, gap.deal.dataset == 0) - auc(gap, gap.deal.dataset == 1) == pytest.approx(0.2, abs=0.03)


def test_log_odds_are_moved_and_stretched_by_the_size():
    before = make_run(USUAL, 400, seed=5).logits["d0"]
    assert np.allclose(planted("shifted up", 1.5, 400).logits["d0"], before + 1.5)
    assert np.allclose(planted("shifted down", 1.5, 400).logits["d0"], before - 1.5)
    assert np.allclose(planted("log-odds stretched", 3.0, 400).logits["d0"], before * 3)
    run = planted("shifted on one data set", 2.0)
    there = run.deal.dataset == 1
    moved = [
        run.logits["d0"][there & (run.deal.fake == k)].mean() - run.logits["d0"][~there & (run.deal.fake == k)].mean()
        for k in (0, 1)
    ]
    assert moved == pytest.approx([2, 2], abs=0.15)


def test_a_slip_by_three_rows_is_undone_by_three_rows():
    slipped, healthy = planted("slipped by some rows", 1.0, 200), make_run(USUAL, 200, seed=5)
    assert np.array_equal(np.roll(slipped.p["d0"], -3, axis=0), healthy.p["d0"])


def test_a_second_sigmoid_leaves_what_it_can_reach():
    p = planted("sigmoid twice", 1.0).p["d0"]
    assert p.min() >= 0.5
    assert p.max() <= 1 / (1 + np.exp(-1))


def test_labels_are_turned_where_the_words_say():
    run = planted("turned at random", 0.1)
    wrong = run.deal.label != run.deal.fake
    assert wrong.mean() == pytest.approx(0.1, abs=0.02)
    for by, where in (("turned in one source", "source"), ("turned in one data set", "dataset")):
        run = planted(by, 0.25)
        wrong = run.deal.label != run.deal.fake
        assert np.array_equal(wrong, getattr(run.deal, where) == 0)
        assert wrong.mean() == pytest.approx(0.25, abs=0.03)


def test_files_say_what_was_planted():
    run = planted("codec goes with the label", 0.2)
    hevc = (run.videos["codec"] == "hevc").to_numpy()
    assert roc_auc_score(run.deal.fake, hevc) == pytest.approx(0.7, abs=0.02)
    copies = planted("files twice", 0.05).videos
    assert copies.height - copies["sha256"].n_unique() == 400
    shared = (
        planted("groups on both sides of the split", 0.1)
        .videos.group_by("group")
        .agg(splits=pl.col("split").n_unique())
    )
    assert (shared["splits"] > 1).mean() == pytest.approx(0.1, abs=0.01)
    one_sided = (
        planted("sources of one label", 0.6)
        .videos.group_by("source")
        .agg(labels=pl.col("label").n_unique(), n=pl.len())
    )
    assert one_sided.filter(one_sided["labels"] == 1)["n"].sum() / 8_000 == pytest.approx(0.6, abs=0.02)


def test_the_score_follows_the_bitrate_inside_a_label():
    run = planted("follows the bitrate", 0.5)
    real = ~run.deal.fake
    rate = np.log(run.videos["bitrate"].to_numpy())
    assert np.corrcoef(run.logits["d0"][real, 0], rate[real])[0, 1] == pytest.approx(0.5, abs=0.03)
    seen = planted("one method seen poorly", 1.0)
    there = seen.deal.method == 1
    assert auc(seen, ~seen.deal.fake | there) == pytest.approx(0.5, abs=0.03)
    assert auc(seen, ~there) == pytest.approx(0.85, abs=0.02)


def test_members_are_what_was_asked_for():
    copy = planted("a detector and its copy with noise", 0.0)
    assert np.array_equal(copy.p["d0"], copy.p["d1"])
    assert auc(planted("a member of noise", 0.3), name="d2") == pytest.approx(0.5, abs=0.02)
    quiet, loud = (planted("weak members shout", k).logits["d1"] for k in (1.0, 4.0))
    assert np.allclose(loud, 4 * quiet)


def test_the_maximum_of_noisy_frames_is_worse_than_the_mean_of_their_log_odds():
    fault = plant("one frame in ten is noise, summed up by its maximum", 4.0)
    run = make_run(USUAL, 4_000, seed=5, faults=[fault])
    assert fault.aggregation == "max"
    largest, mean = run.p["d0"].max(axis=1), run.logits["d0"].mean(axis=1)
    assert roc_auc_score(run.deal.fake, largest) < roc_auc_score(run.deal.fake, mean) - 0.05
