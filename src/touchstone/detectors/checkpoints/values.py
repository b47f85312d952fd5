"""Which tensors hold values that can be computed with, and whether a file holds as many values as its tensors declare."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import cache
from typing import Literal

import torch
from torch import Tensor

from touchstone.vocabulary.errors import CheckpointError
from touchstone.vocabulary.excerpts import LONGEST_QUOTE, shortened

Unmeasured = Literal["no values", "nested", "sparse", "quantised", "type"]
"""Why nothing can be computed from a tensor."""

_WHAT: dict[Unmeasured, tuple[str, str]] = {
    "no values": ("tensors without values, on the device meta", "load the weights into it first"),
    "nested": ("nested tensors", "save each part as a tensor of its own"),
    "sparse": ("sparse or quantised tensors", "save the float32 model"),
    "quantised": ("sparse or quantised tensors", "save the float32 model"),
    "type": ("values of a type that torch does not compute with", "save the float32 model"),
}
_REPEATED = 64 << 20
"""Bytes that tensors may declare beyond what is stored: an expanded mask or table of positions is honest."""


def unmeasured(tensor: Tensor) -> Unmeasured | None:
    """Why nothing can be computed from its values; ``None`` where it can.

    >>> unmeasured(torch.ones(2)), unmeasured(torch.ones(2, device="meta")), unmeasured(torch.eye(2).to_sparse())
    (None, 'no values', 'sparse')
    """
    if tensor.is_meta:
        return "no values"
    if tensor.is_nested:
        return "nested"
    if tensor.is_quantized:
        return "quantised"
    if tensor.layout != torch.strided:
        return "sparse"
    return None if _computes(tensor.dtype) else "type"


def sizes(tensor: Tensor) -> tuple[int, ...]:
    """Size along each axis; of a nested tensor, which has none, how many values it holds."""
    return (tensor.numel(),) if tensor.is_nested else tuple(tensor.shape)


def plain(tensor: Tensor) -> Tensor:
    """The same values without the marks *conjugated* and *negated*, which other libraries do not read."""
    return tensor.detach().resolve_conj().resolve_neg()


def note_on_values(state: Mapping[str, Tensor], file: str) -> tuple[str, ...]:
    """What a reader must know of tensors that cannot be measured.

    Raises:
        CheckpointError: not one can be measured, or they declare far more values than are stored.
    """
    _check_stored(state, file)
    reasons = _reasons(state)
    if reasons and len(reasons) == len(state):
        raise _refusal(state, reasons, file)
    notes: list[str] = []
    if reasons:
        what, _ = _WHAT[next(iter(reasons.values()))]
        named = _named(state, reasons)
        notes.append(f"{len(reasons)} of {len(state)} tensors are not measured: {what} (first: {named})")
    flags = [name for name, tensor in state.items() if tensor.dtype == torch.bool]
    if flags and len(flags) == len(state):
        raise CheckpointError(f"{file} holds true and false in every tensor, and no weights; save the float32 model")
    if 2 * len(flags) > len(state):  # a mask or two belong to many sound networks
        notes.append(
            f"{len(flags)} of {len(state)} tensors are not measured: they hold true and false (first: "
            f"{shortened(flags[0], LONGEST_QUOTE)})"
        )
    in_part = [name for name, tensor in state.items() if tensor.is_complex() and name not in reasons]
    if in_part:
        notes.append(
            f"{len(in_part)} of {len(state)} tensors are not measured for damage and training: complex numbers, of which only "
            f"the range and values that are not finite are looked at (first: {shortened(in_part[0], LONGEST_QUOTE)})"
        )
    return tuple(notes)


def require_values(state: Mapping[str, Tensor], file: str) -> None:
    """Make sure that every tensor can be computed with.

    Raises:
        CheckpointError: one cannot; the text names it and says why.
    """
    reasons = _reasons(state)
    if reasons:
        raise _refusal(state, reasons, file)


def _reasons(state: Mapping[str, Tensor]) -> dict[str, Unmeasured]:
    """Why each of those that cannot be measured is not."""
    reasons: dict[str, Unmeasured] = {}
    for name, tensor in state.items():
        why = unmeasured(tensor)
        if why is not None:
            reasons[name] = why
    return reasons


def _refusal(state: Mapping[str, Tensor], reasons: Mapping[str, Unmeasured], file: str) -> CheckpointError:
    what, advice = _WHAT[next(iter(reasons.values()))]
    return CheckpointError(f"{file} holds {what} (first: {_named(state, reasons)}); {advice}")


def _named(state: Mapping[str, Tensor], reasons: Mapping[str, Unmeasured]) -> str:
    first, why = next(iter(reasons.items()))
    shown = shortened(first, LONGEST_QUOTE)
    return f"{shown}, {str(state[first].dtype).removeprefix('torch.')}" if why == "type" else shown


def _check_stored(state: Mapping[str, Tensor], file: str) -> None:
    """Axes of stride 0 and strides that overlap let a small file declare tensors of any size."""
    beyond = 0
    for name, tensor in state.items():
        if unmeasured(tensor) is not None:
            continue
        stored = tensor.untyped_storage().nbytes()
        beyond += max(0, tensor.numel() * tensor.element_size() - stored)
        if beyond > _REPEATED:
            raise CheckpointError(
                f"{file} is damaged: {name} declares {tensor.numel():,} elements, and its storage holds "
                f"{stored // tensor.element_size():,}; save the model again with a copy of this tensor (clone())"
            )


@cache
def _computes(dtype: torch.dtype) -> bool:
    """Whether values of this type can be converted to ordinary numbers."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a type is new is nothing that a user can act on
            some = torch.empty(1, dtype=dtype)
            (torch.view_as_real(some) if dtype.is_complex else some).to(torch.float64)
    except (RuntimeError, NotImplementedError):
        return False
    return True
