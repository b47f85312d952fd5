"""The ensemble is better without one of its members."""

from __future__ import annotations

from touchstone.conclusions.examination import EnsembleExamination

from ...cause import Cause
from ...finding import Evidence, Finding
from .harmful import ALL_SCORED, harmful


def broken_members(together: EnsembleExamination) -> list[Finding]:
    """Two measurements: what is gained by leaving the member out, and a share of the whole that is not above nothing."""
    findings: list[Finding] = []
    for part in harmful(together):
        gain = part.gain
        assert gain is not None, "a harmful part has one"
        both = part.shapley <= 0
        evidence = [
            Evidence.of("AUC of the mean rank of all less that without it", gain, ALL_SCORED),
            Evidence.fact(
                f"its Shapley value, its share of what all reach above an AUC of 0.5, is {part.shapley:+.3f}",
                ALL_SCORED,
                part.shapley,
                together.videos,
            ),
        ]
        findings.append(
            CAUSE.finding(
                part.detector,
                "confirmed" if both else "suspected",
                evidence,
                f"leave {part.detector} out of the ensemble until it is mended: it changes the mean rank's AUC by {gain}",
            )
        )
    return findings


CAUSE = Cause(
    code="ensemble.broken_member",
    kind="symptom",
    severity="moderate",
    meaning="the ensemble is better without it",
    needs=("scores", "videos"),
    done="leaving the member out no longer gains anything",
    of_ensemble=broken_members,
)
