"""One planted fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """Tables of a run whose fault is known.

    Attributes:
        name: what was planted into what, unique.
        code: code of the planted root (or symptom, where the catalogue knows no root for it); ``None`` for a healthy run.
        subject: detector, ``footage`` or ``ensemble`` that has it; ``None`` for a healthy run.
        n: videos.
        clustered: whether videos come in groups that depend.
        decidable: whether the planted effect is large enough to be told at this n, by a rule stated where the case is made.
        tables: everything that a diagnosis reads.
        also: other codes that are true of these tables and must not count as false.
    """

    name: str
    code: str | None
    subject: str | None
    n: int
    clustered: bool
    decidable: bool
    tables: Mapping[str, pl.DataFrame]
    also: frozenset[str] = frozenset()
