"""Numbers of videos: the counts that are shown next to every rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import polars as pl

from touchstone.conclusions.examination import DetectorExamination


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Videos behind the numbers of one detector.

    Attributes:
        total_videos: videos with a real score of the detector; its numbers are computed on these, unless run.missing says that
            the others count.
        real_videos: real ones among them.
        fake_videos: fake ones among them.
        corpus_videos: all videos of the run.
        failed_videos: videos that could not be read or on which the detector failed.
        abstained_videos: videos that the detector declined to judge.
        missing_videos: videos for which the run holds no result of the detector.
        filled_in_videos: videos of which every score is one value that stands for something else.
    """

    total_videos: int
    real_videos: int
    fake_videos: int
    corpus_videos: int
    failed_videos: int
    abstained_videos: int
    missing_videos: int
    filled_in_videos: int

    @classmethod
    def of(cls, rows: pl.DataFrame) -> Self:
        """Count the complete rows of one detector."""
        ok = rows.filter(pl.col("status") == "ok")
        by_status: dict[str, int] = dict(rows.group_by("status").len().iter_rows())
        fakes = ok.filter(pl.col("label") == "fake").height
        return cls(
            total_videos=ok.height,
            real_videos=ok.height - fakes,
            fake_videos=fakes,
            corpus_videos=rows.height,
            failed_videos=by_status.get("failed", 0),
            abstained_videos=by_status.get("abstained", 0),
            missing_videos=by_status.get("missing", 0),
            filled_in_videos=by_status.get("filled_in", 0),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainSummary:
    """The same counts, and the rates over all videos as plain numbers; ``metrics`` holds their intervals.

    Attributes:
        tally: the counts.
        overall_accuracy: share of videos called correctly; this and the keys below are ``None`` where it scored nothing.
        real_accuracy: the same among real videos.
        fake_accuracy: the same among fakes.
        bias: real accuracy − fake accuracy.
        avg_confidence: mean of max(p, 1 − p).
        confidence_std: standard deviation of the same.
    """

    tally: Tally
    overall_accuracy: float | None
    real_accuracy: float | None
    fake_accuracy: float | None
    bias: float | None
    avg_confidence: float | None
    confidence_std: float | None

    @classmethod
    def of_detector(cls, detector: DetectorExamination, rows: pl.DataFrame) -> Self:
        """Counts and rates of one detector."""
        p = detector.overall
        return cls(
            tally=Tally.of(rows),
            overall_accuracy=p.accuracy.value if p else None,
            real_accuracy=p.real_accuracy.value if p else None,
            fake_accuracy=p.fake_accuracy.value if p else None,
            bias=p.bias.value if p else None,
            avg_confidence=p.confidence.value if p else None,
            confidence_std=p.confidence_sd.value if p else None,
        )
