"""Where no groups are known, videos are assumed independent: what that is worth if they are not.

A design effect (Kish 1965) is by how much the variance of a mean grows where videos come in groups whose members are alike:
1 + (m − 1) · ICC, with the intra-class correlation ICC and m videos per group. With groups of different sizes m is the size
of the group of a video, averaged over the videos: Σ size² / Σ size. The groups are those that the names of the videos show.
How alike their videos are is not known, so three usual values are shown.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import polars as pl

from touchstone.vocabulary.odds import log_odds, sigmoid
from touchstone.vocabulary.words import NameGroups, groups_in_names

from .estimate import Estimate
from .performance import Performance
from .proportion import wilson
from .ranking import newcombe
from .sample import codes_of, scored_rows

ICCS = (0.1, 0.3, 0.6)
"""Intra-class correlations that are shown: videos of a group a little, fairly and very alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WidenedIntervals:
    """Intervals of a detector, if the videos of a group are alike.

    Attributes:
        icc: intra-class correlation, in (0, 1).
        design_effect: by how much the variance grows: 1 + (m − 1) · ICC, 1 or more.
        auc: the AUC with the interval that it would have.
        accuracy: the accuracy with the interval that it would have.
    """

    icc: float
    design_effect: float
    auc: Estimate
    accuracy: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumedIndependent:
    """Intervals of one detector that rest on an assumption: no groups are known, so videos are taken as independent.

    Attributes:
        detector: its name.
        assumption: what is assumed of its videos.
        videos: videos that it scored.
        groups: groups that their names show; ``None`` where names show none.
        videos_per_group: size of the group of a video, averaged over the videos; 1 where names show no groups.
        auc: AUC as it is reported.
        accuracy: accuracy as it is reported.
        widened: both with the intervals that correlations inside the groups would give; empty where names show none.
    """

    detector: str
    assumption: Literal["assumed independent"] = field(default="assumed independent", init=False)
    videos: int
    groups: int | None
    videos_per_group: float
    auc: Estimate
    accuracy: Estimate
    widened: tuple[WidenedIntervals, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Independence:
    """What is assumed of the videos of a run that names no groups.

    Attributes:
        expression: regular expression that finds groups in the names of the videos; ``None`` where names show none.
        meaning: what such names look like; ``None`` where names show none.
        groups: groups that the names of all videos show; ``None`` where they show none.
        detectors: the intervals that rest on the assumption.
    """

    expression: str | None
    meaning: str | None
    groups: int | None
    detectors: tuple[AssumedIndependent, ...]

    @property
    def main(self) -> AssumedIndependent:
        """The detector with the highest AUC: the one that is shown where there is room for one."""
        return max(self.detectors, key=lambda d: -1.0 if d.auc.value is None else d.auc.value)

    def of(self, detector: str) -> AssumedIndependent | None:
        """The intervals of one detector; ``None`` where they do not rest on the assumption."""
        return next((assumed for assumed in self.detectors if assumed.detector == detector), None)


def design_effect(videos_per_group: float, icc: float) -> float:
    """By how much groups inflate a variance (Kish 1965).

    >>> design_effect(5.0, 0.5), design_effect(1.0, 0.5)
    (3.0, 1.0)
    """
    return 1 + (videos_per_group - 1) * icc


def mean_group_size(size: np.ndarray) -> float:
    """Size of the group of a video, averaged over the videos.

    >>> mean_group_size(np.array([4, 4])), mean_group_size(np.array([7, 1]))
    (4.0, 6.25)
    """
    return float(np.square(size.astype(np.float64)).sum() / size.sum())


def independence(videos: pl.DataFrame, scored: Mapping[str, tuple[pl.DataFrame, Performance]]) -> Independence | None:
    """What is assumed where no groups are known; ``None`` where they are, or nothing was scored.

    Args:
        videos: the ``videos`` table.
        scored: detector → the video rows that it is judged on, and what was measured on them.
    """
    assumed = {name: both for name, both in scored.items() if both[1].auc.groups is None and both[1].auc.n}
    if not assumed:
        return None
    shown = groups_in_names(videos["video"], videos["label"])
    named = None if shown is None else videos.select("video", name_group=shown.of_videos["group"])
    detectors = tuple(_assumed(name, rows, measured, named) for name, (rows, measured) in assumed.items())
    return Independence(
        expression=_pattern(shown, "expression"), meaning=_pattern(shown, "meaning"),
        groups=None if shown is None else shown.groups, detectors=detectors,
    )  # fmt: skip


def _pattern(shown: NameGroups | None, what: Literal["expression", "meaning"]) -> str | None:
    return None if shown is None else getattr(shown.pattern, what)


def _assumed(name: str, rows: pl.DataFrame, measured: Performance, named: pl.DataFrame | None) -> AssumedIndependent:
    videos, groups, mean_size = measured.auc.n, None, 1.0
    if named is not None:
        codes = codes_of(scored_rows(rows).join(named, on="video", how="left")["name_group"])
        size = np.bincount(codes)
        groups, mean_size = int(size.size), mean_group_size(size)
    return AssumedIndependent(
        detector=name,
        videos=videos,
        groups=groups,
        videos_per_group=mean_size,
        auc=measured.auc,
        accuracy=measured.accuracy,
        widened=() if groups is None else tuple(_widened(measured, mean_size, icc) for icc in ICCS),
    )


def _widened(measured: Performance, mean_size: float, icc: float) -> WidenedIntervals:
    effect = design_effect(mean_size, icc)
    return WidenedIntervals(
        icc=icc,
        design_effect=effect,
        auc=widened_auc(measured.auc, effect, measured.fake.ok, measured.real.ok),
        accuracy=widened_rate(measured.accuracy, effect),
    )


def widened_rate(rate: Estimate, effect: float) -> Estimate:
    """A rate of independent videos with Wilson's interval on as many videos as are left of n after a design effect.

    >>> rate = Estimate(value=0.9, low=0.826, high=0.945, n=100, groups=None, method="Wilson")
    >>> print(widened_rate(rate, 4.0))
    0.900 [0.725, 0.968], n = 100
    """
    if rate.value is None:
        return rate
    return rate.with_value(rate.value, *wilson(rate.value, max(1.0, rate.n / effect)), rate.warning)


def widened_auc(auc: Estimate, effect: float, fakes: int, reals: int) -> Estimate:
    """An AUC of independent videos with an interval that is wider by the root of a design effect on the logit scale.

    An interval that rests on the numbers of videos alone, as that of an AUC of 1, is made again from as many as are left.

    >>> auc = Estimate(value=0.9, low=0.824, high=0.945, n=100, groups=None, method="DeLong, logit")
    >>> print(widened_auc(auc, 4.0, 50, 50))
    0.900 [0.709, 0.970], n = 100
    """
    if auc.limits is None:
        return auc
    value, low, high = auc.limits
    if not 0 < low < value < high < 1:
        return auc.with_value(value, *newcombe(value, max(1.0, fakes / effect), max(1.0, reals / effect)), auc.warning)
    centre, below, above = (float(log_odds(x, 0.0, 1.0)) for x in (value, low, high))
    scale = math.sqrt(effect)
    wider = [float(sigmoid(centre + scale * (limit - centre))) for limit in (below, above)]
    return auc.with_value(value, wider[0], wider[1], auc.warning)
