"""Causes that lie in the footage, and those of them that are counted: what is unreadable, there twice, or too little."""

from __future__ import annotations

from touchstone.conclusions.examination import WANTED_HALF_WIDTH, FootageExamination
from touchstone.conclusions.metrics import videos_needed

from .build import finding
from .codes import IMBALANCE
from .confounds import diagnose_confounds
from .finding import Evidence, Finding
from .leakage import diagnose_leakage
from .missing import diagnose_missing

FOOTAGE = "footage"


def diagnose_data(footage: FootageExamination) -> list[Finding | None]:
    """Everything that the footage tells without any detector; ``None`` for what is not found."""
    return [
        diagnose_confounds(footage),
        diagnose_leakage(footage),
        _unreadable(footage),
        diagnose_missing(footage.unreadable, 1),
        _duplicates(footage),
        _imbalance(footage),
        _too_small(footage),
    ]


def _unreadable(footage: FootageExamination) -> Finding | None:
    failed = footage.failed_real + footage.failed_fake
    if not failed:
        return None
    reasons = "; ".join(f"{reason} ({count})" for reason, count in footage.reasons[:3])
    by_label = f"{footage.failed_real} real, {footage.failed_fake} fake"
    statement = f"{failed} of {footage.videos} videos could not be read ({by_label}): {reasons}"
    return finding(
        "data.unreadable",
        FOOTAGE,
        "confirmed",
        [Evidence.fact(statement, "videos", failed, footage.videos)],
        f"replace or remove them; the videos table lists each with its reason: {reasons}",
        exact=True,
    )


def _duplicates(footage: FootageExamination) -> Finding | None:
    """Equal content and repeated rows are facts; equal base names are only a trap, where they stand for both labels."""
    repeats = footage.repeats
    evidence: list[Evidence] = []
    remedies: list[str] = []
    if repeats.equal_content:
        extra = sum(len(names) - 1 for names in repeats.equal_content)
        first = " = ".join(repeats.equal_content[0][:3])
        statement = f"{extra} videos repeat the content of another (equal SHA-256), for instance {first}"
        evidence.append(Evidence.fact(statement, "videos: sha256", extra, footage.videos))
        remedies.append(f"keep one of each: {statement}")
    if repeats.score_rows:
        statement = f"{repeats.score_rows} rows of scores repeat detector, video and unit of another"
        evidence.append(Evidence.fact(statement, "scores: keys", repeats.score_rows))
        remedies.append(f"remove the repetitions, which weigh twice in a mean: {statement}")
    exact = bool(evidence)
    if repeats.base_names_of_two_labels:
        first = ", ".join(repeats.name_examples[:3])
        statement = (
            f"{repeats.base_names} base names belong to more than one video, {repeats.base_names_of_two_labels} of them "
            f"to a real and a fake one, for instance {first}"
        )
        evidence.append(Evidence.fact(statement, "videos", repeats.base_names_of_two_labels, footage.videos))
        remedies.append(
            "join tables by path, never by base name: a score that is joined by name is a mean over both labels"
        )
    if not evidence:
        return None
    return finding(
        "data.duplicates", FOOTAGE, "confirmed" if exact else "suspected", evidence, "; ".join(remedies), exact=exact
    )


def _imbalance(footage: FootageExamination) -> Finding | None:
    total = footage.real + footage.fake
    smaller = min(footage.real, footage.fake)
    if not total or smaller / total >= IMBALANCE:
        return None
    statement = f"{footage.real} real and {footage.fake} fake videos could be read"
    lacking = "real" if footage.real < footage.fake else "fake"
    return finding(
        "data.imbalance",
        FOOTAGE,
        "confirmed",
        [Evidence.fact(statement, "videos", smaller / total, total)],
        f"add about {abs(footage.real - footage.fake)} {lacking} videos, or weight the classes: {statement}",
        exact=True,
    )


def _too_small(footage: FootageExamination) -> Finding | None:
    needed = videos_needed(WANTED_HALF_WIDTH).per_class
    have = footage.groups or (footage.real, footage.fake)
    if min(have) >= needed:
        return None
    unit = "videos" if footage.groups is None else "groups"
    statement = (
        f"{have[0]} real and {have[1]} fake independent {unit}; "
        f"an AUC known to ±{WANTED_HALF_WIDTH} takes about {needed} per class"
    )
    return finding(
        "data.too_small",
        FOOTAGE,
        "confirmed",
        [Evidence.fact(statement, "videos", min(have), footage.real + footage.fake)],
        f"add about {max(0, needed - have[0])} real and {max(0, needed - have[1])} fake independent {unit}",
        exact=True,
    )
