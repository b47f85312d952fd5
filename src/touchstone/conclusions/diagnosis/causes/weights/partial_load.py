"""Part of the checkpoint does not reach the network: names are missing, or parts that were not loaded still look fresh."""

from __future__ import annotations

import polars as pl

from ...cause import Cause, OfWeights
from ...finding import Evidence, Finding
from .fresh import of_part
from .loading import Refused, refused


def partial_load(of: OfWeights) -> list[Finding | None]:
    """Shown by names that do not fit, or by parts that were never in the network that was trained."""
    return [_refused(of, refused(of.detector)), _never_trained(of)]


def _refused(of: OfWeights, why: Refused | None) -> Finding | None:
    if why is None or why.cause != "partial load":
        return None
    export = f"export all tensors of {why.layout}: the file lacks {why.missing}, and has {why.unexpected} that it should not have"
    verdict = "confirmed" if why.sure else "suspected"
    return CAUSE.finding(of.detector.name, verdict, [why.evidence], why.remedy or export, exact=why.sure)


def _never_trained(of: OfWeights) -> Finding | None:
    """The batch normalisations of a part never saw a batch, those of others did: it was not in the network that was trained."""
    absent, unused = of.weights.absent, of.weights.unused_norms
    if not absent and not unused.height:
        return None
    fresh = of.weights.norms.filter(pl.col("fresh")) if absent else unused
    evidence = [
        Evidence.fact(
            f"{fresh.height} of the batch normalisations never saw a batch (running mean 0, variance 1, counter 0 "
            f"or absent), while others did; the first is {fresh['layer'][0]}",
            "tensors: running_mean, running_var, num_batches_tracked",
            fresh.height,
            fresh.height,
        ),
        *(e for part in absent for e in of_part(part, of.weights)),
    ]
    where = ", ".join(p.name.removesuffix(".") for p in absent) or str(fresh["layer"][0])
    return CAUSE.finding(
        of.detector.name,
        "confirmed" if absent else "suspected",
        evidence[:8],
        f"load all tensors with a strict check of their names, and save again: {where} did not take part in training",
    )


CAUSE = Cause(
    code="weights.partial_load",
    kind="root",
    severity="critical",
    meaning="part of the checkpoint does not reach the network",
    needs=("detectors", "tensors"),
    done="the detectors table lists it as ok, with no missing or unexpected keys",
    explains=("scores.constant", "scores.no_signal", "ensemble.broken_member"),
    of_weights=partial_load,
)
