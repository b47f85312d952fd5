"""Shapes of healthy scores: log-odds that are calibrated by construction, whatever their distribution looks like.

Take any symmetric density g of log-odds z. Fakes follow 2 g(z) σ(z) and reals 2 g(z) σ(−z): then P(fake | z) = σ(z) for as
many fakes as reals. Fakes are drawn by drawing z from g and turning its sign with probability σ(−z); reals are the mirror
image. The spread of g decides the AUC.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int, float], Floats]

_GRID = 40_000


def _normal(rng: np.random.Generator, count: int, spread: float) -> Floats:
    """Two normal classes ``spread`` standard deviations apart, in units of their log-likelihood ratio."""
    side = np.where(rng.random(count) < 0.5, 1.0, -1.0)
    return side * spread**2 / 2 + spread * rng.standard_normal(count)


def _beta(rng: np.random.Generator, count: int, spread: float) -> Floats:
    """P(fake) follows a beta distribution: a bath tub for a large spread, a hill for a small one."""
    p = np.clip(rng.beta(1 / spread, 1 / spread, count), 1e-9, 1 - 1e-9)
    return np.log(p / (1 - p))


def _student(rng: np.random.Generator, count: int, spread: float) -> Floats:
    """Heavy tails: Student's t with three degrees of freedom."""
    return np.clip(spread * rng.standard_t(3, count), -30, 30)


def _peaks(rng: np.random.Generator, count: int, spread: float) -> Floats:
    """A third of the videos left open, the others in two narrow peaks."""
    side = rng.choice([-1.0, 0.0, 1.0], count, p=[1 / 3, 1 / 3, 1 / 3])
    return side * spread + rng.normal(0, 0.6, count)


DRAWS: dict[str, Draw] = {"normal": _normal, "beta": _beta, "student": _student, "peaks": _peaks}


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """Calibrated log-odds of one shape.

    Attributes:
        name: normal, beta, student, peaks.
        auc: AUC between a real and a fake of different groups.
        fakes: quantiles of the log-odds of fakes, shape (grid,); those of reals are the mirror image.
    """

    name: str
    auc: float
    fakes: Floats

    def at(self, fake: NDArray[np.bool_], level: Floats) -> Floats:
        """Log-odds of videos from their quantiles in (0, 1): equal shapes whatever correlates the quantiles."""
        place = np.clip((level * self.fakes.size).astype(np.int64), 0, self.fakes.size - 1)
        return np.where(fake, self.fakes[place], -self.fakes[self.fakes.size - 1 - place])


@cache
def shape(name: str, auc: float) -> Shape:
    """The shape with (nearly) this AUC, its spread found by bisection."""
    low, high = 0.05, 12.0
    for _ in range(25):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if _auc(_fakes(name, middle)) < auc else (low, middle)
    fakes = _fakes(name, low)
    return Shape(name, _auc(fakes), fakes)


def _fakes(name: str, spread: float) -> Floats:
    rng = np.random.default_rng(7)
    z = DRAWS[name](rng, _GRID, spread)
    turned = rng.random(_GRID) < 1 / (1 + np.exp(z))
    return np.sort(np.where(turned, -z, z))


def _auc(fakes: Floats) -> float:
    """Share of pairs in which the fake is above the real, which is a mirrored fake."""
    return float(np.searchsorted(np.sort(-fakes), fakes).mean() / fakes.size)
