"""Detectors together, from their video scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import (
    Difference,
    Flags,
    Sample,
    auc_inside_difference,
    side_by_side,
    source_name,
)

from ..operating import aims_of, weight_of
from .abstaining import Abstaining, beside_the_common, judge_abstaining
from .folds import Division, divisions
from .judge import HeldOut, Judged, Setting, answers, judge
from .members import ErrorPair, Part, pairs, parts
from .rules import BEST_SINGLE, RULES, Scores, weights_of
from .selection import select_members
from .traits import VideoTraits, traits_of
from .usable import UsableEnsemble, make_usable


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
        abstaining: the recommended rule on the videos that only some members scored; ``None`` where all scored the same videos,
            or nothing could be held out.
        usable: the recommended rule as something to use; ``None`` where nothing could be held out.
    """

    members: tuple[str, ...]
    videos: int
    held_out: tuple[HeldOut, ...] = ()
    weights: dict[str, tuple[float, ...]] | None = None
    parts: tuple[Part, ...] = ()
    pairs: tuple[ErrorPair, ...] = ()
    best_over_mean: Difference | None = None
    abstaining: Abstaining | None = None
    usable: UsableEnsemble | None = None

    @property
    def hardest(self) -> HeldOut | None:
        """The rules under the hardest way of holding out."""
        return self.held_out[-1] if self.held_out else None


def examine_ensemble(
    scores: pl.DataFrame,
    members: Sequence[str],
    *,
    candidates: Sequence[str] = (),
    settled: Sequence[str] = (),
    described: VideoTraits | None = None,
    judged: bool = True,
    prevalence: float | None = None,
    cost: float | None = None,
) -> EnsembleExamination:
    """Combine detectors in every way, judge each on held-out groups, generators and sources, and take the members apart.

    Args:
        scores: video rows, as :func:`touchstone.conclusions.metrics.video_scores` makes them.
        members: the detectors to combine, one or more.
        candidates: detectors of which the members were chosen; the choice is then made again outside each part that is held out,
            among those of them that scored every video which all members scored.
        settled: members that stay in every part: those judged on the fakes of their own domain, which a part may lack.
        described: what weights may follow; without it none do.
        judged: whether rules are judged, which takes most of the time.
        prevalence: stated share of fakes, which the threshold is for.
        cost: stated cost of a missed fake relative to a false alarm, which the threshold is for.
    """
    scored = scores.filter(pl.col("status") == "ok").with_columns(source=source_name())
    every = (*members, *(name for name in candidates if name not in members))
    wide, columns = side_by_side(scored, every, ("video", "label", "group", "donor", "method", "source"))
    names = tuple(name for name in columns if name in members)
    held = [columns[name] for name in names]
    if not names:
        return EnsembleExamination(members=(), videos=0)
    wide = wide.filter(pl.any_horizontal(pl.col(held).is_not_null()))
    whole: Flags = wide.select(pl.all_horizontal(pl.col(held).is_not_null())).to_series().to_numpy()
    common = wide.filter(pl.Series(whole))
    if not common.height or common["label"].n_unique() < 2 or len(names) == 1:
        return EnsembleExamination(members=names, videos=common.height)
    sample, p = _labels(common), common.select(held).to_numpy()
    possible = list(divisions(common, sample))
    together = EnsembleExamination(
        members=names,
        videos=common.height,
        parts=parts(names, p, sample),
        pairs=pairs(names, p, sample),
        best_over_mean=_best_over_mean(p, sample, possible[0]) if possible else None,
    )
    if not judged or not possible:
        return together
    others = [column for column in columns.values() if column not in held and not common[column].null_count()]
    traits, everywhere = traits_of(described, wide, whole) if described is not None else ((), None)
    values = everywhere[whole] if everywhere is not None and traits else None
    able = common.select(held + others).to_numpy()
    stay = [number for number, name in enumerate(names) if name in settled]
    again = bool(candidates) and len(stay) < len(held) + len(others)
    settings = [
        Setting(
            p=able,
            sample=sample,
            division=division,
            members=_members_of(able, len(held), sample, division, again=again, stay=stay),
            traits=values,
        )
        for division in possible
    ]
    final = tuple(range(len(held))) if again else None
    held_out = tuple(judge(setting, final=final) for setting in settings)
    best = held_out[-1].best
    here = float((wide["label"] == "fake").to_numpy().mean())
    aims = aims_of(here, prevalence, cost)
    usable = make_usable(best.rule, names, p, settings[-1], traits=traits, aims=aims)
    # The threshold that is used is for the last aim.
    abstaining = _abstaining(
        wide, held, whole, best, traits=everywhere if traits else None, weight=weight_of(*aims[-1][1:]), names=names
    )
    return replace(
        together,
        held_out=held_out,
        weights={
            **{rule: tuple(weights_of(rule, p, sample.fake)) for rule in RULES},
            usable.rule: tuple(member.weight for member in usable.members),
        },
        abstaining=abstaining,
        usable=usable,
    )


def _everyone(count: int, division: Division) -> tuple[tuple[int, ...], ...]:
    return (tuple(range(count)),) * len(division.parts)


def _members_of(
    p: Scores, count: int, sample: Sample, division: Division, *, again: bool, stay: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """The members that are combined for each part: the first ``count`` detectors, or those that are chosen outside it."""
    if not again:
        return _everyone(count, division)
    return tuple(select_members(p[training], sample.part(training), stay) for _, _, training in division.parts)


def _labels(table: pl.DataFrame) -> Sample:
    return Sample.from_rows(table.select("label", "group", "donor", "video").with_columns(p_fake=pl.lit(0.5)))


def _best_over_mean(p: Scores, sample: Sample, division: Division) -> Difference:
    setting = Setting(p=p, sample=sample, division=division, members=_everyone(p.shape[1], division))
    single, mean = (
        Sample(answers(rule, setting), sample.fake, sample.group) for rule in (BEST_SINGLE, "mean probability")
    )
    return auc_inside_difference(single, mean, division.part_of)


def _abstaining(
    table: pl.DataFrame,
    columns: Sequence[str],
    whole: Flags,
    best: Judged,
    *,
    names: Sequence[str],
    traits: Scores | None,
    weight: float,
) -> Abstaining | None:
    """The recommended rule on the videos that only some members scored; arguments as for :func:`judge_abstaining`."""
    sample = _labels(table)
    division = None if whole.all() else beside_the_common(sample, whole)
    if division is None:
        return None
    p = table.select(columns).to_numpy().astype(np.float64)
    members = _everyone(p.shape[1], division)
    setting = Setting(p=p, sample=sample, division=division, members=members, traits=traits)
    return judge_abstaining(best.rule, names, setting, whole, common_auc=best.auc, weight=weight)
