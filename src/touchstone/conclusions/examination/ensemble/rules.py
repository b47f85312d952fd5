"""Ways to combine the scores of several detectors, simplest first.

A rule takes known scores (videos × members, NaN where a member gave none), their labels, and new scores, and answers one combined
score in [0, 1] for each new video. What it fits, it fits on the known ones. A member that gave no score for a video has no say in
it; a video that no member scored has no answer (NaN).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from touchstone.conclusions.metrics import Flags, Sample, auc, share_below
from touchstone.vocabulary.odds import sigmoid

Scores = NDArray[np.float64]
Combiner = Callable[[Scores, Flags, Scores], Scores]

_EDGE = 1e-6
_RIDGE = 1e-3
_MOST_STEPS, _MOST_HALVED = 60, 30
_ENOUGH, _STILL = 1e-4, 1e-9
_LEAST_BEND = 1e-9

BEST_SINGLE = "best single"


def combine(rule: str, seen: Scores, fake: Flags, new: Scores) -> Scores:
    """Combine ``new`` by the rule of that name.

    Args:
        rule: a name of :data:`RULES`.
        seen: scores that may be learned from, [videos, members], in [0, 1], NaN where there is none.
        fake: their labels.
        new: scores to combine, [videos, members].

    Returns:
        [videos], in [0, 1]; NaN where no member that counts gave a score.
    """
    return RULES[rule](seen, fake, new)


def weights_of(rule: str, seen: Scores, fake: Flags) -> list[float]:
    """Each member's share under a rule, fitted on everything that is known; they sum to 1."""
    members = seen.shape[1]
    if rule == BEST_SINGLE:
        best = _best(seen, fake)
        return [float(member == best) for member in range(members)]
    if rule == "learned weights":
        fitted, _ = _fit_together(seen, fake)
        total = float(fitted.sum())
        return [float(w) / total for w in fitted] if total > 0 else [1 / members] * members
    return [1 / members] * members


def _best_single(seen: Scores, fake: Flags, new: Scores) -> Scores:
    return new[:, _best(seen, fake)]


def _best(seen: Scores, fake: Flags) -> int:
    def quality(member: int) -> float:
        there = ~np.isnan(seen[:, member])
        return auc(Sample(seen[there, member], fake[there])) or 0.0

    return max(range(seen.shape[1]), key=quality)


def _mean_probability(seen: Scores, fake: Flags, new: Scores) -> Scores:
    del seen, fake  # nothing is fitted
    return _mean(new)


def _mean_logit(seen: Scores, fake: Flags, new: Scores) -> Scores:
    del seen, fake
    return sigmoid(_mean(logits_of(new)))


def _mean_rank(seen: Scores, fake: Flags, new: Scores) -> Scores:
    """Mean over members of the share of known scores below; ties count half."""
    del fake
    shares = np.full_like(new, np.nan)
    for member in range(seen.shape[1]):
        there = ~np.isnan(new[:, member])
        ordered = np.sort(seen[~np.isnan(seen[:, member]), member])
        if not ordered.size:
            continue
        shares[there, member] = share_below(ordered, new[there, member])
    return _mean(shares)


def _calibrated(seen: Scores, fake: Flags, new: Scores) -> Scores:
    """Mean of the members' logits, each put on a common scale by logistic regression first (Platt 1999)."""
    scaled = np.full_like(new, np.nan)
    for member in range(seen.shape[1]):
        there = ~np.isnan(seen[:, member])
        if np.unique(fake[there]).size < 2:
            continue
        weights, offset = fit_weights(logits_of(seen[there, member : member + 1]), fake[there])
        scaled[:, member] = logits_of(new[:, member]) * weights[0] + offset
    return sigmoid(_mean(scaled))


def _learned(seen: Scores, fake: Flags, new: Scores) -> Scores:
    weights, offset = _fit_together(seen, fake)
    x = logits_of(new)
    there = ~np.isnan(x)
    if not weights.any():  # no member helps: all that is known is how frequent fakes are
        return np.where(there.any(axis=1), float(sigmoid(offset)), np.nan)
    # A member without a score takes no part; the others keep their proportions.
    share = (there * weights).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        total = np.where(there, x, 0.0) @ weights * (weights.sum() / share)
    answered: Flags = there.any(axis=1) & (share > 0)
    return np.where(answered, sigmoid(total + offset), np.nan)


def _fit_together(seen: Scores, fake: Flags) -> tuple[Scores, float]:
    whole = ~np.isnan(seen).any(axis=1)
    if np.unique(fake[whole]).size < 2:
        even: Scores = np.ones(seen.shape[1]) / seen.shape[1]
        return even, 0.0
    return fit_weights(logits_of(seen[whole]), fake[whole])


def fit_weights(x: Scores, fake: Flags) -> tuple[Scores, float]:
    """Weights and offset: non-negative logistic weights on logits, with a light ridge against separable data.

    Newton's method on the weights that are free; one at 0 that the loss would make negative is not (Bertsekas 1982, "Projected
    Newton methods for optimization problems with simple constraints").
    """
    sign = np.where(fake, 1.0, -1.0)
    signed = np.column_stack([x, np.ones(len(sign))]) * sign[:, None]
    members = x.shape[1]
    ridge = np.append(np.full(members, _RIDGE), 0.0)
    parameters = np.append(np.full(members, 1 / members), 0.0)

    def loss(at: Scores) -> float:
        return float(np.logaddexp(0, -(signed @ at)).mean() + ridge @ np.square(at))

    value = loss(parameters)
    for _ in range(_MOST_STEPS):
        wrong = sigmoid(-(signed @ parameters))
        slope = 2 * ridge * parameters - wrong @ signed / len(sign)
        free = np.flatnonzero((ridge == 0) | (parameters > 0) | (slope < 0))
        part = signed[:, free]
        bend = (part * (wrong * (1 - wrong))[:, None]).T @ part / len(sign) + np.diag(2 * ridge[free] + _LEAST_BEND)
        step = np.zeros(members + 1)
        step[free] = -np.linalg.solve(bend, slope[free])
        moved, value_there = parameters, value
        for halved in range(_MOST_HALVED):
            moved = parameters + step / 2**halved
            moved[:-1] = np.maximum(moved[:-1], 0.0)
            value_there = loss(moved)
            if value_there <= value - _ENOUGH * float(slope @ (parameters - moved)):
                break
        still = float(np.abs(moved - parameters).max()) < _STILL or value_there >= value
        if value_there < value:
            parameters, value = moved, value_there
        if still:
            break
    return parameters[:-1], float(parameters[-1])


def logits_of(p: Scores) -> Scores:
    """Log-odds; 0 and 1 become a millionth away from them."""
    return np.asarray(logit(np.clip(p, _EDGE, 1 - _EDGE)), np.float64)


def _mean(values: Scores) -> Scores:
    there = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        return np.where(there, values, 0.0).sum(axis=1) / np.where(there.any(axis=1), there.sum(axis=1), np.nan)


RULES: dict[str, Combiner] = {
    BEST_SINGLE: _best_single,
    "mean probability": _mean_probability,
    "mean rank": _mean_rank,
    "mean logit": _mean_logit,
    "calibrated mean": _calibrated,
    "learned weights": _learned,
}
"""Simplest first: what fits nothing before what fits a scale for each member, and that before what fits them together."""
