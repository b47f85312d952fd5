"""Wrong labels: labels that contradict equal content, the scores of a whole source, or agreeing detectors."""

from __future__ import annotations

from touchstone.conclusions.examination import Examination, LabelExamination
from touchstone.conclusions.metrics import CLEARLY

from ...cause import Cause, LookAlike
from ...finding import MOST_EVIDENCE_TABLES, Evidence, Finding, Verdict

WRONG_LABELS = 0.02
"""Least estimated share of wrong labels that counts; fewer are a list to look at, not a finding."""

LIKE_THE_OTHER = 0.5
"""Mean position that contradicted videos must exceed, with its interval, to look like the other label."""

AGREED = 0.03
"""Largest p of the sign test of labels contradicted against labels spoken for; what the videos look like must agree."""

SHARED_ERRORS = 0.2
"""Correlation of detectors inside a label from which on their agreement is no second opinion."""


def label_errors(examined: Examination) -> Finding | None:
    """One finding with every witness. Equal content under two labels confirms alone; scores must agree."""
    footage, labels = examined.footage, examined.labels
    evidence: list[Evidence] = []
    remedies: list[str] = []
    verdict: Verdict = "suspected"
    two = footage.repeats.two_labels
    if two:
        statement = (
            f"{len(two)} sets of videos with equal content have two labels, for instance {' = '.join(two[0][:3])}"
        )
        evidence.append(Evidence.fact(statement, "videos: sha256, label", len(two), footage.videos))
        remedies.append(f"settle which label is right: {statement}")
        verdict = "confirmed"
    if labels is not None:
        _by_source(labels, evidence, remedies)
        _spread(labels, evidence, remedies)
    by_scores = contradicted(labels)
    if by_scores == "confirmed":
        verdict = "confirmed"
    if not evidence:
        return None
    if by_scores == "confirmed":
        remedies.append(
            "until the labels are settled, whether probabilities are too extreme is not judged: wrong labels look so"
        )
    return CAUSE.finding("footage", verdict, evidence, "; ".join(remedies), exact=bool(two))


def contradicted(labels: LabelExamination | None) -> Verdict | None:
    """How surely scores say that labels are wrong; ``None`` where they do not.

    A detector that is right against a wrong label looks far too sure of itself.
    """
    if labels is None:
        return None
    evidence: list[Evidence] = []
    sure = [_by_source(labels, evidence, []), _spread(labels, evidence, [])]
    return None if not evidence else "confirmed" if any(sure) else "suspected"


def _by_source(labels: LabelExamination, evidence: list[Evidence], remedies: list[str]) -> bool:
    """Sources that lie nearer to the other label; sure where two detectors say so, each by itself."""
    for source in labels.sources:
        held = f"{source.real} real, {source.fake} fake"
        which = f"{len(source.by)} of {len(labels.detectors)} detectors each by itself"
        statement = (
            f"the videos of source {source.source} ({held}) lie nearer to what is typical of the other label than of their own "
            f"(0 own, 1 other; {which}): mean position"
        )
        evidence.append(Evidence.of(statement, source.position))
        remedies.append(
            f"check whether the labels of source {source.source} are swapped; scores alone cannot tell that from a source on "
            "which all detectors are mistaken: look at some of its videos"
        )
    return any(len(source.by) > 1 for source in labels.sources)


def _spread(labels: LabelExamination, evidence: list[Evidence], remedies: list[str]) -> bool:
    """More labels contradicted than spoken for as strongly, by videos that look like the other label."""
    share = labels.wrong_share
    if (
        share.value is None
        or share.value < max(WRONG_LABELS, labels.floor)
        or labels.p_value > AGREED
        or not share.above(0)
    ):
        return False
    alone = len(labels.detectors) == 1
    other = labels.place.above(LIKE_THE_OTHER)
    if alone and not (other and labels.p_value <= CLEARLY / 10 and share.above(2 * WRONG_LABELS)):
        return False
    towards, away = sum(labels.towards), sum(labels.away)
    who = f"{labels.detectors[0]} contradicts" if alone else f"{len(labels.detectors)} detectors together contradict"
    statement = (
        f"{who} the labels of {towards} videos and speak{'s' if alone else ''} as strongly for those of {away} (sign test over "
        f"groups p = {labels.p_value:.2g}; scatter reaches a share of {labels.floor:.3f}); estimated share of wrong labels"
    )
    evidence.append(Evidence.of(statement, share, f"{MOST_EVIDENCE_TABLES}: {', '.join(labels.detectors)}"))
    text = "mean position of the contradicted between what is typical of their label (0) and of the other (1)"
    evidence.append(Evidence.of(text, labels.place))
    listed = ", ".join(suspect.video for suspect in labels.suspects[:3])
    remedy = f"look at the {len(labels.suspects)} listed suspects again, the likeliest first: {listed}"
    if labels.concentrated is not None:
        name, hits, total = labels.concentrated
        remedy += (
            f"; {hits} of {total} contradicted ones are of {name}, which speaks for a kind that all detectors mistake"
        )
    if alone:
        remedy += "; one detector alone cannot tell wrong labels from its own confident errors: score with a second one"
    alike = labels.shared is not None and labels.shared > SHARED_ERRORS
    if alike:
        remedy += (
            f"; the detectors share most of their errors (correlation {labels.shared:.2f}): score with a different one"
        )
    remedies.append(remedy)
    return other and not alone and not alike and labels.concentrated is None


CAUSE = Cause(
    code="data.label_errors",
    kind="root",
    severity="moderate",
    meaning="labels that are wrong",
    needs=("videos", "scores"),
    topic="specific_needs",
    done="the listed suspects are settled, and as many videos lie towards the other label as away from it",
    explains=("scores.no_signal", "training.weak_slice"),
    look_alikes=(LookAlike("scores.inverted", "a second detector on the same videos, or a look at ten of them"),),
    of_footage=label_errors,
)
