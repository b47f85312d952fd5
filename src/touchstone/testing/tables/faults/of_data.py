"""Faults of labels, splits, files and coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from ..design import Design
from ..run import MadeRun
from .fault import BAD, PlantedFault, Planter

_FOOTAGE = "footage"
_ONE_SIDED = 4
"""Sources of each label that holds that label alone."""


def relabel(run: MadeRun, turned: NDArray[np.bool_]) -> None:
    """Turn the labels of these videos, shape (n,); what they are does not change."""
    run.deal = replace(run.deal, label=run.deal.label ^ turned)
    run.videos = run.videos.with_columns(label=pl.Series(np.where(run.deal.label, "fake", "real")))


def labels_at_random(size: float) -> PlantedFault:
    """``size``: share of the labels that are wrong."""
    return PlantedFault(subject=_FOOTAGE, bend=lambda run: relabel(run, run.rng.random(run.n) < size))


def labels_of_a_source(size: float) -> PlantedFault:
    """``size``: share of the videos, all of one source, whose labels are turned."""

    def asks(design: Design) -> Design:
        return replace(design, datasets=1, sources=max(2, round(1 / size)))

    return PlantedFault(subject=_FOOTAGE, asks=asks, bend=lambda run: relabel(run, run.deal.source == 0))


def labels_of_a_data_set(size: float) -> PlantedFault:
    """``size``: share of the videos, all of one data set, whose labels are turned."""

    def asks(design: Design) -> Design:
        return replace(design, datasets=max(2, round(1 / size)), sources=2 * max(2, round(1 / size)))

    return PlantedFault(subject=_FOOTAGE, asks=asks, bend=lambda run: relabel(run, run.deal.dataset == 0))


def shared_by_splits(size: float) -> PlantedFault:
    """``size``: share of the groups that have videos in both splits."""

    def asks(design: Design) -> Design:
        return replace(design, test=0.5, group=4, labels="both", named=True)

    def bend(run: MadeRun) -> None:
        groups = int(run.deal.group[-1]) + 1
        mixed = np.isin(run.deal.group, run.rng.permutation(groups)[: max(1, round(size * groups))])
        test = np.where(mixed, np.arange(run.n) % 2 == 0, run.deal.test)
        run.videos = run.videos.with_columns(split=pl.Series(np.where(test, "test", "train")))

    return PlantedFault(subject=_FOOTAGE, asks=asks, bend=bend)


def files_twice(size: float) -> PlantedFault:
    """``size``: share of the videos whose file is a copy of another video of the same label."""

    def bend(run: MadeRun) -> None:
        fakes = np.flatnonzero(run.deal.fake)
        copies = min(max(1, round(size * run.n)), fakes.size // 2)
        source = np.arange(run.n)
        source[fakes[-copies:]] = fakes[:copies]
        run.videos = run.videos.with_columns(run.videos["sha256"].gather(source))
        for name, z in run.logits.items():
            run.logits[name] = z[source]

    return PlantedFault(subject=_FOOTAGE, bend=bend)


def codec_with_label(size: float) -> PlantedFault:
    """``size``: half of the difference between the shares of a codec among fakes and among reals; its AUC is 0.5 + size."""

    def bend(run: MadeRun) -> None:
        hevc = run.rng.random(run.n) < np.where(run.deal.fake, 0.5 + size, 0.5 - size)
        run.videos = run.videos.with_columns(codec=pl.Series(np.where(hevc, "hevc", "h264")))

    return PlantedFault(subject=_FOOTAGE, bend=bend)


def sources_of_a_label(size: float) -> PlantedFault:
    """``size``: share of the videos that come from sources with one label alone."""

    def bend(run: MadeRun) -> None:
        place = run.rng.integers(_ONE_SIDED, size=run.n)
        names = np.where(run.deal.fake, "fakes of site ", "reals of site ").astype(object) + place.astype(str)
        moved = run.rng.random(run.n) < size
        run.videos = run.videos.with_columns(
            source=pl.when(pl.Series(moved)).then(pl.Series(names.tolist())).otherwise(pl.col("source"))
        )

    return PlantedFault(
        subject=_FOOTAGE, asks=lambda design: replace(design, sources=max(2, design.sources)), bend=bend
    )


def fakes_unscored(size: float) -> PlantedFault:
    """``size``: share of the fakes that it gives no score."""

    def bend(run: MadeRun) -> None:
        run.answered[BAD] = run.answered[BAD] & ~(run.deal.fake & (run.rng.random(run.n) < size))

    return PlantedFault(bend=bend)


DATA_FAULTS: Mapping[str, Planter] = {
    "turned at random": labels_at_random,
    "turned in one source": labels_of_a_source,
    "turned in one data set": labels_of_a_data_set,
    "groups on both sides of the split": shared_by_splits,
    "files twice": files_twice,
    "codec goes with the label": codec_with_label,
    "sources of one label": sources_of_a_label,
    "fakes unscored": fakes_unscored,
}
