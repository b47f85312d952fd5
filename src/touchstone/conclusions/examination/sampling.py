"""Fewer videos for what does not need all of them: a million give no comparison that a hundred thousand do not."""

from __future__ import annotations

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import unit_codes

MOST_DRAWN = 100_000
"""Videos beyond which comparisons, parts, rankings inside sources and thresholds rest on a sample of so many.

An AUC is known from so many to about ±0.002. What rests on the sample shows it by its n; rates, ranking and calibration of each
detector always rest on all videos."""

_FEWEST_GROUPS = 1_000
_SEED = 20_251_125


def sampled(videos: pl.DataFrame, most: int = MOST_DRAWN) -> pl.DataFrame | None:
    """Keys of at most about ``most`` videos, drawn by whole groups; ``None`` where all are few enough.

    The draw is the same every time. Where there are too few groups to draw from, videos are drawn in place of them: fewer of each
    group. The rarer class is kept whole where it is small.

    Returns:
        One column ``video``.
    """
    if videos.height <= most:
        return None
    rng = np.random.default_rng(_SEED)
    unit = unit_codes(videos)
    units = int(unit.max()) + 1
    draw = rng.random(units)[unit] if units >= _FEWEST_GROUPS else rng.random(videos.height)
    table = videos.select("video", "label", draw=pl.Series(draw))
    kept: list[pl.DataFrame] = []
    by_label = dict(table.group_by("label").len().iter_rows())
    rarer = min(by_label.values())
    for label, number in by_label.items():
        # Both classes alike, or all of the rarer one; a group that holds both is drawn whole where both shares are equal.
        share = min(1.0, max(most / table.height, min(rarer, most // 10) / number))
        kept.append(table.filter(pl.col("label") == label, pl.col("draw") < share).select("video"))
    return pl.concat(kept).sort("video")
