"""Which members are combined: chosen from what may be learned from, so that what is held out has no say in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import rankdata

from touchstone.conclusions.metrics import (
    FEW_GROUPS,
    Estimate,
    Flags,
    Sample,
    auc_difference,
    auc_estimate,
    groups_of,
)

from ..assessment import NO_SIGNAL_BAND
from .rules import Scores

_MOST_VIDEOS = 20_000
"""Videos beyond which a random part decides: the choice is made again for every part that is held out."""

_SEED = 13


def select_members(p: Scores, sample: Sample, stay: Sequence[int] = ()) -> tuple[int, ...]:
    """Numbers of the detectors that separate fake from real, without those that the mean rank is better without.

    The same as what is done with all videos: where every one does harm, all stay. Where none separates fake from real, the one
    of the highest AUC stands alone.

    Args:
        p: scores, [videos, detectors], without gaps.
        sample: labels and groups of the same videos; of very many, a random part of the groups is looked at.
        stay: numbers of detectors that stay whatever these videos show.
    """
    if len(sample) > _MOST_VIDEOS:
        drawn = _drawn(sample)
        p, sample = p[drawn], sample.part(drawn)
    aucs = [auc_estimate(Sample(column, sample.fake, sample.group)) for column in p.T]
    able = [number for number, estimate in enumerate(aucs) if number in stay or separates(estimate)]
    if not able:
        return (int(np.argmax([estimate.value or 0.0 for estimate in aucs])),)
    harmful = _harmful(p[:, able], sample)
    return tuple(
        number for number, harms in zip(able, harmful, strict=True) if number in stay or not harms or all(harmful)
    )


def _drawn(sample: Sample) -> Flags:
    """About so many videos, in whole groups."""
    unit = np.arange(len(sample)) if sample.group is None else groups_of(sample.group)
    share = _MOST_VIDEOS / len(sample)
    chosen: Flags = np.random.default_rng(_SEED).random(int(unit.max()) + 1)[unit] < share
    part = sample.part(chosen)
    return chosen if min(part.real_count, part.fake_count) >= FEW_GROUPS else np.ones(len(sample), np.bool_)


def separates(auc: Estimate) -> bool:
    """Whether an AUC shows that fake is separated from real."""
    enough = (auc.n if auc.groups is None else auc.groups) >= FEW_GROUPS
    tiny = auc.above(0.5 - NO_SIGNAL_BAND) and auc.below(0.5 + NO_SIGNAL_BAND)
    return enough and not tiny and auc.above(0.5)


def _harmful(p: Scores, sample: Sample) -> list[bool]:
    """Whether the mean rank of all is better without each."""
    if p.shape[1] < 2:
        return [False] * p.shape[1]
    ranks = rankdata(p, axis=0) / (p.shape[0] * p.shape[1])
    whole = Sample(ranks.sum(axis=1), sample.fake, sample.group)
    others = (Sample(np.delete(ranks, k, axis=1).sum(axis=1), sample.fake, sample.group) for k in range(p.shape[1]))
    return [auc_difference(whole, other).estimate.below(0) for other in others]
