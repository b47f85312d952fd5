"""Do scores separate fake from real once they are moved along the order of names? Found on one half, measured on the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import (
    Codes,
    Decisions,
    Estimate,
    Flags,
    Sample,
    auc,
    auc_estimate,
    decide,
    effective_counts,
)

MOST_STEPS = 10
"""Rows by which scores may have slipped in either direction."""

SURELY_ABOVE = 0.35
"""Mean distance of P(fake) from 0.5 from which on scores are sure."""

_NUMBER_IN_NAME = re.compile(r"(\d+)")
_FEWEST = 40
_MOST = 20_000  # videos, the first by name
_CLEAR = 4.0
_MIDDLE = (0.25, 0.75)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Realigned:
    """An order of the scores in which they separate fake from real, while they do not as given.

    Attributes:
        moved: what was done to them, in words.
        tried: orders that were tried.
        deviations: how far its AUC on the half where it was found lies above 0.5, in standard deviations of all circular shifts.
        auc: AUC in that order on the other half of the videos, which did not choose it.
        decisions: decisions at 0.5 in that order on the same half.
        given: AUC as given, on all videos.
        sure: mean distance of P(fake) from 0.5.
        between: share of the scores between 0.25 and 0.75.
        per_class: independent videos of the rarer class in the half that is measured.
    """

    moved: str
    tried: int
    deviations: float
    auc: Estimate
    decisions: Decisions
    given: Estimate
    sure: float
    between: float
    per_class: float

    @property
    def two_humped(self) -> bool:
        """Whether hardly any score is undecided, as of a detector that knows what it says."""
        return self.sure >= SURELY_ABOVE and self.between <= 0.2


def realigned(rows: pl.DataFrame) -> Realigned | None:
    """Look for such an order; ``None`` where none is clear, or the scores separate as given.

    The order of the rows in a file is not kept. What is known is the order of names, in which files are listed: by
    characters (10 before 2) and by numbers (2 before 10).

    Args:
        rows: the video rows of one detector.
    """
    scored = rows.filter(pl.col("status") == "ok").sort("video").head(_MOST)
    sample = Sample.from_rows(scored)
    given = auc_estimate(sample)
    if len(sample) < _FEWEST or not sample.two_classes or given.above(0.5) or np.unique(sample.p).size < 2:
        return None
    first = np.arange(len(sample)) % 4 < 2
    orders = list(_orders(scored["video"].to_list()))
    spread = _spread(sample, first)
    values = [_auc_of(sample, order, first) for _, order in orders]
    best = int(np.argmax(values))
    deviations = (values[best] - 0.5) / spread if spread > 0 else 0.0
    if deviations < _CLEAR:
        return None
    moved = Sample(sample.p[orders[best][1]], sample.fake, sample.group)
    other = moved.part(~first)
    return Realigned(
        moved=orders[best][0],
        tried=len(orders),
        deviations=float(deviations),
        auc=auc_estimate(other),
        decisions=decide(other),
        given=given,
        sure=float(np.abs(sample.p - 0.5).mean()),
        between=float(((sample.p > _MIDDLE[0]) & (sample.p < _MIDDLE[1])).mean()),
        per_class=min(effective_counts(other)),
    )


def _orders(names: list[str]) -> Iterator[tuple[str, Codes]]:
    """Words, and which score each video then gets, shape (n,)."""
    place = np.arange(len(names))
    by_number = np.array(sorted(place, key=lambda i: _natural(names[i])), np.int64)
    rank = np.argsort(by_number)
    for step in (*range(-MOST_STEPS, 0), *range(1, MOST_STEPS + 1)):
        words = f"moved by {abs(step)} row{'s' * (abs(step) > 1)} {'down' if step > 0 else 'up'}"
        yield f"{words} along the names in order of characters", np.roll(place, step)
        if not np.array_equal(by_number, place):
            moved = np.empty_like(place)
            moved[by_number] = np.roll(by_number, step)
            yield f"{words} along the names in order of numbers", moved
    if not np.array_equal(by_number, place):
        yield "that were written in order of numbers given to names in order of characters", rank
        yield "that were written in order of characters given to names in order of numbers", by_number
    yield "given to the names from the last to the first", place[::-1]


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() and part.isascii() else (-1, part) for part in _NUMBER_IN_NAME.split(name)]


def _auc_of(sample: Sample, order: Codes, inside: Flags) -> float:
    moved = Sample(sample.p[order], sample.fake)
    return auc(moved.part(inside)) or 0.5


def _spread(sample: Sample, inside: Flags) -> float:
    """Standard deviation of the AUC over circular shifts far from those that are tried: neighbours that are alike widen it."""
    count = len(sample)
    steps = np.unique(np.linspace(MOST_STEPS + 1, count - MOST_STEPS - 1, 200).astype(int))
    values = [_auc_of(sample, np.roll(np.arange(count), int(step)), inside) for step in steps]
    return float(np.sqrt(np.mean(np.square(np.array(values) - 0.5))))
