"""A score that was filled in: an exact fact, and whether it reveals the label.

All other causes are sought in the scores that are left without it, so it explains none of the symptoms that are found there.
"""

from __future__ import annotations

from dataclasses import replace

from touchstone.vocabulary.words import shown_property

from ...cause import Cause, OfDetector
from ...finding import Alternative, Evidence, Finding

MOSTLY = 0.9
"""Share of the units with the value from which on it may as well be what the detector answers to nearly everything."""


def filled_in(of: OfDetector) -> Finding | None:
    """Find one exact score that many units share, while hardly any unit has one of the nearest other scores.

    That many units share it is an exact fact. Where nearly all do, it is suspected: a detector that answers the same to nearly
    everything looks alike.
    """
    detector = of.detector
    value = detector.facts.filled_in if detector.facts is not None else None
    if value is None:
        return None
    repeated = Evidence.fact(
        f"{value.units} of {value.of_units} units ({value.share:.1%}) have the exact score {value.score:.6g}; each "
        f"of the ten nearest other scores occurs in {value.nearest} unit{'s' * (value.nearest != 1)} at most",
        "scores",
        value.share,
        value.of_units,
    )
    evidence = [
        repeated,
        Evidence.of(f"share of real videos in which every unit has the score {value.score:.6g}", value.real_share),
        Evidence.of("the same share of fake videos", value.fake_share),
        Evidence.of("AUC of this value alone (share of a video's units that have it)", value.indicator_auc),
        Evidence.of("AUC of all videos, this value included", value.auc),
        Evidence.of("AUC of the videos that have other scores, without this value", value.auc_without),
    ]
    leaks = value.indicator_auc.above(0.5) or value.indicator_auc.below(0.5)
    side = "fakes" if (value.indicator_auc.value or 0.5) > 0.5 else "real videos"
    leak = f"; it is more frequent among {side}, so it also reveals the label" if leaks else ""
    tie, where = value.goes_with, "it cannot judge (no face found, an error, not run)"
    if tie is not None:
        name = shown_property(tie.column)
        statement = (
            f"{tie.inside} of {tie.of_inside} videos with {name} {tie.value} have this score throughout, and {tie.outside} of "
            f"the {tie.of_outside} others"
        )
        evidence.insert(1, Evidence.fact(statement, "scores, videos", tie.inside / tie.of_inside, tie.of_inside))
        where = f"{name} is {tie.value}"
    mostly = value.share >= MOSTLY
    finding = CAUSE.finding(
        detector.name,
        "suspected" if mostly else "confirmed",
        evidence,
        f"let {detector.name} abstain instead of answering {value.score:.6g} where {where}: {value.videos} videos have no other "
        f"score{leak}",
        exact=not mostly,
    )
    return replace(finding, alternatives=_CONSTANT) if mostly else finding


_CONSTANT = (Alternative(code="scores.constant", separated_by="its answers to the same videos, looked at one by one"),)


CAUSE = Cause(
    code="scores.fallback",
    kind="root",
    severity="moderate",
    meaning="one exact score stands for videos that were not judged",
    needs=("scores", "videos"),
    done="no exact score is far more frequent than its neighbours; on videos that it cannot judge, the detector abstains",
    of_detector=filled_in,
)
