"""Weight tensors of only zeros, or of one constant value: an exact fact."""

from __future__ import annotations

import polars as pl

from ...cause import Cause, OfWeights
from ...finding import Evidence, Finding


def zeroed(of: OfWeights) -> Finding | None:
    """Only weights of two or more axes: biases and normalisations may be zero, or constant, in sound networks.

    Parameters that no input can train are left out: weight decay may bring them to 0 without harm.
    """
    tensors = of.weights.tensors.filter(pl.col("block").is_null())
    weights = tensors.filter(
        pl.col("shape").list.len() >= 2, pl.col("elements") > 1, pl.col("dtype").str.contains("float")
    ).join(of.weights.unreachable.filter(pl.col("block").is_null()), on="tensor", how="anti")
    constant = (pl.col("low") == pl.col("high")) & (pl.col("non_finite") == 0)
    bad = weights.filter((pl.col("zeros") == pl.col("elements")) | constant)
    if not bad.height:
        return None
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
    return CAUSE.finding(
        of.detector.name,
        "confirmed",
        [Evidence.fact(statement, "tensors", bad.height, tensors.height)],
        f"restore these tensors from an earlier checkpoint or train them again: {statement}",
        exact=True,
    )


CAUSE = Cause(
    code="weights.zeroed",
    kind="root",
    severity="critical",
    meaning="weights that are all zero, or one constant",
    needs=("tensors",),
    done="the tensors table has no weight tensor that is all zero, or constant",
    explains=("scores.constant", "scores.no_signal", "ensemble.broken_member"),
    of_weights=zeroed,
)
