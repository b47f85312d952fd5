"""Statistics of every tensor of a state dict: the ``tensors`` table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl
import torch
from torch import Tensor

from touchstone.tables import TENSORS, conform

# Large enough to be fast, small enough to stay in the processor's cache while it is read several times.
_CHUNK = 1 << 17


def tensor_rows(state: Mapping[str, Tensor], detector: str) -> pl.DataFrame:
    """Rows of the ``tensors`` table, one per tensor, in order.

    Statistics are of the finite values, computed in float64; ``std`` divides by their number. They are null
    where there is no finite value.
    """
    rows = [{"detector": detector, "tensor": name, **_row(tensor.detach())} for name, tensor in state.items()]
    return conform(pl.DataFrame(rows, schema=TENSORS.schema, orient="row"), TENSORS)


def _row(tensor: Tensor) -> dict[str, Any]:
    count, non_finite, zeros = 0, 0, 0
    mean, squares = 0.0, 0.0
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
        # Chan's update: the mean and the sum of squared distances of two parts joined.
        step = here_mean - mean
        squares += float(wide.dot(wide)) + step * step * count * here / (count + here)
        mean += step * here / (count + here)
        count += here
    return {
        "shape": list(tensor.shape),
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "elements": tensor.numel(),
        "non_finite": non_finite,
        "zeros": zeros,
        "mean": mean if count else None,
        "std": math.sqrt(squares / count) if count else None,
        "low": low if count else None,
        "high": high if count else None,
    }


def _chunks(tensor: Tensor) -> Iterator[Tensor]:
    if tensor.is_complex():
        tensor = torch.view_as_real(tensor)
    if tensor.dtype == torch.bool:
        tensor = tensor.byte()
    elif tensor.is_floating_point() and tensor.element_size() < 4:
        tensor = tensor.float()
    flat = tensor.reshape(-1)
    for start in range(0, flat.numel(), _CHUNK):
        yield flat[start : start + _CHUNK]
