"""Which detectors: ``detectors.toml``, or a folder of files that kinds recognise by their names."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from touchstone.detectors.kinds import DetectorCard, Kind, kinds
from touchstone.vocabulary.allowed import MOST_DETECTORS
from touchstone.vocabulary.errors import CheckpointError, TouchstoneError, UsageError, one_line, short_reason
from touchstone.vocabulary.excerpts import LONGEST_QUOTE, quoted, shortened
from touchstone.vocabulary.printable import printable
from touchstone.vocabulary.system import regular_file
from touchstone.vocabulary.words import SUBJECTS, near

LARGEST_TOML = 1 << 20
"""Bytes of ``detectors.toml``."""

LONGEST_DETECTOR = 1_000
"""Characters of the name of a detector."""

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class DetectorSpec:
    """One detector as the user named it.

    Attributes:
        name: its name in every table and file.
        kind: what it is.
        settings: what its section says, of the class that the kind names.
    """

    name: str
    kind: Kind[Any]
    settings: Any

    @property
    def card(self) -> DetectorCard:
        """What its kind knows of it before anything is loaded; no more than its name where the kind fails."""
        try:
            card = self.kind.card(self.name, self.settings)
        except Exception:  # whatever a kind of another package raises
            card = None
        return card if isinstance(card, DetectorCard) else DetectorCard(name=self.name, kind=self.kind.name)

    @property
    def domain(self) -> str | None:
        """Key of the domain that it is for, if any."""
        return self.card.domain

    def fingerprint(self) -> dict[str, Any]:
        """What decides its scores, as :meth:`touchstone.detectors.kinds.Kind.fingerprint` names it and JSON holds it.

        Raises:
            CheckpointError: the kind fails, or names what JSON cannot hold.
        """
        try:
            return json.loads(json.dumps(dict(self.kind.fingerprint(self.settings)), allow_nan=False))
        except Exception as error:  # whatever a kind of another package raises
            raise CheckpointError(f"what decides its scores cannot be said: {short_reason(error)}") from error

    @property
    def value(self) -> str:
        """The value at the key of its kind.

        >>> detector_spec("a", specialist="reference:cm").value
        'reference:cm'
        """
        return str(getattr(self.settings, self.kind.name))


def detector_spec(name: str, **settings: Any) -> DetectorSpec:
    """One detector, as a section of ``detectors.toml`` would say it; files are relative to the working folder.

    Raises:
        UsageError: a setting does not make sense; the message names it, and what is known.

    >>> detector_spec("b", specialist="tm_legacy", checkpoint="b.pt").domain
    'tm'
    """
    mistakes: list[str] = []
    spec = _spec(name, settings, Path(), mistakes)
    if spec is None:
        raise UsageError("; ".join(mistakes))
    return spec


def read_detectors(path: Path) -> tuple[DetectorSpec, ...]:
    """Read ``detectors.toml``; paths in it are relative to it. A folder is searched by :func:`find_checkpoints`.

    Raises:
        UsageError: it cannot be read, or entries do not make sense; the message names every one and what is known.
    """
    if path.is_dir():
        return find_checkpoints(path)
    content = _sections(path)
    mistakes: list[str] = []
    specs = [_spec(name, entry, path.parent, mistakes) for name, entry in content.items()]
    if mistakes:
        raise UsageError(f"{path}: {'; '.join(mistakes)}")
    if len(specs) > MOST_DETECTORS:
        raise UsageError(
            f"{path}: {len(specs):,} detectors are more than the {MOST_DETECTORS:,} that are read; write several files"
        )
    if not specs:
        raise UsageError(f'{path}: no detector; write for instance [cm], specialist = "reference:cm"')
    return tuple(spec for spec in specs if spec is not None)


def _sections(path: Path) -> dict[str, Any]:
    try:
        if regular_file(path) > LARGEST_TOML:
            raise UsageError(
                f"{path}: has more than {LARGEST_TOML:,} bytes, so it is not a list of detectors; name another file"
            )
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not a TOML file: {error}") from error
    except RecursionError as error:
        raise UsageError(f"{path}: its values are nested too deeply; write plain lists and tables") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: byte {error.start} is not UTF-8; write the file as UTF-8") from error
    except (OSError, ValueError) as error:
        if (line := _line_of_long_number(path)) is not None:
            raise UsageError(
                f"{path}, line {line} holds a number of thousands of digits; write a shorter one"
            ) from error
        raise UsageError(f"{path}: cannot be read: {one_line(error)}") from error


def _line_of_long_number(path: Path) -> int | None:
    """The line with a number of more digits than Python reads; ``None`` where there is none."""
    with suppress(OSError, UnicodeDecodeError):
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            digits = max(map(len, _DIGITS.findall(line.replace("_", ""))), default=0)
            if digits > (sys.get_int_max_str_digits() or digits):
                return number
    return None


def find_checkpoints(folder: Path) -> tuple[DetectorSpec, ...]:
    """Take every file that a kind recognises by its name, as :meth:`touchstone.detectors.kinds.Kind.find` says.

    Raises:
        UsageError: there is none, or two for one name.
    """
    specs: dict[str, DetectorSpec] = {}
    for kind in kinds().values():
        for name, settings in _found_by(kind, folder).items():
            if name in specs:
                raise UsageError(
                    f"{folder}: files of two kinds have the name {name}; list the one you mean in a detectors.toml"
                )
            specs[name] = DetectorSpec(name, kind, settings)
    if not specs:
        how = "; or ".join(kind.files for kind in kinds().values() if kind.files)
        raise UsageError(f"{folder}: no checkpoint found; {how}")
    return tuple(specs.values())


def _found_by(kind: Kind[Any], folder: Path) -> dict[str, Any]:
    try:
        return dict(kind.find(folder))
    except (TouchstoneError, OSError):
        raise
    except Exception as error:  # whatever a kind of another package raises
        raise UsageError(
            f"{folder}: the kind {kind.name} ({type(kind).__module__}) cannot look for its files: {short_reason(error)}; "
            "list detectors in a detectors.toml"
        ) from error


def _spec(name: str, entry: Any, folder: Path, mistakes: list[str]) -> DetectorSpec | None:
    """The detector, or ``None`` and what is wrong with it among the mistakes."""
    wrong = _misnamed(shortened(printable(name), LONGEST_QUOTE), name, entry)
    if wrong is not None:
        mistakes.append(wrong)
        return None
    chosen = [kind for key, kind in kinds().items() if key in entry]
    if len(chosen) != 1:
        mistakes.append(f"[{name}] {_undecided(entry, chosen)}")
        return None
    kind = chosen[0]
    try:
        return DetectorSpec(name, kind, kind.settings.model_validate(entry, context={"folder": folder}))
    except ValidationError as error:
        details = sorted(error.errors(include_url=False), key=lambda e: e["type"] != "extra_forbidden")
        mistakes += [f"[{name}] {_mistake(detail, kind.settings)}" for detail in details]
        return None
    except Exception as error:  # whatever a kind of another package raises
        mistakes.append(f"[{name}] cannot be read by the kind {kind.name}: {short_reason(error)}")
        return None


def _misnamed(shown: str, name: str, entry: Any) -> str | None:
    """What is wrong with the name of a section, if anything."""
    if not isinstance(entry, dict):
        return f"{shown} is outside any section; write [{shown}], and its settings below that line"
    if not name.strip():
        return f"[{shown}] has a name that cannot be seen; give the detector a name"
    if name in SUBJECTS:
        return f"[{shown}] is what findings call something else; give the detector another name"
    if printable(name) != name:
        return f"[{shown}] holds hidden characters; give the detector another name"
    if len(name) > LONGEST_DETECTOR:
        return f"[{shown}] has {len(name):,} characters; give the detector a name of at most {LONGEST_DETECTOR:,}"
    settings = cast(dict[str, object], entry)
    nul = next((key for key, value in settings.items() if isinstance(value, str) and "\0" in value), None)
    if nul is not None:
        setting = shortened(printable(nul), LONGEST_QUOTE)
        return f"[{shown}] {setting} holds a NUL character, which no file has in its name; remove it"
    return None


def _undecided(entry: dict[str, Any], chosen: list[Kind[Any]]) -> str:
    if chosen:
        return f"is of several kinds: {' and '.join(kind.name for kind in chosen)}; keep only one of them"
    fields = tuple(dict.fromkeys(field for kind in kinds().values() for field in kind.settings.model_fields))
    for field in entry:
        if field not in fields:
            return f"has the unknown setting {quoted(field)}{near(field, fields)}"
    return "needs " + " or ".join(f'{key} = "…"' for key in kinds())


def _mistake(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """One mistake as the sentence goes on from the name of the detector."""
    where = ".".join(str(step) for step in detail["loc"])
    if detail["type"] == "extra_forbidden":
        *path, last = detail["loc"]
        for step in path:
            inner = model.model_fields[str(step)].annotation
            model = inner if isinstance(inner, type) and issubclass(inner, BaseModel) else model
        return f"has the unknown setting {quoted(where)}{near(str(last), tuple(model.model_fields))}"
    if detail["type"] == "missing":
        return f'needs {where} = "…"'
    if detail["type"] == "value_error":
        return str(detail.get("ctx", {}).get("error", detail["msg"]))
    return f"has {where} = {quoted(detail['input'])}: {detail['msg']}"
