"""The boxes of an MP4 or MOV file (ISO/IEC 14496-12, 4.2): whether the file ends inside its index.

FFmpeg takes the part of an index that is there for the whole, and finds no stream, no decoder or no frame in it.
"""

from __future__ import annotations

from .file import PlainFile

_FIRST = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"uuid"})
"""Types of a box that such a file can begin with."""

_MOST = 1_000
"""Boxes that are looked at: the index of a film is among the first or is the last, after few."""


def cut_in_index(file: PlainFile) -> str | None:
    """Say that a file ends inside its index, ``moov``; ``None`` where it does not, or has none.

    Args:
        file: any file.
    """
    view, start = file.reader(), 0
    for number in range(_MOST):
        view.seek(start)
        head = view.read(16)
        kind = head[4:8]
        if len(head) < 8 or (number == 0 and kind not in _FIRST):
            return None
        size = int.from_bytes(head[:4], "big")
        if size == 1:  # the eight bytes after the type hold the size
            size = int.from_bytes(head[8:16], "big")
        if size < 8:  # 0: to the end of the file
            return None
        missing = start + size - file.size
        if kind == b"moov" or missing > 0:
            is_cut = kind == b"moov" and missing > 0
            return f"truncated: the file ends inside its index (moov), of which {missing:,} bytes are missing" if is_cut else None
        start += size
    return None
