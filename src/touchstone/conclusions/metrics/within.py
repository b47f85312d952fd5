"""Ranking inside strata: what is left of the AUC when source (site, camera, part of a data set) cannot help.

Where label and source go together (all reals from one site, all fakes from another), a detector that only
tells sources apart has a high AUC. Inside a source that holds both labels it cannot do so. Such sources may
be few: then that is the finding.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.vocabulary.errors import TableError

from .arrays import Codes, Floats
from .clusters import Clusters, Grouping, Spread
from .concordance import below_in_block
from .differences import Difference, tested
from .estimate import Estimate
from .proportion import logit_limits, wilson
from .ranking import auc_estimate, auc_influence, newcombe
from .reliability import FEW_GROUPS, few_groups
from .sample import Sample, codes_of, effective_counts, scored_rows

_LARGE = 20  # videos in a stratum


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinStrata:
    """Ranking inside strata, beside the ranking over all.

    Attributes:
        column: the column that made the strata.
        auc: share of concordant pairs (fake above real; ties half) among all real–fake pairs of the same
            stratum.
        overall: AUC over all videos.
        drop: overall − within: what the strata themselves contribute.
        strata: strata that hold both labels.
        strata_of_one_label: strata that hold only one; they cannot contribute.
        pairs: real–fake pairs inside strata.
        videos: videos in strata that hold both labels.
    """

    column: str
    auc: Estimate
    overall: Estimate
    drop: Difference
    strata: int
    strata_of_one_label: int
    pairs: int
    videos: int


def rank_within(rows: pl.DataFrame, column: str = "source") -> WithinStrata:
    """Rank inside the strata of ``column`` that hold both labels.

    Args:
        rows: video rows of one detector.
        column: what makes the strata; a null is a stratum of its own and so never holds both labels.

    Raises:
        TableError: the column is missing.

    >>> rows = pl.DataFrame({
    ...     "label": ["real", "fake", "real", "fake"],
    ...     "source": ["a", "a", "b", "b"],
    ...     "p_fake": [0.2, 0.1, 0.8, 0.9],
    ... })
    >>> rank_within(rows).auc.value
    0.5
    """
    scored = scored_rows(rows)
    if column not in scored.columns:
        raise TableError(f"the video rows have no column {column!r} to rank within")
    sample = Sample.from_rows(scored)
    overall = auc_estimate(sample)
    stratum = codes_of(scored[column])
    k = int(stratum.max()) + 1 if len(sample) else 0
    fakes = np.bincount(stratum[sample.fake], minlength=k)
    reals = np.bincount(stratum[~sample.fake], minlength=k)
    mixed = (fakes > 0) & (reals > 0)
    strata, pairs = int(np.count_nonzero(mixed)), int((fakes * reals).sum())
    inside = mixed[stratum] if k else np.zeros(0, np.bool_)
    chosen = sample.part(inside)
    method = "clustered DeLong within strata, logit"
    if not strata:
        nothing = Estimate.undefined(n=0, groups=sample.groups, method=method)
        drop = Difference(estimate=nothing, test=method)
        return WithinStrata(
            column=column, auc=nothing, overall=overall, drop=drop, strata=0, strata_of_one_label=k, pairs=0, videos=0
        )
    value, part_influence = _within_influence(chosen, stratum[inside])
    influence = np.zeros(len(sample))
    influence[inside] = part_influence
    spread = _spread(sample, stratum, influence, strata)
    if 0 < value < 1 and spread.variance > 1e-30 and min(effective_counts(chosen)) > 1.0:
        low, high = logit_limits(value, math.sqrt(spread.variance), spread.df)
    else:
        # Every stratum can have been easy by accident; so each counts as one pair of videos.
        low, high = newcombe(value, float(strata), float(strata))
    warning = _warning(strata, chosen.group)
    estimate = Estimate.undefined(n=len(chosen), groups=chosen.groups, method=method)
    overall_value, overall_influence = auc_influence(sample)
    drop_spread = _spread(sample, stratum, overall_influence - influence, strata)
    lost, test = overall_value - value, "Student over clusters"
    lost_low, lost_high, p = tested(lost, drop_spread.variance, drop_spread.df, 1.0)
    difference = Estimate.undefined(n=len(sample), groups=sample.groups, method=test)
    return WithinStrata(
        column=column,
        auc=estimate.with_value(value, low, high, warning),
        overall=overall,
        drop=Difference(estimate=difference.with_value(lost, lost_low, lost_high, warning), p_value=p, test=test),
        strata=strata,
        strata_of_one_label=k - strata,
        pairs=pairs,
        videos=len(chosen),
    )


def auc_inside(sample: Sample, part: Codes) -> Estimate:
    """Share of concordant pairs among real–fake pairs of the same part: an AUC that never compares scores across parts.

    Where each part of the videos was scored by another rule (a fold, by what was fitted on the others), scores of two parts
    have no common scale.

    Args:
        sample: the videos.
        part: number of the part of each video, shape (n,).

    >>> p, fake = np.array([0.001, 0.002, 0.8, 0.9]), np.array([False, True, False, True])
    >>> auc_inside(Sample(p, fake), np.array([0, 0, 1, 1])).value
    1.0
    """
    method = "DeLong inside parts, logit" if sample.group is None else "clustered DeLong inside parts, logit"
    nothing = Estimate.undefined(n=len(sample), groups=sample.groups, method=method)
    chosen, inside, strata = _in_mixed(sample, part)
    if not strata:
        return nothing
    value, influence = _within_influence(chosen, inside)
    spread = Clusters.of(chosen.group, len(chosen), chosen.fake).spread(influence)
    if 0 < value < 1 and spread.variance > 1e-30 and min(effective_counts(chosen)) > 1.0:
        low, high = logit_limits(value, math.sqrt(spread.variance), spread.df)
    else:
        low, high = newcombe(value, *effective_counts(chosen))
    return nothing.with_value(value, low, high, few_groups(sample.group))


def auc_inside_difference(first: Sample, second: Sample, part: Codes) -> Difference:
    """Difference of :func:`auc_inside` of two samples of the same videos in the same order, paired.

    Args:
        first: the videos with the scores of one.
        second: the same with the scores of the other.
        part: number of the part of each video, shape (n,).
    """
    test = "DeLong inside parts" if first.group is None else "clustered DeLong inside parts"
    nothing = Estimate.undefined(n=len(first), groups=first.groups, method=test)
    chosen, inside, strata = _in_mixed(first, part)
    if not strata:
        return Difference(estimate=nothing, test=test)
    other, _, _ = _in_mixed(second, part)
    (a, moved_a), (b, moved_b) = _within_influence(chosen, inside), _within_influence(other, inside)
    spread = Clusters.of(chosen.group, len(chosen), chosen.fake).spread(moved_a - moved_b)
    if a == b and spread.variance <= 1e-30:
        # Both order these videos alike; that they always would was not seen.
        unseen = wilson(0.0, min(effective_counts(chosen)))[1]
        return Difference(estimate=nothing.with_value(0.0, -unseen, unseen, few_groups(first.group)), p_value=1.0, test=test)
    low, high, p = tested(a - b, spread.variance, spread.df, 1.0)
    return Difference(estimate=nothing.with_value(a - b, low, high, few_groups(first.group)), p_value=p, test=test)


def _in_mixed(sample: Sample, part: Codes) -> tuple[Sample, Codes, int]:
    """The videos in parts that hold both labels, the part of each, and how many such parts there are."""
    if not len(sample):
        return sample, part, 0
    fakes = np.bincount(part[sample.fake], minlength=int(part.max()) + 1)
    reals = np.bincount(part[~sample.fake], minlength=int(part.max()) + 1)
    mixed = (fakes > 0) & (reals > 0)
    inside = mixed[part]
    return sample.part(inside), part[inside], int(np.count_nonzero(mixed))


def _within_influence(sample: Sample, stratum: Codes) -> tuple[float, Floats]:
    """Share of concordant pairs inside strata, and how much each video moves it."""
    below = below_in_block(sample.p, sample.fake, stratum)
    k = int(stratum.max()) + 1
    fakes = np.bincount(stratum[sample.fake], minlength=k).astype(np.float64)
    reals = np.bincount(stratum[~sample.fake], minlength=k).astype(np.float64)
    own_pairs = fakes * reals
    pairs = float(own_pairs.sum())
    won = np.bincount(stratum[sample.fake], weights=below[sample.fake], minlength=k)
    value = float(won.sum()) / pairs
    opposite = np.where(sample.fake, reals[stratum], fakes[stratum])
    concordant = np.where(sample.fake, below, opposite - below)
    # Each video moves the AUC of its stratum; what its stratum as a whole adds or lacks is shared by its two
    # labels, half to each, so that the influences of a stratum sum to its share.
    stratum_auc = np.divide(won, own_pairs, out=np.zeros(k), where=own_pairs > 0)[stratum]
    return value, (concordant - opposite * (stratum_auc + value) / 2) / pairs


def _spread(sample: Sample, stratum: Codes, influence: Floats, strata: int) -> Spread:
    """Variance over groups, or videos, and where strata are many or small also over strata: the larger of both.

    With many strata the interval then speaks of strata like these, not only of these. Inside a stratum of a few
    videos there is hardly any spread to be seen.
    """
    spread = Clusters.of(sample.group, len(sample), sample.fake).spread(influence)
    if strata < FEW_GROUPS and len(sample) >= _LARGE * strata:
        return spread
    across = Clusters.of(stratum, len(sample)).spread(influence)
    return across if across.variance > spread.variance else spread


def _warning(strata: int, group: Grouping | None) -> str | None:
    if strata < FEW_GROUPS:
        hold = "stratum holds" if strata == 1 else "strata hold"
        return f"only {strata} {hold} both labels: the interval says nothing about the others"
    return few_groups(group)
