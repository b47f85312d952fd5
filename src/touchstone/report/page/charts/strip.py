"""Score distributions: a mark per video, or bars if there are many videos; a lane per label, or per source and label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from .plot import Bar, Mark, PlotScale

MARKS_UP_TO = 300
"""Up to so many scored videos, each is drawn; more are counted by bars."""

_ROWS = 12
"""Sources that get a row of their own, the largest first; all others share one row."""

_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM, _LANE = 360, 96, 346, 8, 30, 26
_BINS = 20
# Vertical offsets of the marks in a lane: a fixed pattern, so that marks with equal scores do not overlap.
_JITTER = (0.0, -4.2, 4.2, -2.1, 2.1, -6.0, 6.0, -3.1, 3.1, -5.2, 5.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One lane: its title and note, its middle, and what is drawn on it."""

    title: str
    note: str
    y: float
    height: float
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strips:
    """Lanes over P(fake).

    Attributes:
        width, height: of the drawing.
        lanes: from top to bottom.
        threshold: where the threshold lies.
        ticks: position and text of each tick.
        left, right, base: edges of the drawing area.
        summary: the same in words, for screen readers.
        counted: whether bars count the videos.
    """

    width: int = _WIDTH
    height: float
    lanes: tuple[Lane, ...]
    threshold: float
    ticks: tuple[tuple[float, str], ...]
    left: float = _LEFT
    right: float = _RIGHT
    base: float
    summary: str
    counted: bool


def strips_by_label(rows: pl.DataFrame, threshold: float) -> Strips:
    """Two lanes, real and fake, of one detector's scored rows."""
    lanes = [(label, rows.filter(pl.col("label") == label)) for label in ("real", "fake")]
    return _strips([(label, f"{part.height:,}", part) for label, part in lanes], threshold)


def strips_by_source(rows: pl.DataFrame, threshold: float) -> Strips | None:
    """A lane per source and label; ``None`` where fewer than two sources are named."""
    named = rows.with_columns(pl.col("source").fill_null("no source"))
    sizes = named.group_by("source").len().sort("len", "source", descending=[True, False])
    if rows["source"].drop_nulls().n_unique() < 2:
        return None
    kept = sizes["source"].head(_ROWS).to_list() if sizes.height > _ROWS else sizes["source"].to_list()
    named = named.with_columns(
        pl.when(pl.col("source").is_in(kept)).then("source").otherwise(pl.lit(f"{sizes.height - len(kept)} others"))
    )
    order = [*sorted(kept), *([f"{sizes.height - len(kept)} others"] if sizes.height > len(kept) else [])]
    lanes: list[tuple[str, str, pl.DataFrame]] = []
    for source in order:
        of_source = named.filter(pl.col("source") == source)
        for label in ("real", "fake"):
            part = of_source.filter(pl.col("label") == label)
            if part.height:
                title = source if not lanes or lanes[-1][2]["source"][0] != source else ""
                lanes.append((title, f"{part.height:,} {label}", part))
    return _strips(lanes, threshold)


def _strips(lanes: Sequence[tuple[str, str, pl.DataFrame]], threshold: float) -> Strips:
    total = sum(part.height for _, _, part in lanes)
    counted = total > MARKS_UP_TO
    lane_height = _LANE + 6 if counted else _LANE
    scale = PlotScale(0, 1, _LEFT, _RIGHT)
    most = max((_counts(part).max() or 0 for _, _, part in lanes), default=0) if counted else 0  # pyright: ignore[reportOperatorIssue]
    drawn: list[Lane] = []
    for number, (title, note, part) in enumerate(lanes):
        y = _TOP + lane_height * (number + 0.5)
        marks = () if counted else _marks(part, scale, y)
        bars = _bars(part, scale, y, lane_height, int(most)) if counted else ()  # pyright: ignore[reportArgumentType]
        drawn.append(Lane(title=title, note=note, y=y, height=lane_height, marks=marks, bars=bars))
    base = _TOP + lane_height * len(lanes)
    ticks = tuple((scale(v), f"{v:g}") for v in (0, 0.25, 0.5, 0.75, 1))
    return Strips(
        height=base + _BOTTOM,
        lanes=tuple(drawn),
        threshold=scale(threshold),
        ticks=ticks,
        base=base,
        summary=_summary(lanes),
        counted=counted,
    )


def _marks(part: pl.DataFrame, scale: PlotScale, y: float) -> tuple[Mark, ...]:
    ordered = part.sort("p_fake", "video")
    return tuple(
        Mark(scale(row["p_fake"]), round(y + _JITTER[i % len(_JITTER)], 1), row["label"], _tip(row))
        for i, row in enumerate(ordered.iter_rows(named=True))
    )


def _tip(row: dict[str, object]) -> str:
    source = f", {row['source']}" if row["source"] is not None else ""
    verdict = "right" if row["correct"] else "wrong"
    return f"{row['video']}: P(fake) {row['p_fake']:.3f}, {row['label']}, called {row['called']} ({verdict}){source}"


def _counts(part: pl.DataFrame) -> pl.Series:
    bins = (part["p_fake"] * _BINS).floor().clip(0, _BINS - 1).cast(pl.Int64)
    return pl.Series([int((bins == k).sum()) for k in range(_BINS)])


def _bars(part: pl.DataFrame, scale: PlotScale, y: float, height: float, most: int) -> tuple[Bar, ...]:
    label = str(part["label"][0]) if part.height else "real"
    bars: list[Bar] = []
    for k, count in enumerate(_counts(part).to_list()):
        if count:
            low, high = k / _BINS, (k + 1) / _BINS
            tall = max(1.0, (height - 6) * count / most)
            bottom = y + height / 2 - 2
            tip = f"P(fake) {low:.2f}–{high:.2f}: {count:,} {label}"
            left, right = scale(low) + 0.5, scale(high) - 0.5
            bars.append(
                Bar(x=left, y=round(bottom - tall, 1), width=right - left, height=round(tall, 1), label=label, tip=tip)
            )
    return tuple(bars)


def _summary(lanes: Sequence[tuple[str, str, pl.DataFrame]]) -> str:
    medians: list[str] = []
    current = ""
    for title, note, part in lanes:
        current = title or current
        if part.height:
            medians.append(f"{current} ({note}): median P(fake) {part['p_fake'].median():.2f}")
    return "; ".join(medians)
