import numpy as np
import pytest

from touchstone.conclusions.metrics import Sample, resampling
from touchstone.conclusions.metrics.clusters import Clusters
from touchstone.conclusions.metrics.resampling import resample_curves


def grouped(groups, per, seed=0):
    """Groups that hold one label or both, with a shared shift."""
    rng = np.random.default_rng(seed)
    group = np.repeat(np.arange(groups), per)
    pattern = np.repeat(rng.integers(0, 3, groups), per)
    fake = np.where(pattern == 2, rng.random(group.size) < 0.5, pattern == 1)
    x = rng.normal(size=group.size) + np.repeat(rng.normal(size=groups), per) + fake
    return Sample(1 / (1 + np.exp(-x)), fake, group.astype(np.int64))


def test_blocks_of_very_many_groups_spread_as_the_groups_do(monkeypatch):
    sample = grouped(3000, 4)
    one_by_one = resample_curves(sample, 600, seed=1)
    monkeypatch.setattr(resampling, "MOST_UNITS", 600)
    in_blocks = resample_curves(sample, 600, seed=1)
    for statistic in (
        lambda drawn: drawn.auc,
        lambda drawn: drawn.average_precision,
        lambda drawn: drawn.eer,
        lambda drawn: drawn.tpr[1],
    ):
        blocks, groups = statistic(in_blocks), statistic(one_by_one)
        assert blocks.std() / groups.std() == pytest.approx(1, abs=0.12)
        # Means of 600 draws: two standard errors of their difference, and a little.
        assert abs(blocks.mean() - groups.mean()) < 4 * groups.std() * np.sqrt(2 / 600)


def test_blocks_keep_the_label_patterns_apart(monkeypatch):
    monkeypatch.setattr(resampling, "MOST_UNITS", 100)
    sample = grouped(1000, 3)
    clusters = Clusters.of(sample.group, len(sample), sample.fake)
    blocks = resampling._blocks(clusters, np.random.default_rng(0))
    assert blocks.count <= 103
    assert blocks.size.sum() == len(sample)
    assert (blocks.stratum[blocks.index] == clusters.stratum[clusters.index]).all()


def test_few_groups_are_resampled_as_ever():
    sample = grouped(50, 4)
    clusters = Clusters.of(sample.group, len(sample), sample.fake)
    assert resampling._blocks(clusters, np.random.default_rng(0)) is clusters
