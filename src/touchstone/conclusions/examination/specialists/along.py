"""One indicator of its domain: what the footage shows of it, and where along it the specialist is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy.stats import norm, rankdata

from touchstone.conclusions.metrics import (
    Difference,
    Estimate,
    Flags,
    Floats,
    Grouping,
    benjamini_hochberg,
    quantile_bins,
    rank_dependence,
)
from touchstone.vocabulary.domains import describe

from .region import ScoredVideos
from .scatter import null_error
from .shown import Distribution, End, FrameSpread, distribution, ends, spread

PER_BIN = 15
"""Videos that a bin should hold; where there are fewer, there are fewer bins."""

MOST_BINS = 5
LEAST_WRONG = 5
"""Right and wrong decisions below which no trend is tested: a single error at an end would carry it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Videos with similar values of an indicator.

    Attributes:
        low: smallest value.
        high: largest value.
        median: median value.
        real: real videos.
        fake: fake videos.
        accuracy: right decisions of both labels, in the mixture that the bin happens to hold.
        real_accuracy: right decisions on the real ones.
        fake_accuracy: right decisions on the fakes.
        auc: ranking inside the bin.
        worst_errors: keys of the most wrong of its wrongly called videos, at most two.
    """

    low: float
    high: float
    median: float
    real: int
    fake: int
    accuracy: Estimate
    real_accuracy: Estimate
    fake_accuracy: Estimate
    auc: Estimate
    worst_errors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """A specialist along one indicator.

    Attributes:
        indicator: its name.
        real: scored real videos on which it was measured.
        fake: scored fakes on which it was measured.
        unmeasured: scored videos on which it was not.
        bins: by quantiles of the footage, from the lowest; equal values stay together. Empty where it does not vary.
        trend: rank correlation of being right with the indicator inside label; p corrected over the domain's indicators by
            Benjamini–Hochberg. Negative: less often right where the indicator is high.
        real_trend: the same on real videos alone; corrected over the indicators and both labels.
        fake_trend: the same on fakes alone.
        distribution: videos of each label along it; ``None`` where it does not vary.
        frames: agreement of frames; ``None`` where it is measured once per video or not on two frames.
        ends: lowest and highest video of each label.
    """

    indicator: str
    real: int
    fake: int
    unmeasured: int
    bins: tuple[Bin, ...]
    trend: Difference
    real_trend: Difference
    fake_trend: Difference
    distribution: Distribution | None
    frames: FrameSpread | None
    ends: tuple[End, ...]

    @property
    def unit(self) -> str:
        """Unit of the indicator."""
        return describe(self.indicator)[0]

    @property
    def meaning(self) -> str:
        """What the indicator measures."""
        return describe(self.indicator)[1]

    @property
    def p(self) -> float:
        """The smallest corrected p of its three trends; 1 where none was tested."""
        tests = (self.trend, self.real_trend, self.fake_trend)
        return min((t.p_adjusted for t in tests if t.p_adjusted is not None), default=1.0)


def along_all(scored: ScoredVideos, indicators: Sequence[str], frames: pl.DataFrame) -> tuple[Along, ...]:
    """The specialist along each indicator that was measured on any video, in the order given.

    Args:
        scored: its videos.
        indicators: names.
        frames: the ``frames`` table.
    """
    results = [_along(scored, name, frames) for name in indicators if np.isfinite(scored.values(name)).any()]
    pooled = _corrected([result.trend for result in results])
    labelled = _corrected([t for result in results for t in (result.real_trend, result.fake_trend)])
    return tuple(
        replace(result, trend=pooled[i], real_trend=labelled[2 * i], fake_trend=labelled[2 * i + 1])
        for i, result in enumerate(results)
    )


def trend_inside_label(scored: ScoredVideos, values: Floats, outcome: Floats, chosen: Flags) -> Difference:
    """Rank correlation of an outcome with an indicator, both taken inside label, so that the label itself adds nothing.

    Args:
        scored: the videos.
        values: the indicator, shape (n,), finite where chosen.
        outcome: what may depend on it, shape (n,).
        chosen: videos that count.
    """
    ranks, rest, group = _inside_label(scored, values, outcome, chosen)
    return rank_dependence(ranks, rest, group)


def _inside_label(
    scored: ScoredVideos, values: Floats, outcome: Floats, chosen: Flags
) -> tuple[Floats, Floats, Grouping | None]:
    """Ranks and remainders of the chosen videos inside their label, and their groups."""
    ranks, rest = np.zeros(values.size), np.zeros(values.size)
    for label in (True, False):
        part = chosen & (scored.sample.fake == label)
        if part.any():
            ranks[part] = (rankdata(values[part]) - 0.5) / int(part.sum()) if np.ptp(values[part]) > 0 else 0.5
            rest[part] = outcome[part] - outcome[part].mean()
    group = scored.sample.group
    return ranks[chosen], np.round(rest[chosen], 12), None if group is None else group[chosen]


def _along(scored: ScoredVideos, name: str, frames: pl.DataFrame) -> Along:
    values, fake = scored.values(name), scored.sample.fake
    measured = np.isfinite(values)
    varies = bool(np.unique(values[measured]).size > 1)
    return Along(
        indicator=name,
        real=int((measured & ~fake).sum()),
        fake=int((measured & fake).sum()),
        unmeasured=int((~measured).sum()),
        bins=_bins(scored, values, measured) if varies else (),
        trend=_trend(scored, values, measured),
        real_trend=_trend(scored, values, measured & ~fake),
        fake_trend=_trend(scored, values, measured & fake),
        distribution=distribution(values, measured, fake) if varies else None,
        frames=spread(frames.join(scored.rows.select("video"), on="video", how="semi"), name),
        ends=ends(scored, values, measured) if varies else (),
    )


def _bins(scored: ScoredVideos, values: Floats, measured: Flags) -> tuple[Bin, ...]:
    count = int(np.clip(measured.sum() // PER_BIN, 2, MOST_BINS))
    index = np.full(values.size, -1, np.int64)
    index[measured] = quantile_bins(values[measured], count)
    fake, right = scored.sample.fake, scored.right
    bins: list[Bin] = []
    for k in range(int(index.max()) + 1):
        inside = index == k
        bins.append(
            Bin(
                low=float(values[inside].min()),
                high=float(values[inside].max()),
                median=float(np.median(values[inside])),
                real=int((inside & ~fake).sum()),
                fake=int((inside & fake).sum()),
                accuracy=scored.share(right, inside),
                real_accuracy=scored.share(right, inside & ~fake),
                fake_accuracy=scored.share(right, inside & fake),
                auc=scored.ranked(inside),
                worst_errors=_worst(scored, inside),
            )
        )
    return tuple(bins)


def _worst(scored: ScoredVideos, inside: Flags) -> tuple[str, ...]:
    wrong = np.flatnonzero(inside & ~scored.right)
    error = np.abs(scored.sample.p - scored.sample.fake)[wrong]
    order = wrong[np.argsort(-error, kind="stable")][:2]
    return tuple(str(scored.rows["video"][int(i)]) for i in order)


def _trend(scored: ScoredVideos, values: Floats, chosen: Flags) -> Difference:
    right = scored.right[chosen]
    ranks, rest, group = _inside_label(scored, values, scored.right.astype(np.float64), chosen)
    trend = rank_dependence(ranks, rest, group)
    e = trend.estimate
    enough = min(int(right.sum()), int((~right).sum())) >= LEAST_WRONG
    if not enough or e.value is None or e.low is None or e.high is None or trend.p_value is None:
        return replace(trend, estimate=replace(e, low=None, high=None), p_value=None)
    # A handful of errors that happen to lie close together, or in few groups, look more certain than they are. Nothing is taken
    # for surer than a correlation that scatters by chance.
    error = null_error(ranks, rest, group)
    p = max(trend.p_value, 2 * float(norm.sf(abs(e.value) / error)))
    half = float(norm.ppf(0.975)) * error
    low, high = max(-1.0, min(e.low, e.value - half)), min(1.0, max(e.high, e.value + half))
    return replace(trend, estimate=replace(e, low=low, high=high), p_value=p)


def _corrected(trends: list[Difference]) -> list[Difference]:
    adjusted = iter(benjamini_hochberg([t.p_value for t in trends if t.p_value is not None]))
    name = "Benjamini–Hochberg"
    return [t if t.p_value is None else replace(t, p_adjusted=next(adjusted), correction=name) for t in trends]
