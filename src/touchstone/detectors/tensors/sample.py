"""The part of a weight tensor that is looked at: whole rows and whole input channels, up to a stated number of values."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

LARGEST = 1 << 17
"""Values of a sample at most; from larger tensors rows and input channels are drawn."""


@dataclass(frozen=True, slots=True)
class TensorSample:
    """Values of a tensor, laid out for statistics.

    Attributes:
        values: float32 [rows, input channels, kernel positions]; positions is 1 for a matrix.
        grid: sizes of the kernel's axes, () for a matrix.
        whole: whether all values of the tensor are in it.
    """

    values: NDArray[np.float32]
    grid: tuple[int, ...]
    whole: bool


def draw(tensor: Tensor, rng: np.random.Generator, largest: int = LARGEST) -> TensorSample | None:
    """A sample of a tensor of two or more axes; leading axes of size 1 are left out.

    Rows and columns that hold nothing but zeros (padding, pruned channels) say nothing about how the others came about, and
    are dropped.

    Returns:
        ``None`` for fewer axes, other than floating point, or values that are not all finite.
    """
    shape = list(tensor.shape)
    while shape and shape[0] == 1:
        shape.pop(0)
    if len(shape) < 2 or not tensor.is_floating_point() or 0 in shape:
        return None
    rows, channels, *kernel = shape
    positions = math.prod(kernel)
    # Both axes get an equal share unless one has less to give.
    take_rows = min(rows, max(round(math.sqrt(largest)), largest // (channels * positions)))
    take_channels = min(channels, max(1, largest // (take_rows * positions)))
    cube = tensor.detach().reshape(rows, channels, positions)
    if take_rows < rows:
        cube = cube[torch.from_numpy(np.sort(rng.choice(rows, take_rows, replace=False)))]
    if take_channels < channels:
        cube = cube[:, torch.from_numpy(np.sort(rng.choice(channels, take_channels, replace=False)))]
    values = cube.float().contiguous().numpy()
    if not np.isfinite(values).all():
        return None
    used = values != 0
    if not used.all():
        values = values[used.any(axis=(1, 2))]
        values = np.ascontiguousarray(values[:, used.any(axis=(0, 2))])
    return TensorSample(values, tuple(kernel), take_rows == rows and take_channels == channels)
