"""How many videos it takes: what "cannot tell" is followed by."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from touchstone.vocabulary.errors import UsageError

from .proportion import wilson
from .quantiles import Z


@dataclass(frozen=True, slots=True, kw_only=True)
class VideosNeeded:
    """Videos that a statement takes.

    Attributes:
        per_class: real videos, and as many fakes.
        total: both together.
        half_width: what they buy: the value is known to ± this.
        design_effect: by how much groups were assumed to inflate the variance; 1 means independent videos.
    """

    per_class: int
    total: int
    half_width: float
    design_effect: float


def videos_needed(
    half_width: float,
    measure: Literal["auc", "accuracy"] = "auc",
    *,
    value: float = 0.5,
    design_effect: float = 1.0,
) -> VideosNeeded:
    """Videos per class that make the 95 % interval of an AUC or an accuracy as narrow as ± ``half_width``.

    Args:
        half_width: wanted half width, in (0, 0.5).
        measure: ``auc`` (variance of Hanley & McNeil 1982; exact at 0.5) or ``accuracy`` (Wilson over both
            classes).
        value: the AUC or accuracy around which it is wanted; 0.5 is the hardest case.
        design_effect: variance inflation by groups; about 1 + (videos per group − 1) × intra-class
            correlation.

    Raises:
        UsageError: a number is out of range.

    >>> videos_needed(0.05).per_class
    257
    >>> videos_needed(0.05, "accuracy").total
    382
    """
    if not 0 < half_width < 0.5:
        raise UsageError(f"the half width must lie between 0 and 0.5, not at {half_width}")
    if not 0 <= value <= 1:
        raise UsageError(f"an {measure} lies between 0 and 1, not at {value}")
    if design_effect <= 0:
        raise UsageError(f"the design effect must be positive, not {design_effect}")
    if measure == "auc":
        independent = _smallest(lambda n: Z * _auc_error(value, n) <= half_width)
        per_class = math.ceil(independent * design_effect)
    else:
        total = _smallest(lambda n: _wilson_half(value, n) <= half_width)
        per_class = math.ceil(total * design_effect / 2)
    return VideosNeeded(per_class=per_class, total=2 * per_class, half_width=half_width, design_effect=design_effect)


def _auc_error(value: float, n: int) -> float:
    """Standard error of an AUC from n videos of each class."""
    spread = 1 + (n - 1) * ((1 - value) / (2 - value) + value / (1 + value))
    return math.sqrt(value * (1 - value) * spread) / n


def _wilson_half(value: float, n: int) -> float:
    low, high = wilson(value, n)
    return (high - low) / 2


def _smallest(enough: Callable[[int], bool]) -> int:
    """Smallest whole number for which ``enough`` holds, given that it stays true from there on."""
    high = 2
    while not enough(high):
        high *= 2
    low = 1
    while high - low > 1:
        middle = (low + high) // 2
        if enough(middle):
            high = middle
        else:
            low = middle
    return high
