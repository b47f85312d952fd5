"""Evenly spread frames."""

from __future__ import annotations


def evenly(window: range, count: int) -> tuple[int, ...]:
    """``count`` indices at the centres of equal parts of a window; a shorter window repeats its frames.

    Neither the first nor the last frame is among them in a longer window: titles, fades and the encoder's first seconds would
    weigh too much.

    >>> evenly(range(10, 20), 5)
    (11, 13, 15, 17, 19)
    >>> evenly(range(3), 6)
    (0, 0, 1, 1, 2, 2)
    """
    return tuple(window[(2 * part + 1) * len(window) // (2 * count)] for part in range(count))
