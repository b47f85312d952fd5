"""Wrong labels: labels that contradict equal content, the scores of a whole source, or agreeing detectors."""

from __future__ import annotations

from dataclasses import replace

from touchstone.conclusions.examination import Examination, LabelExamination, TurnedSet
from touchstone.conclusions.metrics import CLEARLY, Recalibration

from ...cause import OF_SMALLEST, Cause, LookAlike
from ...finding import MOST_EVIDENCE_TABLES, Alternative, Evidence, Finding, Verdict
from ..scores.threshold_shift import STRAIGHT

WRONG_LABELS = 0.02
"""Least estimated share of wrong labels that counts; a smaller share gives a list to check, not a finding."""

LIKE_THE_OTHER = 0.5
"""Contradicted videos look like the other label where the whole interval of their mean position is above this."""

AGREED = 0.03
"""Largest p of the sign test of contradicted against supported labels; what the videos look like must agree."""

SHARED_ERRORS = 0.2
"""Above this correlation of detectors inside a label, their agreement is not a second opinion."""

LIKE_ONE = 0.5
"""Above this correlation they are asked as if they were one."""

NO_NEED = 0.1
"""p of the likelihood ratio above which no wrong labels are needed."""

LEAST_FITTED, MOST_FITTED = 0.015, 0.30
"""Shares of wrong labels that log-odds can show: a smaller one is not worth a look, a larger one is another fault."""

_MISSED = Alternative(code="training.weak_slice", separated_by="a look at ten of the suspects, or the method of each fake")


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
    turned = [_turned(turned, evidence, remedies) for turned in examined.turned]
    missed = None
    if labels is not None:
        _by_source(labels, evidence, remedies)
    if labels is not None and not turned:  # these estimate the share of errors at random, not of whole sets
        before = len(evidence)
        _spread(labels, evidence, remedies)
        _fitted(labels, evidence, remedies)
        missed = _missed_kind(labels) if len(evidence) > before else None
    if not turned and by_slopes(examined):
        _slopes(examined, evidence, remedies)
    by_scores = contradicted(examined)
    if by_scores == "confirmed" or any(turned):
        verdict = "confirmed"
    if not evidence:
        return None
    if by_scores == "confirmed":
        remedies.append("overconfidence is not judged until the labels are settled, because wrong labels look the same")
    if missed is not None:
        remedies.append(missed)
    finding = CAUSE.finding("footage", verdict, evidence, "; ".join(remedies), exact=bool(two))
    return finding if missed is None else replace(finding, alternatives=(*finding.alternatives, _MISSED))


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


def contradicted(examined: Examination) -> Verdict | None:
    """How surely scores show that labels are wrong; ``None`` where they do not.

    A detector that is right where the label is wrong looks overconfident.
    """
    labels = examined.labels
    evidence: list[Evidence] = []
    sure: list[bool] = []
    if labels is not None:
        sure = [_by_source(labels, evidence, []), _spread(labels, evidence, [])]
    if any(sure):
        return "confirmed"
    return "suspected" if evidence or fits_wrong_labels(labels) or by_slopes(examined) else None


def labels_right(labels: LabelExamination | None) -> bool:
    """Whether the log-odds of several detectors together need no wrong labels, so that none can bend the slope of one of them."""
    fitted = None if labels is None else labels.fitted
    return labels is not None and fitted is not None and not _one_opinion(labels) and fitted.p_value > NO_NEED


def _by_source(labels: LabelExamination, evidence: list[Evidence], remedies: list[str]) -> bool:
    """Sources whose scores are nearer to the other label; sure where two detectors or more show it under both labels, each
    alone: a source of one label may be of a kind that all detectors miss.
    """
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
    return any(len(source.by) > 1 and source.real and source.fake for source in labels.sources)


def _spread(labels: LabelExamination, evidence: list[Evidence], remedies: list[str]) -> bool:
    """More labels are contradicted than supported as strongly, and the contradicted videos look like the other label."""
    share = labels.wrong_share
    if (
        share.value is None
        or share.value < max(WRONG_LABELS, labels.floor)
        or labels.p_value > AGREED
        or not share.above(0)
        or labels_right(labels)
        or _of_a_method(labels)
    ):
        return False
    alone = _one_opinion(labels)
    other = labels.place.above(LIKE_THE_OTHER)
    if alone and not (other and labels.p_value <= CLEARLY / 10 and share.above(2 * WRONG_LABELS)):
        return False
    towards, away = sum(labels.towards), sum(labels.away)
    single = len(labels.detectors) == 1
    who = f"{labels.detectors[0]} contradicts" if single else f"{len(labels.detectors)} detectors together contradict"
    statement = (
        f"{who} the labels of {towards} videos and support{'s' if single else ''} those of {away} as strongly (sign test over "
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
    if single:
        remedy += (
            "; one detector alone cannot distinguish wrong labels from its own confident errors: score the videos with a "
            "second one"
        )
    alike = not single and labels.shared is not None and labels.shared > SHARED_ERRORS
    if alike:
        remedy += (
            f"; the detectors make similar errors (correlation {labels.shared:.2f}): score the videos with a different "
            "detector"
        )
    remedies.append(remedy)
    sure = share.above(OF_SMALLEST * WRONG_LABELS) and _of_both_labels(labels)
    return sure and other and not alone and not alike and labels.concentrated is None


def _of_a_method(labels: LabelExamination) -> bool:
    """Whether most contradicted fakes are of one method: the detectors miss it, which is said as a weak part."""
    return labels.concentrated is not None and labels.concentrated[0].startswith("method ")


def _of_both_labels(labels: LabelExamination) -> bool:
    """Whether more labels of each kind are contradicted than supported as strongly, clearly beyond chance."""
    return max(labels.p_by_label) <= CLEARLY


def _missed_kind(labels: LabelExamination) -> str | None:
    """Words for what looks the same where labels of one kind are contradicted and those of the other are not; else ``None``."""
    if labels.concentrated is not None or _one_opinion(labels):
        return None
    real, fake = labels.p_by_label
    if min(real, fake) > CLEARLY or max(real, fake) <= NO_NEED:
        return None
    here, there = ("real videos", "fakes") if real < fake else ("fakes", "real videos")
    return (
        f"only {here} are contradicted beyond chance: scores cannot distinguish wrong labels from {here} of a kind that all "
        f"detectors take for {there}; if the labels of the suspects are right, add videos of this kind to the training set"
    )


def _one_opinion(labels: LabelExamination) -> bool:
    """Whether a single detector is asked, or several that make nearly the same errors."""
    return len(labels.detectors) == 1 or (labels.shared is not None and labels.shared > LIKE_ONE)


def fits_wrong_labels(labels: LabelExamination | None) -> bool:
    """Whether log-odds of several detectors fit these labels clearly better if some of them are wrong."""
    fitted = None if labels is None else labels.fitted
    if labels is None or fitted is None or _one_opinion(labels) or fitted.p_value > CLEARLY:
        return False
    share = fitted.share
    return share.value is not None and LEAST_FITTED <= share.value <= MOST_FITTED and share.above(0)


def _fitted(labels: LabelExamination, evidence: list[Evidence], remedies: list[str]) -> None:
    """Wrong labels by the log-odds of several detectors together; never sure, as shared confident errors look the same."""
    fitted = labels.fitted
    if fitted is None or not fits_wrong_labels(labels):
        return
    statement = (
        f"however sure {len(labels.detectors)} detectors are together, the labels of a share of the videos say otherwise: with "
        f"wrong labels their log-odds fit better by {fitted.gain:.1f} nats (p = {fitted.p_value:.2g}); share of wrong labels "
        "that fits"
    )
    evidence.append(Evidence.of(statement, fitted.share, f"{MOST_EVIDENCE_TABLES}: {', '.join(labels.detectors)}"))
    remedies.append(
        f"check labels that the detectors contradict together, the most likely first: {', '.join(labels.likeliest)}; if these "
        "are right, the detectors make the same errors where they are surest"
    )


def by_slopes(examined: Examination) -> bool:
    """Whether two detectors or more look overconfident, and wrong labels fit their scores better than overconfidence does.

    Not where their log-odds together leave no room for as many wrong labels: then each makes confident errors of its own.
    """
    bent = _bent(examined)
    better = len(bent) > 1 and sum(fixed.flipped_better for _, fixed in bent) > 0
    copies = examined.labels is not None and _one_opinion(examined.labels)
    return better and not copies and not _no_room(examined.labels, min(fixed.flipped for _, fixed in bent))


def _no_room(labels: LabelExamination | None, share: float) -> bool:
    """Whether the log-odds of several detectors together need no wrong labels, and exclude as large a share of them."""
    most = None if labels is None or labels.fitted is None else labels.fitted.share.high
    return labels_right(labels) and most is not None and most < share


def _bent(examined: Examination) -> list[tuple[str, Recalibration]]:
    """The detectors that separate fake from real and whose slope is that of overconfidence, with their fits."""
    ranking = [d for d in examined.scored if d.assessment.word == "ranks"]
    fits = [(d.name, d.facts.recalibration) for d in ranking if d.facts is not None]
    return [
        (name, fixed)
        for name, fixed in fits
        if fixed is not None
        and fixed.slope.value is not None
        and fixed.slope.value <= STRAIGHT[0]
        and fixed.slope.at_once(len(examined.detectors)).below(1)
        and LEAST_FITTED <= fixed.flipped <= MOST_FITTED
    ]


def _slopes(examined: Examination, evidence: list[Evidence], remedies: list[str]) -> None:
    bent = _bent(examined)
    shares = ", ".join(f"{fixed.flipped:.1%} by {name}" for name, fixed in bent)
    statement = (
        f"{len(bent)} of {len(examined.scored)} detectors look overconfident, and wrong labels fit their scores better than "
        f"that by {sum(fixed.flipped_better for _, fixed in bent):.1f} nats in all; share of wrong labels: {shares}"
    )
    fewest = min(fixed.slope.n for _, fixed in bent)
    evidence.append(Evidence.fact(statement, MOST_EVIDENCE_TABLES, max(fixed.flipped for _, fixed in bent), fewest))
    if not remedies:
        remedies.append(
            "check the labels of videos that the detectors contradict where they are sure; if these labels are right, the "
            "detectors are overconfident"
        )


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
