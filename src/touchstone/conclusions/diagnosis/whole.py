"""From the examination to findings: every rule asked, symptoms put under the roots that explain them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from touchstone.conclusions.examination import Examination, only_probabilities

from .counts import diagnose_counts
from .data import diagnose_data
from .ensemble import diagnose_ensemble
from .finding import Finding
from .labels import contradicted, diagnose_labels
from .missing import diagnose_missing
from .rejected import diagnose_rejected
from .scores import diagnose_scores
from .shortcut import diagnose_shortcut
from .slices import diagnose_slices
from .structure import diagnose_structure
from .weights.checkpoints import diagnose_weights

_ORDER = {"critical": 0, "moderate": 1, "minor": 2}
_VERDICTS = {"confirmed": 0, "suspected": 1, "cannot_tell": 2}


def diagnose(examined: Examination, tables: Mapping[str, pl.DataFrame], command: str) -> tuple[Finding, ...]:
    """All findings of a run, the gravest first.

    Args:
        examined: its examination.
        tables: its tables.
        command: the command that makes such a run, for checking whether a finding is gone.
    """
    findings = diagnose_data(examined.footage, command) if tables["videos"].height else []
    findings += diagnose_labels(examined.footage, examined.labels, command)
    findings += diagnose_counts(examined.counted, command)
    if "rejected" in tables:
        findings += diagnose_rejected(tables["rejected"], command)
    units = only_probabilities(tables["scores"])
    labels = contradicted(examined.labels)
    ranking = {d.name for d in examined.detectors if d.assessment.word == "ranks"}
    for detector in examined.detectors:
        verify = command
        if detector.domain is not None and detector.row["kind"] in (
            "specialist",
            "reference",
        ):  # score files know no --only
            verify += f" --only {detector.domain.key}"
        scores = units.filter(pl.col("detector") == detector.name)
        tensors = tables["tensors"].filter(pl.col("detector") == detector.name)
        findings += [
            *diagnose_weights(detector, tensors, verify),
            *diagnose_structure(detector, verify),
            *diagnose_scores(
                detector,
                examined.footage,
                scores,
                verify,
                others_rank=bool(ranking - {detector.name}),
                labels=labels,
            ),
            *diagnose_slices(detector, verify),
            *diagnose_shortcut(detector, examined.footage, verify),
            *diagnose_missing(detector.missing, len(examined.detectors), verify),
        ]
    findings = _under_roots([*findings, *diagnose_ensemble(examined, command)])
    return tuple(
        sorted(findings, key=lambda f: (_VERDICTS[f.verdict], _ORDER[f.severity], -f.confidence, f.subject, f.code))
    )


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
