"""Which values an option takes: one place for the command, for Python and for the workflows behind both."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from numbers import Integral, Real
from pathlib import Path
from typing import Any, cast, get_args

from . import defaults
from .door import option
from .errors import UsageError
from .excerpts import storable
from .printable import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Numbers of a range.

    Attributes:
        low: the smallest; any if ``None``.
        high: the largest; any if ``None``.
        whole: whether fractions are refused.
    """

    low: float | None = None
    high: float | None = None
    whole: bool = False

    def __str__(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        if self.low is None:
            return kind
        return f"{kind} from {self.low:g} to {self.high:g}" if self.high is not None else f"{kind} from {self.low:g} on"

    def take(self, value: object) -> int | float | None:
        """The value as a plain number; ``None`` where it is not allowed."""
        if isinstance(value, bool) or not isinstance(value, Integral if self.whole else Real):
            return None
        try:
            number: int | float = int(value) if isinstance(value, Integral) and self.whole else float(value)  # pyright: ignore[reportArgumentType]
        except OverflowError:  # a whole number beyond every float
            return None
        low, high = (-math.inf if self.low is None else self.low), (math.inf if self.high is None else self.high)
        return number if low <= number <= high and (self.whole or math.isfinite(number)) else None


@dataclass(frozen=True, slots=True)
class Choice:
    """Some words.

    Attributes:
        words: all that are allowed.
    """

    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{', '.join(self.words[:-1])} or {self.words[-1]}"

    def take(self, value: object) -> str | None:
        """The word; ``None`` where it is none of them."""
        return str(value) if isinstance(value, str) and value in self.words else None


@dataclass(frozen=True, slots=True)
class Text:
    """Any text; what else it must be is checked by whoever reads it.

    Attributes:
        what: what it is, in words.
    """

    what: str

    def __str__(self) -> str:
        return self.what

    def take(self, value: object) -> str | None:
        """The text; ``None`` where it is none, or holds half of a character, which no file can hold."""
        return value if isinstance(value, str) and value and storable(value) == value else None


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    def __str__(self) -> str:
        return "True or False"

    def take(self, value: object) -> bool | None:
        """The value; ``None`` where it is something else."""
        return value if isinstance(value, bool) else None


ALLOWED_FRAMES = Number(low=1, high=256, whole=True)
ALLOWED_WINDOW = Number(low=0.1, high=60)
ALLOWED_TIMEOUT = Number(low=1)
ALLOWED_THRESHOLD = Number(low=0, high=1)
ALLOWED_COVERAGE = Number(low=0, high=1)
ALLOWED_PREVALENCE = Number(low=0.0001, high=0.9999)
ALLOWED_COST = Number(low=0.0001, high=10_000)
ALLOWED_MEMORY = Number(low=0.5)
COUNT = Number(low=1, whole=True)
MOST_DETECTORS = 1_000
"""Detectors in one run."""
"""Videos per class, pictures per pass, processes."""

ALLOWED: Mapping[str, Number | Choice | Text | Switch] = {
    "frames": ALLOWED_FRAMES, "window": ALLOWED_WINDOW, "timeout": ALLOWED_TIMEOUT, "threshold": ALLOWED_THRESHOLD,
    "max_videos_per_class": COUNT, "batch_size": COUNT, "workers": COUNT, "seed": Number(whole=True),
    "memory_per_worker": ALLOWED_MEMORY, "min_coverage": ALLOWED_COVERAGE, "prevalence": ALLOWED_PREVALENCE,
    "cost": ALLOWED_COST,
    "aggregation": Choice(get_args(defaults.Aggregation)), "scale": Choice(get_args(defaults.Scale)),
    "fake_is": Choice(get_args(defaults.Polarity)), "files_are": Choice(get_args(defaults.FilesAre)),
    "split": Choice(get_args(defaults.JudgedSplit)), "rows_are": Choice(get_args(defaults.RowsAre)),
    "fake_audio": Choice(get_args(defaults.FakeAudio)), "missing": Choice(get_args(defaults.MissingScores)),
    "device": Text("auto, cpu, cuda or cuda:1"),
    "faces": Text("auto, dlib, cascade, none, yunet:FILE or known:X,Y,WIDTH,HEIGHT"),
    "strict_paths": Switch(), "retry_failed": Switch(), "only_scores": Switch(), "profile": Switch(), "raw_csv": Switch(),
    "group_pattern": Text("a regular expression"),
}  # fmt: skip
"""Option → the values that it takes, by its keyword in Python."""


def check_options(settings: Any) -> None:
    """Check every field of a data class that is an option, and make plain numbers of those of NumPy.

    A field may be ``None`` where that is its default.

    Raises:
        UsageError: a value is not allowed; the message names the option, the value and what is allowed.
    """
    for field in fields(settings):
        value = getattr(settings, field.name)
        if field.name in ALLOWED and not (value is None and field.default is None):
            object.__setattr__(settings, field.name, checked(field.name, value))


def checked(name: str, value: object) -> Any:
    """The value of an option, if it is allowed.

    Raises:
        UsageError: it is not; the message names the option, the value and what is allowed.

    >>> checked("threshold", 0.3)
    0.3
    """
    taken = ALLOWED[name].take(value)
    if taken is None:
        raise wrong(name, value, str(ALLOWED[name]))
    return taken


def several(name: str, words: object) -> tuple[str, ...]:
    """One word or several.

    Raises:
        UsageError: it is something else.

    >>> several("only", "cm"), several("only", ["cm", "bg"])
    (('cm',), ('cm', 'bg'))
    """
    given: tuple[Any, ...] = (None,)
    if isinstance(words, str):
        given = (words,)
    elif isinstance(words, Iterable) and not isinstance(words, Mapping | bytes):
        given = tuple(cast(Iterable[Any], words))
    if not all(isinstance(word, str) and storable(word) == word for word in given):
        raise wrong(name, cast(object, words), "a word or a list of words")
    return given


def path_of(name: str, value: object) -> Path:
    """A path.

    Raises:
        UsageError: it is something else.

    >>> path_of("out", "runs/today").name
    'today'
    """
    if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
        raise wrong(name, value, "a path")
    try:
        os.fsencode(value)
    except UnicodeEncodeError:
        raise wrong(name, value, "a path of whole characters") from None
    return Path(value)


def text_of(name: str, value: object, what: str) -> str | None:
    """A text, or ``None`` where none is given.

    Raises:
        UsageError: it is something else, or holds half of a character.

    >>> text_of("state", "ema", "the name of a state")
    'ema'
    """
    if value is not None and Text(what).take(value) is None:
        raise wrong(name, value, what)
    return cast(str | None, value)


def wrong(name: str, value: object, allowed: str) -> UsageError:
    """The error for a value that an option does not take.

    >>> str(wrong("frames", 0, "a whole number from 1 to 256"))
    '--frames 0 is not allowed; give a whole number from 1 to 256'
    """
    name = option(name)
    shown = printable(value if isinstance(value, str) and not name.endswith("=") else _written(value))
    shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
    return UsageError(f"{name if name.endswith('=') else f'{name} '}{shown} is not allowed; give {allowed}")


def _written(value: object) -> str:
    """A value as Python writes it; its type where it writes none, as of numbers of thousands of digits."""
    try:
        return repr(value)
    except Exception:
        return f"a value of the type {type(value).__name__}"
