"""What a checkpoint shows of training: parts that look as before it, normalisations that never saw a batch."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from .parts import FreshPart, Units, everything, fresh_parts
from .unreachable import unreachable


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WeightsExamination:
    """One checkpoint, tensor by tensor.

    Attributes:
        tensors: its rows of the ``tensors`` table.
        unreachable: name and block of what no input can train.
        units: the weight tensors that can be judged.
        norms: one row per batch normalisation: ``layer``, ``count`` of batches, ``fresh`` (statistics as they were made).
        whole: all of the file, where no more of it has structure than chance gives.
        absent: parts that look fresh, and whose normalisations never saw a batch while others did: they were never in the
            network that was trained.
        idle: the other parts that look fresh: they were in it, and did not learn.
        unused_norms: normalisations that never saw a batch while others did, where no part is absent.
    """

    tensors: pl.DataFrame
    unreachable: pl.DataFrame
    units: Units
    norms: pl.DataFrame
    whole: FreshPart | None
    absent: tuple[FreshPart, ...]
    idle: tuple[FreshPart, ...]
    unused_norms: pl.DataFrame


def examine_weights(tensors: pl.DataFrame) -> WeightsExamination:
    """Look for what no input can train, and for what never learned.

    Args:
        tensors: the rows of one checkpoint in the ``tensors`` table.
    """
    cannot_learn = unreachable(tensors)
    units = Units.of(tensors, cannot_learn)
    norms = _norms(tensors)
    whole = everything(units) if units.names else None
    fresh = fresh_parts(units, set(tensors["tensor"].to_list())) if units.names and whole is None else []
    seen_elsewhere = bool((~norms["fresh"]).any())
    absent = tuple(p for p in fresh if seen_elsewhere and _never_saw(norms, p))
    lone = bool(units.names) and whole is None and seen_elsewhere and not absent
    return WeightsExamination(
        tensors=tensors,
        unreachable=cannot_learn,
        units=units,
        norms=norms,
        whole=whole,
        absent=absent,
        idle=tuple(p for p in fresh if p not in absent),
        unused_norms=norms.filter(pl.col("fresh")) if lone else norms.clear(),
    )


def _norms(tensors: pl.DataFrame) -> pl.DataFrame:
    """One row per batch normalisation: its layer, whether its statistics are as they were made, its count of batches."""
    layer = pl.col("tensor").str.replace(r"\.?[^.]+$", "").alias("layer")
    last = pl.col("tensor").str.split(".").list.last()
    means, spreads, counts = (
        tensors.filter(pl.col("block").is_null(), last == kind).select(layer, "low", "high")
        for kind in ("running_mean", "running_var", "num_batches_tracked")
    )
    joined = means.join(spreads, on="layer", suffix="_var").join(
        counts.select("layer", count="low"), on="layer", how="left"
    )
    untouched = (pl.col("low") == 0) & (pl.col("high") == 0) & (pl.col("low_var") == 1) & (pl.col("high_var") == 1)
    return joined.select("layer", "count", fresh=untouched.fill_null(value=False) & (pl.col("count").fill_null(0) == 0))


def _never_saw(norms: pl.DataFrame, part: FreshPart) -> bool:
    of_part = norms.filter((pl.col("layer") + ".").str.starts_with(part.name))
    return of_part.height > 0 and bool(of_part["fresh"].all())
