"""Indicators and properties of each video as numbers from −1 to 1, which weights may follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import Flags, share_below
from touchstone.vocabulary.words import shown_property

from ..properties import parts_by
from .rules import Scores

_COVERED = 0.95
"""Share of the real videos, and of the fakes, that must have a value: a gap of one label would tell the label."""

_FEW_VALUES = 6
"""Most values of a property that is not a number."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class VideoTraits:
    """What is known of the videos of a run.

    Attributes:
        properties: videos with their properties, from :func:`touchstone.conclusions.examination.properties.with_properties`.
        indicators: one row per video with numeric indicators.
    """

    properties: pl.DataFrame
    indicators: pl.DataFrame


def traits_of(described: VideoTraits, videos: pl.DataFrame, among: Flags) -> tuple[tuple[str, ...], Scores]:
    """Names and values of what is known of each video besides its label, its method and where it comes from.

    Args:
        described: properties and indicators.
        videos: columns ``video`` and ``label``: the rows of the result.
        among: the videos that weights are fitted on, shape (videos,): they decide what is known well enough, and values are
            ranked among theirs.

    Returns:
        Names, and values of shape [videos, names]: the share of those videos below, scaled to −1 … 1, of a number; −1 or 1 of a
        value of a property; 0 where there is none.
    """
    divided, values, quantities = parts_by(described.properties)
    indicators = described.indicators
    fresh = [name for name in indicators.columns if name == "video" or name not in divided.columns]
    joined = videos.join(divided, on="video", how="left", maintain_order="left").join(
        indicators.select(fresh), on="video", how="left", maintain_order="left"
    )
    fake = (joined["label"] == "fake").to_numpy()
    columns: dict[str, Scores] = {}
    for name in (*quantities, *(n for n in fresh if n != "video")):
        numbers = joined[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        if _covered(np.isfinite(numbers)[among], fake[among]):
            columns[shown_property(name)] = _ranked(numbers, among)
    for name in values:
        seen = joined[name].filter(pl.Series(among))
        if _covered(seen.is_not_null().to_numpy(), fake[among]) and 1 < seen.n_unique() <= _FEW_VALUES:
            for value in seen.drop_nulls().unique().sort():
                columns[f"{shown_property(name)} {value}"] = (joined[name] == value).cast(pl.Float64).fill_null(
                    0.5
                ).to_numpy() * 2 - 1.0
    kept = {name: column for name, column in columns.items() if column[among].min(initial=0) < column[among].max(initial=0)}
    return tuple(kept), np.stack(list(kept.values()), axis=1) if kept else np.zeros((len(fake), 0))


def _covered(there: np.ndarray, fake: np.ndarray) -> bool:
    return all(part.size > 0 and part.mean() >= _COVERED for part in (there[fake], there[~fake]))


def _ranked(numbers: Scores, among: Flags) -> Scores:
    ranked = np.zeros(len(numbers))
    there = np.isfinite(numbers)
    ranked[there] = 2 * share_below(np.sort(numbers[there & among]), numbers[there]) - 1
    return ranked
