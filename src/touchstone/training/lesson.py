"""What one specialist is taught: its clips that can be shown, what they are, and which are held out."""

from __future__ import annotations

import numpy as np

from touchstone.vocabulary.errors import CorpusError

from .loop import Lesson
from .prepare import left_out
from .samples import Goal, Samples
from .store import Store


def lesson_of(samples: Samples, goal: Goal, store: Store) -> Lesson:
    """What is learned, without the clips that cannot be shown.

    Raises:
        CorpusError: then one side lacks a class.
    """
    shown = np.array([reason is None for reason in store.reasons()])
    names = [samples.group(i) for i in range(len(samples.shown))]
    _, group = np.unique(names, return_inverse=True)
    sides = {side: rows[shown[rows]] for side, rows in (("training", goal.train), ("validation", goal.val))}
    for side, rows in sides.items():
        if len(set(goal.fake[rows].tolist())) < 2:
            reasons = left_out(store, [*goal.train, *goal.val])
            raise CorpusError(
                f"the {side} clips that can be shown lack a class; {reasons[0] if reasons else 'add footage'}"
            )
    return Lesson(store, goal.fake, group.astype(np.int64), sides["training"], sides["validation"])
