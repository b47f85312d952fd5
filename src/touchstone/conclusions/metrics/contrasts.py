"""A part of the videos against the rest: the difference, its interval, its test."""

from __future__ import annotations

import math

import numpy as np

from .arrays import Flags, Floats
from .clusters import Clusters, Spread, effective_count, effective_groups
from .differences import Difference, tested
from .estimate import Estimate
from .quantiles import Z
from .ranking import auc_influence, newcombe
from .reliability import few_groups
from .sample import Sample


def accuracy_contrast(sample: Sample, right: Floats, inside: Flags, rest: Flags, *, test: bool) -> Difference:
    """Accuracy inside − in the rest, at equal label.

    The differences within label are averaged with Mantel and Haenszel's weights (1959), so a part must not
    look bad only because it holds more of the label that the detector is worse at.

    Args:
        sample: all videos.
        right: 1 where the decision was right, 0 elsewhere, shape (n,).
        inside: the videos of the part.
        rest: the videos that it is compared with.
        test: whether a p value is wanted.
    """
    if sample.group is None:
        return _of_counts(sample, right, inside, rest, test=test)
    influence = np.zeros(len(sample))
    value = total = widest = unseen = 0.0
    for of_label in (~sample.fake, sample.fake):
        here, there = inside & of_label, rest & of_label
        n_here, n_there = int(np.count_nonzero(here)), int(np.count_nonzero(there))
        if not n_here or not n_there:
            continue
        weight = n_here * n_there / (n_here + n_there)
        mean_here, mean_there = float((right * here).sum()) / n_here, float((right * there).sum()) / n_there
        value += weight * (mean_here - mean_there)
        # Products with truth values: several times as fast as choosing rows.
        influence += here * (weight * (right - mean_here) / n_here)
        influence -= there * (weight * (right - mean_there) / n_there)
        k_here, k_there = independent_units(sample, here), independent_units(sample, there)
        widest += weight**2 / 4 * (1 / k_here + 1 / k_there)
        unseen += weight**2 * (_unseen_share(mean_here, k_here) + _unseen_share(mean_there, k_there))
        total += weight
    if total == 0.0:
        return _undefined(sample)
    spread = _spread(sample, influence / total, inside, widest / total**2)
    return _difference(
        sample, value / total, spread, inside, widest=widest / total**2, unseen=unseen / total**2, test=test
    )


def _of_counts(sample: Sample, right: Floats, inside: Flags, rest: Flags, *, test: bool) -> Difference:
    """The same where every video stands for itself: counts decide it, and the two sides vary by themselves."""
    value = total = widest = unseen = variance = 0.0
    hits = right > 0
    for of_label in (~sample.fake, sample.fake):
        sides = [inside & of_label, rest & of_label]
        counts = [int(np.count_nonzero(side)) for side in sides]
        if not all(counts):
            continue
        means = [int(np.count_nonzero(side & hits)) / n for side, n in zip(sides, counts, strict=True)]
        weight = counts[0] * counts[1] / sum(counts)
        value += weight * (means[0] - means[1])
        for mean, n in zip(means, counts, strict=True):
            widest += weight**2 / (4 * n)
            unseen += weight**2 * _unseen_share(mean, n)
            variance += weight**2 * mean * (1 - mean) / max(n - 1, 1)
        total += weight
    if total == 0.0:
        return _undefined(sample)
    scale = total**2
    return _difference(
        sample, value / total, Spread(variance / scale, math.inf), inside,
        widest=widest / scale, unseen=unseen / scale, test=test,
    )  # fmt: skip


def auc_contrast(sample: Sample, inside: Flags, rest: Flags, shared: Flags, *, test: bool) -> Difference:
    """AUC inside − in the rest; ``shared`` videos (all real ones, for a method) count on both sides."""
    within, outside = inside | shared, rest | shared
    influence = np.zeros(len(sample))
    part_one, part_two = sample.part(within), sample.part(outside)
    if not part_one.two_classes or not part_two.two_classes:
        return _undefined(sample)
    value_one, influence_one = auc_influence(part_one)
    value_two, influence_two = auc_influence(part_two)
    unseen = 0.0
    influence[within] += influence_one
    influence[outside] -= influence_two
    widest = 0.0
    for part, auc in ((within, value_one), (outside, value_two)):
        # Variance of an AUC under chance.
        fakes = independent_units(sample, part & sample.fake)
        reals = independent_units(sample, part & ~sample.fake)
        widest += (fakes + reals + 1) / (12 * fakes * reals)
        if auc in (0.0, 1.0):
            low, high = newcombe(auc, fakes, reals)
            unseen += ((high - low) / Z) ** 2
    spread = _spread(sample, influence, inside, widest)
    return _difference(sample, value_one - value_two, spread, inside, widest=widest, unseen=unseen, test=test)


def independent_units(sample: Sample, chosen: Flags) -> float:
    """Videos among the chosen ones, or their effective number of groups."""
    if sample.group is None:
        return float(np.count_nonzero(chosen))
    return effective_groups(sample.group[chosen])


def _unseen_share(share: float, units: float) -> float:
    """Variance of a share that the data show none of, because all of these videos are right or all wrong.

    It is that of the share's posterior under a uniform prior, every group one video.
    """
    if 0.0 < share < 1.0:
        return 0.0
    return (units + 1) / ((units + 2) ** 2 * (units + 3))


def _test_of(sample: Sample) -> str:
    return "normal" if sample.group is None else "Student over groups"


def _undefined(sample: Sample) -> Difference:
    nothing = Estimate.undefined(n=len(sample), groups=sample.groups, method=_test_of(sample))
    return Difference(estimate=nothing, test=nothing.method)


def _difference(
    sample: Sample, value: float, spread: Spread, inside: Flags, *, widest: float, unseen: float, test: bool
) -> Difference:
    name = _test_of(sample)
    low, high, p = tested(value, spread.variance + unseen, spread.df, math.sqrt(widest))
    warning = few_groups(None if sample.group is None else sample.group[inside])
    nothing = Estimate.undefined(n=len(sample), groups=sample.groups, method=name)
    return Difference(estimate=nothing.with_value(value, low, high, warning), p_value=p if test else None, test=name)


def _spread(sample: Sample, influence: Floats, inside: Flags, widest: float) -> Spread:
    """Variance of a difference whose two sides rest on different numbers of groups.

    A part can hold four of thirty groups. Taken over all thirty, its own share would get the small-sample
    correction and the degrees of freedom of thirty; so each side is taken by itself, and the covariance of
    groups that reach into both is added.
    """
    if sample.group is None:
        return _independent_spread(influence, sample.fake, inside, widest)
    clusters = Clusters.of(sample.group, len(sample), sample.fake)
    sides = np.stack([influence * inside, influence * ~inside], axis=1)
    shares = [direction.sums(sides) for direction in clusters.directions]
    joint, _ = clusters.combined(shares)
    total = 2 * float(joint[0, 1])
    lost = 0.0
    for number, side in enumerate((inside, ~inside)):
        moved = side & (influence != 0)
        if not moved.any():
            continue
        part, units = clusters.reached_by(moved, sample.fake)
        if min(effective_count(direction.size) for direction in part.directions[:2]) <= 1.0:
            return Spread(widest, 1.0)
        covariance, df = part.combined(
            [of_all[there, number : number + 1] for of_all, there in zip(shares, units, strict=False)]
        )
        moved_variance = float(covariance[0, 0])
        total += moved_variance
        lost += moved_variance**2 / df
    if total <= 0:
        return Spread(float(joint.sum()), 1.0 if lost else math.inf)
    return Spread(total, total**2 / lost if lost else math.inf)


def _independent_spread(influence: Floats, fake: Flags, inside: Flags, widest: float) -> Spread:
    """The same where every video stands for itself: no video reaches into both sides."""
    moved = influence != 0
    total = 0.0
    for side in (moved & inside, moved & ~inside):
        parts = [influence[side & fake], influence[side & ~fake]]
        if parts[0].size + parts[1].size == 1:
            return Spread(widest, 1.0)
        for part in parts:
            if part.size > 1:
                part = part - part.mean()
            total += float(part @ part) * part.size / max(part.size - 1, 1)
    return Spread(total, math.inf)
