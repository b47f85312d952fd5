from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.conclusions import examination
from touchstone.conclusions.examination import positions as module
from touchstone.conclusions.metrics import video_scores
from touchstone.testing import Design, footage, make_run, ranks, tables


def examine_labels(scores) -> Any:
    return examination.examine_labels(scores)


def positions(scores) -> Any:
    return module.positions(scores)


MIXED = {"source": lambda i: f"site {i // 2 % 4}"}


def made(n=400, wrong=(), separations=(2.5, 2.5, 3.0), common=0.0, seed=0, **columns):
    """Detectors that score the truth, over labels of which some are wrong."""
    rows = footage(n, **(MIXED | columns))
    truth = [r["label"] == "fake" for r in rows]
    hard = np.random.default_rng(seed + 1000).normal(size=n)

    def manner(separation):
        return lambda rng, _, i: rng.normal((separation if truth[i] else -separation) / 2) + common * hard[i]

    for i in wrong:
        rows[i]["label"] = "real" if truth[i] else "fake"
    given = tables({f"d{k}": manner(s) for k, s in enumerate(separations)}, rows, units=1, seed=seed)
    return video_scores(given["scores"], given["videos"])


def test_positions_have_0_at_the_own_label_and_1_at_the_other():
    scores = made(1000)
    at = positions(scores)
    assert at.detectors == ("d0", "d1", "d2")
    for side in (at.fake, ~at.fake):
        assert np.median(at.joint[side]) == pytest.approx(0, abs=0.05)
        assert np.median(1 - at.joint[side]) == pytest.approx(1, abs=0.05)
    assert at.against.std() == pytest.approx(1, abs=0.15)
    assert np.corrcoef(at.against, at.joint)[0, 1] > 0.9


def test_the_share_of_wrong_labels_lies_in_its_interval():
    inside = 0
    for seed in range(12):
        wrong = np.random.default_rng(seed).permutation(400)[:40]
        found = examine_labels(made(wrong=wrong.tolist(), seed=seed))
        assert found.p_value <= 0.01
        assert found.place.low > 0.5
        listed = {int(s.video[:4]) for s in found.suspects}
        assert len(listed & set(wrong.tolist())) / len(listed) >= 0.75
        inside += found.wrong_share.low <= 0.10 <= found.wrong_share.high
    assert inside >= 9


@pytest.mark.parametrize("common", [0.0, 0.7])
def test_healthy_labels_are_left_alone_even_where_detectors_share_their_errors(common):
    p = [examine_labels(made(300, common=common, seed=seed)).p_value for seed in range(20)]
    assert sum(q <= 0.03 for q in p) <= 1


def test_log_odds_together_show_few_wrong_labels_and_which():
    shown = listed = 0
    for seed in range(8):
        wrong = np.random.default_rng(seed).permutation(1000)[:40].tolist()
        found = examine_labels(made(1000, wrong=wrong, seed=seed))
        shown += found.fitted.p_value < 0.001 and found.fitted.share.low < 0.04 < found.fitted.share.high
        listed += sum(int(name[:4]) in wrong for name in found.likeliest)
    assert shown >= 7
    assert listed >= 22


def test_they_need_none_where_labels_are_right():
    fits = [
        examine_labels(made(300, separations=(1.5, 1.5), common=c, seed=seed)).fitted
        for seed in range(15)
        for c in (0.0, 0.7)
    ]
    assert sum(fit.p_value <= 0.01 for fit in fits) <= 2
    assert examine_labels(made(300, separations=(5.0, 5.0))).fitted.share.value < 0.001  # no error at all


@pytest.mark.parametrize("seed", range(4))
def test_a_source_that_all_detectors_get_wrong_is_not_wrong_labels_at_random(seed):
    wrong = np.random.default_rng(seed).permutation(1200)[:60].tolist()
    spread = made(1200, wrong=wrong, seed=seed)
    assert examine_labels(spread).fitted.p_value <= 0.001
    together = made(1200, wrong=wrong, seed=seed, source=lambda i: "other" if i in wrong else f"site {i // 2 % 4}")
    assert examine_labels(together).fitted.p_value > 0.01


def test_a_single_detector_and_few_videos_of_a_label_are_not_fitted():
    assert examine_labels(made(400, separations=(3.0,))).fitted is None
    few = made(400).filter((pl.col("detector") != "d1") | (pl.col("video").str.slice(0, 4).cast(pl.Int64) < 50))
    assert "d1" not in examine_labels(few).detectors


P = pl.col("p_fake")
NUMBER = pl.col("video").str.slice(0, 4).cast(pl.Int64)


@pytest.mark.slow
@pytest.mark.parametrize(
    "written",
    [P.clip(0.1, 0.9), P.clip(0.15, 0.85), P.clip(0.2, 0.8), P.round(1)],
    ids=["clipped a little", "clipped", "clipped much", "rounded"],
)
def test_healthy_labels_are_left_alone_where_the_surest_scores_are_equal(written):
    """Many videos share a score at the end of the range: none can support its label as strongly as others contradict theirs."""
    found = [examine_labels(made(300, common=0.7, seed=seed).with_columns(written)) for seed in range(20)]
    assert sum(f is not None and f.p_value <= 0.03 for f in found) <= 1


ONE_SIDED = [
    {"finish": ("round 1",)},
    {"abstain": "score", "abstain_share": 0.3},
    {"abstain": "quality", "abstain_share": 0.4},
    {"abstain": "hard", "abstain_share": 0.5, "shared": 0.5},
]


@pytest.mark.parametrize("design", ONE_SIDED, ids=["rounded", "leaves out unsure ones", "poor ones", "hard ones"])
def test_healthy_labels_are_left_alone_where_the_sides_of_the_scores_differ(design):
    """Coarse where they are sure, or without those near the middle: what scatters far on one side alone is no contradiction.

    Tables of 3,000 videos show what those of hundreds hide. Each was called wrong labels in more than half of them.
    """
    found: list[Any] = []
    for seed in range(200, 208):
        given = make_run(Design(**design), 3000, seed).tables()
        found.append(examine_labels(video_scores(given["scores"], given["videos"])))
    assert sum(f.p_value <= 0.03 and f.wrong_share.value >= max(0.02, f.floor) for f in found) == 0


@given(
    lumps=st.lists(st.integers(1, 6), max_size=6),
    above=st.integers(1, 40),
)
def test_normal_scores_are_as_coarse_above_the_median_as_below(lumps, above):
    """Lumps below, each at a value of its own, and as many distinct values above: the scores are symmetric around 0."""
    below = np.repeat(np.arange(len(lumps), dtype=np.float64), lumps)
    distinct = 10 + np.arange(max(below.size, above), dtype=np.float64)
    values = np.concatenate([below, distinct])
    scores = np.sort(module._normal_scores(values, values))
    np.testing.assert_allclose(scores, -scores[::-1], atol=1e-12)
    assert np.all(np.diff(module._normal_scores(np.sort(values), values)) >= 0)


def test_wrong_labels_are_found_where_scores_were_clipped():
    wrong = np.random.default_rng(0).permutation(400)[:40].tolist()
    found = examine_labels(made(wrong=wrong).with_columns(P.clip(0.1, 0.9)))
    assert found.p_value <= 0.01
    assert found.wrong_share.low <= 0.10 <= found.wrong_share.high


def test_detectors_that_share_errors_are_told_from_those_that_do_not():
    assert examine_labels(made(1000)).shared == pytest.approx(0, abs=0.1)
    assert examine_labels(made(1000, common=1.0)).shared == pytest.approx(0.5, abs=0.12)


def test_a_source_whose_labels_are_swapped():
    swapped = [i for i in range(400) if i // 2 % 8 == 1]
    found = examine_labels(made(wrong=swapped, source=lambda i: f"site {i // 2 % 8}"))
    (source,) = found.sources
    assert (source.source, source.real, source.fake, source.by) == ("site 1", 25, 25, ("d0", "d1", "d2"))
    assert source.position.value == pytest.approx(1, abs=0.25)


def test_a_method_that_no_detector_knows_is_named():
    """Every fifth fake is of a method that all detectors take for real: nothing but that it is one method tells."""
    missed = list(range(1, 600, 10))
    scores = made(600, wrong=missed)
    scores = scores.with_columns(
        label=pl.when(pl.col("video").str.slice(0, 4).cast(pl.Int64) % 2 == 1)
        .then(pl.lit("fake"))
        .otherwise(pl.lit("real")),
        method=pl.when(pl.col("video").str.slice(3, 1) == "1").then(pl.lit("unknown")).otherwise(pl.lit("known")),
    )
    # ``made`` scores by the truth, so that these must be told to look real.
    odd = pl.col("video").str.slice(3, 1) == "1"
    scores = scores.with_columns(p_fake=pl.when(odd).then(1 - pl.col("p_fake")).otherwise("p_fake"))
    found = examine_labels(scores)
    assert found.concentrated[0] == "method unknown"
    assert found.concentrated[1] >= 0.8 * found.concentrated[2]


def test_detectors_that_do_not_rank_are_not_asked():
    assert examine_labels(made(200, separations=(0.0, 0.2))) is None


def test_a_hard_classifier_is_not_asked():
    rows = footage(200, **MIXED)
    given = tables({"d": lambda _rng, fake, i: 5.0 if fake != (i % 10 == 0) else -5.0}, rows, units=1)
    assert examine_labels(video_scores(given["scores"], given["videos"])) is None


def test_few_videos_are_not_asked():
    given = tables({"cm": ranks(4)}, footage(40))
    assert examine_labels(video_scores(given["scores"], given["videos"])) is None


def test_a_detector_that_lacks_scores_is_still_heard():
    scores = made(400, wrong=range(0, 400, 10))
    gap = (scores["detector"] == "d1") & scores["video"].str.ends_with("3.mp4")
    holes = scores.with_columns(
        p_fake=scores["p_fake"].zip_with(~gap, scores["p_fake"] * float("nan")).fill_nan(None),
        status=scores["status"].zip_with(~gap, scores["status"].replace({"ok": "failed"})),
    )
    found = examine_labels(holes)
    assert found.detectors == ("d0", "d1", "d2")
    assert found.n == 400
    assert found.p_value <= 0.01


def test_detectors_that_scored_different_videos_cannot_agree():
    scores = made(400, separations=(2.5, 2.5))
    of_d0 = NUMBER % 4 < 2
    apart = scores.filter(pl.when(pl.col("detector") == "d0").then(of_d0).otherwise(~of_d0))
    found = examine_labels(apart)
    assert (found.n, found.towards, found.away, found.p_value) == (0, (0, 0), (0, 0), 1.0)
    assert found.wrong_share.value is None
    assert found.suspects == ()
