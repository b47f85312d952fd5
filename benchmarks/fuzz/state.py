"""What is kept of a run of the fuzzers, so that the same command continues it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import asdict
from pathlib import Path

from .rules import Outcome


class State:
    """The folder of one area and seed: an outcome a line, and the files of what broke a rule.

    Args:
        root: folder of all areas.
        area: name of the area.
        seed: seed of its cases.
    """

    def __init__(self, root: Path, area: str, seed: int) -> None:
        self.folder = root / f"{area}-{seed}"
        self.kept = self.folder / "kept"
        self._lines = self.folder / "outcomes.jsonl"
        self._work = self.folder / "work"
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir(parents=True)

    def outcomes(self) -> list[Outcome]:
        """Everything that was judged, in the order of its end; a line that was cut off is removed."""
        if not self._lines.exists():
            return []
        whole = [line for line in self._lines.read_text().splitlines() if _is_whole(line)]
        self._lines.write_text("".join(f"{line}\n" for line in whole))
        values = [json.loads(line) for line in whole]
        return [Outcome(**{**value, "broken": tuple(value["broken"])}) for value in values]

    def work(self, name: str) -> Path:
        """Where a case works; removed when it is kept or done."""
        return self._work / _as_file(name)

    def kept_files(self, name: str) -> Path:
        """Where the files of a case are that broke a rule."""
        return self.kept / _as_file(name)

    def add(self, outcome: Outcome, *, keep: bool) -> None:
        """Write an outcome down; its files are kept where it broke a rule or ``keep`` says so, else removed."""
        kept = self.kept_files(outcome.name)
        if outcome.broken or keep:
            shutil.rmtree(kept, ignore_errors=True)
            self.kept.mkdir(exist_ok=True)
            shutil.move(self.work(outcome.name), kept)
        else:
            shutil.rmtree(self.work(outcome.name), ignore_errors=True)
        if not keep:
            with self._lines.open("a") as file:
                file.write(json.dumps(asdict(outcome)) + "\n")


def _as_file(name: str) -> str:
    """A name that any file system takes."""
    short = re.sub(r"[^\w.:-]", "_", name)[:80]
    return short if short == name else f"{short}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _is_whole(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
