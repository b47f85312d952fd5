"""Frames of one video that disagree."""

from __future__ import annotations

from touchstone.vocabulary.door import option

from ...cause import Cause, Measure, OfDetector
from ...witness import Conclusion

MODERATE = 0.7
"""Agreement from which on frames agree well enough, on whichever side of the threshold they are."""

_FEWEST = 20
"""Fewest videos with two units or more; with fewer, nothing is asked."""


def unstable(of: OfDetector) -> Conclusion | None:
    """Ask whether frames of one video differ as much as videos do, and how many videos are called both real and fake."""
    facts = of.detector.facts
    measured = facts.stability if facts is not None else None
    if measured is None or measured.agreement.n < _FEWEST:
        return None
    # Many scores of a weak detector lie near the threshold, so frames that are called differently say nothing alone.
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
            "share of videos with frames that are called real and others that are called fake",
            measured.split,
            source="scores",
        ),
    )
    return CAUSE.conclusion(
        of.detector.name,
        asked,
        "find out what differs between frames of one video (dropout left on, the crop, compression of single frames); "
        + _until_then(of),
    )


def _until_then(of: OfDetector) -> str:
    """What helps meanwhile: the rule over frames that was measured to be better, or else more frames."""
    facts = of.detector.facts
    assert facts is not None, "asked only of a detector with facts"
    assert facts.stability is not None, "asked only where frames were compared"
    other = facts.other_rule
    if other is not None:
        return (
            f"of these videos {option('aggregation', other.better)} makes more of their frames: AUC "
            f"{other.auc_better} instead of {other.auc_used:.3f}"
        )
    return f"until then, score more than {facts.stability.units_per_video:.0f} frames of each video"


CAUSE = Cause(
    code="scores.unstable",
    kind="symptom",
    severity="moderate",
    meaning="frames of one video disagree",
    needs=("scores",),
    phase=2,
    done="most of the variance of frame scores lies between videos",
    witnesses={
        "agreement": Measure(
            "variance within and between videos", 0.50, "intra-class correlation, its interval wholly below this"
        ),
        "split": Measure(
            "decisions inside videos",
            0.25,
            "share of videos whose frames are called both real and fake, its interval wholly above this",
        ),
    },
    of_detector=unstable,
)
