"""Rules over frames, compared on halves that did not choose them."""

# A result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOperatorIssue=false, reportOptionalMemberAccess=false, reportOptionalOperand=false

import numpy as np
import polars as pl
import pytest
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from touchstone.conclusions.examination.aggregation import other_rule
from touchstone.conclusions.metrics import video_scores


def compared(z, fake, used="mean", group=None):
    """Frame log-odds (videos, frames) of videos, fake or not."""
    count, frames = z.shape
    names = [f"{i:05d}" for i in range(count)]
    scores = pl.DataFrame({
        "detector": "cm", "video": np.repeat(names, frames), "p_fake": expit(z).ravel(), "status": "ok",
    })  # fmt: skip
    groups = [None] * count if group is None else [str(g) for g in group]
    videos = pl.DataFrame(
        {"video": names, "label": np.where(fake, "fake", "real"), "group": groups, "donor": [None] * count},
        schema_overrides={"group": pl.String, "donor": pl.String},
    )
    return other_rule(scores, video_scores(scores, videos, used), used)


def few_frames(count, seed=0, frames=8):
    """One frame in eight of a fake shows it."""
    rng = np.random.default_rng(seed)
    fake = np.arange(count) % 2 == 0
    z = rng.normal(-2, 1, size=(count, frames)) + rng.normal(size=(count, 1)) / 2
    z[:, 0] += 4 * fake
    return z, fake


def test_one_frame_that_shows_it_wants_the_maximum():
    z, fake = few_frames(400)
    found = compared(z, fake)
    assert (found.used, found.better, found.units, found.per_class) == ("mean", "max", 8.0, 200.0)
    p = expit(z)
    assert found.auc_used == pytest.approx(roc_auc_score(fake, p.mean(1)))
    assert found.auc_better.value == pytest.approx(roc_auc_score(fake, p.max(1)))
    assert found.ranking.low > 0.02
    assert found.decisions.estimate.low > 0.02


def test_frames_that_failed_want_the_median():
    rng = np.random.default_rng(1)
    fake = np.arange(1000) % 2 == 0
    z = 1.5 * rng.normal(np.where(fake, 1, -1))[:, None] + rng.normal(size=(1000, 9))
    broken = rng.random(z.shape) < 0.3
    found = compared(np.where(broken, rng.choice([-12, 12], size=z.shape), z), fake)
    assert found.better == "median"
    assert found.ranking.above(0)


def test_the_rule_that_is_used_is_not_better_than_itself():
    z, fake = few_frames(400)
    assert compared(z, fake, "max") is None


def test_what_cannot_be_compared():
    z, fake = few_frames(400)
    assert compared(z[:, :1], fake) is None
    assert compared(z, np.ones(400, bool)) is None
    assert compared(z[:2], fake[:2]) is None


def test_the_gain_is_that_of_halves_which_did_not_choose_the_rule():
    """Of rules that are equally good, the better half is preferred: its own gain is above 0, the other half's is not."""
    gains = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        fake = np.arange(100) % 2 == 0
        z = rng.normal(np.where(fake, 0.5, -0.5))[:, None] + rng.normal(size=(100, 8))
        found = compared(z, fake)
        gains += [found.ranking] if found is not None else []
    assert len(gains) >= 5
    assert not any(gain.above(0) for gain in gains)
    assert abs(np.mean([gain.value for gain in gains])) < 0.01


def test_groups_stay_whole():
    z, fake = few_frames(120)
    found = compared(z, fake, group=np.arange(120) // 6)
    assert found.ranking.groups == 20
