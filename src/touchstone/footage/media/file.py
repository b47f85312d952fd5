"""The file under a video: opened once, checked to be a plain file, read by position.

Everything that FFmpeg reads comes through this object. It never sees the file's name, so a name can neither
be taken for a URL (``http:…``, ``concat:…``), nor for a numbered series of pictures (``%03d``), nor break on
bytes that are not UTF-8; and there is no second file that a crafted one could lead it to.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from touchstone.vocabulary.errors import MediaError

_OTHER_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class PlainFile:
    """One plain file, open for reading.

    Args:
        path: the file.

    Attributes:
        size: bytes.

    Raises:
        MediaError: it is missing, may not be read, is empty, or is not a plain file.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        try:
            # Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
            self._descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError:
            raise MediaError("no such file") from None
        except PermissionError:
            raise MediaError("no permission to read the file") from None
        except (OSError, ValueError) as error:
            raise MediaError(f"cannot be opened: {getattr(error, 'strerror', None) or error}") from None
        status = os.fstat(self._descriptor)
        self.size = status.st_size
        kind = next((words for test, words in _OTHER_KINDS if test(status.st_mode)), None)
        if kind is not None or not stat.S_ISREG(status.st_mode):
            self.close()
            raise MediaError(f"{kind or 'something special'}, not a plain file")
        if self.size == 0:
            self.close()
            raise MediaError("an empty file")

    def head(self, count: int = 64) -> bytes:
        """The first ``count`` bytes."""
        return os.pread(self._descriptor, count, 0)

    def reader(self) -> FileView:
        """A view with a position of its own, so that several demuxers can read at the same time."""
        return FileView(self._descriptor, self.size)

    def close(self) -> None:
        """Close the file; closing twice does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class FileView:
    """What PyAV needs of a file object: ``read``, ``seek``, ``tell``."""

    def __init__(self, descriptor: int, size: int) -> None:
        self._descriptor = descriptor
        self._size = size
        self._position = 0

    def read(self, count: int) -> bytes:
        """At most ``count`` bytes from the position on; none at the end."""
        data = os.pread(self._descriptor, count, self._position)
        self._position += len(data)
        return data

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move the position; returns it."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("position before the start of the file")
        self._position = base + offset
        return self._position

    def tell(self) -> int:
        """The position, in bytes from the start."""
        return self._position


def name_of(path: str | os.PathLike[str]) -> str:
    """Last part of a path, fit to be printed."""
    return Path(os.fsdecode(path)).name.encode(errors="backslashreplace").decode()
