"""Recognise what a checkpoint file is, by its content and never by its suffix."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path
from typing import Any, Literal

from touchstone.detectors.files import beginning
from touchstone.vocabulary.errors import CheckpointError

from .foreign import ForeignError, foreign_archive, foreign_binary, foreign_text
from .pickles import foreign_pickle

Format = Literal["zip", "pickle", "safetensors"]

_HEAD = 1024
_PIECE = 1 << 20
# The limit that safetensors itself sets on its header.
_LONGEST_HEADER = 100_000_000
# A shorter pickle may be the beginning of torch's.
_SHORTEST = 20
# The number that torch's older stream begins with, as a pickle holds it; a frame of protocol 4 may come before it.
_MAGIC = b"\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19."


def recognise(path: Path) -> Format:
    """Tell torch's archive (``zip``), torch's older stream (``pickle``) and safetensors apart.

    Raises:
        CheckpointError: the file is missing, empty, truncated, or something else; the text says what.
    """
    head, size = beginning(path, _HEAD, "file of the checkpoint", "weights")
    if head.startswith(b"PK\x03\x04"):
        _check_archive(path, size)
        return "zip"
    # The length of a header may begin with the byte that a pickle begins with; the next bytes of a pickle give an impossible
    # length.
    pickled = head[:1] == b"\x80"
    if head[8:9] == b"{" and (int.from_bytes(head[:8], "little") <= _LONGEST_HEADER if pickled else b"\0" in head[:8]):
        safetensors_header(path)
        return "safetensors"
    if pickled and (_MAGIC in head[:40] or len(head) < _SHORTEST):
        return "pickle"
    raise _not_read(path, head, size)


def _not_read(path: Path, head: bytes, size: int) -> CheckpointError:
    """What a file is that neither torch nor safetensors wrote."""
    if head[:1] == b"\x80":
        text = foreign_pickle(path)
        damaged = f"{path.name} is truncated or damaged ({size:,} bytes); copy it again"
        return CheckpointError(damaged) if text is None else ForeignError(text)
    text = _is_text(head)
    named = foreign_text(path, head) if text else foreign_binary(path, head)
    if named is not None:
        return named.error(path.name)
    if text:
        what = "a web page" if head.lstrip()[:1] == b"<" else "a text file"
        return CheckpointError(f"{path.name} is {what}, not a checkpoint")
    return CheckpointError(f"{path.name} is not a checkpoint that torch or safetensors wrote ({size:,} bytes)")


def safetensors_header(path: Path) -> dict[str, Any]:
    """The header of a safetensors file, checked against the size of the file before anything is allocated.

    Raises:
        CheckpointError: the header is absurd or damaged, or the file is shorter than it announces.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        if length > _LONGEST_HEADER:
            raise CheckpointError(
                f"{path.name} is a damaged safetensors file: it announces a header of {length:,} bytes; copy it again"
            )
        if length > size - 8:
            raise CheckpointError(f"{path.name} is truncated: {size:,} bytes, its header has {length:,}; copy it again")
        try:
            header = json.loads(file.read(length))
            ends = [int(t["data_offsets"][1]) for name, t in header.items() if name != "__metadata__"]
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError):
            text = f"{path.name} is a damaged safetensors file: its header is unreadable; copy it again"
            raise CheckpointError(text) from None
    whole = 8 + length + max(ends, default=0)
    if size < whole:
        raise CheckpointError(f"{path.name} is truncated: {size:,} bytes of {whole:,}; copy it again")
    return header


def _check_archive(path: Path, size: int) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, struct.error):
        text = f"{path.name} is truncated: {size:,} bytes, the end of the archive is missing; copy it again"
        raise CheckpointError(text) from None
    names = [member.filename for member in members]
    named = foreign_archive(names)
    if named is not None:
        raise named.error(path.name)
    if not any(name.count("/") == 1 and name.endswith("/data.pkl") for name in names):
        raise CheckpointError(f"{path.name} is a zip archive, but not one that torch.save wrote: it holds no data.pkl")
    declared = sum(member.file_size for member in members)
    if declared > size:
        raise CheckpointError(f"{path.name} is damaged: its {size:,} bytes declare {declared:,}; copy it again")
    # torch.save stores, it never compresses; a compressed member may unpack to any size.
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise CheckpointError(
            f"{path.name} was packed again by another program; load it with torch and save it with torch.save"
        )


def check_sums(path: Path) -> None:
    """Compare every member of torch's archive with the checksum stored for it; torch itself does not.

    Raises:
        CheckpointError: bits of the file have changed since it was written.
    """
    damaged: list[str] = []
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        for member in members:
            try:
                with archive.open(member) as file:
                    while file.read(_PIECE):
                        pass
            except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, struct.error):
                damaged.append(member.filename)
    # A file that was saved without checksums holds none that is right.
    if damaged and len(damaged) < len(members):
        raise CheckpointError(
            f"{path.name} is damaged: {len(damaged)} of {len(members)} records fail their checksum "
            f"(first: {damaged[0]}); copy it again"
        )


def _is_text(head: bytes) -> bool:
    if any(byte < 32 and byte not in b"\t\n\f\r\x1b" for byte in head):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The last character may be cut in two.
        return error.start >= len(head) - 3 and len(head) == _HEAD
    return True
