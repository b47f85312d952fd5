"""Components that contribute nothing to the answer: scales of zero, and branches whose weights decayed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import polars as pl

DECAYED = 1e-3
"""Gain of a layer, over the median of the file's layers, below which every layer of a part counts as decayed. The weakest layers
of published networks lie at 0.05."""

DECAYED_SCALE = 1e-5
"""Largest magnitude of a scale that counts as zero."""

_FEWEST_OTHERS = 3
_SCALE = re.compile(
    r"(^|[._])(gamma|scale|alpha|ls|layer_?scale|res_?scale|res_?weight|gate)[._]?\d*$|(gamma|layer_scale)"
)
_NORM = re.compile(r"(^|[._\d])(norm|bn|ln|rms|gn)", re.IGNORECASE)
_NOT_A_COMPONENT = re.compile(r"lora|adapter|zero_point|mask|log", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentPart:
    """A component that contributes nothing.

    Attributes:
        kind: ``scale``: what it multiplies its output by is zero; ``decayed``: its weights are.
        name: name of the scale, or beginning of the names of the decayed weights.
        largest: largest magnitude of the scale; largest gain of the decayed layers.
        usual: median largest magnitude of the other scales; median gain of the other layers; ``None`` without such.
        tensors: weight tensors that decayed; 1 for a scale.
    """

    kind: Literal["scale", "decayed"]
    name: str
    largest: float
    usual: float | None
    tensors: int


def silent(tensors: pl.DataFrame) -> tuple[SilentPart, ...]:
    """Scales of zero first, then branches that decayed."""
    whole = tensors.filter(
        pl.col("block").is_null(), pl.col("dtype").str.contains("float"), pl.col("low").is_not_null()
    )
    whole = whole.filter(~pl.col("tensor").str.contains(f"(?i){_NOT_A_COMPONENT.pattern}"))
    return (*_zero_scales(whole), *_decayed(whole))


def _zero_scales(whole: pl.DataFrame) -> list[SilentPart]:
    names = set(whole["tensor"].to_list())
    size = pl.max_horizontal(pl.col("low").abs(), pl.col("high").abs())
    small = whole.filter(pl.col("shape").list.len() <= 1).select("tensor", "shape", size=size)
    scales = small.filter(pl.col("tensor").map_elements(lambda name: _is_scale(name, names), return_dtype=pl.Boolean))
    usual = scales.filter(pl.col("size") > DECAYED_SCALE)["size"].median()
    level = usual if isinstance(usual, float) else None
    return [
        SilentPart(kind="scale", name=name, largest=largest, usual=level, tensors=1)
        for name, largest in scales.filter(pl.col("size") <= DECAYED_SCALE).select("tensor", "size").iter_rows()
    ]


def _is_scale(name: str, names: set[str]) -> bool:
    """A normalisation's ``weight``, recognised by its statistics, its bias or its name; or what is called a scale."""
    layer, _, last = name.rpartition(".")
    if last != "weight":
        return bool(_SCALE.search(name))
    return f"{layer}.running_var" in names or f"{layer}.bias" in names or bool(_NORM.search(layer))


def _decayed(whole: pl.DataFrame) -> list[SilentPart]:
    """The largest parts of which every layer decayed."""
    inputs = pl.col("elements") / pl.col("shape").list.first()
    gain = (pl.col("std") ** 2 + pl.col("mean") ** 2).sqrt() * inputs.sqrt()
    layers = whole.filter(
        pl.col("shape").list.len() >= 2,
        pl.col("elements") > 1,
        pl.col("std").is_not_null(),
        pl.col("mean").is_not_null(),
    ).select("tensor", gain=gain)
    layers = layers.filter(pl.col("gain") > 0)
    gains = {str(name): float(value) for name, value in layers.iter_rows()}
    usual = layers["gain"].median()
    if not isinstance(usual, float) or len(gains) <= _FEWEST_OTHERS:
        return []
    small = {name for name, value in gains.items() if value < DECAYED * usual}
    return _largest_parts(gains, small)


def _largest_parts(gains: dict[str, float], small: set[str]) -> list[SilentPart]:
    parts: list[SilentPart] = []
    for name in [n for n in gains if n in small]:
        if any(name.startswith(part.name) for part in parts):
            continue
        part = next((p for p in _beginnings(name) if all(n in small for n in gains if n.startswith(p))), name)
        inside = [n for n in gains if n.startswith(part)]
        others = pl.Series([value for n, value in gains.items() if n not in small]).median()
        level = others if isinstance(others, float) else None
        largest = max(gains[n] for n in inside)
        parts.append(SilentPart(kind="decayed", name=part, largest=largest, usual=level, tensors=len(inside)))
    return parts


def _beginnings(name: str) -> list[str]:
    pieces = name.split(".")
    return [".".join(pieces[:depth]) + "." for depth in range(1, len(pieces))]
