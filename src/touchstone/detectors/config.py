"""Which detectors: ``detectors.toml``, or a folder of checkpoints whose names begin with the key of a specialist."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from touchstone.detectors.reference import REFERENCE_PREFIX, reference_key, shipped_weights
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError

SPECIALIST_KEYS = (*DOMAINS, "tm_legacy")
REFERENCE_KEYS = tuple(f"{REFERENCE_PREFIX}{key}" for key in DOMAINS)
RESERVED = frozenset({"video", "label", "group", "footage", "ensemble"})
_FIELDS = ("specialist", "checkpoint")
_SUFFIXES = (".pt", ".pth", ".safetensors", ".bin", ".ckpt")


@dataclass(frozen=True, slots=True)
class DetectorSpec:
    """One detector as the user named it.

    Attributes:
        name: its name in every table and file.
        specialist: key of its network: ``bg av cm rr ll tm tm_legacy``, or ``reference:bg`` … for a reference specialist.
        checkpoint: file of its weights; need not exist yet, that is found out when it is loaded.
    """

    name: str
    specialist: str
    checkpoint: Path

    @property
    def reference(self) -> bool:
        """Whether it is a reference specialist."""
        return self.specialist.startswith(REFERENCE_PREFIX)

    @property
    def domain(self) -> str:
        """Key of the domain that it is for.

        >>> DetectorSpec("a", "reference:cm", Path("a")).domain, DetectorSpec("b", "tm_legacy", Path("b")).domain
        ('cm', 'tm')
        """
        return self.specialist.removeprefix(REFERENCE_PREFIX).removesuffix("_legacy")

    @property
    def shown_path(self) -> Path:
        """The file as readers are told of it: weights that come with the package have the same name on every machine."""
        if self.reference and self.checkpoint == shipped_weights(self.domain):
            package = next(folder for folder in self.checkpoint.parents if folder.name == "touchstone")
            return self.checkpoint.relative_to(package.parent)
        return self.checkpoint


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
        raise UsageError(f'{path}: no detector; write for instance [cm], specialist = "reference:cm"')
    return specs


def find_checkpoints(folder: Path) -> tuple[DetectorSpec, ...]:
    """Take every file ``KEY.pt``, ``KEY_anything.pt`` or ``KEY-anything.safetensors`` … as the specialist KEY.

    A file whose metadata says that it holds a reference specialist is taken as ``reference:KEY``.

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
    return tuple(DetectorSpec(key, _network(key, found[key]), found[key]) for key in SPECIALIST_KEYS if key in found)


def _network(key: str, path: Path) -> str:
    return f"{REFERENCE_PREFIX}{key}" if key in DOMAINS and reference_key(path) is not None else key


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
    known = (*SPECIALIST_KEYS, *REFERENCE_KEYS)
    specialist = _text(entry, "specialist", name, path)
    if specialist not in known:
        raise UsageError(f"{path}: [{name}] names the unknown specialist {specialist!r}{_near(specialist, known)}")
    if specialist in REFERENCE_KEYS and "checkpoint" not in entry:
        return DetectorSpec(name, specialist, shipped_weights(specialist.removeprefix(REFERENCE_PREFIX)))
    return DetectorSpec(name, specialist, path.parent / _text(entry, "checkpoint", name, path))


def _text(entry: dict[str, Any], field: str, name: str, path: Path) -> str:
    if not isinstance(entry.get(field), str) or not entry[field]:
        raise UsageError(f'{path}: [{name}] needs {field} = "…"')
    return entry[field]


def _near(word: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(known)}"
