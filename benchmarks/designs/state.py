"""What was computed already: a folder of files of JSON lines, so that a run that was stopped continues."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import touchstone

_PACKAGE = Path(touchstone.__file__).parent
_HERE = Path(__file__).parent


class Lines:
    """Rows by key, kept in a file; without a folder they are kept in memory alone."""

    def __init__(self, folder: Path | None, name: str) -> None:
        """Args: ``folder`` of the state, and the ``name`` of the file in it, without its suffix."""
        self._path = folder / f"{name}.jsonl" if folder else None
        self.rows: dict[str, Any] = {}
        if self._path is not None and self._path.is_file():
            for line in self._path.read_text("utf-8").splitlines():
                if line.endswith("}"):  # the last line of a run that was stopped may be cut
                    row = json.loads(line)
                    self.rows[row["key"]] = row["value"]

    def add(self, key: str, value: Any) -> None:
        """Keep a row."""
        self.rows[key] = value
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": key, "value": value}) + "\n")


def code_hash(*rooms: str, formulas: bool = False) -> str:
    """Short hash of rooms of the package and of the designs: results of other code are not mixed with those of this.

    Args:
        rooms: folders of the package.
        formulas: whether results depend on the formulas of effects.
    """
    files: Iterable[Path] = (f for room in rooms for f in (_PACKAGE / room).rglob("*") if f.suffix in (".py", ".json"))
    digest = hashlib.sha256()
    for file in sorted([*files, *_HERE.glob("*.toml"), *(_HERE.glob("effects.py") if formulas else ())]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:10]
