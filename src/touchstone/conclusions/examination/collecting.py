"""What to collect next: the videos that would narrow the interval of an AUC most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import Estimate, Flags, Floats, MoreVideos, Sample, auc_influence, more_videos
from touchstone.vocabulary.words import shown_property

from .assessment import WANTED_HALF_WIDTH, Assessment, known_well_enough
from .properties import stated_in

_IN_A_CELL = 20
"""Fewest videos of a value for which its spread is compared."""

_TIMES = 1.5
"""How much more than another a video of the value must narrow the interval."""

_CLEARLY_MORE = 3.5
"""Standard errors by which its spread must be larger than that of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RichCell:
    """Videos of one label and one value whose scores scatter more than those of the others: more of them help most.

    Attributes:
        label: their label.
        column: ``method``, ``source``, ``dataset`` or a stated property.
        name: the value.
        videos: how many there are.
        times: how much more one of them narrows the variance than another video of its label.
    """

    label: Literal["real", "fake"]
    column: str
    name: str
    videos: int
    times: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NextVideos:
    """What to collect so that the AUC of a detector is known well enough.

    Attributes:
        detector: its name.
        auc: as it is known now.
        grouped: whether numbers count groups rather than videos.
        more: how many more of which label, and the width to expect.
        best: the videos that help most; ``None`` where none clearly do, or where only groups of both labels are to be added.
    """

    detector: str
    auc: Estimate
    grouped: bool
    more: MoreVideos
    best: RichCell | None = None


def next_videos(
    name: str, rows: pl.DataFrame, described: pl.DataFrame, assessment: Assessment, auc: Estimate
) -> NextVideos | None:
    """Plan for one detector.

    Args:
        name: the detector.
        rows: its video rows, on which its AUC rests.
        described: the videos with their properties.
        assessment: what the footage supports; where that rests on another AUC than that of all videos, nothing is planned.
        auc: of all videos.

    Returns:
        ``None`` where the interval is narrow enough, or more videos of this footage would not settle it.
    """
    if assessment.auc is None or assessment.auc != auc:
        return None
    scored = rows.filter(pl.col("p_fake").is_not_null(), pl.col("status") == "ok")
    sample = Sample.from_rows(scored)
    more = more_videos(sample, auc, WANTED_HALF_WIDTH)
    if more is None or known_well_enough(more.half_width):
        return None
    real, fake, _ = more.add
    label: Literal["real", "fake"] = "real" if real > fake else "fake"
    return NextVideos(
        detector=name,
        auc=auc,
        grouped=sample.group is not None,
        more=more,
        # In a group of both labels a video counts with the others of its group.
        best=_richest(scored, sample, described, label) if real or fake else None,
    )


def _richest(
    scored: pl.DataFrame, sample: Sample, described: pl.DataFrame, label: Literal["real", "fake"]
) -> RichCell | None:
    """The value whose videos scatter clearly most among those of a label."""
    _, influence = auc_influence(sample)
    stated = [name for name in stated_in(described) if described.schema[name] == pl.String]
    joined = scored.select("video", "method", "source", "dataset").join(
        described.select("video", *stated), on="video", how="left", maintain_order="left"
    )
    of_label = sample.fake == (label == "fake")
    far = np.square(influence[of_label] - influence[of_label].mean())
    cells = [
        RichCell(label=label, column=shown_property(column), name=value, videos=int(inside.sum()), times=times)
        for column in ("method", "source", "dataset", *stated)
        for value, inside in _values(joined[column].filter(pl.Series(of_label)))
        if (times := _times(far, inside)) is not None
    ]
    return max(cells, key=lambda cell: cell.times, default=None)


def _values(column: pl.Series) -> list[tuple[str, Flags]]:
    frequent = column.drop_nulls().value_counts(sort=True, name="n").filter(pl.col("n") >= _IN_A_CELL).head(30)
    return [(str(value), (column == value).fill_null(value=False).to_numpy()) for value in frequent[column.name]]


def _times(far: Floats, inside: Flags) -> float | None:
    """How many times as far from the mean, squared, those inside are; ``None`` where that is little or may be chance."""
    here, others = far[inside], far[~inside]
    if here.size < _IN_A_CELL or others.size < _IN_A_CELL or others.mean() <= 0:
        return None
    error = float(np.sqrt(here.var() / here.size + others.var() / others.size))
    times = float(here.mean() / others.mean())
    clear = here.mean() - others.mean() > _CLEARLY_MORE * error
    return times if clear and times >= _TIMES else None
