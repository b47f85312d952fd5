"""Weights that are NaN or infinite: an exact fact."""

from __future__ import annotations

import polars as pl

from ...cause import Cause, OfWeights
from ...finding import Evidence, Finding


def non_finite(of: OfWeights) -> Finding | None:
    """How many values are not finite, in how many tensors."""
    tensors = of.weights.tensors.filter(pl.col("block").is_null())
    # A mask holds −∞ on purpose.
    learned = ~pl.col("by_formula").fill_null(value=False)
    bad = tensors.filter(pl.col("non_finite") > 0, learned).sort("non_finite", descending=True)
    if not bad.height:
        return None
    count = int(bad["non_finite"].sum())
    values = "1 NaN or infinite value" if count == 1 else f"{count} NaN or infinite values"
    statement = f"{values} in {bad.height} of {tensors.height} tensors, most in {bad['tensor'][0]}"
    return CAUSE.finding(
        of.detector.name,
        "confirmed",
        [Evidence.fact(statement, "tensors", count, tensors.height)],
        f"go back to a checkpoint from before training diverged, and lower the learning rate: {statement}",
        exact=True,
    )


CAUSE = Cause(
    code="weights.non_finite",
    kind="root",
    severity="critical",
    meaning="weights that are NaN or infinite",
    needs=("tensors",),
    done="the tensors table counts no value that is NaN or infinite",
    explains=("scores.invalid", "scores.constant", "scores.no_signal", "ensemble.broken_member"),
    of_weights=non_finite,
)
