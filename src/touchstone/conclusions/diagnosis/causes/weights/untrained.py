"""A part, or all, of the network that never learned."""

from __future__ import annotations

import polars as pl

from touchstone.conclusions.examination import FEWEST_VALUES, FITS_NOISE, VERY_UNLIKELY, FreshPart

from ...cause import Cause, LookAlike, OfWeights
from ...finding import Evidence, Finding, Verdict
from .fresh import of_part

_FEWEST_TENSORS = 3


def untrained(of: OfWeights) -> Finding | None:
    """Parts that look like random noise, although they were in the network that was trained."""
    weights = of.weights
    whole, tensors, norms = weights.whole, weights.tensors, weights.norms
    fresh_parts = weights.idle if whole is None else (whole,)
    if not fresh_parts:
        return None
    floats = tensors.filter(pl.col("block").is_null(), pl.col("dtype").str.contains("float"))
    share = sum(_size(floats, p) for p in fresh_parts) / max(int(floats["elements"].sum()), 1)
    if whole is not None:
        where = "everything"
        components = ", ".join(sorted({n.split(".")[0] for n in whole.tensors}))
        opening = f"the whole file looks like random noise ({components}): {share:.0%} of its values"
    else:
        where = ", ".join(p.name.removesuffix(".") for p in fresh_parts)
        opening = f"{where} look{'s' if len(fresh_parts) == 1 else ''} like random noise: {share:.1%} of all values"
    evidence = [Evidence.fact(opening, "tensors", share, len(weights.units.names))]
    evidence += [e for part in fresh_parts for e in of_part(part, weights)]
    if norms.height and whole is not None:
        fresh = int(norms["fresh"].sum())
        statement = f"{fresh} of {norms.height} batch normalisations never saw a batch"
        evidence.append(Evidence.fact(statement, "tensors: running statistics and counters", fresh, norms.height))
    learn = "the network" if whole is not None else where
    return CAUSE.finding(
        of.detector.name,
        max((_verdict(p) for p in fresh_parts), key=lambda v: v == "confirmed"),
        evidence[:8],
        f"train {learn}, or give the file that was written after training; check that it was loaded before training, "
        "that the optimiser received its parameters, and that the last checkpoint was saved",
    )


def _verdict(part: FreshPart) -> Verdict:
    """Spectrum and patterns are two different measurements; both need enough values to show that a part was trained.

    Beside them a part needs siblings that make it stand out, or values that still follow the distribution they were drawn from.
    """
    seen = part.values >= FEWEST_VALUES and min(part.spectrum_p, part.pattern_p) > FITS_NOISE
    if part.chance is None and not part.drawn:
        return "confirmed" if seen and len(part.tensors) >= _FEWEST_TENSORS else "suspected"
    stands_out = part.drawn or (part.chance is not None and part.chance <= VERY_UNLIKELY)
    return "confirmed" if seen and stands_out else "suspected"


def _size(floats: pl.DataFrame, part: FreshPart) -> int:
    return int(floats.filter(pl.col("tensor").str.starts_with(part.name))["elements"].sum())


CAUSE = Cause(
    code="weights.untrained",
    kind="root",
    severity="critical",
    meaning="a part, or all, of the network never learned",
    needs=("tensors",),
    done="its weight tensors show more structure than their shuffled copies",
    explains=("scores.constant", "scores.no_signal", "ensemble.broken_member"),
    look_alikes=(LookAlike("training.collapsed", "whether the features that enter the part separate fake from real"),),
    of_weights=untrained,
)
