"""Damaged weights: values of absurd size, stripes, spikes, copies and bare codes, which training does not produce."""

from __future__ import annotations

import polars as pl

from ...cause import Cause, OfWeights
from ...finding import Evidence, Finding
from .apart import values_apart
from .stored import bare_codes, copies

ABSURD = 1e10
"""Magnitude that no weight or statistic of a working network has."""

FAR_FROM_OWN = 1e3
"""A value is suspect above this many times the median magnitude of its own tensor. A flipped bit of the exponent reaches 2^4 to
2^128 times; the largest single weights of trained networks reach some hundreds of times."""

FAR_FROM_ALL = 100.0
"""A value is suspect above this many times the largest magnitude in all other weight tensors."""

IMPLAUSIBLE_GAIN = 1e3
"""Largest plausible gain of a layer: root mean square of its weights times the root of the number of its inputs. It is about 1
in fresh layers, 0.01 to 30 in trained ones."""


def corrupted(of: OfWeights) -> Finding | None:
    """Absurd, impossible, striped and copied values, and codes without a scale, are exact facts.

    A spike, a gain and a value that lies apart need two measures each.
    """
    tensors = of.weights.tensors.filter(pl.col("block").is_null())
    learned = tensors.filter(~pl.col("by_formula").fill_null(value=False))
    same, similar = copies(of.weights)
    exact = [*_absurd(tensors), *_impossible(tensors), *_stripes(learned), *bare_codes(tensors), *same]
    spikes = _spikes(learned)
    seen = [row.statement.split(" ", 1)[0] for row in (*exact, *spikes)]
    apart, nearly = values_apart(tensors.filter(~pl.col("tensor").is_in(seen)))
    sure = [*exact, *spikes, *_gains(learned), *apart]
    evidence = [*sure, *similar, *nearly]
    if not evidence:
        return None
    return CAUSE.finding(
        of.detector.name,
        "confirmed" if sure else "suspected",
        evidence[:6],
        f"copy or export the checkpoint again, and compare its hash with that of the original: {evidence[0].statement}",
        exact=bool(exact),
    )


def _largest() -> pl.Expr:
    return pl.max_horizontal(pl.col("low").abs(), pl.col("high").abs())


def _absurd(tensors: pl.DataFrame) -> list[Evidence]:
    bad = tensors.filter(pl.col("dtype").str.contains("float"), _largest() > ABSURD)
    return [
        Evidence.fact(
            f"{row['tensor']} holds a value of magnitude {max(abs(row['low']), abs(row['high'])):.3g}, "
            f"with {row['far'] or 0} of {row['elements']} values above 1000 times its median magnitude",
            "tensors: low, high, far",
            max(abs(row["low"]), abs(row["high"])),
            row["elements"],
        )
        for row in bad.head(3).iter_rows(named=True)
    ]


def _impossible(tensors: pl.DataFrame) -> list[Evidence]:
    """A variance or a count of batches below 0, by the names that torch gives them."""
    last = pl.col("tensor").str.split(".").list.last()
    bad = tensors.filter(last.is_in(["running_var", "num_batches_tracked"]), pl.col("low") < 0)
    return [
        Evidence.fact(
            f"{row['tensor']} goes down to {row['low']:.3g}, but it cannot be below 0",
            "tensors: low",
            row["low"],
            row["elements"],
        )
        for row in bad.head(3).iter_rows(named=True)
    ]


def _stripes(tensors: pl.DataFrame) -> list[Evidence]:
    return [
        Evidence.fact(
            f"{row['tensor']} repeats one value {row['stripe']} times without a break, across the ends of its rows; "
            "elsewhere in it hardly any neighbouring values are equal",
            "tensors: stripe",
            row["stripe"],
            row["elements"],
        )
        for row in tensors.filter(pl.col("stripe") > 0).sort("stripe", descending=True).head(3).iter_rows(named=True)
    ]


def _spikes(tensors: pl.DataFrame) -> list[Evidence]:
    """Single values of extreme size, by two measures: within their own tensor, and against all other weights."""
    weights = tensors.filter(pl.col("shape").list.len() >= 2, pl.col("far").is_not_null()).with_columns(top=_largest())
    spikes: list[Evidence] = []
    for row in weights.filter(pl.col("outlier") > FAR_FROM_OWN, pl.col("top") <= ABSURD).head(3).iter_rows(named=True):
        others = weights.filter(pl.col("outlier") <= FAR_FROM_OWN)["top"].max()
        if not isinstance(others, float) or row["top"] <= FAR_FROM_ALL * others:
            continue
        spikes += [
            Evidence.fact(
                f"{row['tensor']} has {row['far']} of {row['elements']} values above 1000 times its median "
                f"magnitude; the largest is {row['outlier']:.3g} times the median",
                "tensors: outlier",
                row["outlier"],
                row["elements"],
            ),
            Evidence.fact(
                f"the largest of these values has magnitude {row['top']:.3g}, {row['top'] / others:.3g} times the largest in "
                "the other weight tensors",
                "tensors: low, high of siblings",
                row["top"] / others,
                weights.height,
            ),
        ]
    return spikes


def _gains(tensors: pl.DataFrame) -> list[Evidence]:
    """Whole tensors of implausible size, by two measures: against the gain of usual layers, and against the other tensors."""
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
    # A few extreme values make the mean square large as well; they are reported as spikes.
    bad = bad.filter(pl.col("outlier") <= FAR_FROM_OWN)
    gains: list[Evidence] = []
    for row in bad.head(3).iter_rows(named=True):
        times, source = row["gain"] / usual, "tensors: mean, std"
        alone = f"{row['tensor']} multiplies its input by about {row['gain']:.3g}"
        others = f"this gain is {times:.3g} times the median of {weights.height} weight tensors"
        gains.append(Evidence.fact(alone, source, row["gain"], row["elements"]))
        gains.append(Evidence.fact(others, f"{source} of siblings", times, weights.height))
    return gains


CAUSE = Cause(
    code="weights.corrupted",
    kind="root",
    severity="critical",
    meaning="damaged weights: values that training does not produce",
    needs=("tensors",),
    done="the tensors table holds no value of absurd size, no value far from all others of its tensor, no stripe (one value "
    "repeated across rows), no two equal layers, and no whole numbers without a scale",
    explains=("scores.invalid", "scores.constant", "scores.no_signal", "ensemble.broken_member"),
    of_weights=corrupted,
)
