# pyright: reportOptionalMemberAccess=false, reportOptionalSubscript=false, reportGeneralTypeIssues=false, reportOperatorIssue=false
"""What to collect: the width that is promised is that of videos that are really added."""

import numpy as np
import pytest

from touchstone.conclusions.metrics import Sample, auc_estimate, more_videos

WANTED = 0.05


def drawn(rng, real, fake, size=1):
    """So many real and fake groups of ``size`` videos; scores of fakes scatter twice as much."""
    groups = real + fake
    of_group = np.repeat(np.arange(groups), size)
    is_fake = of_group < fake
    z = 0.8 * rng.normal(size=groups)[of_group] + 0.6 * rng.normal(size=groups * size)
    z = z * np.where(is_fake, 1.5, 0.7) + is_fake
    return Sample(1 / (1 + np.exp(-z)), is_fake, None if size == 1 else of_group)


def width(sample):
    _, low, high = auc_estimate(sample).limits
    return (high - low) / 2


@pytest.mark.parametrize(("real", "fake", "size"), [(60, 60, 1), (200, 40, 1), (40, 40, 4)])
def test_what_is_asked_for_gives_the_width_that_is_promised(real, fake, size):
    rng = np.random.default_rng(real)
    reached, of_fakes, of_reals = [], [], []
    for _ in range(15):
        sample = drawn(rng, real, fake, size)
        more = more_videos(sample, auc_estimate(sample), WANTED)
        assert more.now == (real, fake, 0)
        reached.append(width(drawn(rng, real + more.add[0], fake + more.add[1], size)))
        total = sum(more.add)
        of_fakes.append(width(drawn(rng, real, fake + total, size)) / more.alone[1])
        of_reals.append(width(drawn(rng, real + total, fake, size)) / more.alone[0])
        assert more.add[1] > more.add[0]
    assert np.mean(reached) == pytest.approx(WANTED, rel=0.08)
    assert np.mean(of_fakes) == pytest.approx(1, rel=0.1)
    assert np.mean(of_reals) == pytest.approx(1, rel=0.1)


def test_nothing_is_asked_for_where_the_interval_is_narrow_enough_or_there_is_none():
    rng = np.random.default_rng(1)
    large = drawn(rng, 800, 800)
    assert more_videos(large, auc_estimate(large), WANTED) is None
    one_class = Sample(np.full(5, 0.5), np.ones(5, bool))
    assert more_videos(one_class, auc_estimate(one_class), WANTED) is None


def test_a_score_without_an_error_still_needs_videos():
    perfect = Sample(np.array([0.1] * 8 + [0.9] * 20), np.arange(28) >= 8)
    measured = auc_estimate(perfect)
    more = more_videos(perfect, measured, WANTED)
    assert more.add[0] > more.add[1] >= 0
    grown = Sample(
        np.repeat([0.1, 0.9], [8 + more.add[0], 20 + more.add[1]]), np.arange(28 + sum(more.add)) >= 8 + more.add[0]
    )
    assert width(grown) <= WANTED + 0.002
