"""The main facts about a checkpoint in the ``detectors`` and ``tensors`` tables, for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from touchstone.conclusions.examination import STRUCTURED
from touchstone.vocabulary.excerpts import LONGEST_QUOTE, shortened


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentFacts:
    """One component: the tensors whose names have the same beginning.

    Attributes:
        name: that beginning, cut where it is endless.
        tensors: number of tensors.
        values: number of values.
        judged: weight tensors, or row blocks of packed ones, that were compared with shuffled copies.
        structured: those among them that show the structure that training leaves.
        z: median distance of those judged from their shuffled copies, in standard deviations; ``None`` where none was judged.
        non_finite: values that are NaN or infinite.
        empty: weights of two or more axes that are zero or constant.
        far: values beyond 1000 times the median magnitude of their tensor.
    """

    name: str
    tensors: int
    values: int
    judged: int
    structured: int
    z: float | None
    non_finite: int
    empty: int
    far: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointFacts:
    """One checkpoint.

    Attributes:
        name: what it is called.
        row: its row of the ``detectors`` table.
        components: its components, in order.
        norms: number of batch-normalisation layers, smallest and largest of their batch counters; ``None`` without such layers.
        duplicates: groups of tensors with equal values.
    """

    name: str
    row: dict[str, object]
    components: tuple[ComponentFacts, ...]
    norms: tuple[int, int, int] | None
    duplicates: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairFacts:
    """Two checkpoints, over the tensors that both have and that are not constant.

    Attributes:
        first: one of them.
        second: the other.
        common: names that both have.
        equal: those among them with equal values.
        components: component → names in common, equal ones.
    """

    first: str
    second: str
    common: int
    equal: int
    components: dict[str, tuple[int, int]]


def checkpoint_facts(tables: Mapping[str, pl.DataFrame]) -> tuple[CheckpointFacts, ...]:
    """Facts of each checkpoint of the ``detectors`` table."""
    return tuple(
        _facts(row, tables["tensors"].filter(pl.col("detector") == row["detector"]))
        for row in tables["detectors"].iter_rows(named=True)
    )


def pair_facts(tables: Mapping[str, pl.DataFrame]) -> tuple[PairFacts, ...]:
    """Every pair of checkpoints that have a tensor name in common."""
    hashed = tables["tensors"].filter(pl.col("hash").is_not_null()).select("detector", "tensor", "hash")
    pairs: list[PairFacts] = []
    for first, second in combinations(hashed["detector"].unique(maintain_order=True).to_list(), 2):
        both = hashed.filter(pl.col("detector") == first).join(
            hashed.filter(pl.col("detector") == second), on="tensor", suffix="_other"
        )
        if not both.height:
            continue
        both = both.with_columns(
            same=pl.col("hash") == pl.col("hash_other"), component=_component(both["tensor"].to_list())
        )
        parts = both.group_by("component", maintain_order=True).agg(pl.len(), pl.col("same").sum())
        pairs.append(
            PairFacts(
                first=first,
                second=second,
                common=both.height,
                equal=int(both["same"].sum()),
                components={shortened(c, LONGEST_QUOTE): (int(n), int(s)) for c, n, s in parts.iter_rows()},
            )
        )
    return tuple(pairs)


def _facts(row: dict[str, object], tensors: pl.DataFrame) -> CheckpointFacts:
    named = tensors.with_columns(component=_component(tensors["tensor"].to_list()))
    counters = tensors.filter(pl.col("tensor").str.ends_with("num_batches_tracked"))["low"].drop_nulls()
    norms = None
    if counters.len():
        norms = (counters.len(), int(float(str(counters.min()))), int(float(str(counters.max()))))
    equal = (
        tensors.drop_nulls("hash")
        .group_by("hash", maintain_order=True)
        .agg("tensor")
        .filter(pl.col("tensor").list.len() > 1)
    )
    return CheckpointFacts(
        name=str(row["detector"]),
        row=row,
        components=tuple(
            _component_facts(str(name[0]), part) for name, part in named.group_by("component", maintain_order=True)
        ),
        norms=norms,
        duplicates=tuple(
            tuple(shortened(name, LONGEST_QUOTE) for name in names) for names in equal["tensor"].to_list()
        ),
    )


def _component_facts(name: str, part: pl.DataFrame) -> ComponentFacts:
    packed = part.filter(pl.col("block").is_not_null())["tensor"].unique().to_list()
    judged = part.filter(
        pl.col("spectrum_p").is_not_null(), pl.col("block").is_not_null() | ~pl.col("tensor").is_in(packed)
    )
    # The smaller of two p values, corrected by Šidák's formula.
    both = 1 - (1 - pl.min_horizontal("spectrum_p", "pattern_p")) ** 2
    whole = part.filter(pl.col("block").is_null())
    constant = (pl.col("low") == pl.col("high")) & (pl.col("elements") > 1) & (pl.col("shape").list.len() >= 2)
    z = judged.select(pl.max_horizontal("spectrum_z", "pattern_z").median()).item() if judged.height else None
    return ComponentFacts(
        name=shortened(name, LONGEST_QUOTE),
        tensors=whole.height,
        values=int(whole["elements"].sum()),
        judged=judged.height,
        structured=judged.filter(
            (both < STRUCTURED) & ((pl.col("family") != "orthogonal").fill_null(value=True))
        ).height,
        z=z,
        non_finite=int(whole["non_finite"].sum()),
        empty=whole.filter(constant).height,
        far=int(whole["far"].sum()),
    )


def _component(names: list[str]) -> pl.Series:
    """The first part of each name; with the second part where all names, or those of the domain's module, share the first."""
    firsts = {name.split(".")[0] for name in names}
    pieces = 2 if len(firsts) == 1 else 1
    components = [".".join(name.split(".")[: 2 if name.startswith("specialist_module.") else pieces]) for name in names]
    return pl.Series("component", components, dtype=pl.String)
