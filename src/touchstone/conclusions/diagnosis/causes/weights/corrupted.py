"""Weights that are damaged: values of absurd size, stripes, spikes that no training leaves behind."""

from __future__ import annotations

import polars as pl

from ...cause import Cause, OfWeights
from ...finding import Evidence, Finding

ABSURD = 1e10
"""Magnitude that no weight or statistic of a network that works has."""

FAR_FROM_OWN = 1e3
"""Times the median magnitude of its own tensor from which on a value is suspect; flipped exponents reach 2^4 to 2^128. The
largest single weights known of trained networks reach some hundreds."""

FAR_FROM_ALL = 100.0
"""Times the largest magnitude in all other weight tensors from which on a value is suspect."""

IMPLAUSIBLE_GAIN = 1e3
"""Root mean square times the root of the inputs: about 1 in fresh layers, 0.01 to 30 in trained ones."""


def corrupted(of: OfWeights) -> Finding | None:
    """Absurd, impossible or striped values are exact facts; single spikes and whole gains need two measures each."""
    tensors = of.weights.tensors.filter(pl.col("block").is_null())
    exact = [*_absurd(tensors), *_impossible(tensors), *_stripes(tensors)]
    evidence = [*exact, *_spikes(tensors), *_gains(tensors)]
    if not evidence:
        return None
    return CAUSE.finding(
        of.detector.name,
        "confirmed",
        evidence[:6],
        f"copy or export the checkpoint again, and compare its hash with the original's: {evidence[0].statement}",
        exact=bool(exact),
    )


def _largest() -> pl.Expr:
    return pl.max_horizontal(pl.col("low").abs(), pl.col("high").abs())


def _absurd(tensors: pl.DataFrame) -> list[Evidence]:
    bad = tensors.filter(pl.col("dtype").str.contains("float"), _largest() > ABSURD)
    return [
        Evidence.fact(
            f"{row['tensor']} holds a value of magnitude {max(abs(row['low']), abs(row['high'])):.3g}; "
            f"{row['far'] or 0} of {row['elements']} values lie beyond 1000 times its median magnitude",
            "tensors: low, high, far",
            max(abs(row["low"]), abs(row["high"])),
            row["elements"],
        )
        for row in bad.head(3).iter_rows(named=True)
    ]


def _impossible(tensors: pl.DataFrame) -> list[Evidence]:
    """A variance below 0, a count below 0: torch gives these two their names."""
    last = pl.col("tensor").str.split(".").list.last()
    bad = tensors.filter(last.is_in(["running_var", "num_batches_tracked"]), pl.col("low") < 0)
    return [
        Evidence.fact(
            f"{row['tensor']} reaches {row['low']:.3g}, and cannot be below 0",
            "tensors: low",
            row["low"],
            row["elements"],
        )
        for row in bad.head(3).iter_rows(named=True)
    ]


def _stripes(tensors: pl.DataFrame) -> list[Evidence]:
    return [
        Evidence.fact(
            f"{row['tensor']} holds one value {row['stripe']} times in a row, across the ends of rows; "
            "elsewhere in it hardly any neighbours are equal",
            "tensors: stripe",
            row["stripe"],
            row["elements"],
        )
        for row in tensors.filter(pl.col("stripe") > 0).sort("stripe", descending=True).head(3).iter_rows(named=True)
    ]


def _spikes(tensors: pl.DataFrame) -> list[Evidence]:
    """Single values far out, by two measures: within their own tensor, and against all other weights."""
    weights = tensors.filter(pl.col("shape").list.len() >= 2, pl.col("far").is_not_null()).with_columns(top=_largest())
    spikes: list[Evidence] = []
    for row in weights.filter(pl.col("outlier") > FAR_FROM_OWN, pl.col("top") <= ABSURD).head(3).iter_rows(named=True):
        others = weights.filter(pl.col("outlier") <= FAR_FROM_OWN)["top"].max()
        if not isinstance(others, float) or row["top"] <= FAR_FROM_ALL * others:
            continue
        spikes += [
            Evidence.fact(
                f"{row['tensor']} holds {row['far']} of {row['elements']} values beyond 1000 times their median "
                f"magnitude, the largest {row['outlier']:.3g} times",
                "tensors: outlier",
                row["outlier"],
                row["elements"],
            ),
            Evidence.fact(
                f"that value, {row['top']:.3g}, is {row['top'] / others:.3g} times the largest of all other weights",
                "tensors: low, high of siblings",
                row["top"] / others,
                weights.height,
            ),
        ]
    return spikes


def _gains(tensors: pl.DataFrame) -> list[Evidence]:
    """Whole tensors of implausible size, by two measures: against what layers have, and against their siblings."""
    inputs = pl.col("elements") / pl.col("shape").list.first()
    weights = tensors.filter(
        pl.col("shape").list.len() >= 2,
        pl.col("std").is_not_null(),
        pl.col("far").is_not_null(),
        pl.col("elements") > 0,
    ).with_columns(gain=(pl.col("std") ** 2 + pl.col("mean") ** 2).sqrt() * inputs.sqrt())
    usual = weights["gain"].median()
    if weights.height < 4 or not isinstance(usual, float) or usual <= 0:
        return []
    bad = weights.filter(
        pl.col("gain") > IMPLAUSIBLE_GAIN, pl.col("gain") > IMPLAUSIBLE_GAIN * usual, _largest() <= ABSURD
    )
    # A few values far out make the mean square large as well; those are told of as such.
    bad = bad.filter(pl.col("outlier") <= FAR_FROM_OWN)
    gains: list[Evidence] = []
    for row in bad.head(3).iter_rows(named=True):
        times, source = row["gain"] / usual, "tensors: mean, std"
        alone = f"{row['tensor']} multiplies its input by about {row['gain']:.3g}"
        others = f"that is {times:.3g} times the median of {weights.height} weight tensors"
        gains.append(Evidence.fact(alone, source, row["gain"], row["elements"]))
        gains.append(Evidence.fact(others, f"{source} of siblings", times, weights.height))
    return gains


CAUSE = Cause(
    code="weights.corrupted",
    kind="root",
    severity="critical",
    meaning="weights that are damaged: values that no training leaves",
    needs=("tensors",),
    done="the tensors table holds no value of absurd size and no stripe",
    explains=("scores.invalid", "scores.constant", "scores.no_signal", "ensemble.broken_member"),
    of_weights=corrupted,
)
