"""How messages name options and calls: as the command line spells them, or as Python does.

Whoever writes a message names the option by its keyword in Python; :func:`option` words it for the reader.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

_FLAGS = {"columns": "--map", "as_": "--as", "origin": "--from", "start": "--from"}
"""Options whose name on the command line is another word than in Python."""

_CALLS = {"scores": "examine"}
"""Commands whose name in Python is another word."""

_FROM_PYTHON: ContextVar[bool] = ContextVar("from_python", default=False)


@contextmanager
def in_python() -> Generator[None]:
    """Messages inside are worded for a caller in Python.

    >>> with in_python():
    ...     option("files_are", "detectors"), option("out"), command("scores")
    ('files_are="detectors"', 'out=', 'ts.examine')
    """
    token = _FROM_PYTHON.set(True)
    try:
        yield
    finally:
        _FROM_PYTHON.reset(token)


def option(name: str, value: object = None) -> str:
    """An option as the reader would write it.

    Args:
        name: its keyword in Python.
        value: what it is set to; a word in capitals stands for what the reader puts in; ``None`` names the option alone. What
            a shell would read in another way is shown in quotation marks, so that the line can be copied.

    >>> option("files_are", "detectors"), option("columns", "label=COLUMN"), option("out")
    ('--files-are detectors', '--map label=COLUMN', '--out')
    >>> print(option("group_pattern", "^(id[0-9]+)"))
    --group-pattern '^(id[0-9]+)'
    >>> print(option("columns", "p_fake=column 2"))
    --map 'p_fake=column 2'
    """
    if not _FROM_PYTHON.get():
        flag = _FLAGS.get(name, f"--{name.replace('_', '-')}")
        return flag if value is None else f"{flag} {shlex.quote(str(value))}"
    if value is None:
        return f"{name}="
    if name == "columns":
        field, _, column = str(value).partition("=")
        return f"columns={{{json.dumps(field)}: {json.dumps(column, ensure_ascii=False)}}}"
    quoted = isinstance(value, str | Path) and not str(value).isupper()
    return f"{name}={json.dumps(str(value), ensure_ascii=False) if quoted else value}"


def command(name: str) -> str:
    """A command as the reader would call it.

    >>> command("scores")
    'touchstone scores'
    """
    return f"ts.{_CALLS.get(name, name)}" if _FROM_PYTHON.get() else f"touchstone {name}"


def same_again() -> str:
    """What the reader repeats to go on.

    >>> same_again()
    'the same command'
    """
    return "the same call" if _FROM_PYTHON.get() else "the same command"
