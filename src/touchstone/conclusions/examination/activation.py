"""Do the scores lie where a second sigmoid or softmax puts probabilities, and are they right once it is undone?

A sigmoid of a probability lies in [0.5, 0.7311], a softmax of two probabilities that sum to 1 in [0.2689, 0.7311]. There the
log-odds of a score are the probability itself, or twice it less 1, so the second activation can be undone exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import (
    Estimate,
    Floats,
    Sample,
    effective_counts,
    mean_estimate,
    recalibrated_elsewhere,
)
from touchstone.vocabulary.odds import log_odds, sigmoid

SPREAD = 0.05
"""Least range of scores that a second activation is asked of; scores of a smaller range are constant."""

_OUTER = 0.05
"""What counts as the end of the range, as a share of it in log-odds."""

_ROUNDED = 1e-3
"""How far rounding may put a score beyond the range."""

_DIGITS = 1e-6

_PILED = 0.05
"""Share of the units with exactly the smallest, or the largest, score from which on scores count as clipped there."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Squeezed:
    """Scores that all lie where a second activation puts probabilities.

    Attributes:
        activation: ``sigmoid`` for [0.5, 0.7311], ``softmax`` for [0.2689, 0.7311].
        lowest: smallest score of a unit.
        highest: largest score of a unit.
        at_low: share of the units in the lowest twentieth of that range, in log-odds.
        at_high: the same in the highest.
        from_ends: distance of the smallest and of the largest score from the ends of the range, as a share of it; the larger one.
        units: units with a score.
        per_class: independent videos of the rarer class.
        saved: squared error of P(fake) that undoing the second activation saves, without anything fitted, paired.
        behind: squared error after shift and slope are fitted on other groups, of the undone less that of the given scores;
            ``None`` where they cannot be fitted.
    """

    activation: Literal["sigmoid", "softmax"]
    lowest: float
    highest: float
    at_low: float
    at_high: float
    from_ends: float
    units: int
    per_class: float
    saved: Estimate
    behind: Estimate | None


def squeezed(scores: pl.DataFrame, sample: Sample) -> Squeezed | None:
    """Measure it; ``None`` where a score lies outside both ranges, all lie close together, one class is missing, or
    scores were clipped to other limits than the ends of the range.

    Args:
        scores: rows of the ``scores`` table of one detector.
        sample: its videos.
    """
    p = scores.filter(pl.col("status") == "ok")["p_fake"].drop_nulls().to_numpy()
    if p.size < 2 or not sample.two_classes or np.ptp(p) < SPREAD:
        return None
    lowest, highest = float(p.min()), float(p.max())
    start = 0.0 if lowest >= 0.5 - _ROUNDED else -1.0
    ends = float(sigmoid(start)), float(sigmoid(1.0))
    if lowest < ends[0] - _ROUNDED or highest > ends[1] + _ROUNDED or _clipped(p, ends):
        return None
    undone = _undone(p, start)
    repaired = Sample(_undone(sample.p, start), sample.fake, sample.group)
    return Squeezed(
        activation="softmax" if start else "sigmoid",
        lowest=lowest,
        highest=highest,
        at_low=float((undone <= _OUTER).mean()),
        at_high=float((undone >= 1 - _OUTER).mean()),
        from_ends=float(max(undone.min(), 1 - undone.max())),
        units=p.size,
        per_class=min(effective_counts(sample)),
        saved=mean_estimate(_squares(sample.p, sample) - _squares(repaired.p, sample), sample.group),
        behind=_behind(sample, repaired),
    )


def undone(p: Floats, activation: Literal["sigmoid", "softmax"]) -> Floats:
    """The probability of which a second activation made each score, in [0, 1]; NaN stays.

    Args:
        p: scores, shape (n,).
        activation: which was applied twice.
    """
    return _undone(p, 0.0 if activation == "sigmoid" else -1.0)


def _undone(p: Floats, start: float) -> Floats:
    """The probability of which a second activation made each score, in [0, 1]."""
    z = log_odds(p, _DIGITS, 1 - _DIGITS)
    return np.clip((z - start) / (1 - start), 0.0, 1.0)


def _clipped(p: Floats, ends: tuple[float, float]) -> bool:
    """Whether many scores are exactly the smallest or the largest, and that is not what the end of the range is rounded to."""
    digits = next((d for d in range(2, 7) if bool(np.allclose(p, np.round(p, d), rtol=0, atol=1e-9))), 7)
    edges = zip((float(p.min()), float(p.max())), ends, strict=True)
    return any(
        float((p == edge).mean()) >= _PILED and abs(edge - round(end, digits)) > 10.0**-digits for edge, end in edges
    )


def _squares(p: Floats, sample: Sample) -> Floats:
    return np.square(p - sample.fake)


def _behind(sample: Sample, repaired: Sample) -> Estimate | None:
    given, undone = recalibrated_elsewhere(sample), recalibrated_elsewhere(repaired)
    if given is None or undone is None:
        return None
    return mean_estimate(_squares(undone, sample) - _squares(given, sample), sample.group)
