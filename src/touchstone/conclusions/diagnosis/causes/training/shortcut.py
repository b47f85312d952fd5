"""The score follows how the files were made."""

from __future__ import annotations

from touchstone.conclusions.examination import Cue

from ...cause import Cause, LookAlike, OfDetector
from ...finding import MOST_EVIDENCE_TABLES, Evidence, Finding

LEAST_DROP = 0.10
"""Least drop of the AUC, from where a property speaks for the label to where it speaks against it, that counts."""


def _shortcut(of: OfDetector) -> Finding | None:
    """Following a property inside both classes is one witness, what the ranking loses where it misleads the other."""
    detector, footage = of.detector, of.footage
    followed = [cue for cue in detector.cues if cue.follows]
    if not followed:
        return _undecided(of)
    # A property that pays comes first, then the one that is followed most: others may only move along with it.
    surest = sorted(followed, key=lambda cue: (not _costs(cue), -abs(cue.effect)))
    cue = surest[0]
    evidence = [*_follows(cue)]
    contrast, within = cue.contrast, cue.within
    if contrast is not None and contrast.p_value is not None:
        p = f"p = {contrast.p_value:.2g}"
        statement = f"AUC where {cue.title} speaks for the label, less the AUC where it speaks against it ({p})"
        evidence.append(Evidence.of(statement, contrast.estimate, f"{MOST_EVIDENCE_TABLES}; {contrast.test}"))
    if within is not None and within.auc.value is not None:
        statement = f"AUC inside the values or ranges of {cue.name} ({within.overall.value or 0:.3f} over all)"
        evidence.append(Evidence.of(statement, within.auc))
    evidence.append(_label(cue))
    others = [other.title for other in surest[1:5]]
    if others:
        evidence.append(
            Evidence.fact(f"it follows as well: {', '.join(others)}", MOST_EVIDENCE_TABLES, len(followed) - 1)
        )
    alike = "real and fake videos that are equal in it"
    # Where the source gives the label away, a property may only be its companion.
    sure = _costs(cue) and not footage.confounded
    return CAUSE.finding(
        detector.name,
        "confirmed" if sure else "suspected",
        evidence,
        f"train {detector.name} on {alike}: its score follows {cue.title} by {cue.effect:+.2f} among real and among "
        f"fake videos; to tell cause from company, plant {cue.title} in videos that lack it, remove it from those that "
        "have it, and score both again",
    )


def _costs(cue: Cue) -> bool:
    """Whether following it pays here: it goes with the label, and where it does not the ranking is clearly worse."""
    drop = cue.contrast
    if not cue.helps or drop is None:
        return False
    return drop.significant and (drop.estimate.value or 0.0) >= LEAST_DROP


def _label(cue: Cue) -> Evidence:
    pays = "so that following it pays here" if cue.helps else "so that following it is not shown to pay here"
    return Evidence.of(
        f"how {cue.title} itself moves with the label, {pays}", cue.label.estimate, f"videos; {cue.label.test}"
    )


def _follows(cue: Cue) -> list[Evidence]:
    return [
        Evidence.of(
            f"how its score moves with {cue.title} among {label} videos alone",
            test.estimate,
            f"{MOST_EVIDENCE_TABLES}; {test.test}",
        )
        for label, test in (("real", cue.real), ("fake", cue.fake))
    ]


def _undecided(of: OfDetector) -> Finding | None:
    """The label goes with a property so closely that it cannot be told which of both the score follows."""
    detector, footage = of.detector, of.footage
    property_ = footage.shortcut
    inside = detector.assessment.word
    overall = detector.performance.auc if detector.performance else None
    if property_ is None or footage.confounded or inside != "cannot tell" or overall is None or not overall.above(0.5):
        return None
    statement = (
        f"it ranks with AUC {overall}, and {property_.name} alone tells the label with AUC {property_.auc:.3f}: "
        f"too few videos have equal {property_.name} and different labels"
    )
    return CAUSE.finding(
        detector.name,
        "cannot_tell",
        [Evidence.fact(statement, MOST_EVIDENCE_TABLES, property_.auc, overall.n)],
        f"analyse real and fake videos of equal {property_.name}, or change the {property_.name} of these "
        f"and score them again: the score of {detector.name} moves if it follows it",
    )


CAUSE = Cause(
    code="training.shortcut",
    kind="root",
    severity="moderate",
    meaning="it keys on how the files were made, not on what they show",
    needs=("scores", "videos", "clips"),
    phase=2,
    done="inside each class the score no longer follows the property, and planting it moves no score",
    explains=("training.weak_slice",),
    look_alikes=(LookAlike("structure.off_domain", "scores after the cue alone is planted and removed"),),
    of_detector=_shortcut,
)
