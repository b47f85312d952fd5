"""The checkpoint belongs to another network."""

from __future__ import annotations

from ...cause import Cause, OfWeights
from ...finding import Finding
from .loading import refused


def wrong_architecture(of: OfWeights) -> Finding | None:
    """Its names fit another layout, or no known one."""
    why = refused(of.detector)
    if why is None or why.cause != "wrong architecture":
        return None
    fits = f"it fits {why.layout} best" if why.layout is not None else "it fits no known layout"
    give = f"give the file that belongs to {of.detector.name}, or name the layout of this file: {fits}"
    verdict = "confirmed" if why.sure else "suspected"
    return CAUSE.finding(of.detector.name, verdict, [why.evidence], why.remedy or give, exact=why.sure)


CAUSE = Cause(
    code="weights.wrong_architecture",
    kind="root",
    severity="critical",
    meaning="the checkpoint belongs to another network",
    needs=("detectors",),
    done="the detectors table lists it as ok under the intended layout",
    explains=("scores.constant", "scores.no_signal", "ensemble.broken_member"),
    of_weights=wrong_architecture,
)
