"""Hostile checkpoints: ten together with a good one, and one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random

from .archives import LEGACY, SAFETENSORS, ZIP, change_header, change_zip
from .case import ALONE, Case, Seen
from .damage import DAMAGES
from .states import good_state, odd_file

TOGETHER = 10
"""Files in a command with several."""

_GOOD = "good.pt"
_KEYS = ("bg", "cm", "av", "rr", "ll", "tm", "tm_legacy", "reference:bg", "reference:av")
_SUFFIXES = {ZIP: ".pt", LEGACY: ".pth", SAFETENSORS: ".safetensors"}


def cases(seed: int, count: int) -> Iterator[Case]:
    """Commands that are given ``count`` hostile checkpoints together: five of six in tens with a good one, the others alone."""
    first = number = 0
    while first < count:
        size = min(TOGETHER if number % 3 == 2 else 1, count - first)
        yield CheckpointCase(seed=seed, name=f"checkpoints-{number}", files=tuple(range(first, first + size)))
        first, number = first + size, number + 1


@dataclass(frozen=True, kw_only=True)
class CheckpointCase:
    """A command that is given hostile checkpoints.

    Attributes:
        seed: seed of the whole.
        name: its name.
        files: numbers of the files; with the seed they decide their bytes.
    """

    seed: int
    name: str
    files: tuple[int, ...]

    @cached_property
    def inputs(self) -> int:
        """Hostile checkpoints."""
        return len(self.files)

    def alone(self) -> list[Case]:
        """Each file in a command of its own."""
        if len(self.files) == 1:
            return []
        return [CheckpointCase(seed=self.seed, name=f"{self.name}{ALONE}{file}", files=(file,)) for file in self.files]

    def write(self, folder: Path) -> list[str]:
        """Write the files; return the command."""
        names = [_write_checkpoint(folder, self.seed, file) for file in self.files]
        if len(names) > 1:
            (folder / _GOOD).write_bytes(ZIP(good_state(Random(0))))
            return ["inspect", *names, _GOOD, "--out", "inspection"]
        rng = Random(f"command {self.seed} {self.files[0]}")
        return ["inspect", *names, *rng.choice(([], [], [], ["--as", rng.choice(_KEYS)], ["--out", "inspection"]))]

    def check(self, folder: Path, code: int) -> Seen:
        """Every file is named in what is printed; the good one is read."""
        text = (folder.parent / "stdout").read_text(errors="replace")
        if code != 0:
            lost = ("row: the good file is not read because of the others",) if len(self.files) > 1 else ()
            return Seen(refused=self.inputs, broken=lost)
        names = [path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")]
        silent = tuple(f"row: {name} is not named in what is printed" for name in names if name not in text)
        measured = min(text.count(" parameters"), self.inputs)
        return Seen(measured=measured, refused=self.inputs - measured, broken=silent)


def _write_checkpoint(folder: Path, seed: int, number: int) -> str:
    rng = Random(f"checkpoint {seed} {number}")
    form = rng.choice((ZIP, ZIP, LEGACY, SAFETENSORS))
    if rng.random() < 0.45:
        name, data = odd_file(rng, form)
    else:
        name, data = "damaged", _damaged(rng, form)
    path = folder / f"{number}-{name}{_SUFFIXES[form]}"
    path.write_bytes(data)
    return path.name


def _damaged(rng: Random, form: object) -> bytes:
    data = form(good_state(rng))  # type: ignore[operator]
    changes = (*DAMAGES, *({ZIP: (change_zip,) * 8, SAFETENSORS: (change_header,) * 12}.get(form, ())))  # type: ignore[call-overload]
    for _ in range(rng.choice((1, 1, 2))):
        other = rng.choice((ZIP, LEGACY, SAFETENSORS))(good_state(rng))
        data = rng.choice(changes)(rng, data, other) or data[:1]
    return data
