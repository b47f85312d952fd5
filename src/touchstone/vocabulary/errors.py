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
    └── MissingExtraError          an optional package is not installed; the message holds the install line

A message says what was found, where, and what to do now, in one line.
"""

from __future__ import annotations

from .printable import printable


class TouchstoneError(Exception):
    r"""Base of all errors below; its text is fit to be shown to a user as it is: hidden characters in it are escapes.

    >>> str(TouchstoneError("no such file: a\x1b[2J.mp4"))
    'no such file: a\\x1b[2J.mp4'
    """

    def __str__(self) -> str:
        return "\n".join(printable(line) for line in super().__str__().split("\n"))


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


LONGEST_REASON = 200
"""Characters of the reason that foreign code gives."""


def short_reason(error: BaseException) -> str:
    """Class and first line of what foreign code raised: one line that any table can hold.

    >>> short_reason(KeyError("pixels")), short_reason(ValueError())
    ("KeyError: 'pixels'", 'ValueError')
    """
    first = _text(error).strip().split("\n", 1)[0].strip()
    reason = f"{type(error).__name__}: {first}" if first else type(error).__name__
    reason = "".join(c if c.isprintable() else " " for c in reason)
    return reason if len(reason) <= LONGEST_REASON else reason[: LONGEST_REASON - 1] + "…"


def is_out_of_memory(error: BaseException) -> bool:
    """Whether the machine failed, and not the code that raised this.

    >>> is_out_of_memory(MemoryError()), is_out_of_memory(RuntimeError("CUDA out of memory"))
    (True, True)
    """
    return isinstance(error, MemoryError) or "out of memory" in _text(error).lower()


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # foreign code makes the text too
        return ""
