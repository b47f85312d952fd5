"""Whole numbers where weights are expected: what quantisation stores, without the scale that belongs to it."""

from __future__ import annotations

import torch
from torch import Tensor

_FEWEST = 64
_BYTE = 256


def codes(tensor: Tensor) -> int | None:
    """How many different whole numbers a tensor of two or more axes holds, if it holds nothing else.

    Returns:
        ``None`` for fewer than 64 values, for any value other than a whole number in the range of a byte (-256 to 256), and for
        types other than floating point and single bytes.
    """
    if tensor.dim() < 2 or tensor.numel() < _FEWEST or not _can_hold(tensor):
        return None
    flat = tensor.detach().reshape(-1)
    # Most tensors are decided by their first values.
    for piece in (flat[:_FEWEST], flat):
        wide = piece.double() if piece.dtype == torch.float64 else piece.float()
        if not bool(((wide == wide.round()) & (wide.abs() <= _BYTE)).all()):
            return None
    return int(flat.float().unique().numel())


def _can_hold(tensor: Tensor) -> bool:
    return tensor.is_floating_point() or tensor.dtype in (torch.int8, torch.uint8)
