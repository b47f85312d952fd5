"""Frames of one video that disagree."""

from __future__ import annotations

from touchstone.conclusions.examination import DetectorExamination

from ..likelihoods import least
from ..witness import Conclusion, witness

CODE = "scores.unstable"
MODERATE = 0.7
"""Agreement from which on frames agree well enough, whatever side of the threshold they fall on."""

FEWEST = 20
"""Videos with two units or more below which nothing is asked."""


def unstable(detector: DetectorExamination) -> Conclusion | None:
    """Ask whether frames of one video differ as much as videos do, and how many videos are called both."""
    measured = detector.facts.stability if detector.facts is not None else None
    if measured is None or measured.agreement.n < FEWEST:
        return None
    # A weak detector lies near the threshold on many videos: alone, a split vote says nothing.
    low = measured.agreement.value is not None and measured.agreement.value < MODERATE
    asked = (
        witness(
            CODE,
            "agreement",
            measured.agreement.below(least(CODE, "agreement")),
            "share of the variance of frame scores that lies between videos "
            f"(standard deviation {measured.between_sd:.3f} between, {measured.within_sd:.3f} within)",
            measured.agreement,
            source="scores",
        ),
        witness(
            CODE,
            "split",
            low and measured.split.above(least(CODE, "split")),
            "share of videos whose frames are called real and fake",
            measured.split,
            source="scores",
        ),
    )
    return Conclusion(
        code=CODE,
        subject=detector.name,
        witnesses=asked,
        remedy=(
            "look for what differs between frames of one video (dropout left on, the crop, compression of single frames); until "
            f"then score more than {measured.units_per_video:.0f} frames of a video and take their median"
        ),
    )
