"""The outermost fields of a protobuf message, and which format of a network they are: nothing inside them is parsed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_SHOWN = 256
_MOST = 4096
# Fields of ONNX's ModelProto and how each is written.
_ONNX = {1: 0, 2: 2, 3: 2, 4: 2, 5: 0, 6: 2, 7: 2, 8: 2, 14: 2, 20: 2, 25: 2, 26: 2}
_GRAPH, _OPSETS = 7, 8
_NEWEST_IR = 64
# Core ML numbers its kinds of models from 200.
_CORE_ML_MODELS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """A field: its number, how it is written, its value if that is a number, and the first bytes of it otherwise."""

    number: int
    wire: int
    value: int = 0
    start: bytes = b""


def protobuf_format(path: Path) -> str | None:
    """``onnx``, ``tensorflow``, ``core ml``, ``caffe`` or ``protobuf``; ``None`` where the bytes make no message.

    A file that is cut short is still recognised as ONNX by its first fields; the others must be whole.
    """
    fields, whole = _fields(path)
    if _is_onnx(fields):
        return "onnx"
    if not whole or len(fields) < 2:
        return None
    if _is_tensorflow(fields):
        return "tensorflow"
    if _number(fields[0]) is not None and any(field.number >= _CORE_ML_MODELS for field in fields):
        return "core ml"
    if fields[0].number == 1 and _is_text(fields[0].start) and {f.number for f in fields[1:]} & {2, 100}:
        return "caffe"
    return "protobuf"


def _is_onnx(fields: list[_Field]) -> bool:
    if len(fields) < 2 or not 1 <= (_number(fields[0]) or 0) <= _NEWEST_IR:
        return False
    if any(_ONNX.get(field.number) != field.wire for field in fields):
        return False
    texts = [field for field in fields if field.number in (2, 3, 4, 6)]
    return all(_is_text(f.start) for f in texts) and any(f.number in (2, _GRAPH, _OPSETS) for f in fields[1:])


def _is_tensorflow(fields: list[_Field]) -> bool:
    """A SavedModel (its version, then graphs), or a frozen graph: nodes, each with its name and its operator."""
    if _number(fields[0]) == 1:
        return all(field.number == 2 and field.start[:1] == b"\x0a" for field in fields[1:])
    nodes = [field for field in fields if field.number == 1]
    return bool(nodes) and all(_is_node(field.start) for field in nodes) and {f.number for f in fields} <= {1, 2, 3, 4}


def _is_node(start: bytes) -> bool:
    length = start[1] if len(start) > 2 and start[0] == 0x0A else 0
    return bool(length) and _is_text(start[2 : 2 + length]) and start[2 + length : 3 + length] in (b"\x12", b"")


def _number(field: _Field) -> int | None:
    """The number that a message of ONNX, TensorFlow or Core ML begins with: its version."""
    return field.value if field.number == 1 and field.wire == _VARINT else None


def _is_text(start: bytes) -> bool:
    return start.decode("utf-8", "replace").isprintable()


def _fields(path: Path) -> tuple[list[_Field], bool]:
    """The outermost fields, as far as they make sense, and whether they fill the file exactly."""
    fields: list[_Field] = []
    size = path.stat().st_size
    with path.open("rb") as file:
        while file.tell() < size and len(fields) < _MOST:
            field = _field(file, size)
            if field is None:
                return fields, False
            fields.append(field)
        return fields, file.tell() == size


def _field(file: BinaryIO, size: int) -> _Field | None:
    tag = _varint(file)
    if tag is None or not 1 <= tag >> 3 < 1 << 29:
        return None
    number, wire = tag >> 3, tag & 7
    if wire == _VARINT:
        value = _varint(file)
        return None if value is None else _Field(number=number, wire=wire, value=value)
    length = {_FIXED64: 8, _FIXED32: 4}.get(wire) if wire != _BYTES else _varint(file)
    if length is None:
        return None
    end = file.tell() + length
    start = file.read(min(length, _SHOWN))
    if end > size:  # cut short: the field is there, its end is not
        file.seek(size)
        return _Field(number=number, wire=wire, start=start) if wire == _BYTES and number == _GRAPH else None
    file.seek(end)
    return _Field(number=number, wire=wire, start=start)


def _varint(file: BinaryIO) -> int | None:
    value = 0
    for shift in range(0, 70, 7):
        byte = file.read(1)
        if not byte:
            return None
        value |= (byte[0] & 0x7F) << shift
        if byte[0] < 0x80:
            return value
    return None
