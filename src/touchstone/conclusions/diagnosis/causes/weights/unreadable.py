"""The checkpoint cannot be read."""

from __future__ import annotations

from ...cause import Cause, OfWeights
from ...finding import Finding
from .loading import refused


def _unreadable(of: OfWeights) -> Finding | None:
    """No tensor name could be compared: the file itself is at fault."""
    why = refused(of.detector)
    if why is None or why.cause != "unreadable":
        return None
    remedy = f"{why.remedy or 'give a file that can be read'}: {why.reason}"
    return CAUSE.finding(of.detector.name, "confirmed", [why.evidence], remedy, exact=True)


CAUSE = Cause(
    code="weights.unreadable",
    kind="root",
    severity="critical",
    meaning="the checkpoint cannot be read",
    needs=("detectors",),
    done="the detectors table lists it as ok",
    explains=("scores.constant", "scores.no_signal", "ensemble.broken_member"),
    of_weights=_unreadable,
)
