"""Rows of score files that were not taken: repeated ones, and ones that contradict each other."""

from __future__ import annotations

import polars as pl

from .build import finding
from .data import FOOTAGE
from .finding import Evidence, Finding


def diagnose_rejected(rejected: pl.DataFrame) -> Finding | None:
    """One finding for rows that contradict each other; rows that are equal word for word do no harm."""
    evidence: list[Evidence] = []
    scores = rejected.filter(pl.col("kind") == "contradicting")
    labels = rejected.filter(pl.col("kind") == "contradicting label")
    if scores.height:
        videos = scores.select("detector", "video").n_unique()
        pairs = f"{videos} detector × video pair{'s' * (videos != 1)}"
        evidence.append(_evidence(scores, f"{scores.height} rows give {pairs} different scores"))
    if labels.height:
        videos = labels["video"].n_unique()
        evidence.append(_evidence(labels, f"{videos} video(s) stand in the files as real and as fake"))
    if not evidence:
        return None
    remedy = (
        "find out which row holds: two runs in one file, or one name for two videos; none of these rows was used, and "
        "nothing was averaged"
    )
    return finding("data.duplicates", FOOTAGE, "confirmed", evidence, remedy, exact=True)


def _evidence(rows: pl.DataFrame, what: str) -> Evidence:
    first = rows.sort("file", "row").row(0, named=True)
    statement = f"{what}, the first {first['video']} in row {first['row']} of {first['file']}"
    return Evidence.fact(statement, "rejected", rows.height, rows.height)
