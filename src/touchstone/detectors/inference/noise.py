"""Noise in the form that a contract asks for, to see how long a detector takes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.views import view_named
from touchstone.vocabulary.domains import InputContract


def noise_input(contract: InputContract, count: int, seed: int = 0) -> NDArray[np.generic]:
    """``count`` units of independent values: 0 to 255 where whole numbers are shown, else standard normal.

    Each seed gives others.

    >>> noise_input(InputContract(size=8), 2).shape, noise_input(InputContract("clip", size=8, frames=3), 1).shape
    ((2, 8, 8, 3), (1, 3, 8, 8, 3))

    Raises:
        UsageError: the contract names an unknown view.
    """
    random = np.random.default_rng(seed)
    if contract.view is not None:
        view = view_named(contract.view)
        shape, dtype = view.shape, np.dtype(view.dtype)
    else:
        shape = (contract.frames, contract.size, contract.size, 3)[contract.unit == "frame" :]
        dtype = np.dtype(np.uint8)
    if dtype.kind == "u":
        return random.integers(0, 256, (count, *shape), dtype=dtype)
    return random.standard_normal((count, *shape)).astype(dtype)
