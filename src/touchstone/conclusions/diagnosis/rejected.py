"""Rows of score files that were not taken: repeated ones, and ones that contradict each other."""

from __future__ import annotations

import polars as pl

from .build import finding
from .data import FOOTAGE
from .finding import Evidence, Finding

_SOURCE = "rejected"


def diagnose_rejected(rejected: pl.DataFrame, verify: str) -> list[Finding]:
    """One finding for rows that contradict each other; rows that are equal word for word do no harm."""
    findings: list[Finding] = []
    evidence: list[Evidence] = []
    scores = rejected.filter(pl.col("kind") == "contradicting")
    labels = rejected.filter(pl.col("kind") == "contradicting label")
    if scores.height:
        videos = scores.select("detector", "video").n_unique()
        evidence.append(
            _evidence(
                scores,
                f"{scores.height} rows give {videos} detector × video pair{'s' * (videos != 1)} different scores",
            )
        )
    if labels.height:
        videos = labels["video"].n_unique()
        evidence.append(_evidence(labels, f"{videos} video(s) stand in the files as real and as fake"))
    if evidence:
        findings.append(
            finding(
                "data.duplicates",
                FOOTAGE,
                "confirmed",
                evidence,
                remedy=(
                    "find out which row holds: two runs in one file, or one name for two videos; none of these rows was used, "
                    "and nothing was averaged"
                ),
                verify=verify,
                exact=True,
            )
        )
    return findings


def _evidence(rows: pl.DataFrame, what: str) -> Evidence:
    first = rows.sort("file", "row").row(0, named=True)
    return Evidence(
        statement=f"{what}, the first {first['video']} in row {first['row']} of {first['file']}",
        value=rows.height,
        n=rows.height,
        source=_SOURCE,
    )
