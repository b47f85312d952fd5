"""What the system refuses to read or write, as errors that say what to do."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from .errors import FileError, one_line

_A_FILE = "it is a file, or part of its path is, where a folder is wanted; name another folder"
_A_FOLDER = "it is a folder, where a file is wanted; move it away, or name another place"
_REFUSED = "change its permissions, or name another place"
_FULL = "free some space, or name another place"
_ADVICE = {
    errno.EEXIST: _A_FILE, errno.ENOTDIR: _A_FILE, errno.EISDIR: _A_FOLDER, errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED, errno.EROFS: _REFUSED, errno.ENOSPC: _FULL, errno.EDQUOT: _FULL,
    errno.ENAMETOOLONG: "name a shorter path", errno.EMFILE: "close other files, or raise the limit with: ulimit -n",
}  # fmt: skip


def of_system(error: OSError) -> FileError:
    """What the system refused, as one line that says what to do.

    >>> str(of_system(FileExistsError(errno.EEXIST, "File exists", "runs")))
    'runs: File exists; it is a file, or part of its path is, where a folder is wanted; name another folder'
    """
    if isinstance(error, shutil.Error):
        return _of_copying(error)
    name = "" if error.filename is None else f"{_name_of(error.filename)}: "
    advice = _ADVICE.get(error.errno or 0, "check the path, or name another place")
    return FileError(f"{name}{one_line(error)}; {advice}")


def regular_file(path: Path) -> int:
    """Size of a file in bytes; what may never end is refused: a pipe, a device, and a file that the system makes up.

    Raises:
        OSError: it is not there, or is not a file on a disk.
    """
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", str(path))
    if not stat.S_ISREG(state.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file; write what it gives into a file", str(path))
    if not state.st_size:
        _refuse_made_up(path)
    return state.st_size


def _refuse_made_up(path: Path) -> None:
    """Files below ``/proc`` and ``/sys`` have no size, and some wait for what will be written; one on a disk is empty then."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        empty = not os.read(handle, 1)
    except BlockingIOError:
        empty = False
    finally:
        os.close(handle)
    if not empty:
        raise OSError(errno.EINVAL, "the system makes it up while it is read; write what it gives into a file", str(path))


def is_refusal(error: OSError) -> bool:
    """Whether it is the disk, the folder or its permissions that do not allow it, and not what was to be written.

    >>> is_refusal(OSError(errno.ENOSPC, "No space left on device")), is_refusal(OSError(errno.EINVAL, "Invalid argument"))
    (True, False)
    """
    return error.errno in _ADVICE


def _of_copying(error: shutil.Error) -> FileError:
    """Copying a folder goes on after what fails, and raises all of it as a list; the first is said."""
    failed = cast(object, error.args[0]) if error.args else None
    if isinstance(failed, list) and failed:
        source, target, why = cast(tuple[object, object, object], failed[0])
        return FileError(f"{source} cannot be copied to {target}: {why}; free some space, or name another place")
    return FileError(f"{one_line(error)}; check the path, or name another place")


def _name_of(filename: object) -> str:
    return filename.decode(errors="backslashreplace") if isinstance(filename, bytes) else str(filename)


@contextmanager
def system_errors() -> Generator[None]:
    """What the system refuses inside becomes a :class:`FileError`; broken connections and time limits stay what they are.

    Raises:
        FileError: a file or a folder cannot be read or written.
    """
    try:
        yield
    except (ConnectionError, TimeoutError):
        raise
    except OSError as error:
        raise of_system(error) from error


@contextmanager
def said_of(path: Path) -> Generator[None]:
    """What the system refuses inside is said of ``path``: a full disk names no file, and temporary names mean nothing to a user.

    Raises:
        OSError: as inside, with the name of ``path``.
    """
    try:
        yield
    except OSError as error:
        number = error.errno
        if number is None:
            raise
        raise OSError(number, error.strerror or os.strerror(number), str(path)) from error


_NUMBERED = re.compile(r"\(os error (\d+)\)")


def of_library(error: Exception, path: Path) -> OSError | None:
    """What the system refused below a library that says so in words only; ``None`` where it is something else.

    >>> of_library(ValueError("IO error: No space left on device (os error 28)"), Path("x.parquet")).errno == errno.ENOSPC
    True
    """
    numbered = _NUMBERED.search(str(error))
    return None if numbered is None else OSError(int(numbered[1]), os.strerror(int(numbered[1])), str(path))
