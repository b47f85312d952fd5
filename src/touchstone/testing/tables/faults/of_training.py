"""Faults of what a detector learned: poor on a part, or following a property of the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from ..design import Design
from ..run import MadeRun, detector_logits
from .fault import BAD, PlantedFault, Planter

_CUE = 0.8
"""Standard deviations by which the bitrate of fakes lies above that of reals."""


def _two_data_sets(design: Design) -> Design:
    return replace(design, datasets=max(2, design.datasets), sources=max(4, design.sources))


def poor_on_a_data_set(size: float) -> PlantedFault:
    """``size``: how far its AUC on the second data set lies below that on the first."""

    def bend(run: MadeRun) -> None:
        poor = detector_logits(run, 0, max(0.5, run.design.auc[0] - size))
        run.logits[BAD] = np.where((run.deal.dataset == 1)[:, None], poor, run.logits[BAD])

    return PlantedFault(asks=_two_data_sets, bend=bend)


def shifted_on_a_data_set(size: float) -> PlantedFault:
    """``size``: what is added to its log-odds on the second data set."""

    def bend(run: MadeRun) -> None:
        run.logits[BAD] = run.logits[BAD] + size * (run.deal.dataset == 1)[:, None]

    return PlantedFault(asks=_two_data_sets, bend=bend)


def unseen_method(size: float) -> PlantedFault:
    """``size``: share of the fakes of the second method that get the scores of reals."""

    def bend(run: MadeRun) -> None:
        reals = np.flatnonzero(~run.deal.fake)
        hit = np.flatnonzero((run.deal.method == 1) & (run.rng.random(run.n) < size))
        run.logits[BAD][hit] = run.logits[BAD][run.rng.choice(reals, hit.size)]

    return PlantedFault(asks=lambda design: replace(design, methods=3, method_auc=()), bend=bend)


def follows_bitrate(size: float) -> PlantedFault:
    """``size``: correlation of its log-odds with the bitrate inside a label; fakes have a little more of it."""

    def bend(run: MadeRun) -> None:
        fake = run.deal.fake
        cue = run.rng.standard_normal(run.n)
        z = run.logits[BAD]
        spread = np.where(fake, z[fake].mean(axis=1).std(), z[~fake].mean(axis=1).std())
        run.logits[BAD] = z + (size / np.sqrt(1 - size * size) * spread * (cue + _CUE * fake))[:, None]
        _write_bitrate(run, np.exp(14 + 0.4 * (cue + _CUE * fake)))

    return PlantedFault(bend=bend)


def _write_bitrate(run: MadeRun, rate: np.ndarray) -> None:
    pixels = pl.col("width") * pl.col("height") * pl.col("fps")
    run.videos = run.videos.with_columns(bitrate=pl.Series(rate)).with_columns(
        file_size=(pl.col("duration") * pl.col("bitrate") / 8).cast(pl.Int64),
        bits_per_pixel=pl.col("bitrate") / pixels,
        compression_ratio=24 * pixels / pl.col("bitrate"),
    )


TRAINING_FAULTS: Mapping[str, Planter] = {
    "poor on one data set": poor_on_a_data_set,
    "shifted on one data set": shifted_on_a_data_set,
    "one method seen poorly": unseen_method,
    "follows the bitrate": follows_bitrate,
}
