"""The three forms of checkpoints, written honestly, and damage that knows them: zip records and the header of safetensors."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from random import Random
from typing import Any

import torch
from safetensors.torch import save

from .damage import number, put

Form = Callable[[Any], bytes]
"""Writes what it is given as a file of one form."""


def ZIP(held: Any) -> bytes:  # noqa: N802 - the name of a form, which is compared with others
    """As ``torch.save`` writes it today."""
    return _saved(held, zipped=True)


def LEGACY(held: Any) -> bytes:  # noqa: N802
    """As ``torch.save`` wrote it before 1.6."""
    return _saved(held, zipped=False)


def SAFETENSORS(held: Any) -> bytes:  # noqa: N802
    """As safetensors writes it; what it cannot hold is left out."""
    if not isinstance(held, dict):
        return ZIP(held)
    tensors = {str(name): tensor for name, tensor in held.items() if isinstance(tensor, torch.Tensor)}
    try:
        return save(tensors, {"format": "pt", "epoch": "3"})
    except (RuntimeError, ValueError, KeyError, TypeError, NotImplementedError):
        return ZIP(held)


def _saved(held: Any, *, zipped: bool) -> bytes:
    buffer = io.BytesIO()
    torch.save(held, buffer, _use_new_zipfile_serialization=zipped)
    return buffer.getvalue()


def change_zip(rng: Random, data: bytes, _other: bytes) -> bytes:
    """A size, name, method or checksum in the archive is another; members are there twice, missing, or swapped."""
    if rng.random() < 0.5:
        return _repacked(rng, data)
    marks = (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07")
    places = [at for mark in marks for at in _places(data, mark)]
    if not places:
        return data
    at = rng.choice(places) + rng.randrange(4, 46)
    return put(data, at, number(rng, rng.choice((1, 2, 4, 8)), "little"))[: len(data)]


def _places(data: bytes, mark: bytes) -> list[int]:
    places, at = list[int](), data.find(mark)
    while at >= 0:
        places.append(at)
        at = data.find(mark, at + 1)
    return places


def _repacked(rng: Random, data: bytes) -> bytes:
    """The archive written again with other members."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, struct.error):
        return data
    place = rng.randrange(len(members))
    name, content = members[place]
    kind = rng.randrange(7)
    members[place : place + 1] = [
        [(name, content), (name, rng.randbytes(len(content)))],
        [],
        [(f"../../{name}", content)],
        [(name, content[: len(content) // 2])],
        [(name, rng.choice(members)[1])],
        [(str(PurePosixPath(name).name), content)],
        [(name, content + bytes(rng.choice((1, 64, 1 << 20))))],
    ][kind]
    buffer = io.BytesIO()
    method = rng.choice((zipfile.ZIP_STORED,) * 6 + (zipfile.ZIP_DEFLATED,))
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for member, held in members:
            _add(archive, member, held)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a name that is there twice, on purpose
        archive.writestr(name, content)


_DTYPES = ("F64", "F32", "F16", "BF16", "I64", "U8", "BOOL", "F8_E4M3", "F8_E5M2", "U16", "F4", "C64", "X", "", None, 3)
_NUMBERS: tuple[Any, ...] = (
    -1,
    0,
    1,
    2**31,
    2**63,
    2**64,
    10**30,
    1.5,
    "1",
    None,
    True,
    [1],
    {},
    float("inf"),
    float("nan"),
)


def change_header(rng: Random, data: bytes, _other: bytes) -> bytes:
    """The header of a safetensors file says something else, or is not JSON."""
    if len(data) < 10 or data[8:9] != b"{":
        return data
    length = int.from_bytes(data[:8], "little")
    try:
        header = json.loads(data[8 : 8 + length])
    except (ValueError, RecursionError):
        return data
    text = _changed(rng, header) if isinstance(header, dict) and header else "{}"
    size = len(text.encode()) if rng.random() < 0.9 else rng.choice((0, 1, length, 2**31, 2**63, 2**64 - 1))
    return struct.pack("<Q", size) + text.encode(errors="surrogatepass") + data[8 + length :]


def _changed(rng: Random, header: dict[str, Any]) -> str:
    name = rng.choice([name for name in header if name != "__metadata__"] or list(header))
    entry = header[name] if isinstance(header[name], dict) else {}
    match rng.randrange(9):
        case 0:
            entry["dtype"] = rng.choice(_DTYPES)
        case 1:
            entry["shape"] = [rng.choice(_NUMBERS) for _ in range(rng.choice((0, 1, 2, 70)))]
        case 2:
            entry["data_offsets"] = [rng.choice(_NUMBERS) for _ in range(rng.choice((1, 2, 2, 2, 3)))]
        case 3:
            header["__metadata__"] = rng.choice(({"a": 1}, [], "x", {"a": {"b": []}}, {"a": "b" * 100_000}, None))
        case 4:
            header[rng.choice(("", "\ud800", "a\nb", "x" * 50_000, "__metadata__", "../x", "\x1b[31m"))] = entry
        case 5:
            return json.dumps(header)[:-1] + "," + json.dumps({name: entry})[1:]
        case 6:
            return "[" * rng.choice((10, 900, 100_000))
        case 7:
            header[name] = rng.choice(_NUMBERS)
            return json.dumps(header).replace("Infinity", "1e400")
        case _:
            entry.pop(rng.choice(list(entry) or [""]), None)
    return json.dumps(header)
