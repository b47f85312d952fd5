"""Weight tensors that hold the values of another one, though nothing ties the two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from .parts import STRUCTURED

_FEWEST = 256
"""Values below which equal tensors are not looked at."""

_ON_PURPOSE = re.compile(
    r"(^|\.)\w*(emb|embed|embeds|embedding|embeddings|tokens|wte|wpe|shared|tied|lm_head)(\.|$)|(^|\.)decoder\.weight$|"
    r"(^|[._])(ema|teacher|student|target|momentum|shadow|swa|average|averaged|lora|anchors?)([._]|$)"
)
"""Names of what is tied, or kept twice, by design."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """Two learned weight tensors with equal values.

    Attributes:
        first: name of the one that comes first in the file.
        second: name of the other.
        elements: values of each.
        alike: whether both belong to the same component, so that each would have learned its own values.
    """

    first: str
    second: str
    elements: int
    alike: bool


def copied(tensors: pl.DataFrame) -> tuple[Copied, ...]:
    """Pairs of equal weight tensors that neither share memory nor are equal by design.

    By design are: names that speak of tying or of averages; a whole part beside its twin, where each of its weight tensors
    equals its counterpart and the two are not two of several numbered ones; numbered layers that are all equal, three or more.
    """
    whole = tensors.filter(pl.col("block").is_null(), pl.col("shape").list.len() >= 2, pl.col("hash").is_not_null())
    names = _Names({str(name): str(code) for name, code in whole.select("tensor", "hash").iter_rows()})
    learned = whole.filter(
        pl.col("dtype").str.contains("float"),
        pl.col("elements") >= _FEWEST,
        pl.col("tied").is_null(),
        ~pl.col("by_formula").fill_null(value=False),
        pl.min_horizontal("spectrum_p", "pattern_p") < STRUCTURED,
    )
    return tuple(_pairs(learned, names))


def _pairs(learned: pl.DataFrame, names: _Names) -> Iterator[Copied]:
    for _, group in learned.filter(pl.col("hash").is_duplicated()).group_by("hash", maintain_order=True):
        members = group["tensor"].to_list()
        first = members[0]
        for second in members[1:]:
            if not any(_ON_PURPOSE.search(name.lower()) for name in (first, second)) and not names.twins(first, second):
                alike = first.split(".")[0] == second.split(".")[0] or _numbered(first, second)
                yield Copied(first=first, second=second, elements=int(group["elements"][0]), alike=alike)


def _numbered(first: str, second: str) -> bool:
    a, b = first.split("."), second.split(".")
    different = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    return len(a) == len(b) and len(different) == 1 and all(x.isdigit() for x in different[0])


class _Names:
    """Which tensors hold what, to find parts that equal each other as a whole."""

    def __init__(self, codes: dict[str, str]) -> None:
        self._codes = codes

    def twins(self, first: str, second: str) -> bool:
        """Whether two equal tensors are so because the parts that they lie in are kept twice."""
        return self._all_numbered(first, second) or any(
            self._equal(left, right) and not self._one_of_several(left, right) for left, right in _parts(first, second)
        )

    def _all_numbered(self, first: str, second: str) -> bool:
        """Numbered layers that are all equal: one layer that was listed several times."""
        if not _numbered(first, second):
            return False
        place = next(n for n, (a, b) in enumerate(zip(first.split("."), second.split("."), strict=True)) if a != b)
        pieces = first.split(".")
        pattern = re.compile(
            r"\.".join([*map(re.escape, pieces[:place]), r"\d+", *map(re.escape, pieces[place + 1 :])])
        )
        siblings = [code for name, code in self._codes.items() if pattern.fullmatch(name)]
        return len(siblings) >= 3 and len(set(siblings)) == 1

    def _equal(self, left: str, right: str) -> bool:
        """Whether two parts hold the same tensors under the same names, two or more."""
        held, other = self._under(left), self._under(right)
        return len(held) >= 2 and held == other

    def _one_of_several(self, left: str, right: str) -> bool:
        """Whether they are two of several numbered parts of which others differ."""
        if not _numbered(left.removesuffix("."), right.removesuffix(".")):
            return False
        parent = left.removesuffix(".").rpartition(".")[0]
        heads = {name[len(parent) :].lstrip(".").split(".")[0] for name in self._codes if name.startswith(parent)}
        numbered = [f"{parent}.{head}." if parent else f"{head}." for head in heads if head.isdigit()]
        return any(self._under(part) != self._under(left) for part in numbered)

    def _under(self, part: str) -> dict[str, str]:
        return {name.removeprefix(part): code for name, code in self._codes.items() if name.startswith(part)}


def _parts(first: str, second: str) -> Iterator[tuple[str, str]]:
    """The beginnings of two names that have the same rest, from the innermost part outwards."""
    a, b = first.split("."), second.split(".")
    for length in range(1, min(len(a), len(b)) + 1):
        if a[-length:] != b[-length:]:
            return
        left, right = a[: len(a) - length], b[: len(b) - length]
        if left != right:
            yield "".join(f"{piece}." for piece in left), "".join(f"{piece}." for piece in right)
