"""Members without which the ensemble is better, for the causes that need to know them."""

from __future__ import annotations

from touchstone.conclusions.examination import EnsembleExamination, Part

BROKEN_GAIN = 0.005
"""A member counts as broken where leaving it out raises the AUC by at least this."""

ALL_SCORED = "scores of the videos that all members scored"
"""The data behind evidence about an ensemble."""


def harmful(together: EnsembleExamination) -> list[Part]:
    """The members whose removal raises the AUC of the mean rank: the whole interval says so, and the gain is large enough."""
    return [
        part
        for part in together.parts
        if part.gain is not None
        and part.gain.value is not None
        and part.gain.below(0)
        and part.gain.value <= -BROKEN_GAIN
    ]
