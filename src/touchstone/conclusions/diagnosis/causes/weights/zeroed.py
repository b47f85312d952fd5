"""Weight tensors of only zeros, or of one constant value, as a whole or in one long stretch: an exact fact; else suspected."""

from __future__ import annotations

import re

import polars as pl

from ...cause import Cause, OfWeights
from ...finding import Evidence, Finding

STRETCH = 0.25
"""Share of a tensor from which on one stretch of zero rows, or of zero input channels, counts."""


UNPRUNED = 0.01
"""Share of zeros up to which a tensor was not pruned."""

_FEWEST_VALUES = 64
_FEWEST_OTHERS = 3
_ADAPTER = re.compile(r"^(?P<before>.*?)(?P<last>lora_B|lora_up|lora\.up)(?P<after>(\.[^.]+)*)$")
_FIRST = {"lora_B": "lora_A", "lora_up": "lora_down", "lora.up": "lora.down"}


def zeroed(of: OfWeights) -> Finding | None:
    """Only weights of two or more axes: biases and normalisations may be zero, or constant, in sound networks.

    Parameters that no input can train are left out: weight decay may bring them to 0 without harm. So are the second factors of
    low-rank adapters, which start at 0: an adapter that was never trained changes nothing.
    """
    weights, total = _weights(of), of.weights.tensors.filter(pl.col("block").is_null()).height
    partly_dead = of.weights.unreachable["tensor"].to_list()
    sure = [*_as_a_whole(weights, total), *_stretches(weights, partly_dead)]
    evidence = [*sure, *_ends(weights, partly_dead)]
    if not evidence:
        return None
    return CAUSE.finding(
        of.detector.name,
        "confirmed" if sure else "suspected",
        evidence,
        f"restore these tensors from an earlier checkpoint or train them again: {evidence[0].statement}",
        exact=bool(sure),
    )


def _weights(of: OfWeights) -> pl.DataFrame:
    """Weight tensors that inputs can train; vectors with axes of size 1 added only under the name of a weight."""
    tensors = of.weights.tensors.filter(pl.col("block").is_null())
    dead = of.weights.unreachable.filter(pl.col("block").is_null())["tensor"].to_list()
    axes = pl.col("shape").list.eval(pl.element() > 1).list.sum()
    named = pl.col("tensor").str.split(".").list.last().str.contains("weight")
    return tensors.filter(
        pl.col("shape").list.len() >= 2,
        pl.col("elements") > 1,
        pl.col("dtype").str.contains("float"),
        (axes >= 2) | named,
        ~pl.col("tensor").is_in([*dead, *_untrained_adapters(tensors)]),
    )


def _untrained_adapters(tensors: pl.DataFrame) -> list[str]:
    """The second factors of low-rank adapters that hold only zeros, beside a first factor of the same rank that does not."""
    shapes = {
        name: (shape, empty)
        for name, shape, empty in tensors.select("tensor", "shape", pl.col("zeros") == pl.col("elements")).iter_rows()
    }
    adapters: list[str] = []
    for name, (shape, empty) in shapes.items():
        parts = _ADAPTER.match(name)
        if parts is None or not empty or len(shape) < 2:
            continue
        first, unused = shapes.get(f"{parts['before']}{_FIRST[parts['last']]}{parts['after']}", ([], True))
        if not unused and first and first[0] == shape[1]:
            adapters.append(name)
    return adapters


def _as_a_whole(weights: pl.DataFrame, total: int) -> list[Evidence]:
    constant = (pl.col("low") == pl.col("high")) & (pl.col("non_finite") == 0) & ~_averages()
    bad = weights.filter((pl.col("zeros") == pl.col("elements")) | constant)
    if not bad.height:
        return []
    values = int(bad["elements"].sum())
    zero = int((bad["zeros"] == bad["elements"]).sum())
    what = (
        "only zeros"
        if zero == bad.height
        else "one constant value"
        if zero == 0
        else f"only zeros ({zero} of them) or one constant value"
    )
    tensors_are = "1 weight tensor" if bad.height == 1 else f"{bad.height} weight tensors"
    statement = (
        f"{tensors_are} ({values} values) hold{'s' if bad.height == 1 else ''} {what}; the first is {bad['tensor'][0]}"
    )
    return [Evidence.fact(statement, "tensors", bad.height, total)]


def _averages() -> pl.Expr:
    """Kernels that take the mean, or the sum, of their positions: filters that are set by hand."""
    positions = pl.col("shape").list.slice(2).list.eval(pl.element().product()).list.first()
    return (positions > 1) & (((pl.col("low") * positions - 1).abs() < 1e-3) | (pl.col("low") == 1))


def _stretches(weights: pl.DataFrame, partly_dead: list[str]) -> list[Evidence]:
    bad = weights.filter(
        ~pl.col("tensor").is_in(partly_dead),
        pl.col("blank") >= STRETCH,
        pl.col("zeros") < pl.col("elements"),
        ~pl.col("by_formula").fill_null(value=False),
    )
    return [
        Evidence.fact(
            f"{row['blank']:.0%} of {row['tensor']} is one stretch of zeros (rows, or input channels, that lie side by side), "
            f"and hardly anything else in it is empty: {row['zeros']} of {row['elements']} values are 0",
            "tensors: blank, zeros",
            row["blank"],
            row["elements"],
        )
        for row in bad.sort("blank", descending=True, maintain_order=True).head(3).iter_rows(named=True)
    ]


def _ends(weights: pl.DataFrame, partly_dead: list[str]) -> list[Evidence]:
    """The one tensor of a file with zeros at one end, where no other has been pruned or masked."""
    large = weights.filter(pl.col("elements") >= _FEWEST_VALUES)
    pruned = large.filter(pl.col("zeros") > UNPRUNED * pl.col("elements"))
    if pruned.height != 1 or large.height <= _FEWEST_OTHERS:
        return []
    row = pruned.row(0, named=True)
    share = row["blank_end"] or 0.0
    calculated, long = bool(row["by_formula"]), (row["blank"] or 0.0) >= STRETCH
    if share < STRETCH or calculated or long or row["tensor"] in partly_dead:
        return []
    return [
        Evidence.fact(
            f"{share:.0%} of {row['tensor']} is zero at one end (rows, or positions of its kernels), and none of the "
            f"{large.height - 1} other weight tensors has more than {UNPRUNED:.0%} zeros; a mask, or pruning of this layer "
            "alone, looks the same",
            "tensors: blank_end, zeros",
            share,
            row["elements"],
        )
    ]


CAUSE = Cause(
    code="weights.zeroed",
    kind="root",
    severity="critical",
    meaning="weights that are zero, or one constant, as a whole or in one long stretch",
    needs=("tensors",),
    done="the tensors table has no weight tensor that is all zero, constant, or zero in one long stretch",
    explains=("scores.constant", "scores.no_signal", "ensemble.broken_member"),
    of_weights=zeroed,
)
