"""``training.shortcut``: the score follows how the files were made."""

from __future__ import annotations

from touchstone.examination import Cue, DetectorExamination, FootageExamination

from ._build import finding
from ._codes import LEAST_DROP, SIGNIFICANT
from ._finding import Evidence, Finding

_SOURCE = "scores, videos"


def diagnose_shortcut(detector: DetectorExamination, footage: FootageExamination, verify: str) -> list[Finding]:
    """Following a property inside both classes is one witness, what the ranking loses inside its values the other.

    Args:
        detector: its examination.
        footage: what the footage can tell at all.
        verify: command that checks.
    """
    followed = [cue for cue in detector.cues if cue.follows]
    if not followed:
        return _undecided(detector, footage, verify)
    # The property whose strata cost the ranking most comes first: others may only move along with it.
    surest = sorted(followed, key=lambda cue: (not _costs(cue), -abs(cue.effect)))
    cue = surest[0]
    evidence = [*_follows(cue)]
    if cue.helps and cue.within is not None and cue.within.auc.value is not None:
        within = cue.within
        evidence.append(
            Evidence.of(
                f"AUC {within.overall} falls inside the values or ranges of {cue.name} to {within.auc}; drop",
                within.drop.estimate,
                f"{_SOURCE}; p = {within.drop.p_value:.2g}" if within.drop.p_value is not None else _SOURCE,
            )
        )
    others = [other.title for other in surest[1:5]]
    if others:
        evidence.append(
            Evidence(statement=f"it follows as well: {', '.join(others)}", value=len(followed) - 1, source=_SOURCE)
        )
    alike = "real and fake videos that are equal in it"
    return [
        finding(
            "training.shortcut",
            detector.name,
            "confirmed" if _costs(cue) else "suspected",
            evidence,
            remedy=(
                f"train {detector.name} on {alike}: its score follows {cue.title} by {cue.effect:+.2f} among real and among "
                f"fake videos; to tell cause from company, plant {cue.title} in videos that lack it, remove it from those that "
                "have it, and score both again"
            ),
            verify=verify,
            explains=("training.weak_slice",),
        )
    ]


def _costs(cue: Cue) -> bool:
    """Whether following it helps here: it goes with the label, and the ranking falls where it cannot help."""
    if not cue.helps or cue.within is None:
        return False
    drop = cue.within.drop
    value = drop.estimate.value
    return value is not None and value >= LEAST_DROP and drop.p_value is not None and drop.p_value <= SIGNIFICANT


def _follows(cue: Cue) -> list[Evidence]:
    return [
        Evidence.of(
            f"how its score moves with {cue.title} among {label} videos alone", test.estimate, f"{_SOURCE}; {test.test}"
        )
        for label, test in (("real", cue.real), ("fake", cue.fake))
    ]


def _undecided(detector: DetectorExamination, footage: FootageExamination, verify: str) -> list[Finding]:
    """The label goes with a property so closely that it cannot be told which of both the score follows."""
    told = footage.shortcut
    inside = detector.assessment.word
    overall = detector.performance.auc if detector.performance else None
    if told is None or footage.confounded or inside != "cannot tell" or overall is None or not overall.above(0.5):
        return []
    statement = (
        f"it ranks with AUC {overall}, and {told.name} alone tells the label with AUC {told.auc:.3f}: too few videos have equal "
        f"{told.name} and different labels"
    )
    return [
        finding(
            "training.shortcut",
            detector.name,
            "cannot_tell",
            [Evidence(statement=statement, value=told.auc, n=overall.n, source=_SOURCE)],
            remedy=(
                f"analyse real and fake videos of equal {told.name}, or change the {told.name} of these and score them again: "
                f"the score of {detector.name} moves if it follows it"
            ),
            verify=verify,
        )
    ]
