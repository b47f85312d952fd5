"""Causes that lie in the footage: what gives the label away, what is missing, what is there twice."""

from __future__ import annotations

import numpy as np
from scipy.stats import fisher_exact

from touchstone.examination import WANTED_HALF_WIDTH, Association, FootageExamination
from touchstone.metrics import videos_needed

from ._build import finding
from ._codes import IMBALANCE, SIGNIFICANT
from ._finding import Evidence, Finding

FOOTAGE = "footage"


def diagnose_data(footage: FootageExamination, verify: str) -> list[Finding]:
    """Everything that the ``videos`` table tells."""
    return [
        *_shortcut(footage, verify),
        *_unreadable(footage, verify),
        *_duplicates(footage, verify),
        *_imbalance(footage, verify),
        *_too_small(footage, verify),
    ]


def _shortcut(footage: FootageExamination, verify: str) -> list[Finding]:
    if not footage.confounded and footage.shortcut is None:
        return []
    evidence: list[Evidence] = []
    remedies: list[str] = []
    if footage.confounded:
        total = footage.real + footage.fake
        mixed = ", ".join(f"{o.name} ({o.real} real, {o.fake} fake)" for o in footage.mixed) or "none"
        statement = (
            f"{footage.one_sided} of {total} videos come from sources that hold one label; of {len(footage.origins)} sources "
            f"{len(footage.mixed)} hold both: {mixed}"
        )
        evidence.append(Evidence(statement=statement, value=footage.one_sided, n=total, source="videos"))
        lacking_fakes = ", ".join(o.name for o in footage.origins if not o.fake)
        lacking_reals = ", ".join(o.name for o in footage.origins if not o.real)
        if lacking_fakes:
            remedies.append(f"fakes made from the footage of {lacking_fakes}")
        if lacking_reals:
            remedies.append(f"the real footage behind {lacking_reals}")
    told = footage.shortcut
    if told is not None:
        evidence.append(_told(told))
        evidence += [_told(a) for a in footage.associations if a.name == told.name and a.level == "source"]
        remedies.append(f"real and fake videos of equal {told.name}")
    return [
        finding(
            "data.shortcut",
            FOOTAGE,
            "confirmed" if footage.confounded else "suspected",
            evidence,
            remedy="collect " + "; ".join(remedies),
            verify=verify,
            exact=footage.confounded,
        )
    ]


def _told(a: Association) -> Evidence:
    return Evidence(
        statement=(
            f"{a.name} alone tells the label with AUC {a.auc:.3f}, {a.chance:.3f} by chance, over {a.units} {a.level}s "
            f"(permutation p = {a.p:.3f}, n = {a.n})"
        ),
        value=a.auc,
        n=a.n,
        source=f"videos; labels permuted over {a.level}s",
    )


def _unreadable(footage: FootageExamination, verify: str) -> list[Finding]:
    failed = footage.failed_real + footage.failed_fake
    if not failed:
        return []
    reasons = "; ".join(f"{reason} ({count})" for reason, count in footage.reasons[:3])
    by_label = f"{footage.failed_real} real, {footage.failed_fake} fake"
    statement = f"{failed} of {footage.videos} videos could not be read ({by_label}): {reasons}"
    found = [
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
    test = fisher_exact(np.array([[footage.failed_real, footage.real], [footage.failed_fake, footage.fake]]))
    p = float(test.pvalue)
    if p <= SIGNIFICANT:
        statement = (
            f"{footage.failed_real} of {footage.failed_real + footage.real} real and {footage.failed_fake} of "
            f"{footage.failed_fake + footage.fake} fake videos failed (Fisher's exact p = {p:.3g})"
        )
        found.append(
            finding(
                "data.missing_not_at_random",
                FOOTAGE,
                "suspected",
                [Evidence(statement=statement, value=p, n=footage.videos, source="videos (Fisher's exact test)")],
                remedy=f"find out why one class fails more often before trusting any rate: {statement}",
                verify=verify,
            )
        )
    return found


def _duplicates(footage: FootageExamination, verify: str) -> list[Finding]:
    if not footage.duplicates:
        return []
    extra = sum(len(names) - 1 for names in footage.duplicates)
    first = " = ".join(footage.duplicates[0][:3])
    statement = f"{extra} videos repeat the content of another (equal SHA-256), for instance {first}"
    return [
        finding(
            "data.duplicates",
            FOOTAGE,
            "confirmed",
            [Evidence(statement=statement, value=extra, n=footage.videos, source="videos: sha256")],
            remedy=f"keep one of each: {statement}",
            verify=verify,
            exact=True,
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
