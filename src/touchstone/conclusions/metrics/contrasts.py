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
    influence = np.zeros(len(sample))
    value = total = widest = unseen = 0.0
    for label in (False, True):
        of_label = sample.fake == label
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
        widest += weight**2 / 4 * (1 / independent_units(sample, here) + 1 / independent_units(sample, there))
        unseen += weight**2 * (_unseen_share(sample, mean_here, here) + _unseen_share(sample, mean_there, there))
        total += weight
    if total == 0.0:
        return _difference(sample, None, influence, inside, widest=0.0, unseen=0.0, test=False)
    scale = total * total
    return _difference(
        sample, value / total, influence / total, inside, widest=widest / scale, unseen=unseen / scale, test=test
    )


def auc_contrast(sample: Sample, inside: Flags, rest: Flags, shared: Flags, *, test: bool) -> Difference:
    """AUC inside − in the rest; ``shared`` videos (all real ones, for a method) count on both sides."""
    within, outside = inside | shared, rest | shared
    influence = np.zeros(len(sample))
    part_one, part_two = sample.part(within), sample.part(outside)
    if not part_one.two_classes or not part_two.two_classes:
        return _difference(sample, None, influence, inside, widest=0.0, unseen=0.0, test=False)
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
    return _difference(sample, value_one - value_two, influence, inside, widest=widest, unseen=unseen, test=test)


def independent_units(sample: Sample, chosen: Flags) -> float:
    """Videos among the chosen ones, or their effective number of groups."""
    if sample.group is None:
        return float(np.count_nonzero(chosen))
    return effective_groups(sample.group[chosen])


def _unseen_share(sample: Sample, share: float, chosen: Flags) -> float:
    """Variance of a share that the data show none of, because all chosen videos are right or all wrong.

    It is that of the share's posterior under a uniform prior, every group one video.
    """
    if 0.0 < share < 1.0:
        return 0.0
    k = independent_units(sample, chosen)
    return (k + 1) / ((k + 2) ** 2 * (k + 3))


def _difference(
    sample: Sample,
    value: float | None,
    influence: Floats,
    inside: Flags,
    *,
    widest: float,
    unseen: float,
    test: bool,
) -> Difference:
    name = "normal" if sample.group is None else "Student over groups"
    nothing = Estimate.undefined(n=len(sample), groups=sample.groups, method=name)
    if value is None:
        return Difference(estimate=nothing, test=name)
    spread = _spread(sample, influence, inside, widest)
    low, high, p = tested(value, spread.variance + unseen, spread.df, math.sqrt(widest))
    warning = few_groups(None if sample.group is None else sample.group[inside])
    return Difference(estimate=nothing.with_value(value, low, high, warning), p_value=p if test else None, test=name)


def _spread(sample: Sample, influence: Floats, inside: Flags, widest: float) -> Spread:
    """Variance of a difference whose two sides rest on different numbers of groups.

    A part can hold four of thirty groups. Taken over all thirty, its own share would get the small-sample
    correction and the degrees of freedom of thirty; so each side is taken by itself, and the covariance of
    groups that reach into both is added.
    """
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
