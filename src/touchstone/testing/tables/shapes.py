"""Shapes of healthy scores: log-odds that are calibrated by construction, whatever their distribution looks like.

Symmetric shapes start from a symmetric density g of log-odds z. Fakes follow 2 g(z) σ(z) and reals 2 g(z) σ(−z), so that
P(fake | z) = σ(z) for as many fakes as reals. The others start from two densities of a raw score; the log-odds are the logarithm
of their ratio. One number, the spread, decides the AUC, and is found by bisection.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from touchstone.vocabulary.odds import sigmoid

_Floats = NDArray[np.float64]
_Classes = tuple[_Floats, _Floats]

_DRAWN = 40_000
_FARTHEST = 30.0
_SEED = 7
_SURE = 40.0
"""Log-odds of a decision without a probability: P(fake) is 0 or 1 to all digits that are written."""


@dataclass(frozen=True, slots=True, eq=False)
class ScoreShape:
    """Calibrated log-odds of one shape, for as many fakes as reals.

    Attributes:
        name: normal, beta, student, peaks, skewed, unequal or hard.
        auc: AUC between a real and a fake of different groups.
        fakes: sorted quantiles of the log-odds of fakes, shape (drawn,).
        reals: those of reals, shape (drawn,).
    """

    name: str
    auc: float
    fakes: _Floats
    reals: _Floats

    def at(self, fake: NDArray[np.bool_], level: _Floats) -> _Floats:
        """Log-odds of videos from their quantiles in (0, 1): equal shapes whatever correlates the quantiles."""
        place = np.clip((level * self.fakes.size).astype(np.int64), 0, self.fakes.size - 1)
        return np.where(fake, self.fakes[place], self.reals[place])


def score_shape(name: str, auc: float, method_aucs: tuple[float, ...] = ()) -> ScoreShape:
    """The shape with (nearly) this AUC.

    Args:
        name: normal, beta (a bath tub or a hill), student (heavy tails), peaks (two humps and a third of the videos left open),
            skewed (reals with a long tail), unequal (fakes three times as wide as reals) or hard (0 or 1 alone).
        auc: in (0.5, 1); at 0.5 and below the score has nothing to do with the label. Below 0.67 peaks, below 0.62 skewed
            and below 0.8 unequal give the least that the shape can have.
        method_aucs: where each kind of fake has its own AUC, all of them: log-odds are calibrated for their mixture, and ``auc``
            says which kind of fake ``fakes`` are.

    Raises:
        KeyError: there is no such shape.
    """
    return _of_methods(round(auc, 3), method_aucs) if method_aucs else _shape(name, round(auc, 3))


@cache
def _shape(name: str, auc: float) -> ScoreShape:
    if auc <= 0.5:
        return _unrelated(name)
    if name == "hard":
        return _hard(auc)
    draw = _DRAWS[name]
    low, high = 0.02, 12.0
    for _ in range(22):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if _auc_of(*draw(middle)) < auc else (low, middle)
    fakes, reals = draw(low)
    return ScoreShape(name, _auc_of(fakes, reals), fakes, reals)


def _unrelated(name: str) -> ScoreShape:
    z = np.sort(np.random.default_rng(_SEED).standard_normal(_DRAWN))
    return ScoreShape(name, 0.5, z, z)


def _hard(accuracy: float) -> ScoreShape:
    right = np.linspace(0, 1, _DRAWN) >= 1 - accuracy
    fakes = np.where(right, _SURE, -_SURE)
    return ScoreShape("hard", accuracy, fakes, np.sort(-fakes))


@cache
def _of_methods(auc: float, method_aucs: tuple[float, ...]) -> ScoreShape:
    """Normal raw scores: fakes of a method have a mean of its own, and the log-odds are those of the mixture of all."""
    rng = np.random.default_rng(_SEED)
    raw = rng.standard_normal((2, _DRAWN))
    means = np.array([_distance(a) for a in method_aucs])

    def calibrated(x: _Floats) -> _Floats:
        return np.log(np.mean(np.exp(means * x[:, None] - means**2 / 2), axis=1))

    fakes, reals = np.sort(calibrated(raw[0] + _distance(auc))), np.sort(calibrated(raw[1]))
    return ScoreShape("methods", _auc_of(fakes, reals), fakes, reals)


def _distance(auc: float) -> float:
    """Standard deviations between two normal classes of equal width with this AUC."""
    return float(ndtri(auc) * np.sqrt(2))


def _auc_of(fakes: _Floats, reals: _Floats) -> float:
    below = np.searchsorted(reals, fakes, "left") + np.searchsorted(reals, fakes, "right")
    return float(below.mean() / 2 / reals.size)


def _symmetric(draw: Callable[[np.random.Generator, float], _Floats]) -> Callable[[float], _Classes]:
    """Fakes are drawn by drawing z and turning its sign with probability σ(−z); reals are the mirror image."""

    def classes(spread: float) -> _Classes:
        rng = np.random.default_rng(_SEED)
        z = draw(rng, spread)
        fakes = np.sort(np.where(rng.random(_DRAWN) < sigmoid(-z), -z, z))
        return fakes, -fakes[::-1]

    return classes


def _normal(rng: np.random.Generator, spread: float) -> _Floats:
    side = np.where(rng.random(_DRAWN) < 0.5, 1.0, -1.0)
    return side * spread**2 / 2 + spread * rng.standard_normal(_DRAWN)


def _beta(rng: np.random.Generator, spread: float) -> _Floats:
    p = np.clip(rng.beta(1 / spread, 1 / spread, _DRAWN), 1e-9, 1 - 1e-9)
    return np.log(p / (1 - p))


def _student(rng: np.random.Generator, spread: float) -> _Floats:
    return np.clip(spread * rng.standard_t(3, _DRAWN), -_FARTHEST, _FARTHEST)


def _peaks(rng: np.random.Generator, spread: float) -> _Floats:
    side = rng.choice([-1.0, 0.0, 1.0], _DRAWN, p=[1 / 3, 1 / 3, 1 / 3])
    return side * spread + rng.normal(0, 0.6, _DRAWN)


def _skewed(spread: float) -> _Classes:
    """Reals follow Gumbel's distribution, whose upper tail is long; fakes are normal, ``spread`` above its mode."""
    rng = np.random.default_rng(_SEED)

    def ratio(x: _Floats) -> _Floats:
        normal = -0.5 * ((x - spread) / 1.3) ** 2 - np.log(1.3 * np.sqrt(2 * np.pi))
        return np.sort(np.clip(normal + x + np.exp(-x), -_FARTHEST, _FARTHEST))

    return ratio(spread + 1.3 * rng.standard_normal(_DRAWN)), ratio(rng.gumbel(size=_DRAWN))


def _unequal(spread: float) -> _Classes:
    """Normal classes; fakes are three times as wide as reals, and also differ where both have one mean."""
    rng = np.random.default_rng(_SEED)

    def ratio(x: _Floats) -> _Floats:
        return np.sort(np.clip(x**2 / 2 - ((x - spread) / 3) ** 2 / 2 - np.log(3), -_FARTHEST, _FARTHEST))

    return ratio(spread + 3 * rng.standard_normal(_DRAWN)), ratio(rng.standard_normal(_DRAWN))


_DRAWS: dict[str, Callable[[float], _Classes]] = {
    "normal": _symmetric(_normal),
    "beta": _symmetric(_beta),
    "student": _symmetric(_student),
    "peaks": _symmetric(_peaks),
    "skewed": _skewed,
    "unequal": _unequal,
}
