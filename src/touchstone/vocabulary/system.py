"""What the system refuses to read or write, as errors that say what to do."""

from __future__ import annotations

import errno
import stat
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from .errors import FileError, one_line

_A_FILE = "it is a file, or part of its path is, where a folder is wanted; name another folder"
_REFUSED = "change its permissions, or name another place"
_FULL = "free some space, or name another place"
_ADVICE = {
    errno.EEXIST: _A_FILE, errno.ENOTDIR: _A_FILE, errno.EISDIR: "it is a folder; name a file", errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED, errno.EROFS: _REFUSED, errno.ENOSPC: _FULL, errno.EDQUOT: _FULL,
    errno.ENAMETOOLONG: "name a shorter path", errno.EMFILE: "close other files, or raise the limit with: ulimit -n",
}  # fmt: skip


def of_system(error: OSError) -> FileError:
    """What the system refused, as one line that says what to do.

    >>> str(of_system(FileExistsError(errno.EEXIST, "File exists", "runs")))
    'runs: File exists; it is a file, or part of its path is, where a folder is wanted; name another folder'
    """
    name = "" if error.filename is None else f"{_name_of(error.filename)}: "
    advice = _ADVICE.get(error.errno or 0, "check the path, or name another place")
    return FileError(f"{name}{one_line(error)}; {advice}")


def regular_file(path: Path) -> int:
    """Size of a file in bytes; a pipe or a device, which may never end, is refused before it is opened.

    Raises:
        OSError: it is not there, or is not a file.
    """
    state = path.stat()
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, "Is a directory", str(path))
    if not stat.S_ISREG(state.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file; write what it gives into a file", str(path))
    return state.st_size


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
