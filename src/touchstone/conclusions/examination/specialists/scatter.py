"""How far a rank correlation scatters where there is no dependence, but videos of a group are alike."""

from __future__ import annotations

import math

import numpy as np

from touchstone.conclusions.metrics import Codes, Floats, Grouping, groups_of


def null_error(first: Floats, second: Floats, group: Grouping | None) -> float:
    """Standard deviation of the correlation of two quantities that have nothing to do with each other.

    1 / √(n − 1) times the square root of a design effect (Kish 1965): two quantities of which videos of a group share the
    parts r and s correlate by chance as n / (1 + r · s · (m − 1)) videos do, m being the mean group that a video lies in. What is
    shared is the intra-class correlation ICC(1) (Shrout & Fleiss 1979), not below 0.

    Args:
        first: one value per video, shape (n,), n of 2 or more.
        second: another, shape (n,).
        group: number of the group of each video, where groups are known.

    >>> values = np.repeat([0.0, 1.0, 2.0, 3.0], 4)
    >>> round(null_error(values, values, np.repeat([0, 1, 2, 3], 4)) * math.sqrt(15), 3)
    2.0
    """
    n = first.size
    if group is None:
        return 1 / math.sqrt(n - 1)
    index = np.unique(groups_of(group), return_inverse=True)[1]
    size = np.bincount(index).astype(np.float64)
    effect = 1 + _alike(first, index, size) * _alike(second, index, size) * (float(size @ size) / n - 1)
    return math.sqrt(effect / (n - 1))


def _alike(values: Floats, index: Codes, size: Floats) -> float:
    """ICC(1), groups of unequal size taken by their harmonic equivalent; 0 where no group holds two."""
    n, groups = values.size, size.size
    if groups in (1, n):
        return 0.0
    means = np.bincount(index, values) / size
    between = float(size @ (means - values.mean()) ** 2) / (groups - 1)
    inside = float(np.sum((values - means[index]) ** 2)) / (n - groups)
    usual = (n - float(size @ size) / n) / (groups - 1)
    total = between + (usual - 1) * inside
    return max(0.0, (between - inside) / total) if total > 0 else 0.0
