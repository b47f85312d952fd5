"""What is known of how a file is made, apart from what it shows: the properties that could reveal a label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import Codes, Flags, Floats, unit_codes

CATEGORIES = ("container", "codec", "pixel_format", "size", "rate", "has_audio", "audio_codec", "audio_rate")
"""Properties with a few values; a missing value is a value of its own."""

QUANTITIES = ("duration", "bitrate", "bits_per_pixel", "file_size", "pixels", "silence_share")
"""Properties with an order; where they are missing, nothing is put in their place."""

_MOST = 20_000
"""Videos, in whole groups, beyond which associations are measured on a random part of the groups."""

_SEED = 20_240_229


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Property:
    """One property of some videos.

    Attributes:
        name: a column of ``videos``, or ``size`` (width × height), ``rate`` (frames per second, rounded), ``pixels``
            (width · height) or ``silence_share`` (mean over the clips).
        codes: value of each video as a number 0, 1, …, shape (n,), of a category; ``None`` for a quantity.
        values: value of each video, shape (n,), NaN where it is missing, of a quantity; ``None`` for a category.
        names: what the codes stand for; empty for a quantity.
    """

    name: str
    codes: Codes | None
    values: Floats | None
    names: tuple[str, ...] = ()

    @property
    def has_value(self) -> Flags:
        """Where it has a value to rank by, shape (n,)."""
        if self.values is None:
            assert self.codes is not None, "a property is a category or a quantity"
            return np.ones(len(self.codes), np.bool_)
        return np.isfinite(self.values)


def with_properties(videos: pl.DataFrame, clips: pl.DataFrame | None = None) -> pl.DataFrame:
    """The readable videos with the columns that ``videos`` does not have."""
    ok = videos.filter(pl.col("status") == "ok").with_columns(
        size=pl.format("{}×{}", "width", "height"),
        rate=pl.col("fps").round(0).cast(pl.String),
        pixels=(pl.col("width") * pl.col("height")).cast(pl.Float64),
    )
    if clips is None or not clips.height or "silence_share" not in clips.columns:
        return ok.with_columns(silence_share=pl.lit(None, dtype=pl.Float64))
    silence = clips.group_by("video").agg(pl.col("silence_share").mean())
    return ok.join(silence, on="video", how="left", maintain_order="left")


def properties(table: pl.DataFrame) -> list[Property]:
    """Every property that has more than one value in ``table``, which :func:`with_properties` made."""
    usable: list[Property] = []
    for name in CATEGORIES:
        values = table[name].cast(pl.String).fill_null("none")
        names = values.unique().sort().to_list()
        if len(names) > 1:
            codes = values.rank("dense").to_numpy().astype(np.int64) - 1
            usable.append(Property(name=name, codes=codes, values=None, names=tuple(names)))
    for name in QUANTITIES:
        numbers = table[name].cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)
        if np.unique(numbers[np.isfinite(numbers)]).size > 1:
            usable.append(Property(name=name, codes=None, values=numbers))
    return usable


def thinned(table: pl.DataFrame, most: int = _MOST) -> pl.DataFrame:
    """Whole groups at random, at most ``most`` videos where that is possible; the table itself where it is small."""
    if table.height <= most:
        return table
    unit = unit_codes(table)
    size = np.bincount(unit)
    order = np.random.default_rng(_SEED).permutation(size.size)
    kept = np.zeros(size.size, np.bool_)
    kept[order[np.cumsum(size[order]) <= most]] = True
    if not kept.any():  # one group holds more than that
        kept[order[0]] = True
    return table.filter(pl.Series(kept[unit]))
