"""The ensemble is better without one of its members."""

from __future__ import annotations

from touchstone.conclusions.examination import EnsembleExamination

from ...cause import Cause
from ...finding import Evidence, Finding
from .harmful import ALL_SCORED, harmful


def broken_members(together: EnsembleExamination) -> list[Finding]:
    """Two measurements: the AUC gained by leaving the member out, and a Shapley value of 0 or less."""
    findings: list[Finding] = []
    for part in harmful(together):
        gain = part.gain
        assert gain is not None, "a harmful part has a gain"
        both = part.shapley <= 0
        evidence = [
            Evidence.of("AUC of the mean rank of all members minus the AUC without it", gain, ALL_SCORED),
            Evidence.fact(
                f"its Shapley value (its share of the AUC above 0.5 that all members reach together) is {part.shapley:+.3f}",
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
                f"leave {part.detector} out of the ensemble until it is repaired: it changes the AUC of the mean rank by {gain}",
            )
        )
    return findings


CAUSE = Cause(
    code="ensemble.broken_member",
    kind="symptom",
    severity="moderate",
    meaning="the ensemble is better without it",
    needs=("scores", "videos"),
    done="leaving the member out no longer raises the AUC of the ensemble",
    of_ensemble=broken_members,
)
