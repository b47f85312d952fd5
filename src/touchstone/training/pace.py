"""The learning rate over the steps of a training."""

from __future__ import annotations

import math


def pace(step: int, total: int, warm_up: float) -> float:
    """Share of the highest learning rate: rises evenly, then falls as half a cosine wave (Loshchilov & Hutter 2017).

    >>> [round(pace(step, 10, 0.2), 2) for step in (0, 1, 5, 9)]
    [0.5, 0.98, 0.5, 0.03]
    """
    rise = min(1.0, (step + 1) / max(1.0, warm_up * total))
    return rise * (0.5 * (1 + math.cos(math.pi * min(1.0, step / total))) + 1e-3)
