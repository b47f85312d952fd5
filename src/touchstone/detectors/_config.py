"""Which detectors: ``detectors.toml``, or a folder of checkpoints whose names begin with the key of a specialist."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from touchstone.domains import DOMAINS
from touchstone.errors import UsageError

SPECIALIST_KEYS = (*DOMAINS, "tm_legacy")
RESERVED = frozenset({"video", "label", "group", "footage", "ensemble"})
_FIELDS = ("specialist", "checkpoint")
_SUFFIXES = (".pt", ".pth", ".safetensors", ".bin", ".ckpt")


@dataclass(frozen=True, slots=True)
class DetectorSpec:
    """One detector as the user named it.

    Attributes:
        name: its name in every table and file.
        specialist: key of its network: ``bg av cm rr ll tm tm_legacy``.
        checkpoint: file of its weights; need not exist yet, that is found out when it is loaded.
    """

    name: str
    specialist: str
    checkpoint: Path


def read_detectors(path: Path) -> tuple[DetectorSpec, ...]:
    """Read ``detectors.toml``; paths in it are relative to it. A folder is searched by :func:`find_checkpoints`.

    Raises:
        UsageError: it cannot be read, or an entry does not make sense; the message names the entry and what is known.
    """
    if path.is_dir():
        return find_checkpoints(path)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not a TOML file: {error}") from error
    specs = tuple(_spec(name, entry, path) for name, entry in content.items())
    if not specs:
        raise UsageError(f'{path}: no detector; write for instance [cm], specialist = "cm", checkpoint = "cm.pt"')
    return specs


def find_checkpoints(folder: Path) -> tuple[DetectorSpec, ...]:
    """Take every file ``KEY.pt``, ``KEY_anything.pt`` or ``KEY-anything.safetensors`` … as the specialist KEY.

    Raises:
        UsageError: there is none, or two for one key.
    """
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        key = _key(path.stem) if path.suffix.lower() in _SUFFIXES else None
        if key is None:
            continue
        if key in found:
            raise UsageError(
                f"{folder}: {found[key].name} and {path.name} are both for {key}; "
                "say which in a detectors.toml, where two names may share a specialist"
            )
        found[key] = path
    if not found:
        raise UsageError(
            f"{folder}: no checkpoint found; its files must begin with a specialist's key, for instance cm_model.pt "
            f"(keys: {', '.join(SPECIALIST_KEYS)})"
        )
    return tuple(DetectorSpec(key, key, found[key]) for key in SPECIALIST_KEYS if key in found)


def _key(stem: str) -> str | None:
    name = stem.lower()
    for key in sorted(SPECIALIST_KEYS, key=len, reverse=True):
        if name == key or name.startswith((f"{key}_", f"{key}-", f"{key}.")):
            return key
    return None


def _spec(name: str, entry: Any, path: Path) -> DetectorSpec:
    if not isinstance(entry, dict):
        raise UsageError(f"{path}: {name} stands outside a section; write [{name}] and its settings below")
    if name in RESERVED or not name.strip():
        raise UsageError(f"{path}: [{name}] is a word of the tables; give the detector another name")
    for field in entry:
        if field not in _FIELDS:
            raise UsageError(f"{path}: [{name}] has the unknown setting {field!r}{_near(field, _FIELDS)}")
    for field in _FIELDS:
        if not isinstance(entry.get(field), str) or not entry[field]:
            raise UsageError(f'{path}: [{name}] needs {field} = "…"')
    if entry["specialist"] not in SPECIALIST_KEYS:
        raise UsageError(
            f"{path}: [{name}] names the unknown specialist {entry['specialist']!r}"
            f"{_near(entry['specialist'], SPECIALIST_KEYS)}"
        )
    return DetectorSpec(name, entry["specialist"], path.parent / entry["checkpoint"])


def _near(word: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(known)}"
