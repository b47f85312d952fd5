"""What happens to P(fake) before it is written: clipping, rounding, steps, short numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]


def finished(p: _Floats, steps: tuple[str, ...]) -> _Floats:
    """P(fake) as a file holds it.

    Args:
        p: P(fake) of any shape.
        steps: in order: ``clip LOW HIGH``; ``round DIGITS``; ``isotonic STEPS``: as many equal shares of the scores, each with
            its mean; ``saturate Z``: log-odds beyond ±Z become exactly 0 or 1; ``float16``. ``logits`` changes nothing here:
            it says that log-odds are written beside P(fake).

    Raises:
        ValueError: a step is not known.

    >>> finished(np.array([0.004, 0.5, 0.987]), ("clip 0.01 0.9", "round 1")).tolist()
    [0.0, 0.5, 0.9]
    """
    for step in steps:
        word, *numbers = step.split()
        p = _step(p, word, [float(n) for n in numbers])
    return p


def _step(p: _Floats, word: str, numbers: list[float]) -> _Floats:
    match word, numbers:
        case "clip", [low, high]:
            return np.clip(p, low, high)
        case "round", [digits]:
            return np.round(p, int(digits))
        case "isotonic", [steps]:
            return _isotonic(p, int(steps))
        case "saturate", [limit]:
            edge = 1 / (1 + np.exp(-limit))
            return np.where(p > edge, 1.0, np.where(p < 1 - edge, 0.0, p))
        case "float16", []:
            return p.astype(np.float16).astype(np.float64)
        case "logits", []:
            return p
    raise ValueError(f"there is no step {word!r} with {len(numbers)} number(s)")


def _isotonic(p: _Floats, steps: int) -> _Floats:
    flat = p.ravel()
    place = np.argsort(np.argsort(flat, kind="stable"), kind="stable") * steps // flat.size
    mean = np.bincount(place, flat, steps) / np.maximum(1, np.bincount(place, minlength=steps))
    return mean[place].reshape(p.shape)
