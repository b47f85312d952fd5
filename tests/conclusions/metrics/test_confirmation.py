"""Weak slices: what is confirmed was planted, and what was not planted is hardly ever confirmed."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false

import numpy as np
import polars as pl
import pytest

from touchstone.conclusions.metrics import confirmed_slices


def rows(seed, n=1200, weak=None):
    rng = np.random.default_rng(seed)
    fake = np.arange(n) % 2 == 1
    source = rng.integers(0, 5, n)
    light = rng.uniform(0, 100, n)
    right = rng.random(n) < 0.85
    if weak == "source":
        right &= (source != 3) | (rng.random(n) < 0.6)
    if weak == "light":
        right &= (light > 25) | (rng.random(n) < 0.6)
    p = np.where(right == fake, rng.uniform(0.5, 1, n), rng.uniform(0, 0.5, n))
    return pl.DataFrame(
        {
            "video": [f"v{i}" for i in range(n)],
            "label": np.where(fake, "fake", "real"),
            "p_fake": p,
            "group": [f"g{i // 3}" for i in range(n)],
            "source": [f"s{k}" for k in source],
            "light": light,
        }
    )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("weak", ["source", "light"])
def test_what_was_planted_is_confirmed_first(weak, seed):
    confirmed = confirmed_slices(rows(seed, weak=weak), indicators=["light"])
    assert confirmed[0].found.column == weak
    assert confirmed[0].confirmed.estimate.high < 0
    if weak == "source":
        assert confirmed[0].found.name == "s3"
    else:
        assert confirmed[0].found.high < 35


def test_nothing_planted_is_seldom_confirmed():
    assert sum(bool(confirmed_slices(rows(seed, n=400), indicators=["light"])) for seed in range(60)) <= 7


def test_one_group_cannot_be_halved():
    assert confirmed_slices(rows(0).head(40).with_columns(group=pl.lit("g"))) == ()
