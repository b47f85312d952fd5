"""A threshold that is fitted, and judged on groups that it did not see."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from .arrays import Codes, Flags
from .clusters import Clusters
from .curves import cumulate, level_counts
from .decisions import Decisions, decide
from .estimate import Estimate
from .sample import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedThreshold:
    """A threshold fitted by cross-validation over groups.

    Attributes:
        threshold: fitted on all videos: the one to use from now on.
        thresholds: fitted on the training part of each fold.
        spread: standard deviation of those; large means that the threshold does not transfer.
        folds: number of folds.
        held_out: every video judged by the threshold of the fold that did not see its group. Its
            ``threshold`` field is that of all videos.
        standard: the same videos at the unfitted threshold, for comparison.
        called: whether each video is called fake by the threshold of its fold, shape (n,).
    """

    threshold: float
    thresholds: tuple[float, ...]
    spread: float
    folds: int
    held_out: Decisions
    standard: Decisions
    called: Flags = field(repr=False, compare=False)

    @property
    def balanced_accuracy(self) -> Estimate:
        """Held out: every group judged by a threshold that did not see it."""
        return self.held_out.balanced_accuracy

    @property
    def standard_balanced_accuracy(self) -> Estimate:
        """The same videos at the threshold of the run."""
        return self.standard.balanced_accuracy


def best_threshold(sample: Sample, weight: float = 0.5) -> float:
    """The threshold of highest balanced accuracy, about midway between neighbouring scores; of equals the one
    nearest 0.5.

    It has as few digits as decide these videos alike, so that whoever types what is printed gets the same decisions.
    Where calling every video real is best, it is above all scores, unless one of them is 1.

    Args:
        sample: videos of both classes.
        weight: of the fake accuracy, in (0, 1); that of the real accuracy is 1 less this.

    >>> best_threshold(Sample(np.array([0.1, 0.2, 0.6, 0.9]), np.array([False, False, True, True])))
    0.4
    >>> best_threshold(Sample(np.array([0.0003, 0.00123, 0.00131]), np.array([False, False, True])))
    0.0013
    """
    values, fake, real = level_counts(sample)
    gain = 2 * weight * cumulate(fake) / fake.sum() - 2 * (1 - weight) * cumulate(real) / real.sum()
    if gain.max() < -1e-12 and values[0] < 1:  # every wrong alarm costs more than the fakes that are caught with it
        return shortest_between(float(values[0]), 1.0, float(1 + values[0]) / 2)
    below = np.append(values[1:], -math.inf)
    between = np.append((values[:-1] + values[1:]) / 2, values[-1])
    best = np.flatnonzero(gain >= gain.max() - 1e-12)
    place = best[np.argmin(np.abs(between[best] - 0.5))]
    return shortest_between(float(below[place]), float(values[place]), float(between[place]))


def shortest_between(low: float, high: float, wanted: float) -> float:
    """The number of fewest decimals, nearest to ``wanted``, that is above ``low`` and at most ``high``.

    >>> shortest_between(0.3, 0.4, 0.35), shortest_between(0.31, 0.389, 0.3495), shortest_between(0.1, 0.1 + 1e-17, 0.1)
    (0.35, 0.35, 0.1)
    """
    for decimals in range(1, 17):
        rounded = round(wanted, decimals)
        if low < rounded <= high:
            return rounded
    return wanted


def fit_threshold(
    rows: pl.DataFrame | Sample, *, folds: int = 5, standard: float = 0.5, seed: int = 0, weight: float = 0.5
) -> FittedThreshold | None:
    """Fit a threshold on all folds but one, judge it on that one, for each fold; a group is never on both
    sides.

    Args:
        rows: video rows of one detector, or a sample.
        folds: number of folds; fewer where a label has fewer groups.
        standard: threshold to compare with.
        seed: of the division into folds.
        weight: of the fake accuracy in what is highest, in (0, 1).

    Returns:
        ``None`` where a label has fewer than two groups: then nothing could be held out.
    """
    sample = rows if isinstance(rows, Sample) else Sample.from_rows(rows)
    fold = grouped_folds(sample, folds, seed)
    if fold is None:
        return None
    used = int(fold.max()) + 1
    thresholds = [best_threshold(sample.part(fold != k), weight) for k in range(used)]
    overall = best_threshold(sample, weight)
    # Each video is judged by its own fold's threshold; the decisions then stand in for scores.
    called = sample.p >= np.asarray(thresholds)[fold]
    held_out = decide(Sample(called.astype(np.float64), sample.fake, sample.group), 0.5)
    return FittedThreshold(
        threshold=overall,
        thresholds=tuple(thresholds),
        spread=float(np.std(thresholds)),
        folds=used,
        held_out=replace(held_out, threshold=overall),
        standard=decide(sample, standard),
        called=called,
    )


def grouped_folds(sample: Sample, folds: int = 5, seed: int = 0) -> Codes | None:
    """Fold of each video: whole groups, shuffled, dealt out within label pattern; ``None`` where impossible."""
    if not sample.two_classes:
        return None
    clusters = Clusters.of(sample.group, len(sample), sample.fake)
    patterns = np.bincount(clusters.stratum, minlength=3)
    used = int(min(folds, patterns[0] + patterns[2], patterns[1] + patterns[2]))
    if used < 2:
        return None
    rng = np.random.default_rng(seed)
    of_cluster = np.empty(clusters.count, np.int64)
    dealt = 0
    # Groups with both labels first: they fill every fold with both, before the others are dealt on.
    for pattern in (2, 0, 1):
        members = rng.permutation(np.flatnonzero(clusters.stratum == pattern))
        of_cluster[members] = (dealt + np.arange(members.size)) % used
        dealt += members.size if pattern == 2 else 0
    return of_cluster if clusters.index is None else of_cluster[clusters.index]
