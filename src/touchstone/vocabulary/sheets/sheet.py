"""A file as a plain table, before anyone says what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import polars as pl

from touchstone.vocabulary.words import spelled_plainly

from .contents import Contents


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sheet:
    """Rows and columns of one file.

    Attributes:
        path: the file, as the user named it.
        kind: how it is stored.
        frame: its cells: numbers, truth values and text; of a text file all are text, an empty cell is null. Columns without a
            name are called ``column 3`` by their position, and one called ``^a$`` or ``*`` is ``^a$ (column 3)``.
        header: whether the file names its columns.
        separator: what is between the cells of a text file; empty for others.
        notes: what a user should know about how it was read, one line each.
        positions: place of each row in the file, from 0, where blank lines were left out; ``None`` where none were.
        derived: columns that no file has, because they were made of others.
        written: column → its name in the file, where a step gave it another, or the column of the file that says the same.
        recognised: which column fills which field, by what the user says, so that it is looked for once. A sheet that is made
            from another begins without.
        contents: what its cells are, so that it is looked for once; sheets with the same frame share it.
    """

    path: Path
    kind: Literal["text", "parquet", "json"]
    frame: pl.DataFrame
    header: bool = True
    separator: str = ""
    notes: tuple[str, ...] = ()
    positions: pl.Series | None = None
    derived: frozenset[str] = frozenset()
    written: Mapping[str, str] = field(default_factory=dict[str, str])
    recognised: dict[frozenset[tuple[str, str]], dict[str, str]] = field(
        default_factory=dict[frozenset[tuple[str, str]], dict[str, str]], init=False, repr=False
    )
    contents: Contents = field(default_factory=Contents, repr=False)

    def __post_init__(self) -> None:
        if any(map(_is_expression, self.frame.columns)):
            object.__setattr__(self, "frame", plainly_named(self.frame))
        if self.contents.frame is not self.frame:
            object.__setattr__(self, "contents", Contents(frame=self.frame))

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in order."""
        return self.frame.columns

    @property
    def read_so(self) -> str:
        """Its notes in brackets, for an error that says what it lacks; empty where there are none."""
        return f" ({'; '.join(self.notes)})" if self.notes else ""

    def called(self, column: str) -> str:
        """What notes call a column: by its name in the file, if it is one of the file."""
        return f"{column} (made of other columns)" if column in self.derived else f"column {self.in_file(column)!r}"

    def in_file(self, column: str) -> str:
        """The name that the file gives a column: what notes say, and what an option must name."""
        return self.written.get(column, column)

    @property
    def columns_in_file(self) -> list[str]:
        """Names of the columns as the file gives them, in order."""
        return [self.in_file(column) for column in self.columns]

    def with_names(self, names: Mapping[str, str]) -> Sheet:
        """The sheet with other names for some columns; it remembers those of the file.

        Args:
            names: column → its new name.
        """
        moved = {names.get(column, column): self.in_file(column) for column in self.columns}
        written = {column: of_file for column, of_file in moved.items() if column != of_file}
        return replace(self, frame=self.frame.rename(names), written=written)

    def with_column(self, column: pl.Series, *, in_place_of: Sequence[str] = (), says: str = "") -> Sheet:
        """The sheet with a column that was made of others.

        Args:
            column: the new one.
            in_place_of: columns that leave the sheet.
            says: a column that says the same in other words; notes and options name it.
        """
        written = {name: of_file for name, of_file in self.written.items() if name not in (column.name, *in_place_of)}
        written |= {column.name: self.in_file(says)} if says else {}
        return replace(self, frame=self.frame.drop(in_place_of).with_columns(column), written=written)

    @property
    def first(self) -> int:
        """Number that a user gives to the first row: in a text file with a header that is line 2."""
        return 2 if self.kind == "text" and self.header else 1

    def where(self, position: int) -> str:
        """The file and one of its rows, as a user would look for it; ``position`` counts from 0."""
        return f"{self.path}, {'entry' if self.kind == 'json' else 'row'} {self.numbers[position]}"

    @property
    def numbers(self) -> pl.Series:
        """Number of each row, as a user would look for it."""
        rows = pl.int_range(self.frame.height, eager=True) if self.positions is None else self.positions
        return (rows + self.first).cast(pl.Int64).alias("row")

    def different(self, column: str) -> pl.Series:
        """The cells of a column, each once."""
        if column not in self.contents.different:
            self.contents.different[column] = self.frame[column].unique()
        return self.contents.different[column]

    def lower(self) -> dict[str, str]:
        """Names of the columns in plain spelling → as the file spells them; of equal names the first."""
        names: dict[str, str] = {}
        for column in self.columns:
            names.setdefault(spelled_plainly(column), column)
        return names


def plainly_named(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with other names for columns that polars would take for expressions.

    >>> plainly_named(pl.DataFrame({"a": [1], "^$": [2]})).columns
    ['a', '^$ (column 2)']
    """
    odd = {c: f"{c} (column {at})" for at, c in enumerate(frame.columns, start=1) if _is_expression(c)}
    return frame.rename(odd) if odd else frame


def _is_expression(name: str) -> bool:
    """Whether polars would take a name for an expression that names several columns."""
    return name == "*" or (name.startswith("^") and name.endswith("$"))


def distinct(names: Sequence[str]) -> list[str]:
    """Names of which none occurs twice: a second one gets its position.

    >>> distinct(["a", "b", "a"])
    ['a', 'b', 'a (column 3)']
    """
    seen: set[str] = set()
    names_once: list[str] = []
    for number, name in enumerate(names, start=1):
        free = name
        while free in seen:
            free = f"{free} (column {number})"
        seen.add(free)
        names_once.append(free)
    return names_once
