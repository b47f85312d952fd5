"""Counts and moments of a tensor, in one pass over pieces that fit the processor's cache."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

# Large enough to be fast, small enough to stay in the processor's cache while it is read several times.
_CHUNK = 1 << 17

_WIDENED = {torch.uint16: torch.int32, torch.uint32: torch.int64, torch.uint64: torch.float64}
"""Types in which torch stores but does not compute."""


def moments(tensor: Tensor) -> dict[str, Any]:
    """Columns ``non_finite zeros mean std skew kurtosis low high`` of the ``tensors`` table.

    ``std`` divides by the number of finite values; ``kurtosis`` is the excess, 0 for a normal distribution
    and −1.2 for a uniform one. Parts are joined by the formulas of Chan et al. (1979) and Pébay (2008).
    """
    non_finite, zeros = 0, 0
    count, mean, m2, m3, m4 = 0, 0.0, 0.0, 0.0, 0.0
    low, high = math.inf, -math.inf
    for chunk in _chunks(tensor):
        zeros += chunk.numel() - int(chunk.count_nonzero())
        least, most = (float(value) for value in chunk.aminmax())
        # aminmax passes NaN on, so two finite ends prove that everything between is finite.
        if not (math.isfinite(least) and math.isfinite(most)):
            finite = chunk[chunk.isfinite()]
            non_finite += chunk.numel() - finite.numel()
            if finite.numel() == 0:
                continue
            chunk = finite
            least, most = (float(value) for value in chunk.aminmax())
        low, high = min(low, least), max(high, most)
        here = chunk.numel()
        wide = chunk.double()
        here_mean = float(wide.mean())
        wide = wide - here_mean
        squares = wide * wide
        h2, h3, h4 = float(squares.sum()), float(squares.dot(wide)), float(squares.dot(squares))
        total, step = count + here, here_mean - mean
        # A power of a float that is too large raises; a product of such is infinite.
        square = step * step
        m4 += (
            h4
            + square * square * count * here * (count * count - count * here + here * here) / total**3
            + 6 * square * (count**2 * h2 + here**2 * m2) / total**2
            + 4 * step * (count * h3 - here * m3) / total
        )
        m3 += (
            h3
            + step * step * step * count * here * (count - here) / total**2
            + 3 * step * (count * h2 - here * m2) / total
        )
        m2 += h2 + step * step * count * here / total
        mean += step * here / total
        count = total
    spread = math.isfinite(m4) and m2 > 0 and m4 > 0
    return {
        "non_finite": non_finite, "zeros": zeros, "mean": _finite(mean) if count else None,
        "std": math.sqrt(m2 / count) if count and math.isfinite(m2) else None,
        "skew": _finite(math.sqrt(count) * m3 / m2 / math.sqrt(m2)) if spread else None,
        "kurtosis": _finite(max(-2.0, count * (m4 / m2) / m2 - 3)) if spread else None,
        "low": low if count else None, "high": high if count else None,
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _chunks(tensor: Tensor) -> Iterator[Tensor]:
    if tensor.is_complex():
        tensor = torch.view_as_real(tensor)
    if tensor.dtype == torch.bool:
        tensor = tensor.byte()
    elif tensor.is_floating_point() and tensor.element_size() < 4:
        tensor = tensor.float()
    elif tensor.dtype in _WIDENED:
        tensor = tensor.to(_WIDENED[tensor.dtype])
    flat = tensor.reshape(-1)
    for start in range(0, flat.numel(), _CHUNK):
        yield flat[start : start + _CHUNK]
