"""When a planted fault can be told at all: the power of a test that knows it.

An oracle knows which fault to ask for, and the effect's true size and standard error. A case is *decidable* if that oracle, at
the usual 5 % level and with the smallest effect that the diagnosis itself asks for, would find it in at least 80 % of such
tables: Φ((effect − max(smallest effect, 1.96 · error)) / error) ≥ 0.8. Errors grow by the root of the design effect where videos
come in groups of one label; in groups that hold both labels what helps the fakes hurts the real ones, and none is added.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from ._shapes import Shape

ENOUGH = 0.80
Floats = NDArray[np.float64]


def decidable(effect: float, error: float, minimum: float) -> bool:
    """Whether the oracle finds an effect of this size."""
    return bool(norm.cdf((effect - max(minimum, 1.96 * error)) / error) >= ENOUGH)


def equivalent(error: float, band: float) -> bool:
    """Whether an interval around 0 lies inside ± ``band`` often enough, where there is no effect."""
    return bool(2 * norm.cdf((band - 1.96 * error) / error) - 1 >= ENOUGH)


def auc_error(auc: float, fakes: float, reals: float, design: float) -> float:
    """Standard error of an AUC (Hanley & McNeil 1982)."""
    auc = max(auc, 1 - auc)
    q1, q2 = auc / (2 - auc), 2 * auc * auc / (1 + auc)
    variance = auc * (1 - auc) + (fakes - 1) * (q1 - auc * auc) + (reals - 1) * (q2 - auc * auc)
    return math.sqrt(design * variance / (fakes * reals))


def gain(shape: Shape, shift: float, fakes: float, reals: float, design: float) -> tuple[float, float]:
    """Balanced accuracy that undoing a shift gains, and its standard error, paired."""
    value = variance = 0.0
    for z, label, count in ((shape.fakes, True, fakes), (-shape.fakes, False, reals)):
        change = ((z >= 0) == label).astype(float) - ((z + shift >= 0) == label)
        value += float(change.mean()) / 2
        variance += float(change.var()) / (4 * count)
    return value, math.sqrt(design * variance + 1e-12)


def slope_error(shape: Shape, factor: float, n: int, design: float) -> float:
    """Standard error of the slope of log-odds that were multiplied by ``factor``, by Fisher's information."""
    z = np.concatenate([shape.fakes, -shape.fakes])
    p = 1 / (1 + np.exp(-z))
    weight, seen = p * (1 - p), factor * z
    information = n * float((weight * seen * seen).mean() - (weight * seen).mean() ** 2 / weight.mean())
    return math.sqrt(design / information)


def agreement(video: Floats, noise: float, units: int) -> float:
    """Intra-class correlation of P(fake) of units around their video's log-odds."""
    rng = np.random.default_rng(3)
    p = 1 / (1 + np.exp(-(video[:, None] + rng.normal(0, noise, (video.size, units)))))
    within = float(p.var(axis=1, ddof=1).mean())
    between = float(p.mean(axis=1).var(ddof=1)) - within / units
    return between / (between + within)


def agreement_error(icc: float, videos: int, units: int, design: float) -> float:
    """Standard error of an intra-class correlation (Fisher 1925)."""
    factor = (1 - icc) * (1 + (units - 1) * icc)
    return math.sqrt(design * 2 / (units * (units - 1) * videos)) * factor


def share_error(first: float, n_one: float, two: float, n_two: float, design: float) -> float:
    """Standard error of a difference of two shares."""
    return math.sqrt(design * (first * (1 - first) / n_one + two * (1 - two) / n_two) + 1e-12)
