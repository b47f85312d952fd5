"""Can the label be told from how the file is made? One property at a time, at the level of groups and of sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

Level = Literal["group", "source"]

# Properties of a file that say nothing about what it shows.
CATEGORIES = ("container", "codec", "pixel_format", "size", "rate", "has_audio", "audio_codec", "audio_rate")
QUANTITIES = ("duration", "bitrate", "bits_per_pixel", "file_size")

_PERMUTATIONS = 999
_RANGES = 10
_SEED = 20_240_229


@dataclass(frozen=True, slots=True)
class Association:
    """How well one property of the files tells the label.

    Attributes:
        name: the property: a column of ``videos``, ``size`` (width × height) or ``rate`` (frames per second, rounded).
        level: what counts as independent: ``group`` (each keeps its label) or ``source``.
        auc: how often a fake has a value of a higher share of fakes than a real one; for quantities how often the value of a
            fake is higher, or lower, whichever is more often.
        chance: mean of the same when the labels are permuted over the units: many different values tell much by chance.
        p: share of permutations of the labels over the units of the level that tell at least as much.
        n: videos.
        units: groups or sources.
    """

    name: str
    level: Level
    auc: float
    chance: float
    p: float
    n: int
    units: int

    @property
    def excess(self) -> float:
        """What the property tells beyond chance: 0 nothing, 0.5 everything."""
        return self.auc - self.chance


def associations(videos: pl.DataFrame, level: Level) -> list[Association]:
    """Every property against the label, at one level; properties with a single value are left out.

    The permutation keeps whole units together, because videos of one unit share both their label and their making. With
    few units no permutation can be rare: ``p`` then says so by being large, not the association by being small.
    """
    table = _with_properties(videos).with_columns(unit=_units(level))
    if table.height == 0 or table["label"].n_unique() < 2:
        return []
    unit = table["unit"].rank("dense").to_numpy().astype(np.int64) - 1
    fake = (table["label"] == "fake").to_numpy()
    shuffled = _permuted(fake, unit)
    found: list[Association] = []
    for name in (*CATEGORIES, *QUANTITIES):
        values = table[name]
        if values.n_unique() < 2:
            continue
        if name in CATEGORIES:
            codes = values.cast(pl.String).fill_null("none").rank("dense").to_numpy().astype(np.int64) - 1
            told = [_told_by_category(codes, labels) for labels in (fake, *shuffled)]
        else:
            known = values.is_not_null().to_numpy()
            ranks = values.rank("average").fill_null(0).to_numpy()
            told = [_told_by_quantity(ranks[known], labels[known]) for labels in (fake, *shuffled)]
        as_much = sum(other >= told[0] - 1e-12 for other in told[1:])
        p = (1 + as_much) / (1 + len(shuffled))
        chance = float(np.mean(told[1:]))
        found.append(Association(name, level, told[0], chance, p, table.height, int(unit.max()) + 1))
    return sorted(found, key=lambda a: (a.p, -a.excess))


def strata(videos: pl.DataFrame, name: str) -> pl.DataFrame:
    """The readable videos with the value of one property as a stratum: itself, or its tenth for a quantity.

    Returns:
        Columns ``video``, ``stratum`` and ``rank`` (of a quantity, in [0, 1]; null for a category).
    """
    value = pl.col(name)
    rank = pl.lit(None, dtype=pl.Float64)
    if name in QUANTITIES:
        rank = value.rank("average") / value.count()
        value = ((value.rank("min") - 1) * _RANGES / value.count()).floor()
    return _with_properties(videos).select(
        "video",
        value.cast(pl.String).fill_null("none").alias("stratum"),
        rank.alias("rank"),
    )


def _with_properties(videos: pl.DataFrame) -> pl.DataFrame:
    return videos.filter(pl.col("status") == "ok").with_columns(
        size=pl.format("{}×{}", "width", "height"), rate=pl.col("fps").round(0).cast(pl.String)
    )


def _units(level: Level) -> pl.Expr:
    known = pl.col(level) if level == "group" else pl.coalesce("source", "dataset")
    own = pl.concat_str(pl.lit("video "), "video")
    return pl.coalesce(known, own) if level == "group" else pl.coalesce(known, pl.lit("unknown"))


def _permuted(fake: NDArray[np.bool_], unit: NDArray[np.int64]) -> list[NDArray[np.bool_]]:
    """Labels after whole units have swapped their shares of fakes; inside a unit they fall on its videos at random."""
    rng = np.random.default_rng(_SEED)
    units = int(unit.max()) + 1
    share = np.bincount(unit, weights=fake, minlength=units) / np.bincount(unit, minlength=units)
    return [rng.random(len(unit)) < share[rng.permutation(units)][unit] for _ in range(_PERMUTATIONS)]


def _told_by_category(codes: NDArray[np.int64], fake: NDArray[np.bool_]) -> float:
    """AUC of each value's share of fakes. Values that occur once tell everything here; ``chance`` makes up for it."""
    share = np.bincount(codes, weights=fake) / np.maximum(np.bincount(codes), 1)
    return _auc(share[codes], fake)


def _told_by_quantity(ranks: NDArray[np.float64], fake: NDArray[np.bool_]) -> float:
    auc = _auc(ranks, fake)
    return max(auc, 1 - auc)


def _auc(score: NDArray[np.float64], fake: NDArray[np.bool_]) -> float:
    """Mann–Whitney's U over the number of pairs; 0.5 where one class is empty."""
    fakes, reals = np.count_nonzero(fake), np.count_nonzero(~fake)
    if not fakes or not reals:
        return 0.5
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[fake].sum() - fakes * (fakes + 1) / 2) / (fakes * reals))
