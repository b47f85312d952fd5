"""Frames of one video that disagree."""

from __future__ import annotations

from ...cause import Cause, Measure, OfDetector
from ...witness import Conclusion

MODERATE = 0.7
"""Agreement from which on frames agree well enough, whatever side of the threshold they fall on."""

_FEWEST = 20
"""Videos with two units or more below which nothing is asked."""


def unstable(of: OfDetector) -> Conclusion | None:
    """Ask whether frames of one video differ as much as videos do, and how many videos are called both."""
    facts = of.detector.facts
    measured = facts.stability if facts is not None else None
    if measured is None or measured.agreement.n < _FEWEST:
        return None
    # A weak detector lies near the threshold on many videos: alone, a split vote says nothing.
    low = measured.agreement.value is not None and measured.agreement.value < MODERATE
    asked = (
        CAUSE.witness(
            "agreement",
            measured.agreement.below(CAUSE.least("agreement")),
            "share of the variance of frame scores that lies between videos "
            f"(standard deviation {measured.between_sd:.3f} between, {measured.within_sd:.3f} within)",
            measured.agreement,
            source="scores",
        ),
        CAUSE.witness(
            "split",
            low and measured.split.above(CAUSE.least("split")),
            "share of videos whose frames are called real and fake",
            measured.split,
            source="scores",
        ),
    )
    return CAUSE.conclusion(
        of.detector.name,
        asked,
        (
            "look for what differs between frames of one video (dropout left on, the crop, compression of single frames); until "
            f"then score more than {measured.units_per_video:.0f} frames of a video and take their median"
        ),
    )


CAUSE = Cause(
    code="scores.unstable",
    kind="symptom",
    severity="moderate",
    meaning="frames of one video disagree",
    needs=("scores",),
    phase=2,
    done="most of the variance of frame scores lies between videos",
    witnesses={
        "agreement": Measure("variance within and between videos", 0.50, "intra-class correlation wholly below this"),
        "split": Measure(
            "decisions inside videos", 0.25, "share of videos whose frames are called both, wholly above this"
        ),
    },
    of_detector=unstable,
)
