"""The share of wrong labels that log-odds of several detectors together show.

Logistic regression of the label on the log-odds of all detectors has no limit: where they are sure together, it expects next to
no error. If a share e of the labels is wrong, P(label is fake) = e + (1 − 2e) · sigmoid(a + b · z) instead, which levels off at
e and 1 − e however sure they are (Copas 1988, "Binary regression models for contaminated data"). Both are fitted; the likelihood
ratio says whether wrong labels are needed. As e cannot be negative, half of its distribution lies at 0 (Self & Liang 1987).

What looks the same: detectors that are all wrong where all are surest, whatever their weights.
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

_MOST = 0.45
_BEGIN = 0.03
_NONE = 1e-5
_LARGEST = 30.0


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


def fit_wrong_labels(p: Floats, fake: Flags, group: Codes | None) -> tuple[WrongLabels, Floats] | None:
    """Fit the labels by the log-odds of all detectors, with and without wrong labels.

    Args:
        p: P(fake) of each video by each detector, none missing, shape (n, detectors).
        fake: whether the label says fake, shape (n,).
        group: number of the group, shape (n,); ``None`` where every video is its own.

    Returns:
        The fit, and the probability that its label is wrong for each video, shape (n,). ``None`` where a fit has no finite
        solution, as where detectors separate the labels without error.
    """
    z = np.column_stack([clipped_log_odds(column) for column in p.T])
    columns = np.column_stack([np.ones(len(z)), z])
    y = fake.astype(np.float64)
    begin = np.append(0.0, np.full(z.shape[1], 1 / z.shape[1]))
    plain, loss_plain = _fit(columns, y, begin, wrong=False)
    fitted, loss = _fit(columns, y, np.append(plain[:-1], _BEGIN), wrong=True)
    weights, share = fitted[:-1], float(fitted[-1])
    if np.abs(weights).max() >= _LARGEST or np.abs(plain).max() >= _LARGEST:
        return None
    half = _half_width(columns, y, weights, share, group)
    if half is None:
        return None
    gain = max(0.0, loss_plain - loss)
    right = sigmoid(columns @ weights)
    of_label = np.where(fake, right, 1 - right)
    estimate = Estimate(
        value=share,
        low=max(0.0, share - half),
        high=min(1.0, share + half),
        n=len(y),
        groups=None if group is None else int(np.unique(group).size),
        method="logistic regression on the log-odds of all detectors, with wrong labels"
        + ("" if group is None else "; sandwich variance over groups"),
        warning=few_groups(group),
    )
    fit = WrongLabels(
        share=estimate,
        gain=gain,
        p_value=0.5 * float(chi2.sf(2 * gain, 1)) if gain > 0 else 1.0,
    )
    return fit, share * (1 - of_label) / (share * (1 - of_label) + (1 - share) * of_label)


def _fit(columns: Floats, y: Floats, begin: Floats, *, wrong: bool) -> tuple[Floats, float]:
    """Weights and share of wrong labels of least loss, and that loss, summed, in nats."""

    def loss(parameters: Floats) -> tuple[float, Floats]:
        weights, share = parameters[: columns.shape[1]], float(parameters[-1]) if wrong else _NONE
        right = sigmoid(columns @ weights)
        p = share + (1 - 2 * share) * right
        pull = (1 - y) / (1 - p) - y / p
        slope = columns.T @ (pull * (1 - 2 * share) * right * (1 - right))
        down = np.append(slope, (pull * (1 - 2 * right)).sum()) if wrong else slope
        return float(-(y * np.log(p) + (1 - y) * np.log1p(-p)).sum()), down

    limits = [(-_LARGEST, _LARGEST)] * columns.shape[1] + ([(_NONE, _MOST)] if wrong else [])
    fit = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=limits)
    return (fit.x if wrong else np.append(fit.x, 0.0)), float(fit.fun)


def _half_width(columns: Floats, y: Floats, weights: Floats, share: float, group: Codes | None) -> float | None:
    right = sigmoid(columns @ weights)
    p = share + (1 - 2 * share) * right
    moves = np.column_stack([columns * ((1 - 2 * share) * right * (1 - right))[:, None], 1 - 2 * right])
    variance = p * (1 - p)
    information = (moves / variance[:, None]).T @ moves
    if not np.isfinite(information).all() or np.linalg.cond(information) > 1e14:
        return None
    bread = np.linalg.inv(information)
    influence = (moves * ((y - p) / variance)[:, None]) @ bread
    covariance, df = Clusters.of(group, len(y)).covariance(influence)
    return t_quantile(df) * math.sqrt(max(float(covariance[-1, -1]), float(bread[-1, -1])))
