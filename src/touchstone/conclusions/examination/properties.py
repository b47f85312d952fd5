"""What is known of a video apart from its picture and sound: the properties that could reveal a label.

Most say how its file is made; others are stated in a table of the user (the table ``properties``): who is shown, how it was
recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import Codes, Flags, Floats, unit_codes
from touchstone.vocabulary.words import STATED, shown_property

CATEGORIES = ("container", "codec", "pixel_format", "size", "rate", "has_audio", "audio_codec", "audio_rate")
"""Properties with a few values; a missing value is a value of its own."""

QUANTITIES = ("duration", "bitrate", "bits_per_pixel", "file_size", "pixels", "silence_share")
"""Properties with an order; where they are missing, nothing is put in their place."""

_COVERED = 0.8
"""Share of the real videos, and of the fakes, that must have a stated property before it is held against the label.

What most videos of one label lack says how the table was made."""

_FREQUENT = 30
"""Most values of a property that are parts by themselves."""

_IN_A_PART = 20
"""Fewest videos of such a value."""

_MOST = 20_000
"""Videos, in whole groups, beyond which associations are measured on a random part of the groups."""

_SEED = 20_240_229


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Property:
    """One property of some videos.

    Attributes:
        name: a column of ``videos``, or ``size`` (width × height), ``rate`` (frames per second, rounded), ``pixels``
            (width · height) or ``silence_share`` (mean over the clips), or a property that a table states.
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


def with_stated(videos: pl.DataFrame, stated: pl.DataFrame | None) -> pl.DataFrame:
    """The ``videos`` table with a column ``property NAME`` for each property of the table ``properties``.

    A property with few values becomes text, a quantity a number.
    """
    if stated is None or not stated.height:
        return videos
    for (name,), rows in stated.group_by("property", maintain_order=True):
        quantity = rows["value"].null_count() == rows.height
        values = rows.select("video", pl.col("number" if quantity else "value").alias(f"{STATED}{name}"))
        if values["video"].equals(videos["video"]):  # as written; a join of a million names takes seconds
            videos = videos.with_columns(values[f"{STATED}{name}"])
            continue
        videos = videos.join(values, on="video", how="left", maintain_order="left")
    return videos


def stated_in(table: pl.DataFrame) -> list[str]:
    """Names of the columns of :func:`with_stated` in a table."""
    return [name for name in table.columns if name.startswith(STATED)]


def parts_by(table: pl.DataFrame) -> tuple[pl.DataFrame, list[str], list[str]]:
    """The columns that videos are divided by: ``video`` and the properties; those of values; those of quantities.

    Args:
        table: as :func:`with_properties` makes it. Of a property with many values the most frequent are parts.
    """
    stated = stated_in(table)
    names = [*CATEGORIES, *(name for name in stated if table.schema[name] == pl.String)]
    numbers = [*QUANTITIES, *(name for name in stated if table.schema[name] == pl.Float64)]
    columns = [_frequent(table[name].cast(pl.String)) for name in names]
    return table.select("video", *numbers).with_columns(columns), names, numbers


def _frequent(values: pl.Series) -> pl.Series:
    counted = values.drop_nulls().value_counts(name="n").sort(["n", values.name], descending=[True, False])
    if counted.height <= _FREQUENT:
        return values
    kept = counted.filter(pl.col("n") >= _IN_A_PART)[values.name].head(_FREQUENT).implode()
    return values.set(~values.is_in(kept).fill_null(value=False), None)


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
    categories = table.select(pl.col(CATEGORIES).cast(pl.String).fill_null("none"))
    numbers_of = table.select(pl.col(QUANTITIES).cast(pl.Float64).fill_null(np.nan))
    for name in CATEGORIES:
        codes, names = _coded(categories[name])
        if len(names) > 1:
            usable.append(Property(name=name, codes=codes, values=None, names=names))
    for name in QUANTITIES:
        numbers = numbers_of[name].to_numpy().astype(np.float64)
        if np.unique(numbers[np.isfinite(numbers)]).size > 1:
            usable.append(Property(name=name, codes=None, values=numbers))
    return usable + [it for name in stated_in(table) if (it := _stated(table, name)) is not None]


def _stated(table: pl.DataFrame, column: str) -> Property | None:
    """A stated property; ``None`` where it has a single value, or too many videos of a label lack it."""
    given = table[column]
    covered = table.select((pl.col(column).is_not_null().mean()).over("label").min()).item() if table.height else 0.0
    if given.n_unique() - bool(given.null_count()) < 2 or covered < _COVERED:
        return None
    name = shown_property(column)
    if given.dtype == pl.Float64:
        return Property(name=name, codes=None, values=given.fill_null(np.nan).to_numpy().astype(np.float64))
    codes, names = _coded(given.fill_null("none"))
    return Property(name=name, codes=codes, values=None, names=names)


def _coded(values: pl.Series) -> tuple[Codes, tuple[str, ...]]:
    """Number of each value in the alphabetical order of all, and these; there is no null among them."""
    names = values.unique().sort()
    codes = values.cast(pl.Enum(names)).to_physical().to_numpy().astype(np.int64)
    return codes, tuple(names.to_list())


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
