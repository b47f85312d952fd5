"""What an area gives: cases that write hostile files and name the command that is given them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ALONE = "::"
"""In the name of an input that is tried again alone, between the name of its case and its number."""

ANSWERS = frozenset({0, 2})
"""Exit codes of a command: done, and a mistake that is said in one line."""


class Case(Protocol):
    """One call of the command. The functions below say what else it may have."""

    @property
    def name(self) -> str:
        """Its name, which no other case of the area and seed has."""
        ...

    def write(self, folder: Path) -> list[str]:
        """Write its files; return the arguments of ``touchstone``, relative to the folder."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a case says of the outcome, beside what holds for every command.

    Attributes:
        measured: inputs that gave a result.
        refused: inputs that were answered with a reason.
        broken: what is wrong, a line each.
    """

    measured: int = 0
    refused: int = 0
    broken: tuple[str, ...] = ()


def inputs_of(case: Case) -> int:
    """How many hostile inputs the case holds."""
    return int(getattr(case, "inputs", 1))


def seconds_of(case: Case, limit: float) -> float:
    """Its time limit in seconds: the limit, and as much again for each further ten inputs."""
    return limit * (1 + (inputs_of(case) - 1) / 10)


def codes_of(case: Case) -> frozenset[int]:
    """Exit codes that its command states."""
    return getattr(case, "codes", ANSWERS)


def look(case: Case, folder: Path, code: int) -> Seen:
    """What the case itself says of what its command left in the folder."""
    check = getattr(case, "check", None)
    if check is not None:
        return check(folder, code)
    count = inputs_of(case)
    return Seen(measured=count) if code == 0 else Seen(refused=count)


def alone(case: Case) -> list[Case]:
    """The same inputs as cases of one input each; empty where it has one already."""
    split = getattr(case, "alone", None)
    return [] if split is None else split()


def is_whole(name: str) -> bool:
    """Whether it is the name of a case, and not of one of its inputs that was tried again alone."""
    return ALONE not in name
