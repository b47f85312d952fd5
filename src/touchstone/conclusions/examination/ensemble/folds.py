"""What is held out: groups, and above them whole generators or whole sources, which a combination has not seen either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import Codes, Flags, Sample, grouped_folds, groups_of

Held = Literal["groups", "generators", "sources"]

FOLDS = 5
FEWEST_WHOLES = 3
"""Generators or sources below which leaving one out at a time does not test transfer."""

FEWEST_FAKES = 10
"""Fakes of a generator (or fakes and reals each of a source) below which it is not held out on its own."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Division:
    """One way to hold out.

    Attributes:
        held: what is held out whole.
        parts: name of what is held out, the videos that are judged, the videos that may be learned from; no group is in both,
            and every video is judged once, or never where it belongs to nothing that can be held out.
    """

    held: Held
    parts: tuple[tuple[str, Flags, Flags], ...]

    @property
    def judged(self) -> Flags:
        """The videos that are judged."""
        return np.logical_or.reduce([test for _, test, _ in self.parts])

    @property
    def part_of(self) -> Codes:
        """Number of the part that each video is judged in, shape (n,); −1 where it is not judged."""
        return np.stack([test for _, test, _ in self.parts], axis=1) @ np.arange(1, len(self.parts) + 1) - 1


def divisions(table: pl.DataFrame, sample: Sample) -> Iterator[Division]:
    """Every way that these videos allow, the mildest first.

    Args:
        table: columns ``method`` and ``source``, one row per video of ``sample``.
        sample: labels and groups; its scores are not looked at.
    """
    fold = grouped_folds(sample, FOLDS)
    if fold is None or fold.max() + 1 < FOLDS:
        return
    yield Division(held="groups", parts=tuple((f"fold {k + 1}", fold == k, fold != k) for k in range(FOLDS)))
    generators = _by_generator(table, sample)
    if generators is not None:
        yield Division(held="generators", parts=generators)
    sources = _whole(table["source"], sample)
    if sources is not None:
        yield Division(held="sources", parts=sources)


def _by_generator(table: pl.DataFrame, sample: Sample) -> tuple[tuple[str, Flags, Flags], ...] | None:
    """Leave one generator out: its fakes are judged beside reals of groups of their own."""
    method = table["method"].fill_null("").to_numpy()
    names = [
        str(n) for n in np.unique(method[sample.fake]) if n and _count(sample.fake & (method == n)) >= FEWEST_FAKES
    ]
    if len(names) < FEWEST_WHOLES:
        return None
    real_fold = grouped_folds(sample, len(names))
    if real_fold is None or real_fold.max() + 1 < len(names):
        return None
    parts: list[tuple[str, Flags, Flags]] = []
    for number, name in enumerate(names):
        of_method: Flags = np.asarray(method == name, np.bool_)
        reals: Flags = np.asarray(real_fold == number, np.bool_) & ~sample.fake
        test = (of_method & sample.fake) | reals
        training = ~test & ~_sharing(reals, sample)
        parts.append((name, test, training))
    return _usable(parts, sample)


def _whole(values: pl.Series, sample: Sample) -> tuple[tuple[str, Flags, Flags], ...] | None:
    """Leave one source out, of those that hold both labels."""
    source = values.fill_null("").to_numpy()
    parts: list[tuple[str, Flags, Flags]] = []
    for name in np.unique(source):
        test: Flags = np.asarray(source == name, np.bool_)
        if name and min(_count(test & sample.fake), _count(test & ~sample.fake)) >= FEWEST_FAKES:
            parts.append((str(name), test, ~test & ~_sharing(test, sample)))
    return _usable(parts, sample) if len(parts) >= FEWEST_WHOLES else None


def _sharing(test: Flags, sample: Sample) -> Flags:
    """The videos that share a group with one of ``test``."""
    if sample.group is None:
        return test
    group = groups_of(sample.group)
    there = np.bincount(group, weights=test) > 0
    return there[group]


def _usable(parts: list[tuple[str, Flags, Flags]], sample: Sample) -> tuple[tuple[str, Flags, Flags], ...] | None:
    """``None`` where nothing is left to learn from: persons that are everywhere cannot be held out with their source."""
    for _, _, training in parts:
        if min(_count(training & sample.fake), _count(training & ~sample.fake)) < FEWEST_FAKES:
            return None
    return tuple(parts)


def _count(flags: Flags) -> int:
    return int(np.count_nonzero(flags))
