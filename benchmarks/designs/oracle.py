"""How often a fault could be found by somebody who knows which fault to ask for.

The oracle measures the effect of the planted code alone, on tables of the size at hand. It says yes where the effect is worth
acting on, and larger than 97.5 % of healthy tables of the same design and size show. Its power is the share of tables with the
fault in which it says yes. For codes that say that something is absent (no signal, a weak score) a healthy table shows nothing,
and only the smallest effect counts; no signal also needs an AUC that is known to ± 0.1. Where the effect is measured with what no
table holds (which label is wrong, which row a score belongs to), the oracle has a statistic of its own.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable

import numpy as np
from scipy.special import logit

from touchstone.testing import Design, MadeRun, make_run, plant
from touchstone.testing.tables.faults.fault import BAD
from touchstone.vocabulary.odds import sigmoid

from .effects import auc, effect_of, holds
from .file import FaultLine
from .state import Lines
from .truth import rule_of

_SEED = 92_000_001
_TABLES = 40
_OF_ABSENCE = ("scores.no_signal", "scores.weak", "scores.constant", "ensemble.redundant")
_BAND = 0.1


class Oracle:
    """Power by fault, size, background and n, each simulated once."""

    def __init__(self, kept: Lines) -> None:
        """Args: ``kept``: where powers are kept."""
        self._kept = kept

    def power(self, fault: FaultLine, size: float, background: Design, n: int) -> float:
        """Share of tables in which the oracle finds the fault."""
        key = repr((fault.name, round(size, 6), background.name, n))
        if key not in self._kept.rows:
            self._kept.add(key, _power(fault, size, background, n))
        return self._kept.rows[key]


def _wrong_labels(run: MadeRun, *, by_part: bool) -> float:
    """Share of wrong labels with the greatest likelihood, if the scores of all detectors are calibrated and independent.

    With ``by_part`` it is the share of the videos that are of sources or data sets whose labels fit better turned.
    """
    prior = logit(np.clip(run.deal.label.mean(), 0.01, 0.99))
    z = sum(logit(np.clip(np.nanmean(p, axis=1), 1e-4, 1 - 1e-4)) - prior for p in run.p.values()) + prior
    right = sigmoid(np.where(run.deal.label, z, -np.asarray(z)))
    if by_part:
        fits = np.log(right) - np.log1p(-right)
        sums = [np.bincount(codes, fits)[codes] for codes in (run.deal.source, run.deal.dataset)]
        return max(float(np.mean(s < 0)) for s in sums)
    shares = np.linspace(0, 0.4, 81)
    gains = [float(np.log((1 - e) * right + e * (1 - right)).sum()) for e in shares]
    return float(shares[int(np.argmax(gains))])


def _slip(run: MadeRun) -> float:
    """Largest AUC that a shift of at most five rows gains, of the first quarter, half, three quarters or all rows."""
    p, fake = run.p[BAD].mean(axis=1), run.deal.fake
    best = 0.0
    for part in (0.25, 0.5, 0.75, 1.0):
        rows = np.arange(round(part * run.n))
        for by in range(-5, 6):
            moved = p.copy()
            moved[rows] = p[np.roll(rows, by)]
            best = max(best, auc(fake, moved) - auc(fake, p))
    return best


def _modal(run: MadeRun) -> float:
    p = run.p[BAD]
    return float(np.unique(p, return_counts=True)[1].max() / p.size)


_SEEN: dict[str, Callable[[MadeRun], float]] = {
    "turned at random": lambda run: _wrong_labels(run, by_part=False),
    "turned in one source": lambda run: _wrong_labels(run, by_part=True),
    "turned in one data set": lambda run: _wrong_labels(run, by_part=True),
    "slipped by some rows": _slip,
    "one value filled in": _modal,
    "filled in where there is no sound": _modal,
}
"""How it is planted → what the oracle measures, where the effect rests on what no table holds."""


def _measured(fault: FaultLine, run: MadeRun, subject: str, rule: str) -> float:
    return _SEEN[fault.by](run) if fault.by in _SEEN else effect_of(fault.code, run, subject, rule)


def _power(fault: FaultLine, size: float, background: Design, n: int) -> float:
    planted = plant(fault.by, size)
    first = _SEED + zlib.crc32(fault.name.encode()) % 1_000_000
    rule = rule_of([planted])
    without = planted.asks(background)
    shown = [
        _measured(fault, make_run(background, n, first + i, faults=[planted]), planted.subject, rule)
        for i in range(_TABLES)
    ]
    if fault.code == "scores.no_signal" and 1.96 * math.sqrt((n + 1) / (3 * n * n)) >= _BAND:
        return 0.0
    limit = -1.0
    if fault.code not in _OF_ABSENCE:
        healthy = [
            _measured(fault, make_run(without, n, first + _TABLES + i), planted.subject, "mean") for i in range(_TABLES)
        ]
        limit = float(np.quantile(healthy, 0.975))
    return float(np.mean([holds(fault.code, e) and e > limit for e in shown]))
