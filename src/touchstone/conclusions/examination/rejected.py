"""Rows of score files that were not taken because they contradict each other."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Rows that contradict each other.

    Attributes:
        rows: how many.
        cases: what they contradict each other about: detector × video pairs, or videos.
        video: video of the first row, by file and place in it.
        row: its place in its file.
        file: its file.
    """

    rows: int
    cases: int
    video: str
    row: int
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectedRows:
    """What the rejected rows of score files contradict each other about; rows that are equal word for word do no harm.

    Attributes:
        scores: about the scores of detector × video pairs; ``None`` where they do not.
        labels: about the labels of videos; ``None`` where they do not.
    """

    scores: Contradiction | None = None
    labels: Contradiction | None = None


def examine_rejected(rejected: pl.DataFrame) -> RejectedRows | None:
    """Count the contradictions of the ``rejected`` table; ``None`` where there are none."""
    scores = _contradiction(rejected.filter(pl.col("kind") == "contradicting"), ["detector", "video"])
    labels = _contradiction(rejected.filter(pl.col("kind") == "contradicting label"), ["video"])
    return None if scores is None and labels is None else RejectedRows(scores=scores, labels=labels)


def _contradiction(rows: pl.DataFrame, about: list[str]) -> Contradiction | None:
    if not rows.height:
        return None
    first = rows.sort("file", "row").row(0, named=True)
    return Contradiction(
        rows=rows.height,
        cases=rows.select(about).n_unique(),
        video=str(first["video"]),
        row=int(first["row"]),
        file=str(first["file"]),
    )
