"""Filled-in scores: found where they were planted, and not where scores were rounded, saturated or decided."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from touchstone.conclusions.metrics import fallback, without_fallback
from touchstone.conclusions.metrics.fallback import stands_out


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([(0.5, 0.0, 1.0), (0.25, 0.0, 1.0), (0.731, 0.0, 1.0), (0.0, 0.2, 0.9), (1.0, 0.3, 0.9)]),
    st.integers(5, 60),
)
def test_a_planted_value_is_found_with_its_count(seed, planted, count):
    value, low, high = planted
    rng = np.random.default_rng(seed)
    genuine = low + (high - low) * sigmoid(rng.normal(0, 2, 300))
    found = stands_out(rng.permutation(np.concatenate([genuine, np.full(count, value)])))
    assert (found.score, found.units, found.nearest, found.at_edge) == (value, count, 1, False)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([(0.0, 0.7), (0.01, 0.99), (0.1, 0.9), (0.2, 1.0), (0.5, 1.0)]),
    st.sampled_from([1.0, 2.0, 4.0]),
    st.sampled_from([60, 400, 3000]),
)
def test_where_scores_were_clipped_nothing_was_filled_in(seed, ends, spread, n):
    rng = np.random.default_rng(seed)
    fake = rng.random(n) < 0.5
    p = np.clip(sigmoid(rng.normal(np.where(fake, 1.0, -1.0), spread)), *ends)
    names = [f"v{i}" for i in range(n)]
    scores = pl.DataFrame({"video": names, "p_fake": p, "status": ["ok"] * n})
    videos = pl.DataFrame({"video": names, "label": np.where(fake, "fake", "real"), "codec": rng.choice(["a", "b"], n)})
    assert fallback(scores, videos, ["codec"]) is None


@pytest.mark.parametrize("value", [0.0, 0.05, 1.0])
def test_a_value_at_the_end_of_the_range_was_filled_in_where_it_goes_with_a_property(value):
    rng = np.random.default_rng(3)
    n = 300
    fake, silent = np.arange(n) % 2 == 1, rng.random(n) < 0.2
    p = sigmoid(rng.normal(np.where(fake, 1.0, -1.0), 1.5))
    p = np.clip(p, 0.05, 1.0) if value == 0.05 else 0.02 + 0.98 * p
    p[silent] = value
    names = [f"v{i}" for i in range(n)]
    scores = pl.DataFrame({"video": names, "p_fake": p, "status": ["ok"] * n})
    videos = pl.DataFrame({"video": names, "label": np.where(fake, "fake", "real"), "has_audio": ~silent})
    found = fallback(scores, videos, ["has_audio"])
    assert (found.score, found.goes_with.column, found.goes_with.value) == (value, "has_audio", "false")
    assert found.goes_with.of_inside == found.goes_with.inside == silent.sum()
    assert found.goes_with.outside == np.count_nonzero(p[~silent] == value)
    # where only fakes lack sound, a detector that is sure of them looks the same
    of_fakes = videos.with_columns(has_audio=pl.Series(~(silent & fake)))
    at_the_end = stands_out(p).at_edge
    assert (fallback(scores, of_fakes, ["has_audio"]) is None) == at_the_end


HEALTHY = {
    "continuous": lambda rng: sigmoid(rng.normal(0, 3, 800)),
    "two digits": lambda rng: np.round(sigmoid(rng.normal(0, 3, 800)), 2),
    "one digit": lambda rng: np.round(sigmoid(rng.normal(0, 3, 800)), 1),
    "four digits, saturated": lambda rng: np.round(sigmoid(rng.normal(0, 9, 800)), 4),
    "single precision, saturated": lambda rng: sigmoid(rng.normal(0, 20, 800)).astype(np.float32).astype(float),
    "0 and 1 beyond a limit": lambda rng: np.round(sigmoid(z := rng.normal(0, 3, 800)), 12) * (np.abs(z) <= 4) + (z > 4),
    "clipped": lambda rng: np.clip(sigmoid(rng.normal(0, 9, 800)), 1e-6, 1 - 1e-6),
    "decisions": lambda rng: (rng.random(800) < 0.3).astype(float),
    "votes of five": lambda rng: rng.binomial(5, rng.beta(0.4, 0.4, 800)) / 5,
    "every score twice": lambda rng: np.repeat(sigmoid(rng.normal(0, 2, 400)), 2),
}


PILED_UP = {"0 and 1 beyond a limit"}
"""Where many scores are the smallest or the largest one, which is no fill-in."""


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shape", HEALTHY)
def test_healthy_scores_have_none(shape, seed):
    p = HEALTHY[shape](np.random.default_rng(seed))
    if shape not in PILED_UP:
        assert stands_out(p) is None
    names = [f"v{i}" for i in range(p.size)]
    scores = pl.DataFrame({"video": names, "p_fake": p, "status": ["ok"] * p.size})
    codecs = ["a", "a", "b", "b"] * (p.size // 4)
    videos = pl.DataFrame({"video": names, "label": ["real", "fake"] * (p.size // 2), "codec": codecs})
    assert fallback(scores, videos, ["codec"]) is None


def tables(seed=0, n=400, leak=True):
    rng = np.random.default_rng(seed)
    fake = np.arange(n) % 2 == 1
    p = sigmoid(rng.normal(np.where(fake, 0.7, -0.7), 1))
    filled = rng.random(n) < np.where(fake & leak, 0.2, 0.1)
    p[filled] = 0.5
    names = [f"v{i}" for i in range(n)]
    scores = pl.DataFrame({"video": names, "p_fake": p, "status": ["ok"] * n})
    videos = pl.DataFrame({"video": names, "label": np.where(fake, "fake", "real")})
    return scores, videos, p, fake, filled


def test_what_it_leaks_is_what_scikit_learn_says():
    scores, videos, p, fake, filled = tables()
    found = fallback(scores, videos)
    assert (found.score, found.units, found.videos, found.of_units) == (0.5, filled.sum(), filled.sum(), 400)
    assert found.indicator_auc.value == pytest.approx(roc_auc_score(fake, filled))
    assert found.auc.value == pytest.approx(roc_auc_score(fake, p))
    assert found.auc_without.value == pytest.approx(roc_auc_score(fake[~filled], p[~filled]))
    assert found.fake_share.value == pytest.approx(filled[fake].mean())
    assert found.share == pytest.approx(filled.mean())
    assert found.goes_with is None


def test_frames_are_judged_by_their_own_scores():
    scores, videos, *_ = tables(n=60)
    frame_scores = np.random.default_rng(1).random(120)
    frames = pl.concat([scores, scores]).with_columns(p_fake=pl.Series(frame_scores))
    frames = frames.with_columns(p_fake=pl.when(pl.int_range(pl.len()) < 12).then(0.25).otherwise("p_fake"))
    found = fallback(frames, videos.with_columns(group=pl.col("video").str.slice(0, 2)))
    assert (found.score, found.units, found.videos) == (0.25, 12, 0)
    assert found.indicator_auc.groups is not None


def test_without_it_the_units_have_abstained():
    scores, _, p, _, filled = tables()
    left = without_fallback(scores, 0.5)
    assert left["p_fake"].null_count() == filled.sum()
    assert (left.filter(pl.col("p_fake").is_null())["status"] == "abstained").all()
    assert left["p_fake"].drop_nulls().to_list() == p[~filled].tolist()


def test_healthy_tables_have_none():
    scores, videos, *_ = tables()
    assert fallback(scores.filter(pl.col("p_fake") != 0.5), videos) is None


@pytest.mark.parametrize(("count", "found"), [(195, True), (196, False), (199, False)])
def test_a_value_that_nearly_all_have_is_the_answer_and_was_not_filled_in(count, found):
    rng = np.random.default_rng(0)
    p = np.concatenate([np.full(count, 0.5), rng.random(200 - count)])
    names, label = [f"v{i}" for i in range(200)], np.where(np.arange(200) % 2, "fake", "real")
    scores = pl.DataFrame({"video": names, "p_fake": p, "status": ["ok"] * 200})
    videos = pl.DataFrame({"video": names, "label": label})
    assert (fallback(scores, videos) is not None) == found


def test_a_value_that_nearly_all_have_was_filled_in_where_the_others_tell_the_label():
    p = np.concatenate([np.full(196, 0.5), [0.31, 0.36, 0.75, 0.83]])
    names, label = [f"v{i}" for i in range(200)], np.where(p <= 0.5, "real", "fake")
    scores = pl.DataFrame({"video": names, "p_fake": p, "status": ["ok"] * 200})
    found = fallback(scores, pl.DataFrame({"video": names, "label": label}))
    assert (found.score, found.units) == (0.5, 196)


def judged(p, fake):
    names = [f"v{i:04d}" for i in range(len(p))]
    scores = pl.DataFrame({"video": names, "p_fake": p, "status": ["ok"] * len(p)})
    return fallback(scores, pl.DataFrame({"video": names, "label": np.where(fake, "fake", "real")}))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("side", [-1, 1])
def test_a_bin_of_a_calibration_at_the_end_of_the_range_was_computed(side, seed):
    """All log-odds beyond −1 are the log-odds of fake among them: a gap follows, and the videos are what it says."""
    rng = np.random.default_rng(seed)
    fake = rng.random(400) < 0.5
    z = side * 1.8 * rng.normal(side * np.where(fake, 0.9, -0.9), 1.0)
    beyond = side * z > 1.0
    share = (norm.sf(1 / 1.8 - 0.9), norm.sf(1 / 1.8 + 0.9))
    p = sigmoid(np.where(beyond, side * np.log(share[0] / share[1]), z))
    assert beyond.sum() > 100
    assert judged(p, fake) is None
    typed = np.where(beyond, 0.02 if side < 0 else 0.98, p)  # a number that people type
    assert judged(typed, fake).score == pytest.approx(0.02 if side < 0 else 0.98)


@pytest.mark.parametrize("seed", range(4))
def test_a_score_of_all_videos_in_which_nothing_was_found_was_computed_if_it_is_right(seed):
    rng = np.random.default_rng(seed)
    fake = rng.random(400) < 0.5
    nothing = rng.random(400) < np.where(fake, 0.06, 0.70)
    z = 1.2 * rng.normal(np.where(fake, 0.6, -0.6), 1.0) + np.log(0.94 / 0.30)
    right = sigmoid(np.where(nothing, np.log(0.06 / 0.70), z))
    assert judged(right, fake) is None
    wrong = np.where(nothing, 0.4321, right)  # as many fakes as reals should have it, by the scores around it
    assert judged(wrong, fake).score == 0.4321


@pytest.mark.parametrize("seed", range(4))
def test_values_that_differ_in_the_last_digits_were_computed(seed):
    """The exact likelihood ratio of two Laplace distributions is flat at both ends, but for rounding in arithmetic."""
    rng = np.random.default_rng(seed)
    fake = rng.random(800) < 0.5
    x = np.where(fake, 1.4, -1.4) + rng.laplace(size=800)
    p = sigmoid(np.abs(x + 1.4) - np.abs(x - 1.4))
    assert np.unique(p).size > np.unique(p.round(12)).size
    assert judged(p, fake) is None
