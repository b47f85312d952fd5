"""Single values that lie apart from all others of their tensor, as a flipped bit of an exponent leaves them."""

from __future__ import annotations

import polars as pl

from ...finding import Evidence

APART = 10.0
"""A value of a weight tensor lies apart from this many times the next smaller magnitude on; half of it is a suspicion. In 340
weight tensors of 17 published networks the widest gap above at most one value in a hundred is 2.8."""

APART_IN_A_ROW = 1000.0
"""The same for biases, scales, running statistics and fixed filters, where gaps of 6 to 14 are usual."""

WIDER_THAN_OTHERS = 3.0
"""And the gap must be so many times as wide as those of three in four of the other weight tensors."""

_SHARE = 0.01
_FEWEST_OTHERS = 3


def values_apart(tensors: pl.DataFrame) -> tuple[list[Evidence], list[Evidence]]:
    """What is sure, and what is suspected.

    Two measures: the gap in the tensor itself, which at most one value in a hundred lies above; and the gaps of the other
    weight tensors, of which there must be three.

    Args:
        tensors: rows of the ``tensors`` table without blocks.
    """
    measured = tensors.filter(pl.col("gap").is_not_null(), pl.col("beyond") <= _SHARE * pl.col("elements"))
    weights = pl.col("shape").list.len() >= 2
    plain = weights & ~pl.col("by_formula").fill_null(value=False)
    limit = pl.when(plain).then(APART).otherwise(APART_IN_A_ROW)
    others = tensors.filter(plain, pl.col("gap").is_not_null())
    far = measured.with_columns(limit=limit).filter(pl.col("gap") >= pl.col("limit") / 2).sort("gap", descending=True)
    sure: list[Evidence] = []
    suspected: list[Evidence] = []
    for row in far.head(3).iter_rows(named=True):
        beside = others.filter(pl.col("tensor") != row["tensor"])["gap"]
        usual = beside.quantile(0.75) if beside.len() >= _FEWEST_OTHERS else None
        wide = usual is not None and row["gap"] >= WIDER_THAN_OTHERS * usual
        if row["gap"] >= row["limit"] and wide:
            sure += [_within(row), _beside(row, float(usual or 1.0), beside.len())]
        elif wide or usual is None:
            suspected.append(_within(row))
    return sure, suspected


def _within(row: dict[str, object]) -> Evidence:
    times, beyond, elements = float(str(row["gap"])), int(str(row["beyond"])), int(str(row["elements"]))
    values = "1 value has" if beyond == 1 else f"{beyond} values have"
    return Evidence.fact(
        f"{row['tensor']}: {values} at least {times:.3g} times the magnitude of the largest of the other {elements - beyond}; a "
        "flipped bit of an exponent leaves such values",
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
