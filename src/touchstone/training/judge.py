"""Measure log-odds on held-out clips, and fit what turns them into probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from touchstone.conclusions.metrics import Estimate, Sample, auc_estimate, best_threshold
from touchstone.vocabulary.odds import sigmoid

_SLOPES = (1e-3, 1e3)  # of log-odds; their inverse is the temperature
_OFFSETS = 1000.0
_EDGE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOddsCalibration:
    """What turns log-odds into probabilities: P(fake) = sigmoid((z + offset) / temperature).

    Attributes:
        offset: log-odds that are added.
        temperature: divides the sum; more than 0.
        threshold: a clip counts as fake where P(fake) is at least this; see :func:`fit_cut`.
        notes: notes for the user, one line each.
    """

    offset: float = 0.0
    temperature: float = 1.0
    threshold: float = 0.5
    notes: tuple[str, ...] = ()

    def apply(self, odds: NDArray[np.float64]) -> NDArray[np.float64]:
        """P(fake) of log-odds."""
        return sigmoid((odds + self.offset) / self.temperature)


def loss_and_auc(
    odds: NDArray[np.float64], fake: NDArray[np.bool_], group: NDArray[np.int64]
) -> tuple[float, Estimate]:
    """Balanced log-loss in nats (each class counts half), and the AUC with its interval over groups."""
    return balanced_loss(odds, fake), auc_estimate(sample_of(odds, fake, group))


def balanced_loss(odds: NDArray[np.float64], fake: NDArray[np.bool_]) -> float:
    """Mean log-loss of the fakes and of the reals, averaged.

    >>> round(balanced_loss(np.zeros(3), np.array([True, False, False])), 4)
    0.6931
    """
    losses = np.logaddexp(0.0, np.where(fake, -odds, odds))
    return float(0.5 * losses[fake].mean() + 0.5 * losses[~fake].mean())


def sample_of(odds: NDArray[np.float64], fake: NDArray[np.bool_], group: NDArray[np.int64]) -> Sample:
    """The clips as a sample for metrics that depend only on the order of the log-odds, such as AUC."""
    # beyond 30, different log-odds give equal probabilities
    scale = max(1.0, float(np.abs(odds).max(initial=0.0)) / 30)
    return Sample(sigmoid(odds / scale), fake, group)


def fit_calibration(odds: NDArray[np.float64], fake: NDArray[np.bool_]) -> LogOddsCalibration:
    """Fit offset and temperature, then the threshold.

    Logistic regression of the label on the log-odds, in which each class counts half (Platt 1999). Platt's corrected targets keep
    the slope finite if the classes are separated without error. If there are as many fake as real clips, a clip with
    P(fake) 0.5 is as likely to be fake as real.

    Args:
        odds: log-odds of held-out clips.
        fake: whether each is a fake; both classes occur.
    """
    count = {True: int(fake.sum()), False: int((~fake).sum())}
    weight = np.where(fake, 0.5 / count[True], 0.5 / count[False])
    target = np.where(fake, (count[True] + 1) / (count[True] + 2), 1 / (count[False] + 2))
    scale = max(1e-9, float(odds.std()))
    middle = float(odds.mean())
    unit = (odds - middle) / scale

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        eta = at[0] + at[1] * unit
        gap = weight * (sigmoid(eta) - target)
        value = float((weight * (np.logaddexp(0.0, eta) - target * eta)).sum())
        return value, np.array([gap.sum(), (gap * unit).sum()])

    limits = [(None, None), (_SLOPES[0] * scale, _SLOPES[1] * scale)]
    fit = minimize(loss, [0.0, float(np.clip(1.0, *limits[1]))], jac=True, bounds=limits, method="L-BFGS-B", tol=1e-12)
    slope = float(fit.x[1]) / scale
    offset = float(np.clip(float(fit.x[0]) / slope - middle, -_OFFSETS, _OFFSETS))
    notes = ()
    if slope <= _SLOPES[0] * 1.001:
        notes = (
            "the scores do not separate fake from real validation clips, so the temperature is at its limit and P(fake) is "
            "nearly constant",
        )
    uncut = LogOddsCalibration(offset=offset, temperature=1 / slope, threshold=0.5, notes=notes)
    return LogOddsCalibration(
        offset=offset, temperature=1 / slope, threshold=fit_cut(uncut.apply(odds), fake), notes=notes
    )


def fit_cut(p: NDArray[np.float64], fake: NDArray[np.bool_]) -> float:
    """The threshold on calibrated probabilities: 0.5, unless another one is better by more than a standard error.

    The threshold of the best balanced accuracy is noisy: between two classes that hardly overlap it can be anywhere.

    Args:
        p: calibrated P(fake).
        fake: whether each is a fake; both classes occur.
    """
    best = float(np.clip(best_threshold(Sample(p, fake)), _EDGE, 1 - _EDGE))
    (here, error), (there, _) = _balanced_accuracy(p, fake, 0.5), _balanced_accuracy(p, fake, best)
    return best if there - here > error else 0.5


def _balanced_accuracy(p: NDArray[np.float64], fake: NDArray[np.bool_], cut: float) -> tuple[float, float]:
    """Mean of both classes' accuracies, and its standard error."""
    right = [(p[fake] >= cut).mean(), (p[~fake] < cut).mean()]
    spread = sum(r * (1 - r) / n for r, n in zip(right, (fake.sum(), (~fake).sum()), strict=True))
    return float(np.mean(right)), float(np.sqrt(spread) / 2)
