"""What the footage of a domain looks like, by label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from touchstone.vocabulary.domains import describe


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSpread:
    """One indicator over the videos of one label.

    Attributes:
        n: videos on which it was measured.
        mean: mean over them; this and all keys below are ``None`` where it was measured on no video.
        low: 5 % quantile.
        q1: first quartile.
        median: median.
        q3: third quartile.
        high: 95 % quantile.
        within_video_sd: standard deviation over a video's frames, mean over videos; ``None`` where it is measured once per video.
    """

    n: int
    mean: float | None
    low: float | None
    q1: float | None
    median: float | None
    q3: float | None
    high: float | None
    within_video_sd: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSummary:
    """One indicator by label.

    Attributes:
        name: its name.
        unit: its unit.
        meaning: what it measures.
        real: on real videos.
        fake: on fakes.
    """

    name: str
    unit: str
    meaning: str
    real: IndicatorSpread
    fake: IndicatorSpread


def summarise(
    names: Iterable[str], indicators: pl.DataFrame, videos: pl.DataFrame, frames: pl.DataFrame
) -> tuple[IndicatorSummary, ...]:
    """The named indicators over videos, by label.

    Args:
        names: indicators of a domain; those without a value on any video are left out.
        indicators: one row per readable video.
        videos: the ``videos`` table.
        frames: the ``frames`` table, for the spread inside videos.
    """
    table = indicators.join(videos.select("video", "label"), on="video")
    summaries: list[IndicatorSummary] = []
    for name in names:
        if name not in table.columns or table[name].null_count() == table.height:
            continue
        unit, meaning = describe(name)
        inside = _inside(name, frames)
        real, fake = (_spread(table.filter(pl.col("label") == label), name, inside) for label in ("real", "fake"))
        summaries.append(IndicatorSummary(name=name, unit=unit, meaning=meaning, real=real, fake=fake))
    return tuple(summaries)


def _inside(name: str, frames: pl.DataFrame) -> pl.DataFrame | None:
    if name not in frames.columns:
        return None
    return frames.group_by("video").agg(sd=pl.col(name).std()).drop_nulls().sort("video")


def _spread(table: pl.DataFrame, name: str, inside: pl.DataFrame | None) -> IndicatorSpread:
    values = table[name].cast(pl.Float64).drop_nulls()
    within = inside.join(table.select("video"), on="video", how="semi")["sd"] if inside is not None else None
    at = {"low": 0.05, "q1": 0.25, "median": 0.5, "q3": 0.75, "high": 0.95}
    return IndicatorSpread(
        n=values.len(),
        mean=_number(values.mean()),
        **{name: values.quantile(q, "linear") for name, q in at.items()},
        within_video_sd=_number(within.mean()) if within is not None else None,
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
