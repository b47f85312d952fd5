"""Wrong labels: labels that contradict equal content, the scores of a whole source, or agreeing detectors."""

from __future__ import annotations

from touchstone.conclusions.examination import Examination, LabelExamination, TurnedSet
from touchstone.conclusions.metrics import CLEARLY

from ...cause import OF_SMALLEST, Cause, LookAlike
from ...finding import MOST_EVIDENCE_TABLES, Evidence, Finding, Verdict

WRONG_LABELS = 0.02
"""Least estimated share of wrong labels that counts; a smaller share gives a list to check, not a finding."""

LIKE_THE_OTHER = 0.5
"""Contradicted videos look like the other label where the whole interval of their mean position is above this."""

AGREED = 0.03
"""Largest p of the sign test of contradicted against supported labels; what the videos look like must agree."""

SHARED_ERRORS = 0.2
"""Above this correlation of detectors inside a label, their agreement is not a second opinion."""


def label_errors(examined: Examination) -> Finding | None:
    """One finding with all evidence. Equal content with two labels confirms alone; scores confirm only where they agree."""
    footage, labels = examined.footage, examined.labels
    evidence: list[Evidence] = []
    remedies: list[str] = []
    verdict: Verdict = "suspected"
    two = footage.repeats.two_labels
    if two:
        statement = (
            f"{len(two)} set(s) of videos with equal content have both labels, for instance {' = '.join(two[0][:3])}"
        )
        evidence.append(Evidence.fact(statement, "videos: sha256, label", len(two), footage.videos))
        remedies.append(f"find out which label is right: {statement}")
        verdict = "confirmed"
    if labels is not None:
        _by_source(labels, evidence, remedies)
        _spread(labels, evidence, remedies)
    by_scores = contradicted(labels)
    turned = [_turned(turned, evidence, remedies) for turned in examined.turned]
    if by_scores == "confirmed" or any(turned):
        verdict = "confirmed"
    if not evidence:
        return None
    if by_scores == "confirmed":
        remedies.append("overconfidence is not judged until the labels are settled, because wrong labels look the same")
    return CAUSE.finding("footage", verdict, evidence, "; ".join(remedies), exact=bool(two))


def _turned(turned: TurnedSet, evidence: list[Evidence], remedies: list[str]) -> bool:
    """A set in which detectors score real above fake, and elsewhere fake above real; sure where two of them show it."""
    where = f"{turned.column.replace('dataset', 'data set')} {turned.name}"
    who = f"{len(turned.by)} of {turned.of_detectors} detectors score real above fake"
    statement = f"in {where} ({turned.real} real, {turned.fake} fake) {who}, and fake above real elsewhere"
    evidence.append(Evidence.fact(statement, MOST_EVIDENCE_TABLES, len(turned.by), turned.real + turned.fake))
    for name, shown in turned.by.items():
        evidence.append(Evidence.of(f"AUC of {name} inside {where}", shown.inside))
        evidence.append(Evidence.of(f"AUC of {name} elsewhere", shown.elsewhere))
        evidence.append(Evidence.of(f"AUC of {name} over all videos, with the labels of {where} turned", shown.turned))
    sure = turned.opinions > 1
    doubt = (
        ""
        if sure
        else "; scores of a single detector cannot distinguish turned labels from real and fake swapped in its training on such "
        "videos: look at ten of them, or score them with a second detector"
    )
    remedies.append(f"turn the labels of {where} (look at some of its videos first): {who} there{doubt}")
    return sure


def contradicted(labels: LabelExamination | None) -> Verdict | None:
    """How surely scores show that labels are wrong; ``None`` where they do not.

    A detector that is right where the label is wrong looks overconfident.
    """
    if labels is None:
        return None
    evidence: list[Evidence] = []
    sure = [_by_source(labels, evidence, []), _spread(labels, evidence, [])]
    return None if not evidence else "confirmed" if any(sure) else "suspected"


def _by_source(labels: LabelExamination, evidence: list[Evidence], remedies: list[str]) -> bool:
    """Sources whose scores are nearer to the other label; sure where two detectors or more show it, each alone."""
    for source in labels.sources:
        held = f"{source.real} real, {source.fake} fake"
        which = f"{len(source.by)} of {len(labels.detectors)} detectors show it alone"
        statement = (
            f"the scores of source {source.source} ({held}) are nearer to those of the other label than to those of their own "
            f"(0: typical of their own label, 1: typical of the other; {which}); mean position"
        )
        evidence.append(Evidence.of(statement, source.position))
        remedies.append(
            f"look at some videos of source {source.source}: its labels may be swapped, or all detectors may be wrong on this "
            "source; scores alone cannot distinguish the two"
        )
    return any(len(source.by) > 1 for source in labels.sources)


def _spread(labels: LabelExamination, evidence: list[Evidence], remedies: list[str]) -> bool:
    """More labels are contradicted than supported as strongly, and the contradicted videos look like the other label."""
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
        f"{who} the labels of {towards} videos and support{'s' if alone else ''} those of {away} as strongly (sign test over "
        f"groups p = {labels.p_value:.2g}; chance alone reaches a share of {labels.floor:.3f}); estimated share of wrong labels"
    )
    evidence.append(Evidence.of(statement, share, f"{MOST_EVIDENCE_TABLES}: {', '.join(labels.detectors)}"))
    text = "mean position of the contradicted videos (0: typical of their own label, 1: typical of the other)"
    evidence.append(Evidence.of(text, labels.place))
    listed = ", ".join(suspect.video for suspect in labels.suspects[:3])
    remedy = f"check the labels of the {len(labels.suspects)} listed suspects, the most likely first: {listed}"
    if labels.concentrated is not None:
        name, hits, total = labels.concentrated
        remedy += (
            f"; {hits} of {total} contradicted videos are of {name}: there the detectors may be wrong, not the labels"
        )
    if alone:
        remedy += (
            "; one detector alone cannot distinguish wrong labels from its own confident errors: score the videos with a "
            "second one"
        )
    alike = labels.shared is not None and labels.shared > SHARED_ERRORS
    if alike:
        remedy += (
            f"; the detectors make similar errors (correlation {labels.shared:.2f}): score the videos with a different "
            "detector"
        )
    remedies.append(remedy)
    sure = share.above(OF_SMALLEST * WRONG_LABELS)
    return sure and other and not alone and not alike and labels.concentrated is None


CAUSE = Cause(
    code="data.label_errors",
    kind="root",
    severity="moderate",
    meaning="some labels are wrong",
    needs=("videos", "scores"),
    topic="specific_needs",
    done="the listed suspects are settled, and scores contradict no more labels than they support as strongly",
    look_alikes=(
        LookAlike("scores.inverted", "scores of a second detector on the same videos, or a look at ten of them"),
    ),
    of_footage=label_errors,
)
