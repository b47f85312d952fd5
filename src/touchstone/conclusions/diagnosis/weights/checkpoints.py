"""Causes that a checkpoint reveals without footage: what it lacks, what is damaged in it, what never learned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from touchstone.conclusions.examination import Assessment, DetectorExamination
from touchstone.vocabulary.domains import DOMAINS

from ..build import finding
from ..finding import Evidence, Finding
from .damage import diagnose_damage
from .dead import dead, diagnose_dead
from .fresh import diagnose_fresh


def diagnose_weights(detector: DetectorExamination, tensors: pl.DataFrame, verify: str) -> list[Finding]:
    """Why it was not loaded; tensors that no training leaves behind; parts that never learned, or never can.

    Args:
        detector: its examination.
        tensors: its rows of the ``tensors`` table.
        verify: command that checks.
    """
    unreachable = dead(tensors)
    return [
        *_not_loaded(detector, verify),
        *diagnose_damage(detector.name, tensors, unreachable, verify),
        *diagnose_fresh(detector.name, tensors, unreachable, verify),
        *diagnose_dead(detector.name, tensors, unreachable, verify),
    ]


def diagnose_checkpoints(tables: Mapping[str, pl.DataFrame], command: str) -> tuple[Finding, ...]:
    """All findings that need only the ``detectors`` and ``tensors`` tables, the gravest first.

    Args:
        tables: those two tables.
        command: the command that makes them.
    """
    findings: list[Finding] = []
    for row in tables["detectors"].iter_rows(named=True):
        failed = row["status"] != "ok"
        word = Assessment(
            word="not loaded" if failed else "not scored", statement=str(row["reason"]) if failed else "no footage"
        )
        seen = DetectorExamination(
            name=str(row["detector"]),
            row=row,
            domain=DOMAINS.get(str(row["domain"])),
            assessment=word,
            rows=tables["tensors"].clear(),
        )
        tensors = tables["tensors"].filter(pl.col("detector") == seen.name)
        findings += (replace(f, explains=()) for f in diagnose_weights(seen, tensors, command))
    verdicts = {"confirmed": 0, "suspected": 1, "cannot_tell": 2}
    kinds = {"root": 0, "symptom": 1, "info": 2}
    grave = {"critical": 0, "moderate": 1, "minor": 2}
    return tuple(
        sorted(findings, key=lambda f: (kinds[f.kind], verdicts[f.verdict], grave[f.severity], f.subject, f.code))
    )


def _not_loaded(detector: DetectorExamination, verify: str) -> list[Finding]:
    if detector.assessment.word != "not loaded":
        return []
    row = detector.row
    missing, unexpected = _names(row["missing_keys"]), _names(row["unexpected_keys"])
    evidence = [Evidence(statement=str(row["reason"]), source="detectors", n=len(missing) + len(unexpected) or None)]
    domain = detector.domain.key if detector.domain else None
    if row["kind"] == "reference":
        domain = f"reference:{domain}"
    if not missing and not unexpected:
        code, remedy = "weights.unreadable", f"write the file again: {row['reason']}"
    elif row["layout"] is not None and str(row["layout"]).removesuffix("_legacy") == domain:
        code = "weights.partial_load"
        remedy = (
            f"export all tensors of {row['layout']}: {len(missing)} missing, {len(unexpected)} that it does not have"
        )
    else:
        code = "weights.wrong_architecture"
        fits = f"it fits {row['layout']} best" if row["layout"] is not None else "it fits no known layout"
        remedy = f"give the file that belongs to {detector.name}, or name its layout: {fits}"
    # Nobody said which network the file is for: the nearest known one is a guess.
    said = row["kind"] != "checkpoint" or code == "weights.unreadable"
    verdict = "confirmed" if said else "suspected"
    return [finding(code, detector.name, verdict, evidence, remedy=remedy, verify=verify, exact=said)]


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
