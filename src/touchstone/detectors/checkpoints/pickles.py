"""What a pickle inside a checkpoint may name: tensors, and metadata that is decoded or dropped, never run."""

from __future__ import annotations

import io
import pickletools
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_LOCK = threading.Lock()
_LONGEST = 1 << 26
_NUMBERS = frozenset(f"{kind}{size}" for kind in "fiu" for size in (1, 2, 4, 8)) | {"b1"}


class Omitted:
    """Replaces metadata of a checkpoint that is of no use here. Takes anything, does nothing."""

    def __new__(cls, *_: Any) -> Omitted:
        return object.__new__(cls)

    def __init__(self, *_: Any) -> None: ...

    def __setstate__(self, state: Any) -> None: ...


class _Dtype(Omitted):
    """A numpy dtype of which only the code matters."""

    def __init__(self, code: Any = "", *_: Any) -> None:
        self.code = str(code)


def _number(dtype: Any, raw: Any = b"") -> bool | int | float | Omitted:
    if isinstance(dtype, _Dtype) and dtype.code in _NUMBERS and isinstance(raw, bytes):
        values = np.frombuffer(raw, np.dtype(dtype.code))
        if values.size == 1:
            return values.item()
    return Omitted()


# Python objects that training scripts like to put beside the weights. Each is named as pickles name it, and
# answered by something of this file: numbers are decoded, everything else is dropped.
_HARMLESS: dict[str, Callable[..., Any]] = {
    "numpy.core.multiarray.scalar": _number,
    "numpy._core.multiarray.scalar": _number,
    "numpy.dtype": _Dtype,
    "collections.defaultdict": lambda *_: {},
    **dict.fromkeys(
        [
            "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct", "numpy._core.numeric._frombuffer",
            "numpy.ndarray", "argparse.Namespace", "types.SimpleNamespace", "datetime.date", "datetime.datetime",
            "datetime.timedelta", "datetime.timezone", "pathlib.Path", "pathlib.PosixPath", "pathlib.PurePosixPath",
            "pathlib.PureWindowsPath", "pathlib.WindowsPath", "pathlib._local.PosixPath", "pathlib._local.WindowsPath",
            *(f"builtins.{name}" for name in ("bool", "dict", "float", "int", "list", "str", "tuple")),
        ],
        Omitted,
    ),
}  # fmt: skip


@contextmanager
def harmless_metadata() -> Iterator[None]:
    """Within it, ``torch.load(weights_only=True)`` puts our stand-ins in the place of common metadata.

    torch keeps one list for the whole process, so one caller at a time.
    """
    with _LOCK, torch.serialization.safe_globals([(stand_in, name) for name, stand_in in _HARMLESS.items()]):
        yield


def named_objects(path: Path, form: str) -> tuple[list[str], int]:
    """Classes and functions that a file's pickle names, without running it, and its pickle protocol.

    Whatever is unreadable ends the list: the caller has an error to explain, and this explains what it can.
    """
    names: dict[str, None] = {}
    protocol = 0
    strings: list[str] = []
    try:
        for opcode, argument, _ in pickletools.genops(_pickle_bytes(path, form)):
            if opcode.name == "PROTO":
                protocol = max(protocol, int(argument or 0))
            elif opcode.name == "GLOBAL":
                names[str(argument).replace(" ", ".")] = None
            elif opcode.name == "STACK_GLOBAL" and len(strings) >= 2:
                names[".".join(strings[-2:])] = None
            elif isinstance(argument, str):
                strings.append(argument)
    except Exception:  # a damaged file raises nearly anything
        pass
    return list(names), protocol


def _pickle_bytes(path: Path, form: str) -> io.BytesIO:
    if form == "zip":
        with zipfile.ZipFile(path) as archive:
            name = next(n for n in archive.namelist() if n.count("/") == 1 and n.endswith("/data.pkl"))
            with archive.open(name) as member:
                return io.BytesIO(member.read(_LONGEST))
    with path.open("rb") as file:
        data = file.read(_LONGEST)
    # The older stream opens with three small pickles (a magic number, the protocol, the machine).
    start = 0
    for _ in range(3):
        end = data.find(b".", start)
        if end < 0 or data[end + 1 : end + 2] != b"\x80":
            break
        start = end + 1
    return io.BytesIO(data[start:])
