"""Weights of an ONNX file as tensors by name, read from the file's bytes: no package for ONNX is needed.

Of a message of protocol buffers only the fields are read that hold weights: ModelProto.graph is 7; GraphProto.node is 1 and
initializer is 5; NodeProto.attribute is 5; AttributeProto.t is 5 and g is 6; TensorProto.dims is 1, data_type 2, float_data 4,
name 8, raw_data 9 (onnx.proto3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

_TYPES = {1: np.float32, 2: np.uint8, 3: np.int8, 10: np.float16, 11: np.float64}


def onnx_weights(data: bytes) -> dict[str, Tensor]:
    """Initialisers and constants of floating-point or single-byte type; those without a name are numbered."""
    state: dict[str, Tensor] = {}
    for field, graph in _fields(memoryview(data)):
        if field == 7:
            for tensor in _tensors(graph):
                _keep(tensor, state)
    return state


def _tensors(graph: memoryview) -> Iterator[memoryview]:
    for field, part in _fields(graph):
        if field == 5:
            yield part
        elif field == 1:
            for inner, attribute in _fields(part):
                if inner == 5:
                    yield from _of_attribute(attribute)


def _of_attribute(attribute: memoryview) -> Iterator[memoryview]:
    for field, part in _fields(attribute):
        if field == 5 and isinstance(part, memoryview):
            yield part
        elif field == 6:
            yield from _tensors(part)


def _keep(tensor: memoryview, state: dict[str, Tensor]) -> None:
    dims: list[int] = []
    kind, name, raw = 0, "", b""
    for field, value in _fields(tensor):
        if field == 1:
            dims += [value] if isinstance(value, int) else _packed(value)
        elif field == 2 and isinstance(value, int):
            kind = value
        elif field in (4, 9) and isinstance(value, memoryview):
            raw = bytes(value)
        elif field == 8 and isinstance(value, memoryview):
            name = bytes(value).decode()
    if kind in _TYPES and raw:
        values = np.frombuffer(raw, _TYPES[kind]).reshape(dims)
        state[name or f"constant.{len(state)}"] = torch.from_numpy(values.copy())


def _packed(data: memoryview) -> list[int]:
    numbers, at = [], 0
    while at < len(data):
        number, at = _varint(data, at)
        numbers.append(number)
    return numbers


def _fields(data: memoryview) -> Iterator[tuple[int, Any]]:
    """Number and content of each field: an integer, or the bytes of a message."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        wire = tag & 7
        if wire == 0:
            value, at = _varint(data, at)
        elif wire == 2:
            size, at = _varint(data, at)
            value, at = data[at : at + size], at + size
        else:
            size = 8 if wire == 1 else 4
            value, at = data[at : at + size], at + size
        yield tag >> 3, value


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    number, shift = 0, 0
    while True:
        byte = data[at]
        number |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return number, at
