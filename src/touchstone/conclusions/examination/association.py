"""Does how the file is made reveal the label? One property at a time, at the level of groups and of sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from scipy.stats import rankdata

from touchstone.conclusions.metrics import column_in, source_name, unit_codes

from .properties import QUANTITIES, Property, properties, thinned, with_properties
from .relabelling import Relabelling, share_at_least

UnitKind = Literal["group", "source"]

_RANGES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    """How well one property of the files tells the label.

    Attributes:
        name: the property: a column of ``videos``, ``size`` (width × height), ``rate`` (frames per second, rounded),
            ``pixels``, ``silence_share``, or a property that a table states.
        level: what counts as independent: ``group`` or ``source``; its labels move as a whole when they are permuted.
        auc: how often a fake has a value of a higher share of fakes than a real one; for quantities how often the value of a
            fake is higher, or lower, whichever is more often.
        chance: mean of the same over the relabellings: many different values tell much by chance.
        spread: standard deviation of the same over the relabellings.
        p_value: share of relabellings that tell at least as much.
        n: videos that have a value.
        units: groups or sources.
    """

    name: str
    level: UnitKind
    auc: float
    chance: float
    spread: float
    p_value: float
    n: int
    units: int

    @property
    def excess(self) -> float:
        """What the property tells beyond chance: 0 nothing, 0.5 everything."""
        return self.auc - self.chance


def associations(videos: pl.DataFrame, level: UnitKind, clips: pl.DataFrame | None = None) -> list[Association]:
    """Every property against the label, at one level; properties with a single value are left out.

    The permutation keeps whole units together, because videos of one unit share both their label and their making. With
    few units no permutation can be rare: ``p`` then says so by being large, not the association by being small. Of very
    many videos a random part of the groups is measured, and ``n`` says how many.

    Args:
        videos: the ``videos`` table.
        level: what counts as independent.
        clips: the ``clips`` table, for the share of silence.
    """
    table = thinned(with_properties(videos, clips))
    relabellings = relabelled(table, level)
    if relabellings is None:
        return []
    results = [associated(it, relabellings, level) for it in properties(table)]
    return sorted(results, key=lambda a: (a.p_value, -a.excess))


def relabelled(table: pl.DataFrame, level: UnitKind, draws: int = 999) -> Relabelling | None:
    """Relabellings of the videos of a table at one level; ``None`` where it holds one label."""
    if table.height == 0 or table["label"].n_unique() < 2:
        return None
    return Relabelling.of((table["label"] == "fake").to_numpy(), unit_codes(table, level), draws)


def associated(it: Property, relabellings: Relabelling, level: UnitKind) -> Association:
    """One property against the label and its relabellings."""
    has_value = it.has_value
    if it.codes is not None:
        aucs = relabellings.told_by_category(it.codes)
    else:
        assert it.values is not None, "a property is a category or a quantity"
        ranks = np.zeros(has_value.size)
        ranks[has_value] = rankdata(it.values[has_value])
        aucs = relabellings.told_by_quantity(ranks, has_value)
    n = int(np.count_nonzero(has_value))
    return Association(
        name=it.name,
        level=level,
        auc=float(aucs[0]),
        chance=float(aucs[1:].mean()),
        spread=float(aucs[1:].std()),
        p_value=share_at_least(aucs),
        n=n,
        units=relabellings.units,
    )


def source_association(videos: pl.DataFrame) -> Association | None:
    """The source itself against the label, labels permuted over groups: do labels keep to sources more than by chance?

    Many small sources hold one label each by accident; whether these do is what ``p`` says. ``None`` without sources.
    """
    table = thinned(videos.filter(pl.col("status") == "ok"))
    names = table.select(source_name()).to_series()
    if names.null_count() == table.height:
        return None
    relabellings = relabelled(table, "group")
    if relabellings is None:
        return None
    return associated(Property(name="source", codes=unit_codes(table, "source"), values=None), relabellings, "group")


def strata(videos: pl.DataFrame, name: str, clips: pl.DataFrame | None = None) -> pl.DataFrame:
    """The readable videos with the value of one property as a stratum: itself, or its tenth for a quantity.

    Returns:
        Columns ``video``, ``stratum`` and ``rank`` (of a quantity, in [0, 1]; null for a category).
    """
    table = with_properties(videos, clips)
    column = column_in(table, name)
    value = pl.col(column)
    rank = pl.lit(None, dtype=pl.Float64)
    if name in QUANTITIES or (column != name and table.schema[column] == pl.Float64):
        rank = value.rank("average") / value.count()
        value = ((value.rank("min") - 1) * _RANGES / value.count()).floor()
    return table.select(
        "video",
        value.cast(pl.String).fill_null("none").alias("stratum"),
        rank.alias("rank"),
    )
