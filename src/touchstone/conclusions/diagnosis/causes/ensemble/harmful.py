"""Members without which the ensemble is better, for the causes that rest on it."""

from __future__ import annotations

from touchstone.conclusions.examination import EnsembleExamination, Part

BROKEN_GAIN = 0.005
"""Smallest AUC that must be gained by leaving a member out for it to count as broken."""

ALL_SCORED = "scores of the videos that all members scored"
"""What evidence about an ensemble comes from."""


def harmful(together: EnsembleExamination) -> list[Part]:
    """The members whose removal raises the AUC of the mean rank, with the whole interval and by enough to count."""
    return [
        part
        for part in together.parts
        if part.gain is not None
        and part.gain.value is not None
        and part.gain.below(0)
        and part.gain.value <= -BROKEN_GAIN
    ]
