"""The score follows how the files were made."""

from __future__ import annotations

from touchstone.conclusions.examination import Cue

from ...cause import Cause, LookAlike, OfDetector
from ...finding import MOST_EVIDENCE_TABLES, Evidence, Finding

LEAST_DROP = 0.08
"""Least drop of the AUC that counts, from videos where a property supports the label to those where it contradicts it."""


def _shortcut(of: OfDetector) -> Finding | None:
    """Ask whether the score follows a property inside both classes, and whether the AUC drops where the property misleads."""
    detector, footage = of.detector, of.footage
    followed = [cue for cue in detector.cues if cue.follows]
    if not followed:
        return _undecided(of)
    # A property that costs AUC where it misleads comes first, then the one that is followed most: others may only go with it.
    surest = sorted(followed, key=lambda cue: (not _costs(cue), -abs(cue.effect)))
    cue = surest[0]
    evidence = [*_follows(cue)]
    contrast, within = cue.contrast, cue.within
    if contrast is not None and contrast.p_value is not None:
        p = f"p = {contrast.p_value:.2g}"
        statement = f"AUC where {cue.title} supports the label, minus the AUC where it contradicts the label ({p})"
        evidence.append(Evidence.of(statement, contrast.estimate, f"{MOST_EVIDENCE_TABLES}; {contrast.test}"))
    if within is not None and within.auc.value is not None:
        statement = f"AUC among videos of equal or similar {cue.name} ({within.overall.value or 0:.3f} over all videos)"
        evidence.append(Evidence.of(statement, within.auc))
    evidence.append(_label(cue))
    others = [other.title for other in surest[1:5]]
    if others:
        evidence.append(
            Evidence.fact(f"its score also follows: {', '.join(others)}", MOST_EVIDENCE_TABLES, len(followed) - 1)
        )
    alike = "real and fake videos that do not differ in this property"
    # Where the source reveals the label, a property may only go with the source.
    sure = _costs(cue) and not footage.confounded
    return CAUSE.finding(
        detector.name,
        "confirmed" if sure else "suspected",
        evidence,
        f"train {detector.name} on {alike}: its score follows {cue.title} (effect {cue.effect:+.2f} or stronger) "
        f"among real and among fake videos; to find out whether it is the cause, change {cue.title} alone in copies of "
        "some videos, and score them again",
    )


def _costs(cue: Cue) -> bool:
    """Whether following it matters here: it goes with the label, and where it contradicts the label, the AUC is clearly lower."""
    drop = cue.contrast
    if not cue.helps or drop is None:
        return False
    return drop.significant and (drop.estimate.value or 0.0) >= LEAST_DROP


def _label(cue: Cue) -> Evidence:
    pays = (
        "so a score that follows it looks better here"
        if cue.helps
        else "and a score that follows it is not shown to look better here"
    )
    return Evidence.of(
        f"how {cue.title} itself goes with the label (above 0: more in fakes), {pays}",
        cue.label.estimate,
        f"videos; {cue.label.test}",
    )


def _follows(cue: Cue) -> list[Evidence]:
    return [
        Evidence.of(
            f"how its score goes with {cue.title} among {label} videos alone",
            test.estimate,
            f"{MOST_EVIDENCE_TABLES}; {test.test}",
        )
        for label, test in (("real", cue.real), ("fake", cue.fake))
    ]


def _undecided(of: OfDetector) -> Finding | None:
    """The label goes so closely with a property that it cannot be determined which of the two the score follows."""
    detector, footage = of.detector, of.footage
    property_ = footage.shortcut
    inside = detector.assessment.word
    overall = detector.performance.auc if detector.performance else None
    if property_ is None or footage.confounded or inside != "cannot tell" or overall is None or not overall.above(0.5):
        return None
    statement = (
        f"its AUC is {overall}, but {property_.name} alone reveals the label with AUC {property_.auc:.3f}: "
        f"too few videos have equal {property_.name} and different labels"
    )
    return CAUSE.finding(
        detector.name,
        "cannot_tell",
        [Evidence.fact(statement, MOST_EVIDENCE_TABLES, property_.auc, overall.n)],
        f"analyse real and fake videos of equal {property_.name}, or change the {property_.name} of these "
        f"videos and score them again: the score of {detector.name} changes if it follows that property",
    )


CAUSE = Cause(
    code="training.shortcut",
    kind="root",
    severity="moderate",
    meaning="its score follows how the files were made, not what they show",
    needs=("scores", "videos", "clips"),
    phase=2,
    done="inside each class the score no longer follows the property, and changing it alone changes no score",
    explains=("training.weak_slice",),
    leads=("data.shortcut",),
    look_alikes=(LookAlike("structure.off_domain", "scores after the cue alone is planted and removed"),),
    of_detector=_shortcut,
)
