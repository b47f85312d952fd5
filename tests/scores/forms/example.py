"""One form of score file: how it is written from known scores, and what must be read from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

Files = dict[str, bytes]
"""Name of a file → its bytes; files whose names begin with ``labels`` are given as labels."""


@dataclass(frozen=True, kw_only=True)
class Videos:
    """Videos whose labels and scores are known.

    Attributes:
        names: one per video; each holds ``v`` and a number that no other video has.
        fake: whether each is fake.
        p: P(fake) of the first detector, four digits, never 0, 0.5 or 1.
        q: P(fake) of a second detector.
    """

    names: Sequence[str]
    fake: NDArray[np.bool_]
    p: NDArray[np.float64]
    q: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.names)

    @property
    def labels(self) -> list[str]:
        """``fake`` or ``real`` for each video."""
        return np.where(self.fake, "fake", "real").tolist()

    @property
    def coded(self) -> list[int]:
        """1 for fake, 0 for real."""
        return self.fake.astype(int).tolist()

    @property
    def called(self) -> list[str]:
        """What the first detector calls each video."""
        return np.where(self.p >= 0.5, "fake", "real").tolist()

    @property
    def winner(self) -> NDArray[np.float64]:
        """How sure the first detector is of what it calls each video."""
        return np.round(np.maximum(self.p, 1 - self.p), 4).astype(np.float64)

    @property
    def logits(self) -> NDArray[np.float64]:
        """Log-odds of fake of the first detector."""
        return np.round(np.log(self.p / (1 - self.p)), 6).astype(np.float64)


def videos(count: int = 40, seed: int = 0) -> Videos:
    """Videos of both labels in any order, and two detectors that rank them better than chance."""
    rng = np.random.default_rng(seed)
    fake = rng.permutation(np.arange(count) % 2 == 0)

    def scores(far: float) -> NDArray[np.float64]:
        p = 1 / (1 + np.exp(-rng.normal(far * (fake - 0.5), 1.2)))
        p = np.clip(np.round(p, 4), 0.0011, 0.9989)
        return np.where(p == 0.5, 0.5011, p)

    return Videos(
        names=[f"v{i:06d}.mp4" for i in range(count)], fake=fake.astype(np.bool_), p=scores(3.0), q=scores(2.0)
    )


@dataclass(frozen=True, kw_only=True)
class Unsure:
    """A variant of a form that can be read in two ways.

    Attributes:
        write: its files.
        asks: part of the question that it ends in; empty where a guess is made.
        says: part of the line that says the guess; it names the option that changes it.
    """

    write: Callable[[Videos], Files]
    asks: str = ""
    says: str = ""


@dataclass(frozen=True, kw_only=True)
class Example:
    """A form of score file.

    Attributes:
        name: what people call it.
        looks: a part of the file as it stands there.
        by: what it is recognised by.
        read: how it is read.
        write: its files.
        says: part of a line that is printed about it.
        unsure: a variant that can be read in two ways.
        detectors: detector → which scores of the videos are its own (``p``, ``q``).
        near: how much a score may differ, because the form rounds it.
        unlabelled: whether the form holds no labels that count.
    """

    name: str
    looks: str
    by: str
    read: str
    write: Callable[[Videos], Files]
    says: str
    unsure: Unsure
    detectors: Mapping[str, str] = field(default_factory=lambda: {"scores": "p"})
    near: float = 1e-4


def table(columns: Mapping[str, Any], separator: str = ",", *, header: bool = True) -> bytes:
    """A table in text."""
    frame = pl.DataFrame({name: pl.Series(name, list(values), strict=False) for name, values in columns.items()})
    return frame.write_csv(separator=separator, include_header=header).encode()


def rows(columns: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Columns as a list of records of plain values."""
    lists = {name: np.asarray(values).tolist() for name, values in columns.items()}
    return [dict(zip(lists, row, strict=True)) for row in zip(*lists.values(), strict=True)]


def document(content: Any) -> bytes:
    """A JSON document."""
    return json.dumps(content).encode()


def labels_of(v: Videos) -> bytes:
    """A file of labels."""
    return table({"video": v.names, "label": v.labels})
