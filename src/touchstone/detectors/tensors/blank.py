"""One stretch of a tensor that holds only zeros, while the rest holds values."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

_FEWEST = 64
_FEWEST_IN_SLICE = 3
"""Values of a slice below which it says nothing: biases of two directions have two, and halves that are never used."""

_FEWEST_ROWS = 4
_FEWEST_KERNELS = 16

_BY_CHANCE = 1e-3
"""Probability, were as many slices emptied one by one, that they would all lie side by side."""


def blank(tensor: Tensor) -> float:
    """Share of a tensor of two or more axes that one stretch of empty rows, or of empty input channels, takes up.

    A stretch is a run of neighbouring slices of the first or the second axis that hold only zeros. It counts where all empty
    slices lie in it, and so many would lie side by side by chance with a probability of at most 0.001: pruning empties rows here
    and there.

    Returns:
        0 for fewer than 64 values, and where everything is zero.
    """
    if tensor.dim() < 2 or tensor.numel() < _FEWEST:
        return 0.0
    used = tensor.detach() != 0
    return max(
        (_stretch(_slices(used, axis)) for axis in (0, 1) if tensor.numel() >= _FEWEST_IN_SLICE * tensor.shape[axis]),
        default=0.0,
    )


def blank_end(tensor: Tensor) -> float:
    """Share of a tensor of two or more axes that empty slices at one end of an axis take up, however few they are.

    Looked at are rows, of which at least two of four or more must be empty, and positions of kernels, of which there must be 16
    or more. Networks have such zeros by design as well (masked kernels), and pruning leaves them: they tell only where no other
    tensor of the file has any.

    Returns:
        0 for fewer than 64 values, where everything is zero, and where zeros lie at both ends or inside.
    """
    if tensor.dim() < 2 or tensor.numel() < _FEWEST:
        return 0.0
    used = tensor.detach() != 0
    shares = [0.0]
    for axis, size in enumerate(tensor.shape):
        empty = _slices(used, axis) if axis != 1 and size > 1 else np.zeros(1, bool)
        count = int(empty.sum())
        at_an_end = count and (bool(empty[:count].all()) or bool(empty[-count:].all()))
        many = count >= 2 and size >= _FEWEST_ROWS if axis == 0 else math.prod(tensor.shape[:2]) >= _FEWEST_KERNELS
        if at_an_end and many and count < size:
            shares.append(count / size)
    return max(shares)


def _slices(used: Tensor, axis: int) -> NDArray[np.bool_]:
    """Which slices along an axis hold nothing."""
    return ~torch.movedim(used, axis, 0).reshape(used.shape[axis], -1).any(dim=1).numpy()


def _stretch(empty: NDArray[np.bool_]) -> float:
    count = int(empty.sum())
    if count in (0, empty.size):
        return 0.0
    places = np.flatnonzero(empty)
    side_by_side = int(places[-1] - places[0]) + 1 == count
    by_chance = (empty.size - count + 1) / math.comb(empty.size, count)
    return count / empty.size if side_by_side and by_chance <= _BY_CHANCE else 0.0
