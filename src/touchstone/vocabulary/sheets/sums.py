"""Classes of one answer: numbers that sum to 1 in each row, but for rows that hold no answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_LARGEST = 1e6
_CLOSE = 0.011
"""Sums of probabilities that were rounded to two digits are this near to 1."""

_CLOSER = 0.0021
"""So near are sums of probabilities that were rounded to three digits, or computed in half precision."""

_HALF_STEP = 0.51
"""How far rounding moves a number, in steps; the sum of many numbers that were rounded may be off by as many times as much."""

_EXACT = 1e-5
"""Sums that are this near to 1 are of one softmax, however little its probabilities differ."""

_OF_SPREAD = 0.1
"""Other sums may differ from 1 by this share of the standard deviation of a column: two detectors, one of which is always
near 0 and the other always near 1, have such sums too."""

_ALIKE = 0.995
_FEWEST_ANSWERS = 8
"""Answers from which on rows of equal numbers, such as 0 and 0, are taken for rows without an answer."""

_MOST_CODES = 3
"""Different codes of rows without an answer: no face, an error, not run."""

_EXAMPLE = 512


def sums_to_one(columns: Sequence[Numbers]) -> bool:
    """Whether columns sum to 1 in at least 99.5 % of the rows that hold an answer; a few rows are looked at first.

    Args:
        columns: numbers of equal length; NaN where there is none.
    """
    step = max(1, len(columns[0]) // _EXAMPLE)
    return _sums([c[::step] for c in columns], loosely=step > 1) and (step == 1 or _sums(columns))


def without_answer(columns: Sequence[Numbers]) -> NDArray[np.bool_]:
    """Rows in which a detector said nothing: all classes have the same number, and these numbers do not sum to 1.

    Such numbers are codes, of which a file holds a few; many different ones are answers in columns other than classes.

    >>> without_answer([np.array([0.0, -1.0, 0.3, 0.5]), np.array([0.0, -1.0, 0.7, 0.5])]).tolist()
    [True, True, False, False]
    """
    rows = np.stack(columns)
    equal = (rows == rows[0]).all(axis=0) & ~(np.abs(rows.sum(axis=0) - 1) < _CLOSE)
    return equal if np.unique(rows[0][equal]).size <= _MOST_CODES else np.zeros_like(equal)


def _sums(columns: Sequence[Numbers], *, loosely: bool = False) -> bool:
    rows = np.stack(columns)
    rows = rows[:, np.isfinite(rows).all(axis=0)]
    answers = rows[:, ~without_answer(list(rows))]
    if answers.shape[1] >= _FEWEST_ANSWERS:
        rows = answers
    elif loosely:
        return True
    if not rows.size or float(np.abs(rows).max()) > _LARGEST:
        return False
    off = np.abs(rows.sum(axis=0) - 1)
    if (off < _EXACT).mean() >= _ALIKE:
        return True
    if _in_steps(rows, 0.01):
        return bool((off < max(_CLOSE, 0.01 * _HALF_STEP * len(rows))).mean() >= _ALIKE)
    closer = max(_CLOSER, 0.001 * _HALF_STEP * len(rows)) if _in_steps(rows, 0.001) else _CLOSER
    near = min(closer, _OF_SPREAD * float(rows.std(axis=1).max()))
    return bool((off < near).mean() >= _ALIKE)


def _in_steps(rows: Numbers, step: float) -> bool:
    """Whether all numbers are multiples of a step."""
    return bool((np.abs(rows / step - np.round(rows / step)) < 1e-6).all())
