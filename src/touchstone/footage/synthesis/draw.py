"""Random numbers of the corpus: every draw has a name, so that none depends on how many were made before it."""

from __future__ import annotations

import hashlib

import numpy as np


def dice(seed: int, *name: object) -> np.random.Generator:
    """Random numbers that depend on the corpus seed and the name of what is drawn, and on nothing else.

    The stream is NumPy's PCG64, whose integers and doubles are the same on every machine.
    """
    digest = hashlib.sha256(":".join(map(str, (seed, *name))).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


def whole(seed: int, *name: object) -> int:
    """A whole number below 2³¹ under the same rule."""
    return int(dice(seed, *name).integers(2**31))
