"""From the examination to findings: every rule asked, symptoms put under the roots that explain them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from touchstone.conclusions.examination import Examination

from .build import checked_by
from .counts import diagnose_counts
from .data import diagnose_data
from .ensemble import diagnose_ensemble
from .finding import Finding, gravest_first
from .labels import contradicted, diagnose_labels
from .missing import diagnose_missing
from .rejected import diagnose_rejected
from .scores import diagnose_scores
from .shortcut import diagnose_shortcut
from .slices import diagnose_slices
from .structure import diagnose_structure
from .weights.checkpoints import diagnose_weights


def diagnose(examined: Examination, tables: Mapping[str, pl.DataFrame], command: str) -> tuple[Finding, ...]:
    """All findings of a run, the gravest first.

    Args:
        examined: its examination.
        tables: its tables.
        command: the command that makes such a run, for checking whether a finding is gone.
    """
    footage = examined.footage
    of_all: list[Finding | None] = [
        *(diagnose_data(footage) if tables["videos"].height else ()),
        diagnose_labels(footage, examined.labels),
        *diagnose_counts(examined.counted),
        diagnose_rejected(examined.rejected) if examined.rejected is not None else None,
        *diagnose_ensemble(examined),
    ]
    findings = checked_by(command, of_all)
    labels = contradicted(examined.labels)
    ranking = {d.name for d in examined.detectors if d.assessment.word == "ranks"}
    for detector in examined.detectors:
        # Score files know no --only.
        domain = detector.domain if detector.row["kind"] in ("specialist", "reference") else None
        only = f" --only {domain.key}" if domain is not None else ""
        tensors = tables["tensors"].filter(pl.col("detector") == detector.name)
        others_rank = bool(ranking - {detector.name})
        of_detector = [
            *diagnose_weights(detector, tensors),
            *diagnose_structure(detector),
            *diagnose_scores(detector, footage, others_rank=others_rank, labels=labels),
            *diagnose_slices(detector),
            diagnose_shortcut(detector, footage),
            diagnose_missing(detector.missing, len(examined.detectors)),
        ]
        findings += checked_by(command + only, of_detector)
    return gravest_first(_under_roots(findings))


def _under_roots(findings: list[Finding]) -> list[Finding]:
    """A root explains only symptoms of its subject that are there."""
    present = {(f.subject, f.code) for f in findings if f.kind == "symptom" and f.verdict != "cannot_tell"}
    return [replace(f, explains=tuple(code for code in f.explains if (f.subject, code) in present)) for f in findings]


def headlines(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without the symptoms that a root of the same subject explains; the order is kept.

    Only a root that is told of explains: what cannot be told takes no symptom away.
    """
    explained = {
        (f.subject, code) for f in findings if f.kind == "root" and f.verdict != "cannot_tell" for code in f.explains
    }
    return tuple(f for f in findings if f.kind != "symptom" or (f.subject, f.code) not in explained)
