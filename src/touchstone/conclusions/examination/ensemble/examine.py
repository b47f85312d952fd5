"""Detectors together, from their video scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import (
    Difference,
    Estimate,
    Sample,
    auc_inside,
    auc_inside_difference,
    side_by_side,
    source_name,
)

from .folds import Division, divisions
from .judge import HeldOut, answers, judge
from .members import ErrorPair, Part, pairs, parts
from .rules import BEST_SINGLE, Scores, weights_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstaining:
    """What a combination answers where some of its members are silent.

    Attributes:
        videos: videos that at least one member scored.
        common: videos that all of them scored.
        auc: held-out AUC over ``videos`` of the calibrated mean of whichever members answered.
        common_auc: the same rule over ``common``.
    """

    videos: int
    common: int
    auc: Estimate
    common_auc: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class EnsembleExamination:
    """Several detectors on the videos that all of them scored.

    Attributes:
        members: the detectors, in the order of the ``detectors`` table.
        videos: videos that all members scored.
        held_out: the rules under each way of holding out that the videos allow, the mildest first; empty where none is possible.
        weights: rule → each member's share when fitted on everything.
        parts: what each member brings to the mean of ranks of all.
        pairs: how alike each pair errs.
        best_over_mean: the best single member less the mean probability of all, paired, on held-out groups; ``None`` where
            nothing could be held out.
        abstaining: ``None`` where all members scored the same videos, or nothing could be held out.
    """

    members: tuple[str, ...]
    videos: int
    held_out: tuple[HeldOut, ...] = ()
    weights: dict[str, tuple[float, ...]] | None = None
    parts: tuple[Part, ...] = ()
    pairs: tuple[ErrorPair, ...] = ()
    best_over_mean: Difference | None = None
    abstaining: Abstaining | None = None

    @property
    def hardest(self) -> HeldOut | None:
        """The rules under the hardest way of holding out."""
        return self.held_out[-1] if self.held_out else None


def examine_ensemble(scores: pl.DataFrame, members: Sequence[str]) -> EnsembleExamination:
    """Combine detectors in every way, judge each on held-out groups, generators and sources, and take the members apart.

    Args:
        scores: video rows, as :func:`touchstone.conclusions.metrics.video_scores` makes them.
        members: the detectors to combine, one or more.
    """
    scored = scores.filter(pl.col("status") == "ok").with_columns(source=source_name())
    wide, columns = side_by_side(scored, members, ("video", "label", "group", "donor", "method", "source"))
    names, held = tuple(columns), list(columns.values())
    if not names:
        return EnsembleExamination(members=(), videos=0)
    common = wide.drop_nulls(held)
    if not common.height or common["label"].n_unique() < 2:
        return EnsembleExamination(members=names, videos=common.height)
    sample = _labels(common)
    p = common.select(held).to_numpy()
    if len(names) == 1:
        return EnsembleExamination(members=names, videos=common.height)
    possible = list(divisions(common, sample))
    held_out = tuple(judge(p, sample, division) for division in possible)
    return EnsembleExamination(
        members=names,
        videos=common.height,
        held_out=held_out,
        weights={rule.rule: tuple(weights_of(rule.rule, p, sample.fake)) for rule in held_out[0].rules}
        if held_out
        else None,
        parts=parts(names, p, sample),
        pairs=pairs(names, p, sample),
        best_over_mean=_best_over_mean(p, sample, possible[0]) if possible else None,
        abstaining=_abstaining(wide, held) if possible and wide.height > common.height else None,
    )


def _labels(table: pl.DataFrame) -> Sample:
    return Sample.from_rows(table.select("label", "group", "donor", "video").with_columns(p_fake=pl.lit(0.5)))


def _best_over_mean(p: Scores, sample: Sample, division: Division) -> Difference:
    single, mean = (
        Sample(answers(rule, p, sample, division), sample.fake, sample.group)
        for rule in (BEST_SINGLE, "mean probability")
    )
    return auc_inside_difference(single, mean, division.part_of)


def _abstaining(table: pl.DataFrame, columns: Sequence[str]) -> Abstaining | None:
    sample = _labels(table)
    first = next(divisions(table, sample), None)
    if first is None:
        return None
    p = table.select(columns).to_numpy().astype(np.float64)
    answered = answers("calibrated mean", p, sample, first)
    there = ~np.isnan(answered)
    whole = there & ~np.isnan(p).any(axis=1)
    filled = Sample(np.where(there, answered, 0.5), sample.fake, sample.group)
    return Abstaining(
        videos=int(np.count_nonzero(there)),
        common=int(np.count_nonzero(whole)),
        auc=auc_inside(filled.part(there), first.part_of[there]),
        common_auc=auc_inside(filled.part(whole), first.part_of[whole]),
    )
