"""How many more videos of which label narrow the interval of an AUC, from how far they move it here."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .arrays import Floats
from .clusters import Clusters
from .estimate import Estimate
from .ranking import auc_influence, newcombe
from .sample import Sample

_MOST_UNITS = 10_000_000
_PARTS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreVideos:
    """What it takes to know an AUC to a wanted half width.

    Attributes:
        half_width: of the interval as it is.
        wanted: half width that is wanted.
        now: groups, or videos where groups are not known, by the labels that they hold: real, fake, both.
        add: how many more of each, so that as few as possible are needed in all.
        alone: half width to expect if as many as in ``add`` together were added of one kind alone, in the same order; ``None``
            for a kind that there is none of.
    """

    half_width: float
    wanted: float
    now: tuple[int, int, int]
    add: tuple[int, int, int]
    alone: tuple[float | None, float | None, float | None]


def more_videos(sample: Sample, measured: Estimate, wanted: float) -> MoreVideos | None:
    """Plan what to add; new videos, and new groups of each label pattern, are taken to be like those that there are.

    To first order the deviation of an AUC is the sum of the placements of the reals over their number, and of those of the fakes
    over theirs. In a group of both labels the two cancel in part, and how far depends on both numbers, so that more groups of
    one pattern change what the groups of the others add to the variance.

    Args:
        sample: the videos.
        measured: their AUC with its interval.
        wanted: half width to reach, in (0, 0.5).

    Returns:
        ``None`` where the interval is as narrow as that already, or there is none.
    """
    if measured.limits is None or not sample.two_classes:
        return None
    half = (measured.limits[2] - measured.limits[1]) / 2
    if half <= wanted:
        return None
    patterns = _Patterns.of(sample)
    count = patterns.count
    now = float(patterns.variances(count).sum())
    if now <= 1e-30:
        add = _by_score_interval(measured.limits[0], count, wanted)
        return MoreVideos(half_width=half, wanted=wanted, now=_three(count), add=add, alone=(None, None, None))
    target = now * (wanted / half) ** 2
    more = _best_mix(patterns, target) if count[2] else _allocate(patterns.variances(count), count, target)
    widths = half * np.sqrt(patterns.variances(count + np.eye(3) * more.sum()).sum(axis=1) / now)
    alone = [float(width) if there else None for width, there in zip(widths, count, strict=True)]
    return MoreVideos(
        half_width=half, wanted=wanted, now=_three(count), add=_three(more), alone=(alone[0], alone[1], alone[2])
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Patterns:
    """Groups by the labels that they hold (only real, only fake, both), and how far each moves the AUC.

    Attributes:
        count: number of groups of each pattern, shape (3,).
        videos: mean number of reals and of fakes in one of them, shape (3, 2).
        spread: covariance, over the groups of a pattern, of the sums of placements of their reals and of their fakes, shape
            (3, 2, 2).
    """

    count: Floats
    videos: Floats
    spread: Floats

    @classmethod
    def of(cls, sample: Sample) -> _Patterns:
        _, influence = auc_influence(sample)
        labels = np.stack([~sample.fake, sample.fake], axis=1).astype(np.float64)
        clusters = Clusters.of(sample.group, len(sample), sample.fake)
        videos = clusters.sums(labels)
        placements = clusters.sums(influence[:, None] * labels * labels.sum(axis=0))
        count, mean, spread = np.zeros(3), np.zeros((3, 2)), np.zeros((3, 2, 2))
        for pattern in range(3):
            inside = clusters.stratum == pattern
            part = placements[inside]
            count[pattern] = len(part)
            if len(part):
                mean[pattern] = videos[inside].mean(axis=0)
                far = part - part.mean(axis=0) if len(part) > 1 else part
                spread[pattern] = far.T @ far / max(len(part) - 1, 1)
        return cls(count, mean, spread)

    def variances(self, count: Floats) -> Floats:
        """What each pattern adds to the variance of the AUC, shape (…, 3), with so many groups of each, shape (…, 3)."""
        weight = 1 / (count @ self.videos)
        return count * np.einsum("...a,...b,kab->...k", weight, weight, self.spread)


def _best_mix(patterns: _Patterns, target: float) -> Floats:
    """Fewest more groups that bring the variance to ``target``, where some groups hold both labels.

    With enough groups of both labels any target is reached. Where as few of one pattern alone reach it, they are taken.
    """
    high = 1
    while _narrowest(patterns, high)[1] > target:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _narrowest(patterns, middle)[1] > target else (low, middle)
    for more in high * np.eye(3)[patterns.count > 0]:
        if patterns.variances(patterns.count + more).sum() <= target:
            return more
    return _narrowest(patterns, high)[0]


def _narrowest(patterns: _Patterns, total: int) -> tuple[Floats, float]:
    """How ``total`` more groups are best divided over the patterns that there are, in fortieths, and the variance then."""
    steps = np.arange(_PARTS + 1)
    real, fake = (axis.ravel() for axis in np.meshgrid(steps, steps))
    possible = (real + fake <= _PARTS) & ((real == 0) | (patterns.count[0] > 0)) & ((fake == 0) | (patterns.count[1] > 0))
    real, fake = (axis[possible] * total // _PARTS for axis in (real, fake))
    more = np.stack([real, fake, total - real - fake], axis=1).astype(np.float64)
    variance = patterns.variances(patterns.count + more).sum(axis=1)
    best = int(variance.argmin())
    return more[best], float(variance[best])


def _allocate(variance: Floats, count: Floats, target: float) -> Floats:
    """Fewest more units of each pattern that bring the variance to ``target``, where no group holds both labels.

    The variance is then a sum over labels, and the units are in proportion to their spreads (Neyman 1934).
    """
    spread = np.sqrt(variance * count)
    low, high = 0.0, float(spread.sum()) / target
    for _ in range(100):
        middle = (low + high) / 2
        there = np.maximum(count, spread * middle)
        reached = float((np.square(spread)[there > 0] / there[there > 0]).sum())
        low, high = (middle, high) if reached > target else (low, middle)
    return np.ceil(np.maximum(spread * high - count, 0.0) - 1e-9)


def _by_score_interval(value: float, count: Floats, wanted: float) -> tuple[int, int, int]:
    """More of each class where no spread was seen: what the numbers of videos alone ask for."""
    real, fake = count[0] + count[2], count[1] + count[2]
    needed = 1
    while needed < _MOST_UNITS:
        low, high = newcombe(value, max(fake, needed), max(real, needed))
        if (high - low) / 2 <= wanted:
            break
        needed = math.ceil(needed * 1.05) + 1
    if not count[0] and not count[1]:
        return 0, 0, max(0, needed - int(count[2]))
    return max(0, needed - int(real)), max(0, needed - int(fake)), 0


def _three(numbers: Floats) -> tuple[int, int, int]:
    return int(numbers[0]), int(numbers[1]), int(numbers[2])
