"""What a checkpoint shows of training: parts that look as before it, normalisations that never saw a batch."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from .copies import Copied, copied
from .norms import StaleNorms, batch_norms, unused_and_stale
from .parts import FreshPart, Units, everything, fresh_parts
from .silent import SilentPart, silent
from .unreachable import unreachable


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WeightsExamination:
    """One checkpoint, tensor by tensor.

    Attributes:
        tensors: its rows of the ``tensors`` table.
        unreachable: name and block of what no input can train.
        units: the weight tensors that can be judged.
        norms: one row per batch normalisation: ``layer``, ``count`` of batches, ``blank`` (statistics as they were made),
            ``fresh`` (blank, and nothing counted).
        whole: all of the file, where no more of it has structure than chance gives.
        absent: parts that look fresh, and whose normalisations never saw a batch while others did: they were never in the
            network that was trained.
        idle: the other parts that look fresh: they were in it, and did not learn.
        unused_norms: normalisations beside weights that did not learn, which never saw a batch while others did, where no part
            is absent.
        stale: normalisations whose statistics or counters do not belong to the weights beside them, by reason.
        copied: pairs of equal weight tensors that nothing ties.
        silent: components that contribute nothing to the answer.
    """

    tensors: pl.DataFrame
    unreachable: pl.DataFrame
    units: Units
    norms: pl.DataFrame
    whole: FreshPart | None
    absent: tuple[FreshPart, ...]
    idle: tuple[FreshPart, ...]
    unused_norms: pl.DataFrame
    stale: tuple[StaleNorms, ...] = ()
    copied: tuple[Copied, ...] = ()
    silent: tuple[SilentPart, ...] = ()


def examine_weights(tensors: pl.DataFrame) -> WeightsExamination:
    """Look for what no input can train, and for what never learned.

    Args:
        tensors: the rows of one checkpoint in the ``tensors`` table.
    """
    cannot_learn = unreachable(tensors)
    units = Units.of(tensors, cannot_learn)
    norms = batch_norms(tensors)
    whole = everything(units) if units.names and not _mostly_codes(tensors, units) else None
    fresh = fresh_parts(units, set(tensors["tensor"].to_list())) if units.names and whole is None else []
    seen_elsewhere = bool((~norms["fresh"]).any())
    absent = tuple(p for p in fresh if seen_elsewhere and _never_saw(norms, p))
    unused, stale = unused_and_stale(_outside(norms, fresh), tensors, units) if whole is None else (norms.clear(), ())
    return WeightsExamination(
        tensors=tensors,
        unreachable=cannot_learn,
        units=units,
        norms=norms,
        whole=whole,
        absent=absent,
        idle=tuple(p for p in fresh if p not in absent),
        unused_norms=unused if units.names and not absent else norms.clear(),
        stale=stale,
        copied=copied(tensors) if whole is None else (),
        silent=silent(tensors) if whole is None else (),
    )


def _outside(norms: pl.DataFrame, parts: list[FreshPart]) -> pl.DataFrame:
    """The normalisations outside of parts that look fresh: there they belong to the weights beside them."""
    layer = pl.col("layer") + "."
    inside = [layer.str.starts_with(part.name) for part in parts]
    return norms.filter(~pl.any_horizontal(inside)) if inside else norms


def _mostly_codes(tensors: pl.DataFrame, units: Units) -> bool:
    """Whether more weights are stored in whole numbers, which are not judged, than in tensors that are."""
    stored = tensors.filter(pl.col("block").is_null(), pl.col("dtype").is_in(["int8", "uint8"]))
    return float(stored["elements"].sum()) > float(units.elements.sum())


def _never_saw(norms: pl.DataFrame, part: FreshPart) -> bool:
    of_part = norms.filter((pl.col("layer") + ".").str.starts_with(part.name))
    return of_part.height > 0 and bool(of_part["fresh"].all())
