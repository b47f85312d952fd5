"""Single values that lie apart from all others of their tensor, as a flipped bit of an exponent leaves them."""

from __future__ import annotations

import polars as pl

from ...finding import Evidence

APART = 10.0
"""A value of a weight tensor lies apart from this many times the next smaller magnitude on; half of it is a suspicion. In 340
weight tensors of 17 published networks the widest gap above at most one value in a hundred is 2.8."""

APART_IN_A_ROW = 1000.0
"""The same for biases, scales, running statistics and fixed filters, where gaps of 6 to 14 are usual."""

ALONE = 200.0
"""The same for a single value in such a tensor, or in one of fewer than 100 values; half of it is a suspicion. In 1,482 tensors
of that kind in published networks the widest gap is 19.8."""

BEYOND_ITS_KIND = 10.0
"""Such a single value must also be so many times as large as the median of the largest values of other tensors of its kind. Where
pruning or decay has left but one value of a tensor, that one is not larger than elsewhere."""

WIDER_THAN_OTHERS = 3.0
"""And the gap must be so many times as wide as those of three in four of the other weight tensors."""

_SHARE = 0.01
_FEWEST_OTHERS = 3
_LARGE = 100
_MOST_LOOKED_AT = 12
_MOST_SHOWN = 6


def values_apart(tensors: pl.DataFrame) -> tuple[list[Evidence], list[Evidence]]:
    """What is sure, and what is suspected.

    Two measures: the gap in the tensor itself, which one value lies above, or at most one in a hundred; and the gaps of the other
    weight tensors, of which there must be three. For a single value of a small tensor, or of one of one axis, the second measure
    is the largest values of other tensors of its kind. Statistics of data are only suspected: one input may have another scale.

    Args:
        tensors: rows of the ``tensors`` table without blocks.
    """
    fixed = pl.col("by_formula").fill_null(value=False)
    many = (pl.col("shape").list.len() >= 2) & ~fixed
    alone = ~fixed & (~many | (pl.col("elements") < _LARGE)) & (pl.col("beyond") == 1)
    limit = pl.when(alone).then(ALONE).when(many).then(APART).otherwise(APART_IN_A_ROW)
    measured = tensors.filter(pl.col("gap").is_not_null()).with_columns(
        limit=limit, alone=alone, many=many, top=pl.max_horizontal(pl.col("low").abs(), pl.col("high").abs())
    )
    few = alone | (pl.col("beyond") <= _SHARE * pl.col("elements"))
    far = measured.filter(few, pl.col("gap") >= pl.col("limit") / 2).sort("gap", descending=True)
    sure: list[Evidence] = []
    suspected: list[Evidence] = []
    for row in far.head(_MOST_LOOKED_AT).iter_rows(named=True):
        others = measured.filter(pl.col("tensor") != row["tensor"])
        others = _kind(row, others) if row["alone"] else others.filter("many")
        beside = (_above if row["alone"] else _wider)(row, others) if others.height >= _FEWEST_OTHERS else None
        if row["gap"] >= row["limit"] and beside is not None and not (row["alone"] and _of_data(row)):
            sure += [_within(row), beside]
        elif beside is not None:
            suspected += [_within(row), beside]
        elif others.height < _FEWEST_OTHERS:
            suspected.append(_within(row))
    return sure[:_MOST_SHOWN], suspected[:_MOST_SHOWN]


def _of_data(row: dict[str, object]) -> bool:
    """Whether a tensor may hold statistics of data, one of which may have another scale than the others."""
    return str(row["tensor"]).rpartition(".")[2] not in ("weight", "bias")


def _kind(row: dict[str, object], others: pl.DataFrame) -> pl.DataFrame:
    """Tensors of as many axes, one or several: those whose name ends like it, where there are enough."""
    alike = others.filter(pl.col("many") == row["many"])
    last = str(row["tensor"]).rpartition(".")[2]
    named = alike.filter(pl.col("tensor").str.split(".").list.last() == last)
    return named if named.height >= _FEWEST_OTHERS else alike


def _wider(row: dict[str, object], others: pl.DataFrame) -> Evidence | None:
    """The gap beside those of other weight tensors."""
    usual = others["gap"].quantile(0.75)
    wide = usual is not None and float(str(row["gap"])) >= WIDER_THAN_OTHERS * usual
    return _beside(row, float(usual or 1.0), others.height) if wide else None


def _above(row: dict[str, object], others: pl.DataFrame) -> Evidence | None:
    """The value beside the largest ones of other tensors of its kind."""
    usual = others["top"].median()
    times = float(str(row["top"])) / usual if isinstance(usual, float) and usual > 0 else 0.0
    if times < BEYOND_ITS_KIND:
        return None
    return Evidence.fact(
        f"{row['tensor']}: this value is {times:.3g} times the median of the largest values in {others.height} other tensors of "
        f"its kind ({usual:.3g})",
        "tensors: low, high of siblings",
        times,
        others.height,
    )


def _within(row: dict[str, object]) -> Evidence:
    times, beyond, elements = float(str(row["gap"])), int(str(row["beyond"])), int(str(row["elements"]))
    scale = ", and so does one input of another scale" if row["alone"] and _of_data(row) else ""
    values = "1 value has" if beyond == 1 else f"{beyond} values have"
    return Evidence.fact(
        f"{row['tensor']}: {values} at least {times:.3g} times the magnitude of the largest of the other {elements - beyond}; a "
        f"flipped bit of an exponent leaves such values{scale}",
        "tensors: gap, beyond",
        times,
        elements,
    )


def _beside(row: dict[str, object], usual: float, count: int) -> Evidence:
    times = float(str(row["gap"])) / usual
    return Evidence.fact(
        f"{row['tensor']}: this gap is {times:.3g} times as wide as those of three in four of the {count} other weight tensors "
        f"(at most {usual:.3g})",
        "tensors: gap of siblings",
        times,
        count,
    )
