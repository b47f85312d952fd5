"""Agreement of frames against SciPy's analysis of variance, and against planted variances."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportCallIssue=false

import numpy as np
import polars as pl
import pytest
from scipy.stats import f_oneway

from touchstone.conclusions.metrics import stability


def frames(videos=60, units=5, within=0.05, seed=0):
    rng = np.random.default_rng(seed)
    counts = rng.integers(2, units + 1, videos)
    level = rng.uniform(0.2, 0.8, videos)
    video = np.repeat(np.arange(videos), counts)
    p = np.clip(level[video] + rng.normal(0, within, video.size), 0, 1)
    return pl.DataFrame({"video": [f"v{i}" for i in video], "p_fake": p, "status": "ok"})


@pytest.mark.parametrize("within", [0.01, 0.1, 0.3])
def test_it_is_the_ratio_of_mean_squares(within):
    table = frames(within=within)
    measured = stability(table)
    samples = [part["p_fake"].to_numpy() for part in table.partition_by("video")]
    ratio = f_oneway(*samples).statistic
    k = np.array([len(values) for values in samples])
    typical = (k.sum() - (k**2).sum() / k.sum()) / (k.size - 1)
    assert measured.agreement.value == pytest.approx(max(0, (ratio - 1) / (ratio + typical - 1)))
    pooled = sum(((values - values.mean()) ** 2).sum() for values in samples) / (k.sum() - k.size)
    assert measured.within_sd == pytest.approx(pooled**0.5)
    assert measured.agreement.low <= measured.agreement.value <= measured.agreement.high


def test_the_interval_covers_what_was_planted():
    truth = (0.6**2 / 12) / (0.6**2 / 12 + 0.1**2)
    measured = [stability(frames(within=0.1, seed=seed)).agreement for seed in range(60)]
    assert sum(e.low <= truth <= e.high for e in measured) >= 52


def test_videos_called_both_are_counted():
    table = pl.DataFrame({"video": list("aabbcc"), "p_fake": [0.1, 0.9, 0.2, 0.3, 0.8, 0.9], "status": ["ok"] * 6})
    assert stability(table).split.value == pytest.approx(1 / 3)
    assert stability(table, threshold=0.25).split.value == pytest.approx(2 / 3)


@pytest.mark.parametrize("p", [[0.5, 0.5, 0.5, 0.5], [0.1, None, 0.7, None]])
def test_where_nothing_varies_or_units_are_alone_nothing_is_said(p):
    assert stability(pl.DataFrame({"video": list("aabb"), "p_fake": p, "status": ["ok"] * 4})) is None
