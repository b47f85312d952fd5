"""Batch normalisations whose running statistics, or counters, are not those of the weights beside them."""

from __future__ import annotations

from dataclasses import replace

from touchstone.conclusions.examination import StaleNorms

from ...cause import Cause, LookAlike, OfWeights
from ...finding import Evidence, Finding

_SOURCE = "tensors: running_mean, running_var, num_batches_tracked"


def stale_batchnorm(of: OfWeights) -> Finding | None:
    """Blank statistics beside a scale or shift that moved are an exact fact; everything else is a suspicion.

    Counters that are all at 0 are for information: files that were converted from other frameworks have them.

    Where no scale has moved, the normalisation may have been merged into the layer before it, which leaves it without effect.
    """
    reasons = of.weights.stale
    if not reasons:
        return None
    if all(reason.kind == "none counted" for reason in reasons):
        return _for_information(of, [_evidence(reason) for reason in reasons])
    exact = any(reason.kind == "blank" and reason.moved for reason in reasons)
    return CAUSE.finding(
        of.detector.name,
        "confirmed" if exact else "suspected",
        [_evidence(reason) for reason in reasons],
        f"save all of the state dict, buffers too, in evaluation mode; or pass training pictures through the network once in "
        f"training mode, without changing its weights, and save it again: {_names(reasons[0])}",
        exact=exact,
    )


def _for_information(of: OfWeights, evidence: list[Evidence]) -> Finding:
    """Counters at 0 alone change no score, and most such files work."""
    finding = CAUSE.finding(
        of.detector.name,
        "suspected",
        evidence,
        "compare a few scores with those of the network that the file was made from; where they are equal, there is nothing to "
        "repair",
    )
    return replace(finding, kind="info", severity="minor", explains=())


def _evidence(reason: StaleNorms) -> Evidence:
    count, total = len(reason.layers), reason.total
    return Evidence.fact(f"{_said(reason)}: {_names(reason)}", _SOURCE, count, total)


def _said(reason: StaleNorms) -> str:
    of = f"{len(reason.layers)} of {reason.total} batch normalisations"
    if reason.kind == "blank":
        return f"{of} hold the statistics they were made with (mean 0, variance 1) beside weights that were trained"
    if reason.kind == "uncounted":
        return f"{of} have statistics that moved and a counter of 0, while others counted up to {reason.usual} batches"
    if reason.kind == "none counted":
        return (
            f"{of} have statistics that moved, and no counter of the file is above 0: it was converted from a framework that "
            "keeps no counters, or its statistics were filled in after a reset; equal scores before and after show that nothing "
            "is lost"
        )
    return (
        f"{of} counted another number of batches than the {reason.usual} of most others: statistics of another file, or "
        "layers that are skipped at times, or were frozen"
    )


def _names(reason: StaleNorms) -> str:
    more = f" and {len(reason.layers) - 3} more" if len(reason.layers) > 3 else ""
    return ", ".join(reason.layers[:3]) + more


CAUSE = Cause(
    code="weights.stale_batchnorm",
    kind="root",
    severity="moderate",
    meaning="the running statistics of batch normalization do not fit the data",
    needs=("tensors",),
    done="each batch normalisation beside trained weights has statistics that moved, and counters that agree",
    explains=("scores.constant", "scores.no_signal", "ensemble.broken_member", "scores.unstable"),
    look_alikes=(
        LookAlike("inputs.normalization", "scores of the same videos, with the input prepared in each possible way"),
    ),
    of_weights=stale_batchnorm,
)
