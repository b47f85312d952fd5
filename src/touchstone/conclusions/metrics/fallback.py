"""One exact score that stands for something else: no face was found, an error, not run.

Scores of a network are nearly all different. A single value that many videos share, while its neighbours are held by one or
two each, was not computed: it was filled in. What it leaks is measured by itself (does the value alone tell the label?),
and the detector is judged again without it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.stats import poisson

from .arrays import Floats
from .estimate import Estimate
from .proportion import proportion
from .ranking import auc_estimate
from .sample import Sample, group_codes

_FEWEST = 5
"""Units with the value below which nothing is said."""

_LEAST_SHARE = 0.01
"""Share of all units below which nothing is said."""

TIMES = 5.0
"""How many times more units than any of its ten nearest values it must hold."""

SURPRISE = 1e-6
"""Largest probability of so many by chance, if the value were as frequent as its neighbours; asked where neighbours repeat."""

CLIPPED = 1e-5
"""A value nearer to 0 or 1 than this is what scores are clipped to, so that their logarithm stays finite."""

_NEIGHBOURS = 10
_LAST_DIGITS = (1e-5, 1e-6, 1e-7, 2.0**-24, 2.0**-11)  # decimals as written, single and half precision below 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """A score that stands for something else.

    Attributes:
        score: the exact score.
        units: units that have it.
        of_units: units that were scored.
        videos: videos of which every unit has it.
        nearest: most units that any of the ten nearest other values holds.
        chance: probability of so many units, if the value were as frequent as its neighbours.
        real_share: share of real videos that have it in every unit.
        fake_share: the same of fake videos.
        indicator_auc: AUC of the value alone: of the share of a video's units that have it. Away from 0.5 it tells the label.
        auc: AUC of all videos as they are.
        auc_without: AUC of the videos that have a score of their own, from these scores.
    """

    score: float
    units: int
    of_units: int
    videos: int
    nearest: int
    chance: float
    real_share: Estimate
    fake_share: Estimate
    indicator_auc: Estimate
    auc: Estimate
    auc_without: Estimate

    @property
    def at_edge(self) -> bool:
        """Whether it is 0 or 1: then scores that were clipped look the same."""
        return self.score in (0.0, 1.0)

    @property
    def share(self) -> float:
        """Share of the scored units that have the value."""
        return self.units / self.of_units


def fallback(scores: pl.DataFrame, videos: pl.DataFrame) -> Fallback | None:
    """Look for a value that was filled in.

    Args:
        scores: rows of the ``scores`` table of one detector.
        videos: columns ``video``, ``label`` and, where known, ``group`` and ``donor``.

    Returns:
        ``None`` where no value stands out.
    """
    ok = scores.filter((pl.col("status") == "ok") & pl.col("p_fake").is_not_null())
    standing_out = stands_out(ok["p_fake"].to_numpy().astype(np.float64))
    if standing_out is None:
        return None
    value, units, nearest, chance = standing_out
    has = pl.col("p_fake") == value
    per_video = (
        ok.group_by("video")
        .agg(
            has.mean().alias("filled"),
            pl.col("p_fake").mean().alias("p"),
            pl.col("p_fake").filter(~has).mean().alias("own"),
        )
        .join(videos.select("video", "label", *(c for c in ("group", "donor") if c in videos.columns)), on="video")
        .sort("video")
    )
    group = group_codes(per_video)
    fake = (per_video["label"] == "fake").to_numpy().astype(np.bool_)
    filled = per_video["filled"].to_numpy().astype(np.float64)
    whole = filled == 1.0
    remaining = Sample(per_video["own"].fill_null(0.5).to_numpy().astype(np.float64), fake, group)
    scored = per_video["own"].is_not_null().to_numpy()
    shares = [proportion(whole[fake == k], None if group is None else group[fake == k]) for k in (False, True)]
    return Fallback(
        score=value,
        units=units,
        of_units=ok.height,
        videos=int(np.count_nonzero(whole)),
        nearest=nearest,
        chance=chance,
        real_share=shares[0],
        fake_share=shares[1],
        indicator_auc=auc_estimate(Sample(filled, fake, group)),
        auc=auc_estimate(Sample(per_video["p"].to_numpy().astype(np.float64), fake, group)),
        auc_without=auc_estimate(remaining.part(scored)),
    )


def stands_out(p: Floats) -> tuple[float, int, int, float] | None:
    """The value that stands out, units that have it, most that a neighbour has, and the chance of so many.

    >>> rng = np.random.default_rng(0)
    >>> stands_out(np.concatenate([rng.random(90), np.full(10, 0.5)]))[:3]
    (0.5, 10, 1)
    >>> stands_out(rng.random(100)) is None
    True
    """
    values, counts = np.unique(p, return_counts=True)
    if values.size < 4:
        return None  # decisions
    rounded = bool(np.allclose(values, np.round(values, 4), rtol=0, atol=1e-12))
    for place in np.argsort(-counts, kind="stable")[:3]:
        units, value = int(counts[place]), float(values[place])
        if units < _FEWEST or units < _LEAST_SHARE * p.size:
            return None
        order = np.argsort(np.abs(values - value), kind="stable")
        if 0 < min(value, 1 - value) < CLIPPED:
            continue
        if value in (0.0, 1.0) and (rounded or _on_grid(np.abs(values[order[1:7]] - value))):
            continue
        near = counts[order[1 : 1 + _NEIGHBOURS]]
        nearest = int(near.max())
        chance = float(poisson.sf(units - 1, max(1.0, float(near.mean()))))
        if (units > TIMES * nearest and chance <= SURPRISE) or (nearest == 1 and units >= _FEWEST):
            return value, units, nearest, chance
    return None


def _on_grid(distances: Floats) -> bool:
    """Whether what lies next to 0 or 1 are whole multiples of the last digit that a format holds there.

    Then the format ran out of digits, and 0 and 1 hold what was nearer than that.
    """
    steps = distances[:, None] / np.array(_LAST_DIGITS)
    return bool(((steps < 200) & (np.abs(steps - np.round(steps)) < 0.02)).all(axis=0).any())


def without_fallback(scores: pl.DataFrame, value: float) -> pl.DataFrame:
    """The rows of one detector with every unit that has the value abstained: what it should have been."""
    filled = (pl.col("status") == "ok") & (pl.col("p_fake") == value)
    return scores.with_columns(
        pl.when(filled).then(pl.lit("abstained")).otherwise(pl.col("status")).alias("status"),
        pl.when(filled).then(None).otherwise(pl.col("p_fake")).alias("p_fake"),
    )
