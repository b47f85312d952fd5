"""The bootstrap of everything that is read off a curve.

Without groups a resample draws videos within label. With groups it draws whole groups within label pattern
(only real, only fake, both; see ``_clusters``), so both labels are there in every resample and a group is
never cut. A resample is a list of weights, how often each group was drawn; a sparse group × level matrix of
counts turns all weights of a chunk into curve counts in one product. Scores are merged into at most 4,096
levels of equal mass for this purpose only. Where donors are known, groups, faces and their cells are resampled
one after the other, and the three variances are combined as everywhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from .arrays import Codes, Flags, Floats
from .clusters import Clusters, two_way
from .curves import CurveStatistics, curve_statistics, levels_of
from .estimate import Estimate
from .proportion import logit_limits, wilson
from .sample import Sample, effective_counts

RESAMPLES = 2000
_LEVELS = 4096
MOST_UNITS = 10_000
"""Groups beyond which a resample draws blocks of them: the standard deviation of so many blocks is known to 1 %."""

_DRAWN_TOGETHER = 8_192  # members that are drawn in one call: 64 KB
_CELLS = 4_000_000  # numbers in one chunk of resamples: 32 MB per array


def resample_curves(
    sample: Sample, resamples: int = RESAMPLES, seed: int = 0, clusters: Clusters | None = None
) -> CurveStatistics:
    """Curve statistics of ``resamples`` bootstrap resamples; deterministic under ``seed``.

    The sample must hold both classes. It resamples its groups, or the ``clusters`` that are given in their place.
    """
    rng = np.random.default_rng(seed)
    values, level = levels_of(sample.p, _LEVELS)
    levels = values.size
    clusters = _blocks(clusters or Clusters.of(sample.group, len(sample), sample.fake), rng)
    grouped = clusters.index is not None and clusters.count < len(sample)
    widest = max(2 * levels, clusters.count if grouped else 0)
    chunk = max(1, min(resamples, _CELLS // widest))
    counts = _matrix(clusters, sample.fake, level, levels) if grouped else None
    parts: list[CurveStatistics] = []
    for start in range(0, resamples, chunk):
        size = min(chunk, resamples - start)
        if counts is None:
            fake = _draw_levels(rng, level[sample.fake], levels, size)
            real = _draw_levels(rng, level[~sample.fake], levels, size)
        else:
            both = np.asarray(counts @ _draw_groups(rng, clusters.stratum, size), dtype=np.float64)
            fake, real = both[:levels], both[levels:]
        parts.append(curve_statistics(fake, real))
    return CurveStatistics(
        np.concatenate([part.auc for part in parts]),
        np.concatenate([part.average_precision for part in parts]),
        np.concatenate([part.eer for part in parts]),
        tuple(np.concatenate([part.tpr[i] for part in parts]) for i in range(len(parts[0].tpr))),
    )


def _blocks(clusters: Clusters, rng: np.random.Generator) -> Clusters:
    """Very many groups, put together at random inside their label patterns; few are left as they are."""
    if clusters.index is None or clusters.count <= MOST_UNITS:
        return clusters
    size = -(-clusters.count // MOST_UNITS)
    block = np.empty(clusters.count, np.int64)
    strata: list[Codes] = []
    count = 0
    for pattern in (0, 1, 2):
        members = rng.permutation(np.flatnonzero(clusters.stratum == pattern))
        if members.size:
            blocks = -(-members.size // size)
            block[members] = count + np.arange(members.size) % blocks
            strata.append(np.full(blocks, pattern, clusters.stratum.dtype))
            count += blocks
    index = block[clusters.index]
    return Clusters(index, np.bincount(index).astype(np.float64), np.concatenate(strata))


def _matrix(clusters: Clusters, fake: Flags, level: Codes, levels: int) -> sparse.csr_array:
    """Videos per level and group: fakes in the first ``levels`` rows, reals below."""
    assert clusters.index is not None
    row = np.where(fake, level, level + levels)
    shape = (2 * levels, clusters.count)
    matrix = sparse.coo_array((np.ones(fake.size, np.float32), (row, clusters.index)), shape=shape)
    return matrix.tocsr()


def _draw_levels(rng: np.random.Generator, level: Codes, levels: int, size: int) -> Floats:
    """Counts per level of ``size`` resamples of independent videos, shape (levels, size)."""
    n = level.size
    if n > 8 * levels:
        # The counts of a resample of independent videos are multinomial over the levels.
        share = np.bincount(level, minlength=levels) / n
        return np.ascontiguousarray(rng.multinomial(n, share, size=size).T, dtype=np.float64)
    return _count_draws(rng, level, levels, size)


def _draw_groups(rng: np.random.Generator, stratum: Codes, size: int) -> npt.NDArray[np.float32]:
    """How often each group is drawn in each of ``size`` resamples, shape (groups, size)."""
    # Whole numbers up to 16 million are exact in single precision, which halves the memory to walk through.
    weights = np.zeros((stratum.size, size), np.float32)
    for pattern in (0, 1, 2):
        members = np.flatnonzero(stratum == pattern)
        if not members.size:
            continue
        weights[members] = _count_draws(rng, np.arange(members.size), members.size, size)
    return weights


def _count_draws(rng: np.random.Generator, kind: Codes, kinds: int, size: int) -> Floats:
    """Draw as many members as there are, ``size`` times, and count their kinds; shape (kinds, size)."""
    counts = np.empty((size, kinds))
    # Counted one resample at a time: its counters stay in the cache, which makes this three times as fast as one
    # large call. A few resamples are drawn at once, as a draw of few members costs a call and little else.
    together = max(1, _DRAWN_TOGETHER // kind.size)
    for start in range(0, size, together):
        rows = counts[start : start + together]
        drawn = kind[rng.integers(0, kind.size, size=(len(rows), kind.size))]
        for row, kinds_drawn in zip(rows, drawn, strict=True):
            row[:] = np.bincount(kinds_drawn, minlength=kinds)
    return np.ascontiguousarray(counts.T)


def bootstrap_estimate(
    sample: Sample, value: float, draws: Sequence[Floats], df: float, warning: str | None = None
) -> Estimate:
    """An estimate with an interval from the standard deviation of its resamples, on the logit scale.

    Near 1 and with few groups the percentiles of the same resamples cover too little: those of the AUC down to
    80 % (docs/coverage.md). Where all resamples agree (a boundary value, or groups that cannot be
    resampled), the interval is Wilson's with every group as one video of the rarer class: unknown is not the
    same as certain.

    Args:
        sample: the videos.
        value: the estimate, in [0, 1].
        draws: the same of each resample, for each direction of the clusters; their variances are combined.
        df: degrees of freedom, those of the AUC's variance.
        warning: why the interval may not hold.
    """
    method = "stratified bootstrap, logit" if sample.group is None else "cluster bootstrap, logit"
    variances = [np.array([[drawn.var()]]) for drawn in draws]
    error = math.sqrt(float((variances[0] if len(variances) == 1 else two_way(*variances))[0, 0]))
    smallest = min(effective_counts(sample))
    if error < 1e-9 or smallest <= 1.0 or value in (0.0, 1.0):
        method = f"{method}, Wilson at the boundary"
        low, high = wilson(value, max(1.0, smallest))
    else:
        low, high = logit_limits(value, error, df)
    nothing = Estimate.undefined(n=len(sample), groups=sample.groups, method=method)
    return nothing.with_value(value, low, high, warning)
