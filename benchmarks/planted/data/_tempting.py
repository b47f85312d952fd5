"""Healthy runs that look faulty at first sight."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from .._base import Draft
from ._common import Tables
from ._copies import split_apart
from ._losses import fail


def _one_making_per_group(draft: Draft) -> Tables:
    """Every group has a camera of its own, so that size and rate cluster."""
    groups = int(draft.group.max()) + 1
    rate, size = draft.rng.lognormal(14, 0.8, groups), draft.rng.integers(20, 120, groups)
    for i, video in enumerate(draft.videos):
        g = draft.group[i]
        video |= {"bitrate": float(rate[g]), "width": int(16 * size[g]), "height": int(9 * size[g])}
        video["file_size"] = int(video["bitrate"] * video["duration"] / 8)
        video["bits_per_pixel"] = video["bitrate"] / (video["width"] * video["height"] * video["fps"])
    return draft.tables()


def _one_codec_per_source(draft: Draft) -> Tables:
    """Every source has a codec and a frame size of its own, and both labels."""
    for video in draft.videos:
        first = video["source"].endswith("0")
        video |= {"codec": "vp9" if first else "h264", "width": 640 if first else 1920, "has_audio": first}
    return draft.tables()


def _few_sources(draft: Draft) -> Tables:
    """A single source, or none named for half."""
    for i, video in enumerate(draft.videos):
        video["source"] = "the studio" if draft.n % 200 else None if i % 2 else "the studio"
        video["dataset"] = None
    return draft.tables()


def _many_sources(draft: Draft) -> Tables:
    """Every group comes from a site of its own, so that sources hold one label by nature."""
    for i, video in enumerate(draft.videos):
        video["source"] = f"channel {draft.group[i]}"
    return draft.tables()


def _common_difficulty(draft: Draft) -> Tables:
    """Detectors err on the same videos, because some are hard for all."""
    common = draft.rng.standard_normal(draft.n)
    for logit in draft.logits.values():
        for side in (~draft.fake, draft.fake):
            logit[side] += (0.8 * float(logit[side].mean(axis=1).std()) * common[side])[:, None]
    return draft.tables()


def _shifted_source(draft: Draft) -> Tables:
    """All detectors score one site a little higher under both labels."""
    there = np.array([v["source"].endswith("0") for v in draft.videos])
    for logit in draft.logits.values():
        logit[there] += 0.4 * float(logit.std())
    return draft.tables()


def _worse_at_low_rates(draft: Draft) -> Tables:
    """Detectors rank worse at low bitrates, without leaning to a side."""
    rate = np.array([v["bitrate"] for v in draft.videos])
    for logit in draft.logits.values():
        logit *= np.where(rate < np.median(rate), 0.7, 1.0)[:, None]
    return draft.tables()


def _clean_splits(draft: Draft) -> Tables:
    """Splits keep groups apart; base names repeat under one label."""
    split_apart(draft)
    for k, i in enumerate(np.flatnonzero(draft.fake)):
        draft.videos[i]["video"] = f"method {k % 2}/{k // 2:04d}.mp4"
    return draft.tables()


def _random_failures(draft: Draft) -> Tables:
    """A detector finds no face in some groups, whatever the label."""
    lost = (draft.rng.random(int(draft.group.max()) + 1) < 0.12)[draft.group]
    return fail(draft.tables(), draft, "d1", lost)


def _some_imbalance(draft: Draft) -> Tables:
    """Three reals to two fakes, one detector that barely ranks."""
    kept = ~draft.fake | (draft.rng.random(draft.n) < 0.67)
    draft.logits["d2"] *= 0.3
    names = [draft.videos[i]["video"] for i in np.flatnonzero(kept)]
    tables = draft.tables()
    for table in ("videos", "scores"):
        tables[table] = tables[table].filter(pl.col("video").is_in(names))
    return tables


TEMPTATIONS: tuple[Callable[[Draft], Tables], ...] = (
    _one_making_per_group,
    _one_codec_per_source,
    _few_sources,
    _many_sources,
    _common_difficulty,
    _shifted_source,
    _worse_at_low_rates,
    _clean_splits,
    _random_failures,
    _some_imbalance,
)

UNCALIBRATED: dict[Callable[[Draft], Tables], frozenset[str]] = {
    _common_difficulty: frozenset({"scores.overconfident"}),
    _shifted_source: frozenset({"scores.overconfident"}),
    _worse_at_low_rates: frozenset({"scores.underconfident"}),
    _some_imbalance: frozenset({"scores.underconfident"}),
}
"""What these temptations do to calibration by their construction: noise is added to log-odds, or they are scaled down."""
