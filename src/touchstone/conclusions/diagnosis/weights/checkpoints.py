"""Causes that a checkpoint reveals without footage: what it lacks, what is damaged in it, what never learned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from touchstone.conclusions.examination import Assessment, DetectorExamination
from touchstone.vocabulary.domains import DOMAINS

from ..build import checked_by, finding
from ..finding import Evidence, Finding, gravest_first
from .damage import diagnose_damage
from .dead import dead, diagnose_dead
from .fresh import diagnose_fresh


def diagnose_weights(detector: DetectorExamination, tensors: pl.DataFrame) -> list[Finding | None]:
    """Why it was not loaded; tensors that no training leaves behind; parts that never learned, or never can."""
    unreachable = dead(tensors)
    return [
        _not_loaded(detector),
        *diagnose_damage(detector.name, tensors, unreachable),
        *diagnose_fresh(detector.name, tensors, unreachable),
        diagnose_dead(detector.name, tensors, unreachable),
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
        findings += (replace(f, explains=()) for f in checked_by(command, diagnose_weights(seen, tensors)))
    return gravest_first(findings, roots_first=True)


def _not_loaded(detector: DetectorExamination) -> Finding | None:
    if detector.assessment.word != "not loaded":
        return None
    row = detector.row
    missing, unexpected = _names(row["missing_keys"]), _names(row["unexpected_keys"])
    evidence = [Evidence.fact(str(row["reason"]), "detectors", n=len(missing) + len(unexpected) or None)]
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
    return finding(code, detector.name, verdict, evidence, remedy, exact=said)


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
