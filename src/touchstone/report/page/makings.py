"""Format of the files of each source: codec, size, rate, sound. It shows which source differs from the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from touchstone.conclusions.metrics import source_name

SILENT = 0.99
"""A video counts as silent if at least this share of the pieces of its sound is silent."""

_MOST = 100
_VALUES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """The readable videos of one source.

    Attributes:
        source: its name; ``None`` for videos of no named source.
        real: real videos.
        fake: fake videos.
        coded: container and codec, the most frequent first, each with its number of videos where there are several.
        sizes: width × height, likewise.
        rates: frames per second, likewise.
        sounds: codec and rate of the sound, likewise.
        duration: shortest and longest, seconds; ``None`` where it is not known.
        bitrate: lowest and highest of the picture, bits per second; ``None`` where it is not known.
        without_sound: videos without a sound stream.
        silent: videos whose sound is silent; ``None`` where sound was not measured.
    """

    source: str | None
    real: int
    fake: int
    coded: str
    sizes: str
    rates: str
    sounds: str
    duration: tuple[float, float] | None
    bitrate: tuple[float, float] | None
    without_sound: int
    silent: int | None


def makings(tables: Mapping[str, pl.DataFrame]) -> tuple[Making, ...]:
    """One row per source, by name; empty where nothing is known of any file."""
    videos = tables["videos"].filter(pl.col("status") == "ok")
    if not videos.height or all(
        videos[c].null_count() == videos.height for c in ("codec", "width", "fps", "has_audio")
    ):
        return ()
    silence = None
    if "clips" in tables and tables["clips"]["silence_share"].null_count() < tables["clips"].height:
        silence = tables["clips"].group_by("video").agg(pl.col("silence_share").mean())
        videos = videos.join(silence, on="video", how="left")
    videos = videos.with_columns(
        source=source_name(),
        coded=pl.concat_str("container", "codec", separator=", ", ignore_nulls=True),
        size=pl.format("{}×{}", "width", "height"),
        rate=pl.col("fps").round(2).cast(pl.String).str.strip_suffix(".0"),
        sound=pl.when("has_audio").then(pl.format("{} {} kHz", "audio_codec", pl.col("audio_rate") / 1000)),
    )
    parts = videos.sort("source", nulls_last=True).partition_by("source", maintain_order=True)
    return tuple(_making(part, measured=silence is not None) for part in parts[:_MOST])


def _making(part: pl.DataFrame, *, measured: bool) -> Making:
    return Making(
        source=part["source"][0],
        real=int((part["label"] == "real").sum()),
        fake=int((part["label"] == "fake").sum()),
        coded=_frequent(part["coded"]),
        sizes=_frequent(part["size"]),
        rates=_frequent(part["rate"]),
        sounds=_frequent(part["sound"]),
        duration=_span(part["duration"]),
        bitrate=_span(part["bitrate"]),
        without_sound=int((part["has_audio"] == False).sum()),  # noqa: E712  null is not known, not false
        silent=int((part["silence_share"] >= SILENT).sum()) if measured else None,
    )


def _frequent(values: pl.Series) -> str:
    """
    >>> _frequent(pl.Series("a", ["25", "25", "30", None]))
    '25 (2), 30 (1)'
    """
    counted = values.drop_nulls().value_counts(sort=True).sort("count", values.name, descending=[True, False])
    if counted.height == 1:
        return str(counted[values.name][0])
    named = [f"{value} ({count})" for value, count in counted.head(_VALUES).iter_rows()]
    return ", ".join(named) + (f" and {counted.height - _VALUES} more" if counted.height > _VALUES else "")


def _span(values: pl.Series) -> tuple[float, float] | None:
    numbers = values.drop_nulls().to_list()
    return (min(numbers), max(numbers)) if numbers else None
