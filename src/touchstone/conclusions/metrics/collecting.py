"""How many more videos of which label narrow the interval of an AUC, from the spread that each label has here."""

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
    """Plan what to add; new videos are taken to be like those that there are.

    The variance of an AUC is a sum over labels, of a variance of one video (or group) over their number each.

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
    variance, count = _by_pattern(sample)
    if variance.sum() <= 1e-30:
        add = _by_score_interval(measured.limits[0], count, wanted)
        return MoreVideos(half_width=half, wanted=wanted, now=_three(count), add=add, alone=(None, None, None))
    target = float(variance.sum()) * (wanted / half) ** 2
    more = _allocate(variance, count, target)
    total = int(more.sum())
    alone = [
        half * math.sqrt(float(_with_more(variance, count, kind, total) / variance.sum())) if count[kind] else None
        for kind in range(3)
    ]
    return MoreVideos(
        half_width=half, wanted=wanted, now=_three(count), add=_three(more), alone=(alone[0], alone[1], alone[2])
    )


def _by_pattern(sample: Sample) -> tuple[Floats, Floats]:
    """Variance of the AUC that comes from each label pattern, and the number of its groups, shape (3,) each."""
    _, influence = auc_influence(sample)
    clusters = Clusters.of(sample.group, len(sample), sample.fake)
    shares = clusters.sums(influence[:, None])[:, 0]
    variance, count = np.zeros(3), np.zeros(3)
    for pattern in range(3):
        part = shares[clusters.stratum == pattern]
        count[pattern] = part.size
        if part.size > 1:
            variance[pattern] = float(np.square(part - part.mean()).sum()) * part.size / (part.size - 1)
        elif part.size:
            variance[pattern] = float(part[0]) ** 2
    return variance, count


def _allocate(variance: Floats, count: Floats, target: float) -> Floats:
    """Fewest more units of each pattern that bring the variance to ``target``: in proportion to their spreads (Neyman 1934)."""
    spread = np.sqrt(variance * count)
    low, high = 0.0, float(spread.sum()) / target
    for _ in range(100):
        middle = (low + high) / 2
        there = np.maximum(count, spread * middle)
        reached = float((np.square(spread)[there > 0] / there[there > 0]).sum())
        low, high = (middle, high) if reached > target else (low, middle)
    return np.ceil(np.maximum(spread * high - count, 0.0) - 1e-9)


def _with_more(variance: Floats, count: Floats, kind: int, more: int) -> float:
    grown = np.where(np.arange(3) == kind, count + more, count)
    return float((variance[count > 0] * count[count > 0] / grown[count > 0]).sum())


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
