"""How many videos of what: the counts that stand beside every rate."""

from __future__ import annotations

from typing import Self

import polars as pl
from pydantic import Field

from touchstone.conclusions.examination import DetectorExamination

from .base import Part


class Tally(Part):
    """Videos behind the numbers of one detector."""

    total_videos: int = Field(description="videos that the detector scored: the numbers stand on these")
    real_videos: int = Field(description="real ones among them")
    fake_videos: int = Field(description="fake ones among them")
    corpus_videos: int = Field(description="all videos of the run")
    failed_videos: int = Field(description="videos that could not be read or on which the detector failed")
    abstained_videos: int = Field(description="videos that the detector declined to judge")
    missing_videos: int = Field(description="videos of which the detector says nothing")

    @classmethod
    def of(cls, rows: pl.DataFrame) -> Self:
        """Count the complete rows of one detector."""
        return cls(**counts(rows))


class PlainSummary(Tally):
    """The same counts with the rates over all videos as plain numbers; ``metrics`` holds intervals."""

    overall_accuracy: float | None
    real_accuracy: float | None
    fake_accuracy: float | None
    bias: float | None = Field(description="real accuracy − fake accuracy")
    avg_confidence: float | None = Field(description="mean of max(p, 1 − p)")
    confidence_std: float | None = Field(description="standard deviation of the same")

    @classmethod
    def of_detector(cls, detector: DetectorExamination, rows: pl.DataFrame) -> Self:
        """Counts and rates of one detector; null where it scored nothing."""
        p = detector.overall
        return cls(
            **counts(rows),
            overall_accuracy=p.accuracy.value if p else None,
            real_accuracy=p.real_accuracy.value if p else None,
            fake_accuracy=p.fake_accuracy.value if p else None,
            bias=p.bias.value if p else None,
            avg_confidence=p.confidence.value if p else None,
            confidence_std=p.confidence_sd.value if p else None,
        )


def counts(rows: pl.DataFrame) -> dict[str, int]:
    """Videos of one detector's complete rows by what became of them."""
    ok = rows.filter(pl.col("status") == "ok")
    by_status: dict[str, int] = dict(rows.group_by("status").len().iter_rows())
    fakes = ok.filter(pl.col("label") == "fake").height
    return {
        "total_videos": ok.height,
        "real_videos": ok.height - fakes,
        "fake_videos": fakes,
        "corpus_videos": rows.height,
        "failed_videos": by_status.get("failed", 0),
        "abstained_videos": by_status.get("abstained", 0),
        "missing_videos": by_status.get("missing", 0),
    }
