"""Batch normalisations whose running statistics do not belong to the weights beside them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal

import polars as pl

from .parts import Units

_MULTIPLE = 16
"""A layer that is used several times for each batch counts up to so many times as fast as the others."""

_FEWEST_OTHERS = 3
_SPREAD = 1e-6


StaleKind = Literal["blank", "uncounted", "apart", "none counted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleNorms:
    """Batch normalisations that do not fit the file, for one reason.

    Attributes:
        kind: ``blank``: the statistics are as they were made, and the weights beside them learned; ``uncounted``: the
            statistics moved, and the counter says that they never saw a batch; ``apart``: the counter differs from those of
            other layers; ``none counted``: all counters of the file are 0, beside statistics that moved.
        layers: names of the layers.
        moved: how many of them have a scale or a shift that moved from its start.
        total: batch normalisations in the file.
        usual: most frequent count of batches above 0; ``None`` without such.
    """

    kind: StaleKind
    layers: tuple[str, ...]
    moved: int
    total: int
    usual: int | None


def batch_norms(tensors: pl.DataFrame) -> pl.DataFrame:
    """One row per batch normalisation, in order of the file.

    Columns: ``layer``; ``count`` of batches, null without a counter; ``blank``, whether the mean is 0 and the variance 1
    everywhere; ``fresh``, whether it is blank and counted nothing.
    """
    layer = pl.col("tensor").str.replace(r"\.?[^.]+$", "").alias("layer")
    last = pl.col("tensor").str.split(".").list.last()
    means, spreads, counts = (
        tensors.filter(pl.col("block").is_null(), last == kind).select(layer, "low", "high")
        for kind in ("running_mean", "running_var", "num_batches_tracked")
    )
    joined = means.join(spreads, on="layer", suffix="_var", maintain_order="left").join(
        counts.select("layer", count="low"), on="layer", how="left", maintain_order="left"
    )
    blank = (pl.col("low") == 0) & (pl.col("high") == 0) & (pl.col("low_var") == 1) & (pl.col("high_var") == 1)
    return joined.select("layer", "count", blank=blank.fill_null(value=False)).with_columns(
        fresh=pl.col("blank") & (pl.col("count").fill_null(0) == 0)
    )


def unused_and_stale(
    norms: pl.DataFrame, tensors: pl.DataFrame, units: Units
) -> tuple[pl.DataFrame, tuple[StaleNorms, ...]]:
    """Rows of the fresh normalisations beside weights that did not learn; and the stale ones, by reason.

    Beside a normalisation lies the last weight tensor before it in the file, under the same beginning of the name where there
    is one. It learned where it has structure, or where the scale or the shift of the normalisation itself has moved.
    """
    beside = _Beside(tensors, units)
    blank = norms.filter("blank")["layer"].to_list()
    stale = [layer for layer in blank if beside.learned(layer)]
    others_saw = bool((~norms["blank"]).any())
    unused = norms.filter(pl.col("fresh") & ~pl.col("layer").is_in(stale))
    by_kind: list[tuple[StaleKind, list[str]]] = [
        ("blank", stale),
        ("uncounted", _uncounted(norms)),
        ("apart", _apart(norms)),
        ("none counted", [layer for layer in _none_counted(norms) if beside.learned(layer)]),
    ]
    reasons = tuple(_stale(kind, layers, norms, beside) for kind, layers in by_kind if layers)
    return unused if others_saw else norms.clear(), reasons


def _stale(kind: StaleKind, layers: list[str], norms: pl.DataFrame, beside: _Beside) -> StaleNorms:
    counts = Counter(norms.filter(pl.col("count") > 0)["count"].to_list())
    return StaleNorms(
        kind=kind,
        layers=tuple(layers),
        moved=sum(beside.moved(layer) for layer in layers),
        total=norms.height,
        usual=int(counts.most_common(1)[0][0]) if counts else None,
    )


class _Beside:
    """What lies beside a normalisation, and whether it learned."""

    def __init__(self, tensors: pl.DataFrame, units: Units) -> None:
        order = {name: place for place, name in enumerate(tensors["tensor"].to_list())}
        self._place = order
        self._weights = sorted(
            zip(units.names, units.structured.tolist(), strict=True), key=lambda unit: order[unit[0]]
        )
        affine = tensors.filter(pl.col("block").is_null(), pl.col("shape").list.len() == 1)
        self._ends = {name: (low, high) for name, low, high in affine.select("tensor", "low", "high").iter_rows()}

    def moved(self, layer: str) -> bool:
        """Whether its scale is not 1 everywhere, or its shift not 0."""
        return any(
            low is not None and max(abs(low - start), abs(high - start)) > _SPREAD
            for part, start in (("weight", 1.0), ("bias", 0.0))
            for low, high in [self._ends.get(_under(layer, part), (None, None))]
        )

    def learned(self, layer: str) -> bool:
        return self.moved(layer) or self._structured(layer)

    def _structured(self, layer: str) -> bool:
        place = self._place[_under(layer, "running_mean")]
        before = [unit for unit in self._weights if self._place[unit[0]] < place]
        parent = layer.rpartition(".")[0]
        same = [unit for unit in before if unit[0].startswith(f"{parent}." if parent else "")]
        return bool((same or before)[-1][1]) if before else False


def _under(layer: str, part: str) -> str:
    return f"{layer}.{part}" if layer else part


def _uncounted(norms: pl.DataFrame) -> list[str]:
    """Statistics that moved beside a counter at 0, where other layers counted: else they come from another framework."""
    if not bool((norms["count"].fill_null(0) > 0).any()):
        return []
    return norms.filter(pl.col("count") == 0, ~pl.col("blank"))["layer"].to_list()


def _none_counted(norms: pl.DataFrame) -> list[str]:
    """Statistics that moved, where all counters of the file are 0."""
    if bool((norms["count"].fill_null(1) > 0).any()):
        return []
    return norms.filter(~pl.col("blank"))["layer"].to_list()


def _apart(norms: pl.DataFrame) -> list[str]:
    """Layers whose counter differs from the usual one, and that do not make up a part of their own.

    A part that was added or frozen counts on its own: it is a whole component, or all that comes before or behind some layer.
    A layer that is used several times counts a multiple. Where all others agree, three or more, a single layer is apart wherever
    it lies, but for the last one in a component of its own: the head that was added.
    """
    counted = norms.filter(pl.col("count") > 0)
    layers, counts = counted["layer"].to_list(), counted["count"].to_list()
    if len(set(counts)) < 2:
        return []
    usual = Counter(counts).most_common(1)[0][0]
    odd: list[str] = []
    for count in sorted(set(counts) - {usual}):
        places = [place for place, other in enumerate(counts) if other == count]
        single = len(places) == 1 and len(layers) > _FEWEST_OTHERS and len(set(counts)) == 2
        apart_by_design = _added_head(places[0], layers) if single else _part_of_its_own(places, layers)
        if not _multiple(count, usual) and not apart_by_design:
            odd += [layers[place] for place in places]
    return sorted(odd, key=layers.index)


def _multiple(count: float, usual: float) -> bool:
    more, less = max(count, usual), min(count, usual)
    return more % less == 0 and more / less <= _MULTIPLE


def _added_head(place: int, layers: list[str]) -> bool:
    """Whether a layer is the last one, in a component that holds no other."""
    first = layers[place].split(".")[0]
    return place == len(layers) - 1 and sum(layer.split(".")[0] == first for layer in layers) == 1


def _part_of_its_own(places: list[int], layers: list[str]) -> bool:
    inside = set(places)
    at_an_end = inside in (set(range(len(places))), set(range(len(layers) - len(places), len(layers))))
    if at_an_end:
        return True
    pieces = [layers[place].split(".")[:-1] for place in places]
    common = pieces[0]
    for other in pieces[1:]:
        same = next(
            (n for n, (a, b) in enumerate(zip(common, other, strict=False)) if a != b), min(len(common), len(other))
        )
        common = common[:same]
    if not common:
        return False
    under = ".".join(common) + "."
    return len(places) > 1 and {place for place, layer in enumerate(layers) if layer.startswith(under)} == inside
