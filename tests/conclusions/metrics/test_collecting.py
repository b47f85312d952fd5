# pyright: reportOptionalMemberAccess=false, reportOptionalSubscript=false, reportGeneralTypeIssues=false, reportOperatorIssue=false
# pyright: reportOptionalOperand=false, reportArgumentType=false
"""What to collect: the width that is promised is that of videos, and of groups of each pattern, that are really added."""

import numpy as np
import pytest

from touchstone.conclusions.metrics import Sample, auc_estimate, auc_influence, more_videos
from touchstone.conclusions.metrics.clusters import Crossed, groups_of

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


VIDEOS = ((2, 0), (0, 3), (1, 3))
"""Reals and fakes of a group of each pattern: only real, only fake, both."""


def log_odds(rng, groups, times):
    """``times`` tables of so many groups of each pattern; what a group has in common moves its reals and its fakes alike."""
    videos = [label for number, (real, fake) in zip(groups, VIDEOS, strict=True) for label in number * [(real, fake)]]
    of_group = np.repeat(np.arange(len(videos)), [real + fake for real, fake in videos])
    is_fake = np.concatenate([np.repeat([False, True], counts) for counts in videos])
    common, each = rng.normal(size=(times, len(videos))), rng.normal(size=(times, is_fake.size))
    return 1.2 * common[:, of_group] + 0.7 * each + 1.4 * is_fake, is_fake, of_group


def drawn_patterns(rng, groups):
    (z,), is_fake, of_group = log_odds(rng, groups, 1)
    return Sample(1 / (1 + np.exp(-z)), is_fake, of_group)


def simulated_width(rng, groups, times=150):
    """1.96 standard deviations of the AUC over tables that hold so many groups of each pattern."""
    z, is_fake, _ = log_odds(rng, groups, times)
    reals = np.sort(z[:, ~is_fake], axis=1)
    return 1.96 * np.std([np.searchsorted(r, f).mean() / r.size for r, f in zip(reals, z[:, is_fake], strict=True)])


@pytest.mark.parametrize("groups", [(0, 32, 27), (30, 0, 25), (25, 30, 25)])
def test_groups_of_each_pattern_give_the_width_that_is_promised(groups):
    rng = np.random.default_rng(sum(groups))
    alone, mix = {kind: [] for kind in range(3) if groups[kind]}, []
    for _ in range(8):
        sample = drawn_patterns(rng, groups)
        more = more_videos(sample, auc_estimate(sample), WANTED)
        assert more.now == groups
        assert [width is not None for width in more.alone] == [number > 0 for number in groups]
        mix.append(simulated_width(rng, np.add(groups, more.add)) / WANTED)
        for kind, ratios in alone.items():
            grown = np.add(groups, sum(more.add) * np.eye(3, dtype=int)[kind])
            ratios.append(simulated_width(rng, grown) / more.alone[kind])
    assert np.mean(mix) == pytest.approx(1, rel=0.1)
    for ratios in alone.values():
        assert np.mean(ratios) == pytest.approx(1, rel=0.1)


def expected_variance(sample, groups, more):
    """Of the AUC with ``more`` groups: placements over the new numbers of reals and fakes, a group at a time."""
    _, influence = auc_influence(sample)
    now = np.array([sample.real_count, sample.fake_count])
    then = now + np.array(more) @ np.array(VIDEOS)
    moved = influence * np.where(sample.fake, now[1] / then[1], now[0] / then[0])
    shares = np.array([moved[sample.group == g].sum() for g in range(sum(groups))])
    start, total = 0, 0.0
    for number, added in zip(groups, more, strict=True):
        total += (number + added) * shares[start : start + number].var(ddof=1) if number else 0.0
        start += number
    return total


@pytest.mark.parametrize("groups", [(0, 32, 27), (12, 10, 8), (40, 30, 4), (9, 40, 0)])
def test_no_fewer_groups_would_do(groups):
    sample = drawn_patterns(np.random.default_rng(7), groups)
    more = more_videos(sample, auc_estimate(sample), 0.07)
    total = sum(more.add)
    now = expected_variance(sample, groups, (0, 0, 0))

    def width(added):
        return more.half_width * (expected_variance(sample, groups, added) / now) ** 0.5

    assert width(more.add) <= 0.07
    assert [w for w in more.alone if w is not None] == pytest.approx(
        [width(tuple(total * np.eye(3, dtype=int)[kind])) for kind in range(3) if groups[kind]]
    )
    fewer = total - 2  # shares are divided in fortieths, or rounded up for each label
    others = [
        (real, fake, fewer - real - fake)
        for real in range(0, fewer + 1, 3)
        for fake in range(0, fewer + 1 - real, 3)
        if (groups[0] or not real) and (groups[1] or not fake)
    ]
    if not groups[2]:
        others = [(real, fewer - real, 0) for real in range(fewer + 1)]
    assert min(width(other) for other in others) > 0.07


def test_one_pattern_alone_is_asked_for_where_it_is_as_good():
    sample = drawn_patterns(np.random.default_rng(59), (0, 32, 27))
    more = more_videos(sample, auc_estimate(sample), WANTED)
    assert more.add[:2] == (0, 0)
    assert more.add[2] > 0
    assert more.alone[2] <= WANTED < more.alone[1]


def test_without_groups_of_both_labels_each_label_is_counted_by_itself():
    sample = drawn_patterns(np.random.default_rng(3), (40, 30, 0))
    more = more_videos(sample, auc_estimate(sample), WANTED)
    _, influence = auc_influence(sample)
    shares = np.array([influence[sample.group == g].sum() for g in range(70)])
    spread = np.array([40 * shares[:40].std(ddof=1), 30 * shares[40:].std(ddof=1)])
    target = (spread**2 / [40, 30]).sum() * (WANTED / more.half_width) ** 2
    assert more.add == (*np.ceil(spread * spread.sum() / target - [40, 30]), 0)


def test_donors_leave_a_plan():
    sample = drawn_patterns(np.random.default_rng(5), (10, 30, 25))
    group = groups_of(sample.group)
    face = np.where(sample.fake, np.arange(len(sample)) % 20, group)
    crossed = Sample(sample.p, sample.fake, Crossed.of(group, face))
    more = more_videos(crossed, auc_estimate(crossed), WANTED)
    assert more.now == (10, 30, 25)
    assert more.half_width > more.alone[2] > 0
