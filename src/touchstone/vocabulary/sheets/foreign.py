"""Files of scores other than tables: what each is, and the line that converts it. None of them is opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from touchstone.vocabulary.errors import TableError

_PANDAS = "python -c \"import pandas; pandas.{reader}('{name}').to_csv('{stem}.csv')\""
_NUMPY = (
    "python -c \"import numpy; a = numpy.load('{name}'); a = a.reshape(len(a), -1); "
    "numpy.savetxt('{stem}.csv', a, delimiter=',', comments='', "
    "header=','.join('p_%d' % i for i in range(a.shape[1])) if a.shape[1] > 1 else 'p_fake')\""
)
_ARCHIVE = "python -c \"import numpy; a = numpy.load('{name}'); import polars; polars.DataFrame(dict(a)).write_csv('{stem}.csv')\""
_TORCH = "python -c \"import torch; print(torch.load('{name}', weights_only=True))\""
_UNZIP = "unzip '{name}'"
_MATLAB = "python -c \"import scipy.io; print(scipy.io.loadmat('{name}').keys())\""
_PLAIN = re.compile(r"[\w. -]+", re.ASCII)
_PICKLE = frozenset(range(2, 6))
"""Versions of pickles that begin with a mark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Foreign:
    """A kind of file.

    Attributes:
        what: its name.
        begins: whether bytes are the beginning of such a file.
        line: the command that makes a table of it, with the places ``name``, ``stem`` and ``reader``.
        reader: function of pandas that reads it.
    """

    what: str
    begins: Callable[[bytes], bool]
    line: str = _PANDAS
    reader: str = ""


_KINDS = (
    _Foreign(what="a pickle, which could run any code", begins=lambda head: _is_pickle(head), reader="read_pickle"),
    _Foreign(what="an array of NumPy", begins=lambda head: head.startswith(b"\x93NUMPY"), line=_NUMPY),
    _Foreign(
        what="a zip archive, such as a workbook of a spreadsheet", begins=lambda head: head.startswith(b"PK\x03\x04"),
        reader="read_excel",
    ),
    _Foreign(
        what="an old workbook of a spreadsheet", begins=lambda head: head.startswith(b"\xd0\xcf\x11\xe0"), reader="read_excel"
    ),
    _Foreign(what="HDF5", begins=lambda head: head.startswith(b"\x89HDF"), reader="read_hdf"),
    _Foreign(what="Feather or Arrow", begins=lambda head: head.startswith(b"ARROW1"), reader="read_feather"),
)  # fmt: skip


def refuse_foreign(path: Path, head: bytes) -> None:
    """Raise an error if a file begins as one that is not read.

    Args:
        path: the file.
        head: its first bytes, at least 8 if it has them.

    Raises:
        TableError: it is one; the message has the line that converts it.
    """
    kind = next((kind for kind in _KINDS if kind.begins(head)), None)
    if kind is None:
        return
    name = path.name if _PLAIN.fullmatch(path.name) else "FILE"  # a line that people copy holds no foreign code
    line = kind.line.format(reader=kind.reader, name=name, stem=name.split(".")[0] or "scores")
    raise TableError(f"{path} is {kind.what}; it is not opened; convert it where you trust it, as with {line}")


def _is_pickle(head: bytes) -> bool:
    """A mark and a version, then the beginning of a frame, of a name or of an object."""
    return (
        len(head) > 2
        and head[0] == 0x80
        and head[1] in _PICKLE
        and head[2:3] in (b"\x95", b"c", b"}", b"]", b"(", b"K", b"X", b"\x8c")
    )
