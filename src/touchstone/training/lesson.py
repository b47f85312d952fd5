"""The data that one specialist is trained on: its usable clips, measurements of them, and which are held out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from touchstone.vocabulary.errors import CorpusError

from .prepare import left_out
from .samples import Goal, Samples
from .store import Store

if TYPE_CHECKING:
    from .subject import Subject

_TOGETHER = 16  # clips that are measured at once


class ClipSource(Protocol):
    """Where prepared clips come from; :class:`touchstone.training.store.Store` is one."""

    def take(self, rows: NDArray[np.integer]) -> NDArray[np.generic]:
        """Clips by number, ``[n, *shape]``."""
        ...


class Measuring:
    """The measurements that a subject makes of the clips of a source.

    Every clip is measured when it is first asked for; results are kept in memory (at most some 150 kB per clip).

    Args:
        source: source of the prepared clips.
        subject: measures the clips.
    """

    def __init__(self, source: ClipSource, subject: Subject) -> None:
        self._source = source
        self._subject = subject
        self._known: dict[int, NDArray[np.generic]] = {}

    def take(self, rows: NDArray[np.integer]) -> NDArray[np.generic]:
        """Measurements of clips by number, ``[n, …]``."""
        if not self._subject.measures:
            return self._source.take(rows)
        missing = np.array([row for row in dict.fromkeys(rows.tolist()) if row not in self._known], np.int64)
        for start in range(0, len(missing), _TOGETHER):
            part = missing[start : start + _TOGETHER]
            self._known.update(zip(part.tolist(), self._subject.measured(self._source.take(part)), strict=True))
        return np.stack([self._known[row] for row in rows.tolist()])


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Lesson:
    """The data of one training.

    Attributes:
        source: the prepared clips.
        fake: per clip, whether it is fake.
        group: per clip, number of its group.
        train: numbers of the training clips.
        val: numbers of the held-out clips.
    """

    source: ClipSource
    fake: NDArray[np.bool_]
    group: NDArray[np.int64]
    train: NDArray[np.int64]
    val: NDArray[np.int64]


def lesson_of(samples: Samples, goal: Goal, store: Store) -> Lesson:
    """The data of one training, without the clips that cannot be used.

    Raises:
        CorpusError: the training or the held-out clips lack a class.
    """
    shown = np.array([reason is None for reason in store.reasons()])
    names = [samples.group(i) for i in range(len(samples.shown))]
    _, group = np.unique(names, return_inverse=True)
    sides = {side: rows[shown[rows]] for side, rows in (("training", goal.train), ("validation", goal.val))}
    for side, rows in sides.items():
        if len(set(goal.fake[rows].tolist())) < 2:
            reasons = left_out(store, [*goal.train, *goal.val])
            raise CorpusError(f"the usable {side} clips lack a class; {reasons[0] if reasons else 'add footage'}")
    return Lesson(
        source=store, fake=goal.fake, group=group.astype(np.int64), train=sides["training"], val=sides["validation"]
    )
