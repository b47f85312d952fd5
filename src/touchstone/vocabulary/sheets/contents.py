"""What the cells of the columns of one frame are, so that it is looked for once, however many rules ask."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Contents:
    """What was asked of the columns of a frame.

    Attributes:
        frame: the frame; ``None`` of a sheet that is being made.
        texts: column → its cells as text without blanks around.
        numbers: column → its cells as numbers; ``None`` where they are none.
        holds_numbers: column → whether any cell of it is a number.
        different: column → its cells, each once.
    """

    frame: pl.DataFrame | None = None
    texts: dict[str, pl.Series] = field(default_factory=dict[str, pl.Series])
    numbers: dict[str, pl.Series | None] = field(default_factory=dict[str, pl.Series | None])
    holds_numbers: dict[str, bool] = field(default_factory=dict[str, bool])
    different: dict[str, pl.Series] = field(default_factory=dict[str, pl.Series])
