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


def diagnose_data(footage: FootageExamination, verify: str) -> list[Finding]:
    """Everything that the footage tells without any detector."""
    return [
        *diagnose_confounds(footage, verify),
        *diagnose_leakage(footage, verify),
        *_unreadable(footage, verify),
        *diagnose_missing(footage.unreadable, 1, verify),
        *_duplicates(footage, verify),
        *_imbalance(footage, verify),
        *_too_small(footage, verify),
    ]


def _unreadable(footage: FootageExamination, verify: str) -> list[Finding]:
    failed = footage.failed_real + footage.failed_fake
    if not failed:
        return []
    reasons = "; ".join(f"{reason} ({count})" for reason, count in footage.reasons[:3])
    by_label = f"{footage.failed_real} real, {footage.failed_fake} fake"
    statement = f"{failed} of {footage.videos} videos could not be read ({by_label}): {reasons}"
    return [
        finding(
            "data.unreadable",
            FOOTAGE,
            "confirmed",
            [Evidence(statement=statement, value=failed, n=footage.videos, source="videos")],
            remedy=f"replace or remove them; the videos table lists each with its reason: {reasons}",
            verify=verify,
            exact=True,
        )
    ]


def _duplicates(footage: FootageExamination, verify: str) -> list[Finding]:
    """Equal content and repeated rows are facts; equal base names are only a trap, where they stand for both labels."""
    repeats = footage.repeats
    evidence: list[Evidence] = []
    remedies: list[str] = []
    if repeats.equal_content:
        extra = sum(len(names) - 1 for names in repeats.equal_content)
        first = " = ".join(repeats.equal_content[0][:3])
        statement = f"{extra} videos repeat the content of another (equal SHA-256), for instance {first}"
        evidence.append(Evidence(statement=statement, value=extra, n=footage.videos, source="videos: sha256"))
        remedies.append(f"keep one of each: {statement}")
    if repeats.score_rows:
        statement = f"{repeats.score_rows} rows of scores repeat detector, video and unit of another"
        evidence.append(Evidence(statement=statement, value=repeats.score_rows, source="scores: keys"))
        remedies.append(f"remove the repetitions, which weigh twice in a mean: {statement}")
    exact = bool(evidence)
    if repeats.base_names_of_two_labels:
        first = ", ".join(repeats.name_examples[:3])
        statement = (
            f"{repeats.base_names} base names belong to more than one video, {repeats.base_names_of_two_labels} of them "
            f"to a real and a fake one, for instance {first}"
        )
        evidence.append(
            Evidence(statement=statement, value=repeats.base_names_of_two_labels, n=footage.videos, source="videos")
        )
        remedies.append(
            "join tables by path, never by base name: a score that is joined by name is a mean over both labels"
        )
    if not evidence:
        return []
    return [
        finding(
            "data.duplicates",
            FOOTAGE,
            "confirmed" if exact else "suspected",
            evidence,
            remedy="; ".join(remedies),
            verify=verify,
            exact=exact,
        )
    ]


def _imbalance(footage: FootageExamination, verify: str) -> list[Finding]:
    total = footage.real + footage.fake
    smaller = min(footage.real, footage.fake)
    if not total or smaller / total >= IMBALANCE:
        return []
    statement = f"{footage.real} real and {footage.fake} fake videos could be read"
    lacking = "real" if footage.real < footage.fake else "fake"
    return [
        finding(
            "data.imbalance",
            FOOTAGE,
            "confirmed",
            [Evidence(statement=statement, value=smaller / total, n=total, source="videos")],
            remedy=f"add about {abs(footage.real - footage.fake)} {lacking} videos, or weight the classes: {statement}",
            verify=verify,
            exact=True,
        )
    ]


def _too_small(footage: FootageExamination, verify: str) -> list[Finding]:
    needed = videos_needed(WANTED_HALF_WIDTH).per_class
    have = footage.groups or (footage.real, footage.fake)
    if min(have) >= needed:
        return []
    unit = "videos" if footage.groups is None else "groups"
    statement = (
        f"{have[0]} real and {have[1]} fake independent {unit}; "
        f"an AUC known to ±{WANTED_HALF_WIDTH} takes about {needed} per class"
    )
    return [
        finding(
            "data.too_small",
            FOOTAGE,
            "confirmed",
            [Evidence(statement=statement, value=min(have), n=footage.real + footage.fake, source="videos")],
            remedy=f"add about {max(0, needed - have[0])} real and {max(0, needed - have[1])} fake independent {unit}",
            verify=verify,
            exact=True,
        )
    ]
