"""The share of wrong labels that log-odds of several detectors together show.

Logistic regression of the label on the log-odds of all detectors has no limit: where they are sure together, it expects next to
no error. If a share e of the labels is wrong, either label as often, P(label is fake) = e + (1 − 2e) · sigmoid(a + Σ b · φ(z))
instead, which levels off at e and 1 − e however sure they are (Copas 1988, "Binary regression models for contaminated data"). A
detector also makes confident errors of its own: if it takes a share c of the videos for the other class, its log-odds z are worth

    φ(z) = log((1 − c) · exp z + c) − log((1 − c) + c · exp z),

which levels off too, but for it alone: two detectors that agree are worth twice as much. So each detector has its own c in both
fits, and e alone is what they contradict together. The likelihood ratio says whether it is needed. As e cannot be negative,
half of its distribution lies at 0 (Self & Liang 1987).

What looks the same: confident errors that the detectors share.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.stats import chi2

from touchstone.vocabulary.odds import sigmoid

from .arrays import Codes, Flags, Floats
from .clusters import Clusters
from .estimate import Estimate
from .quantiles import t_quantile
from .recalibration import clipped_log_odds
from .reliability import few_groups

_MOST_WRONG, _MOST_OWN = 0.45, 0.4
_NONE = 1e-5
_LARGEST = 30.0
_BEGIN_WRONG = 0.03
_BEGIN_OWN = (0.02, 0.15)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongLabels:
    """A fit with wrong labels.

    Attributes:
        share: share of wrong labels, with its interval (sandwich variance over groups, or that of the model where it is larger).
        gain: log-likelihood gained over the fit without wrong labels, in nats.
        p_value: of the likelihood ratio.
    """

    share: Estimate
    gain: float
    p_value: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Fit:
    """One fit.

    Attributes:
        offset: a.
        weights: b of each detector, shape (k,).
        errors: c of each detector, its share of errors of its own, shape (k,).
        wrong: e, the share of wrong labels.
        loss: negative log-likelihood of all videos, in nats.
    """

    offset: float
    weights: Floats
    errors: Floats
    wrong: float
    loss: float


def fit_wrong_labels(p: Floats, fake: Flags, group: Codes | None) -> tuple[WrongLabels, Floats]:
    """Fit the labels by the log-odds of all detectors, with and without wrong labels.

    Args:
        p: P(fake) of each video by each detector, none missing, shape (n, detectors).
        fake: whether the label says fake, shape (n,).
        group: number of the group, shape (n,); ``None`` where every video is its own.

    Returns:
        The fit, and the probability that its label is wrong for each video, shape (n,).
    """
    z = np.column_stack([clipped_log_odds(column) for column in p.T])
    y = fake.astype(np.float64)
    right_labels = _best(z, y, _begins(z.shape[1]), free=False)
    begins = [np.concatenate([[right_labels.offset], right_labels.weights, right_labels.errors, [_BEGIN_WRONG]])]
    begins += [np.append(begin[:-1], _BEGIN_WRONG) for begin in _begins(z.shape[1])]
    with_wrong = _best(z, y, begins, free=True)
    half = _half_width(z, y, with_wrong, group)
    share, gain = with_wrong.wrong, max(0.0, right_labels.loss - with_wrong.loss)
    right = sigmoid(with_wrong.offset + _worth(z, with_wrong.errors)[0] @ with_wrong.weights)
    of_label = np.where(fake, right, 1 - right)
    estimate = Estimate(
        value=share,
        low=max(0.0, share - half),
        high=min(1.0, share + half),
        n=len(y),
        groups=None if group is None else int(np.unique(group).size),
        method="logistic regression on the log-odds of all detectors, with own errors and wrong labels"
        + ("" if group is None else "; sandwich variance over groups"),
        warning=few_groups(group),
    )
    fit = WrongLabels(share=estimate, gain=gain, p_value=0.5 * float(chi2.sf(2 * gain, 1)) if gain > 0 else 1.0)
    return fit, share * (1 - of_label) / (share * (1 - of_label) + (1 - share) * of_label)


def _begins(detectors: int) -> list[Floats]:
    """Where a search begins: few or many errors of their own; the last number is the share of wrong labels."""
    even = np.full(detectors, 1 / detectors)
    return [np.concatenate([[0.0], even, np.full(detectors, share), [0.0]]) for share in _BEGIN_OWN]


def _worth(z: Floats, errors: Floats) -> tuple[Floats, Floats]:
    """φ of log-odds (n, k) for shares of errors of its own (k,), and its slope by these shares."""
    return _worth_of(*_odds(z), errors)


def _odds(z: Floats) -> tuple[Floats, Floats]:
    """exp z and 1, both divided by the larger of them."""
    small = np.exp(-np.abs(z))
    return np.where(z > 0, 1.0, small), np.where(z > 0, small, 1.0)


def _worth_of(fake: Floats, real: Floats, errors: Floats) -> tuple[Floats, Floats]:
    """The same from :func:`_odds`."""
    turn = real - fake
    above, below = fake + errors * turn, real - errors * turn
    return np.log(above / below), turn / above + turn / below


def _best(z: Floats, y: Floats, begins: list[Floats], *, free: bool) -> _Fit:
    """The fit of least loss of several beginnings; ``free``: the share of wrong labels is fitted, else there are none."""
    return min((_fit(z, y, begin, free=free) for begin in begins), key=lambda fit: fit.loss)


def _fit(z: Floats, y: Floats, begin: Floats, *, free: bool) -> _Fit:
    count, n = z.shape[1], len(y)
    fake, real = _odds(z)

    def loss(parameters: Floats) -> tuple[float, Floats]:
        weights, errors = parameters[1 : count + 1], parameters[count + 1 : 2 * count + 1]
        wrong = max(_NONE, float(parameters[-1]))
        worth, by_own = _worth_of(fake, real, errors)
        right = sigmoid(parameters[0] + worth @ weights)
        p = wrong + (1 - 2 * wrong) * right
        given = np.where(y > 0, p, 1 - p)
        pull = np.where(y > 0, -1 / given, 1 / given)
        slope = pull * (1 - 2 * wrong) * right * (1 - right)
        down = [[slope.sum()], slope @ worth, weights * (slope @ by_own), [(pull * (1 - 2 * right)).sum() if free else 0.0]]
        return -float(np.log(given).mean()), np.concatenate(down) / n

    last = (_NONE, _MOST_WRONG) if free else (0.0, 0.0)
    limits = [(-_LARGEST, _LARGEST)] * (count + 1) + [(_NONE, _MOST_OWN)] * count + [last]
    fit = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=limits)
    x: Floats = fit.x
    return _Fit(
        offset=float(x[0]), weights=x[1 : count + 1], errors=x[count + 1 : 2 * count + 1], wrong=float(x[-1]),
        loss=float(fit.fun) * n,
    )  # fmt: skip


def _half_width(z: Floats, y: Floats, fit: _Fit, group: Codes | None) -> float:
    """Half of the interval of the share; what the videos say nothing of (weights without end) counts as known."""
    worth, by_own = _worth(z, fit.errors)
    right = sigmoid(fit.offset + worth @ fit.weights)
    p = fit.wrong + (1 - 2 * fit.wrong) * right
    along = ((1 - 2 * fit.wrong) * right * (1 - right))[:, None]
    inside = (fit.errors > 2 * _NONE) & (fit.errors < _MOST_OWN - _NONE)
    moves = np.column_stack([along, along * worth, (along * by_own * fit.weights)[:, inside], 1 - 2 * right])
    variance = p * (1 - p)
    information = (moves / variance[:, None]).T @ moves
    bread = np.linalg.pinv(information, rcond=1e-12, hermitian=True)
    influence = (moves * ((y - p) / variance)[:, None]) @ bread
    covariance, df = Clusters.of(group, len(y)).covariance(influence)
    return t_quantile(df) * math.sqrt(max(float(covariance[-1, -1]), float(bread[-1, -1])))
