"""Every error that Touchstone raises on purpose.

::

    TouchstoneError                what a user can fix; the command prints it as one line
    ├── UsageError                 an option or a setting does not make sense
    ├── CorpusError                the footage folder or its manifest cannot be used
    ├── MediaError                 one video cannot be read; becomes that video's row, not the end of a run
    ├── CheckpointError            one checkpoint cannot be used; becomes that detector's row
    │   └── LayoutError            it is another network than it was said to be (in touchstone.detectors.specialists)
    ├── TableError                 a table breaks its schema
    ├── RunError                   a run folder cannot be continued or read
    ├── FileError                  the system refuses to read or write a file or a folder
    ├── StoppedError               the user stopped the run; what was computed is saved
    ├── TaskError                  a task in a process of its own was given up; becomes one row, not the end of a run
    │   ├── TaskTimeoutError       it took too long
    │   ├── TaskMemoryError        it took too much memory
    │   └── TaskCrashError         its process died
    ├── WorkerStartError           processes that shall work do not start
    └── MissingExtraError          an optional package is not installed; the message holds the install line

A message says what was found, where, and what to do now, in one line of at most a screen, whatever of a file it quotes.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Callable
from typing import Literal

from .excerpts import in_one_screen
from .printable import printable


class TouchstoneError(Exception):
    r"""Base of all errors below; its text is fit to be shown to a user as it is: one line, hidden characters as escapes.

    >>> str(TouchstoneError("a\nb\x1b[2J")), len(str(TouchstoneError("x" * 10**6)))
    ('a\\nb\\x1b[2J', 1500)
    """

    def __str__(self) -> str:
        return in_one_screen(printable(super().__str__()))


class UsageError(TouchstoneError):
    """An option or a setting does not make sense."""


class CorpusError(TouchstoneError):
    """The footage folder or its manifest cannot be used."""


class MediaError(TouchstoneError):
    """One video cannot be read. The text is the reason that its row in the ``videos`` table holds."""


class CheckpointError(TouchstoneError):
    """One checkpoint cannot be used. The text is the reason that its row in the ``detectors`` table holds."""

    def columns(self) -> dict[str, object]:
        """What else that row can hold: which tensors are missing, for instance."""
        return {}


class TableError(TouchstoneError):
    """A table breaks its schema: a missing column, a wrong type, a value outside its range, a repeated key."""


class RunError(TouchstoneError):
    """A run folder cannot be continued or read."""


class FileError(TouchstoneError):
    """The system refuses to read or write a file or a folder; :mod:`touchstone.vocabulary.system` words it."""


class StoppedError(TouchstoneError):
    """The user stopped the run; what was computed is saved, and the text says how to go on."""


class TaskError(TouchstoneError):
    """A task in a process of its own was given up; the text goes on from what the task was, as in "reading …"."""


class TaskTimeoutError(TaskError, TimeoutError):
    """A task took too long.

    >>> print("reading", TaskTimeoutError(300))
    reading took longer than 300 s
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"took longer than {seconds:g} s")


class TaskMemoryError(TaskError):
    """A task took more memory than its process may, or, with ``None``, than the machine has.

    >>> print("reading", TaskMemoryError(2_500_000_000))
    reading took more memory than the 2.5 GB it may take
    >>> print("reading", TaskMemoryError(None))
    reading took more memory than there is: the system ended its process
    """

    def __init__(self, limit: int | None) -> None:
        may = None if limit is None else f"the {limit / 1e9:.1f} GB it may take"
        super().__init__(f"took more memory than {may or 'there is: the system ended its process'}")


class TaskCrashError(TaskError):
    """The process of a task died, and so did the second one that tried it.

    >>> print("reading", TaskCrashError("signal SIGSEGV"))
    reading crashed twice (signal SIGSEGV)
    """

    def __init__(self, how: str) -> None:
        super().__init__(f"crashed twice ({how})")


class WorkerStartError(TouchstoneError):
    """Processes that shall work end before they can begin."""


class MissingExtraError(TouchstoneError):
    """An optional package is not installed.

    >>> str(MissingExtraError("reading videos", "footage"))  # doctest: +ELLIPSIS
    "reading videos needs packages that are not installed; run: pip install ...[footage]'"
    """

    def __init__(self, purpose: str, extra: str) -> None:
        from .install import install_line

        super().__init__(f"{purpose} needs packages that are not installed; run: {install_line(extra)}")


def one_line(error: BaseException) -> str:
    """What an error says, on one line: without its number and without the name of a file.

    >>> one_line(ValueError("no such thing"))
    'no such thing'
    """
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())


_DEBUG = re.compile(r"\b(?:\w{1,80}+\s{0,9}\(?)?\w{1,80} \{ \w{1,80}: ")
"""Where the text of a structure of Rust begins."""

LONGEST_REASON = 200
"""Characters of the reason that foreign code gives."""

_LOOKED_AT = 4 * LONGEST_REASON
"""Characters of a foreign text that are looked at: its length is not ours to choose."""


def short_reason(error: BaseException) -> str:
    """Class and first line of what foreign code raised: one line that any table can hold.

    What a library in Rust prints for its own programmers is left out.

    >>> short_reason(KeyError("pixels")), short_reason(ValueError())
    ("KeyError: 'pixels'", 'ValueError')
    >>> short_reason(OSError("parquet: bad footer: Error { source_location: ErrorLocation { file: 3 } }"))
    'OSError: parquet: bad footer'
    """
    first = _text(error).strip().split("\n", 1)[0].strip()[:_LOOKED_AT]
    if (debug := _DEBUG.search(first)) is not None:
        first = first[: debug.start()].rstrip(" :(;,")
    reason = f"{type(error).__name__}: {first}" if first else type(error).__name__
    reason = "".join(c if c.isprintable() else " " for c in reason)
    return reason if len(reason) <= LONGEST_REASON else reason[: LONGEST_REASON - 1] + "…"


def is_out_of_memory(error: BaseException) -> bool:
    """Whether the machine failed, and not the code that raised this.

    >>> is_out_of_memory(MemoryError()), is_out_of_memory(RuntimeError("CUDA out of memory"))
    (True, True)
    """
    if isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM:
        return True
    text = _text(error).lower()
    return any(words in text for words in _NO_MEMORY)


Failure = Literal["file", "time", "memory", "disk", "crash"]
"""Why a video failed: the file itself, the time limit, memory, the disk, or a process that died."""

MACHINE_FAILURES: tuple[Failure, ...] = ("time", "memory", "disk", "crash")
"""Failures that another moment or another machine may not have."""


def failure_of(error: BaseException) -> Failure:
    """Why a video failed, from an error and what caused it.

    >>> failure_of(MediaError("an empty file")), failure_of(OSError(errno.ENOSPC, "No space left on device"))
    ('file', 'disk')
    >>> failure_of(TaskTimeoutError(3)), failure_of(TaskMemoryError(None)), failure_of(TaskCrashError("exit code 1"))
    ('time', 'memory', 'crash')
    """
    cause: BaseException | None = error
    while cause is not None:
        for failure, matches in _SIGNS_OF_FAILURE:
            if matches(cause):
                return failure
        cause = cause.__cause__ or cause.__context__
    return "file"


# What CUDA, torch on the CPU and the library of C++ say.
_NO_MEMORY = ("out of memory", "insufficient memory", "allocate memory", "bad_alloc")
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})
_BROKEN = frozenset({errno.EIO, getattr(errno, "ESTALE", errno.EIO)})
_SIGNS_OF_FAILURE: tuple[tuple[Failure, Callable[[BaseException], bool]], ...] = (
    ("time", lambda error: isinstance(error, TaskTimeoutError)),
    ("crash", lambda error: isinstance(error, TaskCrashError)),
    ("memory", lambda error: isinstance(error, TaskMemoryError) or is_out_of_memory(error)),
    ("disk", lambda error: isinstance(error, OSError) and error.errno in _FULL),
    ("disk", lambda error: type(error) is OSError and error.errno in _BROKEN),  # FFmpeg says it of damaged files too
)


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # foreign code makes the text too
        return ""
