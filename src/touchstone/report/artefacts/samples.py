"""Single videos: how a detector scored each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

ALL_UP_TO = 200
"""Videos that are listed at most. Of more, half of the list are the most wrong, and half are evenly spread."""

WITHOUT_UP_TO = 2_000
"""Videos without a score that are listed at most, failed before missing; ``per_video_scores.csv`` holds all."""

WORST = 20
"""Videos that are listed at most as the worst errors."""

SampleLabel = Literal["REAL", "FAKE"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleResult:
    """One video, as one detector judged it.

    Attributes:
        video: path relative to the corpus.
        true_label: its label.
        predicted_label: what the detector called it at the threshold of the run.
        p_fake: P(fake) in [0, 1], aggregated from the frames.
        correct: whether the two labels agree.
        confidence: max(p, 1 − p).
        consistency: 1 − variance of the frame scores; ``None`` for fewer than two.
        frames: frames (or clips) that were scored.
        method: how the fake was made.
        source: where the clip comes from.
        group: person or clip that the footage comes from.
    """

    video: str
    true_label: SampleLabel
    predicted_label: SampleLabel
    p_fake: float
    correct: bool
    confidence: float
    consistency: float | None
    frames: int
    method: str | None
    source: str | None
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailedSample(SampleResult):
    """The same, with the indicators of the video and the score of each frame.

    Attributes:
        frame_predictions: P(fake) of each scored frame (or clip), in order.
        indicators: indicators of the domain, means over the video.
    """

    frame_predictions: tuple[float, ...]
    indicators: dict[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedVideo:
    """A video without a score.

    Attributes:
        video: path relative to the corpus.
        label: its label.
        status: failed, abstained, filled_in or missing.
        reason: why, as it was noted when the video was read or scored.
    """

    video: str
    label: SampleLabel
    status: Literal["failed", "abstained", "filled_in", "missing"]
    reason: str | None


def wrongness(rows: pl.DataFrame) -> pl.DataFrame:
    """The scored rows, the most wrong first: those whose P(fake) lies farthest from the label."""
    far = pl.when(pl.col("label") == "fake").then(1 - pl.col("p_fake")).otherwise(pl.col("p_fake"))
    return rows.filter(pl.col("status") == "ok").sort([far, pl.col("video")], descending=[True, False])


def chosen(rows: pl.DataFrame) -> tuple[pl.DataFrame, str | None]:
    """The videos that are listed, by key, and a note if some are not."""
    ordered = wrongness(rows)
    if ordered.height <= ALL_UP_TO:
        return ordered.sort("video"), None
    half = ALL_UP_TO // 2
    rest = ordered.slice(half).sort("video")
    spread = rest[[round(i * (rest.height - 1) / (half - 1)) for i in range(half)]]
    note = (
        f"{ALL_UP_TO} of {ordered.height} scored videos: the {half} most wrong, and {half} evenly spread over the "
        "others by name; per_video_scores.csv holds all"
    )
    return pl.concat([ordered.head(half), spread]).sort("video"), note


def sample(row: Mapping[str, Any], threshold: float) -> SampleResult:
    """One scored video row."""
    return SampleResult(**_fields(row, threshold))


def detailed_samples(
    rows: pl.DataFrame, scores: pl.DataFrame, indicators: pl.DataFrame, names: Sequence[str], threshold: float
) -> tuple[DetailedSample, ...]:
    """Scored video rows with their frames and indicators.

    Args:
        rows: scored video rows of one detector.
        scores: its rows of the ``scores`` table.
        indicators: one row per readable video.
        names: the indicators of its domain.
        threshold: P(fake) from which on a video is called fake.
    """
    units = (
        scores.filter(pl.col("status") == "ok", pl.col("video").is_in(rows["video"].implode()))
        .sort("video", "unit", "index")
        .group_by("video")
        .agg(pl.col("p_fake").drop_nulls().round(6))
    )
    frames: dict[str, list[float]] = dict(units.iter_rows())
    columns = [name for name in names if name in indicators.columns]
    of_rows = indicators.join(rows.select("video"), on="video", how="semi")
    measured = {
        row["video"]: row for row in of_rows.select("video", pl.col(columns).cast(pl.Float64)).iter_rows(named=True)
    }
    return tuple(
        DetailedSample(
            **_fields(row, threshold),
            frame_predictions=tuple(frames.get(row["video"], ())),
            indicators={name: measured.get(row["video"], {}).get(name) for name in columns},
        )
        for row in rows.iter_rows(named=True)
    )


def failures(rows: pl.DataFrame) -> tuple[FailedVideo, ...]:
    """The videos without a score among the complete rows of one detector: failed, abstained, filled-in and missing ones."""
    return tuple(
        FailedVideo(video=r["video"], label=_label(r["label"]), status=r["status"], reason=r["reason"])
        for r in _without(rows).iter_rows(named=True)
    )


def _without(rows: pl.DataFrame) -> pl.DataFrame:
    without = rows.filter(pl.col("status") != "ok").sort("video")
    if without.height <= WITHOUT_UP_TO:
        return without
    urgency = pl.col("status").replace_strict({"failed": 0, "abstained": 1, "filled_in": 2, "missing": 3}, default=4)
    return without.sort(urgency, maintain_order=True).head(WITHOUT_UP_TO).sort("video")


def _fields(row: Mapping[str, Any], threshold: float) -> dict[str, Any]:
    p = float(row["p_fake"])
    called = "fake" if p >= threshold else "real"
    return {
        "video": row["video"],
        "true_label": _label(row["label"]),
        "predicted_label": _label(called),
        "p_fake": p,
        "correct": called == row["label"],
        "confidence": max(p, 1 - p),
        "consistency": row["consistency"],
        "frames": row["units_ok"],
        "method": row["method"],
        "source": row["source"],
        "group": row["group"],
    }


def _label(word: str) -> SampleLabel:
    return "FAKE" if word == "fake" else "REAL"
