"""Clips as a network measures them: what needs no weight is computed once per clip, and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from .subject import Subject

_TOGETHER = 16  # clips that are measured at once


class ClipSource(Protocol):
    """Where prepared clips come from; :class:`touchstone.training.store.Store` is one."""

    def take(self, rows: NDArray[np.integer]) -> NDArray[np.generic]:
        """Clips by number, ``[n, *shape]``."""
        ...


class Measuring:
    """A source that gives what a subject measures of the clips of another source.

    Every clip is measured when it is first asked for; the results stay in memory (at most some 150 kB per clip).

    Args:
        source: of the prepared clips.
        subject: measures them.
    """

    def __init__(self, source: ClipSource, subject: Subject) -> None:
        self._source = source
        self._subject = subject
        self._known: dict[int, NDArray[np.generic]] = {}

    def take(self, rows: NDArray[np.integer]) -> NDArray[np.generic]:
        """What was measured of clips by number, ``[n, …]``."""
        if not self._subject.measures:
            return self._source.take(rows)
        missing = np.array([row for row in dict.fromkeys(rows.tolist()) if row not in self._known], np.int64)
        for start in range(0, len(missing), _TOGETHER):
            part = missing[start : start + _TOGETHER]
            self._known.update(zip(part.tolist(), self._subject.measured(self._source.take(part)), strict=True))
        return np.stack([self._known[row] for row in rows.tolist()])
