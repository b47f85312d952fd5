"""Rows of the ``tensors`` table: one per tensor, and one per row block of a packed one."""

from __future__ import annotations

import hashlib
import math
import zlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

import numpy as np
import polars as pl
import torch
from torch import Tensor

from touchstone.detectors.checkpoints import Checkpoint, plain, sizes, unmeasured
from touchstone.detectors.specialists import fit
from touchstone.detectors.threads import torch_threads
from touchstone.vocabulary.errors import is_out_of_memory
from touchstone.vocabulary.processes import cores
from touchstone.vocabulary.tables import TENSORS, conform

from .blank import blank, blank_end
from .blocks import blocks
from .codes import codes
from .damage import damage, wide
from .family import family, orthogonal
from .formula import by_formula
from .gap import gap
from .gradient import Gradient, gradients
from .moments import moments
from .noise import likeness
from .sample import draw

_HASHED = 16
_NOTHING: dict[tuple[str, str | None], Gradient] = {}


def tensor_rows(
    state: Mapping[str, Tensor],
    detector: str,
    gradients: Mapping[tuple[str, str | None], Gradient] = _NOTHING,
    *,
    threads: int | None = None,
) -> pl.DataFrame:
    """Rows of the ``tensors`` table, in order; the blocks of a packed tensor follow it.

    Moments are of the finite values, computed in float64; ``std`` divides by their number. They are null where there is no
    finite value. What is drawn at random depends on the name of a tensor alone, so the same file gives the same rows. A tensor
    that shares the memory of an earlier one has its measures. A tensor that cannot be measured has a row that says why, whatever
    it holds.

    Args:
        state: tensors by name.
        detector: name for the first column.
        gradients: what :func:`gradients` has measured, where the network is known.
        threads: tensors that are looked at side by side; by default as many as there are cores, four at most.
    """
    parts: list[tuple[str, str | None, Tensor]] = []
    tied = _tied(state)
    for name, tensor in state.items():
        parts.append((name, None, tensor))
        if unmeasured(tensor) is None:
            parts += [(name, part, tensor.detach()[rows]) for part, rows in blocks(name, tensor)]
    # What shares the memory of an earlier tensor is measured once.
    keys = {(name, block) for name, block, _ in parts}
    source = [
        (tied.get(name, name), block) if (tied.get(name, name), block) in keys else (name, block)
        for name, block, _ in parts
    ]
    needed = [part for part, key in zip(parts, source, strict=True) if part[:2] == key]
    # One thread for each tensor, and none within.
    with torch_threads(1), ThreadPoolExecutor(threads or min(4, cores())) as pool:
        measured = dict(zip((part[:2] for part in needed), pool.map(lambda part: _row(*part), needed), strict=True))
        rows = [
            {
                "detector": detector,
                "tensor": name,
                "block": block,
                "tied": tied.get(name) if block is None else None,
                **measured[key],
                **_gradient(gradients.get((name, block))),
            }
            for (name, block, _), key in zip(parts, source, strict=True)
        ]
    return conform(pl.DataFrame(rows, schema=TENSORS.schema, orient="row"), TENSORS)


def checkpoint_rows(checkpoint: Checkpoint, name: str, key: str | None) -> pl.DataFrame:
    """Rows of the ``tensors`` table; with gradients where the checkpoint fits layout ``key``.

    Raises:
        UsageError: no such layout.
    """
    state = checkpoint.state
    odd = any(t.is_complex() or unmeasured(t) is not None for t in state.values())
    whole = key is not None and fit(state, key).exact and not odd
    return tensor_rows(state, name, gradients(key, state) if key is not None and whole else {})


def _row(name: str, block: str | None, tensor: Tensor) -> dict[str, Any]:
    dtype = str(tensor.dtype).removeprefix("torch.")
    row: dict[str, Any] = {"shape": list(sizes(tensor)), "dtype": dtype, "elements": tensor.numel()}
    if (why := unmeasured(tensor)) is not None:
        return row | {"unmeasured": why}
    try:
        with np.errstate(all="ignore"):
            for measured in _measures(name, block, plain(tensor)):
                row |= measured
    except Exception as error:  # a library may fail at values that no network has: the rest is of use
        if is_out_of_memory(error):
            raise
        row["unmeasured"] = "failed"
    return {column: None if isinstance(v, float) and not math.isfinite(v) else v for column, v in row.items()}


def _measures(name: str, block: str | None, tensor: Tensor) -> Iterator[dict[str, Any]]:
    """Columns of one row, measure by measure."""
    rng = np.random.default_rng(zlib.crc32(f"{name}/{block or ''}".encode()))
    yield (counted := moments(tensor))
    if block is None and tensor.numel() >= _HASHED and counted["low"] != counted["high"]:
        yield {"hash": _hash(tensor)}
    if block is None:
        yield {"codes": codes(tensor)}
    if not tensor.is_floating_point() or tensor.numel() == 0:
        return
    if block is None:
        yield asdict(damage(tensor)) | {
            "blank": blank(tensor),
            "blank_end": blank_end(tensor),
            "by_formula": by_formula(tensor),
        }
        if (apart := gap(wide(tensor))) is not None:
            yield asdict(apart)
    sample = draw(tensor, rng)
    if sample is None or sample.values.size == 0:
        return
    if (noise := likeness(sample, rng)) is not None:
        yield asdict(noise)
    if orthogonal(tensor):
        yield {"family": "orthogonal"}
    elif (named := family(sample.values, rng)) is not None:
        yield {"family": named[0], "family_p": named[1]}


def _tied(state: Mapping[str, Tensor]) -> dict[str, str]:
    """Tensors that lie in the memory of an earlier one → the name of that one."""
    first: dict[tuple[int, torch.Size, tuple[int, ...]], str] = {}
    tied: dict[str, str] = {}
    for name, tensor in state.items():
        if unmeasured(tensor) is None and tensor.numel():
            place = (tensor.data_ptr(), tensor.shape, tensor.stride())
            if (earlier := first.setdefault(place, name)) != name:
                tied[name] = earlier
    return tied


def _gradient(gradient: Gradient | None) -> dict[str, float | None]:
    if gradient is None:
        return {}
    return {"gradient": gradient.evaluated, "gradient_train": gradient.trained, "gradient_fresh": gradient.fresh}


def _hash(tensor: Tensor) -> str:
    """SHA-256 of type, shape and values: equal tensors have equal ones, in one file or in several."""
    digest = hashlib.sha256(f"{tensor.dtype} {list(tensor.shape)} ".encode())
    values = torch.view_as_real(tensor) if tensor.is_complex() else tensor
    digest.update(memoryview(values.contiguous().reshape(-1).view(torch.uint8).numpy()))  # pyright: ignore[reportArgumentType]
    return digest.hexdigest()
