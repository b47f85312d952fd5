"""What a pickle inside a checkpoint may name: tensors, and metadata that is decoded or dropped, never run."""

from __future__ import annotations

import io
import pickletools
import re
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_OPERAND = re.compile(r"Unsupported operand (\d+)")
_LOCK = threading.Lock()
# Bytes of a pickle that are looked at for names.
_SCANNED = 16 << 20
# The one that torch.save writes.
_PROTOCOL = 2
_NUMBERS = frozenset(f"{kind}{size}" for kind in "fiu" for size in (1, 2, 4, 8)) | {"b1"}


class Omitted:
    """Replaces metadata of a checkpoint that is of no use here. Takes anything, does nothing."""

    def __new__(cls, *_: Any) -> Omitted:
        return object.__new__(cls)

    def __init__(self, *_: Any) -> None: ...

    def __setstate__(self, state: Any) -> None: ...


class OmittedArray(Omitted):
    """Stands for an array of NumPy, whose values are not decoded."""


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
        ],
        OmittedArray,
    ),
    **dict.fromkeys(
        [
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


def named_objects(path: Path, form: str) -> list[str]:
    """Classes and functions that a file's pickle names, without running it.

    Whatever is unreadable ends the list: the caller has an error to explain, and this explains what it can.
    """
    try:
        data = _pickle_bytes(path, form)
    except Exception:  # a damaged archive raises nearly anything
        return []
    return _scanned(data)[0]


def unread_value(path: Path, form: str, error: str) -> str | None:
    """What a whole pickle holds that torch's safe reader stopped at, by the text of its error; ``None`` where it is damaged.

    That reader knows the steps of protocol 2, and of whole numbers only those of at most 255 bytes.
    """
    stopped = _OPERAND.search(error)
    if stopped is None:
        return None
    try:
        _, protocol, whole = _scanned(_pickle_bytes(path, form))
    except Exception:  # a damaged archive raises nearly anything
        return None
    if not whole:
        return None
    step = next((opcode.name for opcode in pickletools.opcodes if ord(opcode.code) == int(stopped[1])), "unknown")
    if step == "LONG4":
        return "holds a whole number of more than 2,040 bits beside its tensors"
    if protocol != _PROTOCOL:
        return f"was saved with pickle protocol {protocol or '0 or 1'}"
    return f"holds a value beside its tensors that torch does not read without running code ({step})"


def _scanned(data: io.BytesIO) -> tuple[list[str], int, bool]:
    """Names in a pickle, its protocol, and whether it is whole."""
    names: dict[str, None] = {}
    protocol, whole = 0, True
    strings = _Strings()
    try:
        for opcode, argument, _ in pickletools.genops(data):
            strings.follow(opcode.name, argument)
            if opcode.name == "PROTO":
                protocol = max(protocol, int(argument or 0))
            elif opcode.name == "GLOBAL":
                names[str(argument).replace(" ", ".")] = None
            elif opcode.name == "STACK_GLOBAL" and len(strings.pushed) >= 2:
                names[".".join(strings.pushed[-2:])] = None
    except Exception:  # a damaged file raises nearly anything
        whole = False
    return list(names), protocol, whole


class _Strings:
    """The strings that a pickle puts on its stack, also those that it takes from its memo.

    Attributes:
        pushed: the strings, in order.
    """

    def __init__(self) -> None:
        self.pushed: list[str] = []
        self._memo: dict[int, str] = {}
        self._count = 0
        self._last: str | None = None

    def follow(self, opcode: str, argument: Any) -> None:
        """Take the next step of the pickle."""
        if opcode == "MEMOIZE" or opcode.endswith("PUT"):
            number = self._count if opcode == "MEMOIZE" else int(argument)
            self._count += 1
            if self._last is not None:
                self._memo[number] = self._last
            return
        if opcode.endswith("GET"):
            argument = self._memo.get(int(argument))
        self._last = argument if isinstance(argument, str) and opcode != "GLOBAL" else None
        if self._last is not None:
            self.pushed.append(self._last)


def foreign_pickle(path: Path) -> str | None:
    """One line about a pickle that torch.save did not write, without running it; ``None`` where it is damaged."""
    with path.open("rb") as file:
        names, _, whole = _scanned(io.BytesIO(file.read(_SCANNED)))
    if not whole and path.stat().st_size <= _SCANNED:
        return None
    if "torch.storage._load_from_bytes" in names:
        return (
            f"{path.name} was written by pickle, not by torch.save; load it where it was written, "
            'and write torch.save(state, "state.pt")'
        )
    return f"{path.name} {_pickled(names)}"


def _pickled(names: list[str]) -> str:
    foreign = [name for name in names if not name.startswith(("numpy.", "_codecs.", "builtins.", "collections."))]
    if foreign:
        package = foreign[0].partition(".")[0]
        return (
            f"is a pickle of {package} ({foreign[0][:80]}), which is not supported as a checkpoint: opening it would run code "
            "from the file; give its scores as a table to touchstone scores, or export it to ONNX"
        )
    if any(name.startswith("numpy.") for name in names):
        return (
            "is a pickle of NumPy arrays, which is not supported as a checkpoint; load it where it was written, and write "
            'torch.save({name: torch.from_numpy(array) for name, array in arrays.items()}, "state.pt")'
        )
    return "is a pickle of plain Python values without a tensor, not a checkpoint; give the file of the weights"


def _pickle_bytes(path: Path, form: str) -> io.BytesIO:
    if form == "zip":
        with zipfile.ZipFile(path) as archive:
            name = next(n for n in archive.namelist() if n.count("/") == 1 and n.endswith("/data.pkl"))
            with archive.open(name) as member:
                return io.BytesIO(member.read(_SCANNED))
    with path.open("rb") as file:
        data = file.read(_SCANNED)
    # The older stream opens with three small pickles (a magic number, the protocol, the machine).
    start = 0
    for _ in range(3):
        end = data.find(b".", start)
        if end < 0 or data[end + 1 : end + 2] != b"\x80":
            break
        start = end + 1
    return io.BytesIO(data[start:])
