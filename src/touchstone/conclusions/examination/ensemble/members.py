"""What each member brings: what is lost without it, its fair share of the whole, and whose errors it repeats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from scipy.stats import rankdata

from touchstone.conclusions.metrics import Estimate, Sample, auc, auc_difference, mean_estimate

from .rules import Scores

EXACT_UP_TO = 8
"""Members up to which every subset is tried for Shapley's value; beyond, orders are drawn."""

_DRAWN_ORDERS = 200
_SEED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One member's part in the mean of ranks of all members.

    Attributes:
        detector: its name.
        gain: AUC of all members less AUC of all others, paired: what would be lost without it; below 0 it does harm.
            ``None`` for a member that stands alone.
        shapley: its share of the AUC above 0.5 of all members together (Shapley 1953): its gain averaged over all orders in
            which members can join.
    """

    detector: str
    gain: Estimate | None
    shapley: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPair:
    """How alike two members err.

    Attributes:
        first: name of one.
        second: name of the other.
        correlation: Spearman's correlation of their scores inside each label, pooled over both: once the
            label is known, what they still share is error. Its interval counts a group once.
        same: whether they give equal scores to every video.
    """

    first: str
    second: str
    correlation: Estimate
    same: bool


def parts(names: tuple[str, ...], p: Scores, sample: Sample) -> tuple[Part, ...]:
    """Every member's part.

    Args:
        names: the members.
        p: their scores, [videos, members], without gaps.
        sample: labels and groups of the same videos.
    """
    ranks: Scores = np.asarray(rankdata(p, axis=0), np.float64)
    whole = Sample(_mean_rank(ranks), sample.fake, sample.group)
    shapley = _shapley(ranks, sample)
    shares: list[Part] = []
    for number, name in enumerate(names):
        gain = None
        if len(names) > 1:
            without = Sample(_mean_rank(np.delete(ranks, number, axis=1)), sample.fake, sample.group)
            gain = auc_difference(whole, without).estimate
        shares.append(Part(detector=name, gain=gain, shapley=shapley[number]))
    return tuple(shares)


def _mean_rank(ranks: Scores) -> Scores:
    """In [0, 1]. Whole ranks are added before they are scaled, so that equal sums stay equal."""
    return ranks.sum(axis=1) / ranks.size


def _shapley(ranks: Scores, sample: Sample) -> list[float]:
    members = ranks.shape[1]
    worth: dict[frozenset[int], float] = {frozenset(): 0.0}

    def value(team: frozenset[int]) -> float:
        if team not in worth:
            together = Sample(_mean_rank(ranks[:, sorted(team)]), sample.fake)
            worth[team] = (auc(together) or 0.5) - 0.5
        return worth[team]

    if members > EXACT_UP_TO:
        return _drawn(members, value)
    result = [0.0] * members
    for size in range(members):
        chance = factorial(size) * factorial(members - size - 1) / factorial(members)
        for team in combinations(range(members), size):
            for member in set(range(members)) - set(team):
                result[member] += chance * (value(frozenset((*team, member))) - value(frozenset(team)))
    return result


def _drawn(members: int, value: Callable[[frozenset[int]], float]) -> list[float]:
    rng = np.random.default_rng(_SEED)
    result = np.zeros(members)
    for _ in range(_DRAWN_ORDERS):
        team: frozenset[int] = frozenset()
        for member in rng.permutation(members):
            joined = team | {int(member)}
            result[member] += value(joined) - value(team)
            team = joined
    return [float(v) for v in result / _DRAWN_ORDERS]


def pairs(names: tuple[str, ...], p: Scores, sample: Sample) -> tuple[ErrorPair, ...]:
    """Every pair of members; arguments as for :func:`parts`."""
    errors: list[ErrorPair] = []
    inside = [_ranks_inside(column, sample) for column in p.T]
    for a, b in combinations(range(len(names)), 2):
        same = bool(np.array_equal(p[:, a], p[:, b]))
        errors.append(
            ErrorPair(
                first=names[a], second=names[b], correlation=_correlation(inside[a], inside[b], sample), same=same
            )
        )
    return tuple(errors)


def _ranks_inside(column: Scores, sample: Sample) -> Scores:
    """Ranks inside each label, centred and scaled to unit variance there; 0 where a label has one score only."""
    result = np.zeros(len(column))
    for label in (False, True):
        chosen = sample.fake == label
        ranks = rankdata(column[chosen])
        spread = float(ranks.std())
        if spread > 0:
            result[chosen] = (ranks - ranks.mean()) / spread
    return result


def _correlation(a: Scores, b: Scores, sample: Sample) -> Estimate:
    """Mean product of the scaled ranks; each video's value holds its influence on a correlation, so that groups count."""
    r = float((a * b).mean())
    influence = a * b - r / 2 * (np.square(a) + np.square(b)) + r
    return mean_estimate(influence, sample.group, low=-1, high=1)
