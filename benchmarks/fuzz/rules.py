"""The rules that hold for every input, and whether an outcome keeps them."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .case import Case, Seen, codes_of
from .child import UNWRITTEN
from .watcher import Watched

SCREENFUL = 1920
"""Characters of 24 lines of 80: the longest answer to a mistake."""

_RAW = re.compile(
    r"Traceback \(most recent call last\)|panicked at|Fatal Python error|terminate called|Segmentation fault"
    r"|^\s+File \".*\", line \d+|\.py:\d+: \w*Warning",
    re.MULTILINE,
)
_ANSWER = "touchstone: "
_USAGE = "Usage: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a case ended.

    Attributes:
        name: name of the case.
        inputs: hostile inputs that it holds.
        measured: inputs that gave a result.
        refused: inputs that were answered in one line.
        seconds: time of the command.
        peak: most resident memory of one process, bytes.
        broken: rules that it broke, a line each; the word before the colon names the rule.
        command: arguments of the command.
    """

    name: str
    inputs: int
    measured: int = 0
    refused: int = 0
    seconds: float = 0.0
    peak: int = 0
    broken: tuple[str, ...] = ()
    command: list[str] = field(default_factory=list)


def judge(case: Case, watched: Watched, inputs: int) -> Outcome:
    """Hold what a case left in its folder against the rules."""
    folder = watched.folder
    seen = Seen(**json.loads(_text(folder / "seen") or "{}"))
    command = json.loads(_text(folder / "command") or "[]")
    broken = (*_harness(folder, watched), *_ran(folder), *_ended(case, watched), *_said(folder, watched, command),
              *seen.broken)  # fmt: skip
    return Outcome(
        name=case.name, inputs=inputs, measured=seen.measured, refused=seen.refused, broken=broken, command=command,
        seconds=round(watched.elapsed(), 2), peak=watched.peak,
    )  # fmt: skip


def _harness(folder: Path, watched: Watched) -> Iterator[str]:
    """A case that fails by itself says nothing about the package; it is reported so that somebody repairs it."""
    text = _text(folder / "harness")
    if text or watched.code == UNWRITTEN:
        yield f"harness: {_last(text)}"


def _ran(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "canary").iterdir()):
        yield f"code run: the file {path.name} was made by code of the input"
    for line in _text(folder / "record").splitlines():
        kind = "contact" if line.startswith("contact") else "code run"
        yield f"{kind}: {line}"
    if place := _text(folder / "record.contact"):
        yield f"contact: a socket of the internet was asked for at {_place(place)}"


def _ended(case: Case, watched: Watched) -> Iterator[str]:
    if watched.stopped == "time":
        yield f"time: over {watched.seconds:.0f} s, at {_place(_text(watched.folder / 'record.where'))}"
    elif watched.stopped == "memory" or watched.peak > watched.memory * 1.1:
        where = _place(_text(watched.folder / "record.where"))
        yield f"memory: {watched.peak >> 20} MiB of {watched.memory >> 20} in one process, at {where}"
    elif watched.code is not None and watched.code < 0:
        yield f"crash: {signal.Signals(-watched.code).name} at {_place(_text(watched.folder / 'crash'))}"
    elif watched.code not in codes_of(case) | {UNWRITTEN} and not _RAW.search(_text(watched.folder / "stderr")):
        yield f"exit code: {watched.code}"


def _said(folder: Path, watched: Watched, command: Sequence[str]) -> Iterator[str]:
    errors = _text(folder / "stderr")
    for stream, text in (("stderr", errors), ("stdout", _text(folder / "stdout"))):
        if raw := _RAW.search(text):
            yield f"traceback: {_raw(text, raw)} ({stream})"
            return
    if watched.code == 2 and not errors.lstrip().startswith(_USAGE):
        yield from _one_line(errors, _names(folder, command))


def _one_line(errors: str, names: set[str]) -> Iterator[str]:
    lines = [line for line in errors.splitlines() if line.strip()]
    if len(lines) != 1 or not lines[0].startswith(_ANSWER):
        yield f"one line: {len(lines)} lines answer a mistake, the last is {lines[-1][:200] if lines else 'nothing'!r}"
    elif len(lines[0]) > SCREENFUL:
        yield f"one line: {len(lines[0])} characters are more than a screenful"
    elif not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", lines[0]) for name in names):
        yield f"unnamed: no file of the input is named in {lines[0][:200]!r}"


def _names(folder: Path, command: Sequence[str]) -> set[str]:
    """Words of which the answer must hold one: names of the files, and what the command was given."""
    files = [path for path in (folder / "files").rglob("*") if path.is_file()]
    words = {name for word in command for name in (word, Path(word).name)}
    return {name for name in {*words, *(f.name for f in files), *(f.stem for f in files)} if name.strip("-. ")}


def _raw(text: str, raw: re.Match[str]) -> str:
    """What a text that nobody should see says: the end of a traceback and its place, or the line itself."""
    if raw.group().startswith("Traceback"):
        return f"{_last(text[raw.start() :])} in {_place(text, last=True)}"
    line = text[text.rfind("\n", 0, raw.start()) + 1 :].splitlines()[0]
    return re.sub(r"^.*/(?=\w+\.py:)", "", line).strip()[:300]


def _last(text: str) -> str:
    """The line of a traceback that names the exception."""
    lines = [line.strip() for line in text.splitlines() if re.match(r"[\w.]+(Error|Exception|Exit|Warning)?\b.*", line)]
    return (lines[-1] if lines else text.strip().splitlines()[-1] if text.strip() else "nothing was said")[:300]


def _place(text: str, *, last: bool = False) -> str:
    """The innermost line of the package in a dump of the threads, or in a traceback, where it comes last."""
    places = re.findall(r'File "([^"]+)", line (\d+),? in (\w+)', text)
    inside = [place for place in places if "/touchstone/" in place[0]] or places
    if not inside:
        return "an unknown place"
    file, line, function = inside[-1 if last else 0]
    return f"{Path(file).name}:{line} {function}"


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
