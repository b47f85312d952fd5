"""Files of scores other than tables: what each is, and the line that converts it. None of them is opened."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from touchstone.vocabulary.errors import TableError

_PANDAS = "python -c \"import pandas; pandas.{reader}('{name}').to_csv('{stem}.csv')\""
_NUMPY = (
    "python -c \"import numpy, polars; a = numpy.load('{name}'); a = a.reshape(len(a), -1); n = a.shape[1]; "
    "polars.DataFrame(a, ['p_%d' % i for i in range(n)] if n > 1 else ['p_fake'])"
    ".with_row_index('video').write_csv('{stem}.csv')\""
)
_ARRAYS = (
    "python -c \"import numpy, polars; a = polars.DataFrame(dict(numpy.load('{name}'))); "
    "(a if 'video' in a.columns else a.with_row_index('video')).write_csv('{stem}.csv')\""
)
_TORCH = (
    "python -c \"import torch, json; a = torch.load('{name}', 'cpu'); "
    "json.dump(a, open('{stem}.json', 'w'), default=lambda t: t.tolist())\""
)
_SQLITE = "sqlite3 -csv -header '{name}' 'select * from TABLE' > '{stem}.csv'"
_MATLAB = (
    "python -c \"import scipy.io, polars; a = scipy.io.loadmat('{name}', squeeze_me=True); "
    "polars.DataFrame({{k: v for k, v in a.items() if k[0] != '_'}}).write_csv('{stem}.csv')\""
)
_PLAIN = re.compile(r"[\w. -]+", re.ASCII)
HEAD = 512
"""Bytes of a file that say what it is."""

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


_ZIP = b"PK\x03\x04"
_OF_TORCH = re.compile(r"(^|/)(data\.pkl|byteorder|version|constants\.pkl)$|^archive/")
_OF_ARRAYS = re.compile(r"\.npy$")
_OF_WORKBOOK = re.compile(r"^(\[Content_Types\]\.xml|_rels/|docProps/|xl/|mimetype)")

_KINDS = (
    _Foreign(what="a pickle, which could run any code", begins=lambda head: _is_pickle(head), reader="read_pickle"),
    _Foreign(what="an array of NumPy", begins=lambda head: head.startswith(b"\x93NUMPY"), line=_NUMPY),
    _Foreign(what="a file of PyTorch, which could run any code", begins=lambda head: _names(head, _OF_TORCH), line=_TORCH),
    _Foreign(what="an archive of arrays of NumPy", begins=lambda head: _names(head, _OF_ARRAYS), line=_ARRAYS),
    _Foreign(what="a workbook of a spreadsheet", begins=lambda head: _names(head, _OF_WORKBOOK), reader="read_excel"),
    _Foreign(what="a zip archive", begins=lambda head: head.startswith(_ZIP), line="unzip '{name}'"),
    _Foreign(what="packed with xz", begins=lambda head: head.startswith(b"\xfd7zXZ"), line="xz -dk '{name}'"),
    _Foreign(what="packed with bzip2", begins=lambda head: head.startswith(b"BZh"), line="bzip2 -dk '{name}'"),
    _Foreign(what="packed with zstd", begins=lambda head: head.startswith(b"\x28\xb5\x2f\xfd"), line="zstd -dk '{name}'"),
    _Foreign(what="a database of SQLite", begins=lambda head: head.startswith(b"SQLite format 3"), line=_SQLITE),
    _Foreign(what="a file of MATLAB", begins=lambda head: head.startswith(b"MATLAB 5"), line=_MATLAB),
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
        head: its first bytes, :data:`HEAD` if it has them.

    Raises:
        TableError: it is one; the message has the line that converts it.
    """
    kind = next((kind for kind in _KINDS if kind.begins(head)), None)
    if kind is None:
        return
    name = path.name if _PLAIN.fullmatch(path.name) else "FILE"  # a line that people copy holds no foreign code
    line = kind.line.format(reader=kind.reader, name=name, stem=name.split(".")[0] or "scores")
    raise TableError(f"{path} is {kind.what}; it is not opened; convert it where you trust it, as with {line}")


def _names(head: bytes, pattern: re.Pattern[str]) -> bool:
    """Whether the name of the first file of a zip archive has a pattern in it."""
    if not head.startswith(_ZIP) or len(head) < 30:
        return False
    length = int.from_bytes(head[26:28], "little")
    return pattern.search(head[30 : 30 + length].decode("utf-8", "replace")) is not None


def _is_pickle(head: bytes) -> bool:
    """A mark and a version, then the beginning of a frame, of a name or of an object."""
    return (
        len(head) > 2
        and head[0] == 0x80
        and head[1] in _PICKLE
        and head[2:3] in (b"\x95", b"c", b"}", b"]", b"(", b"K", b"X", b"\x8c")
    )
