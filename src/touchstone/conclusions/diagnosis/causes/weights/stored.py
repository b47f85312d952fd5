"""What went wrong when a file was put together: a layer that was copied over another, and codes without their scale."""

from __future__ import annotations

import re

import polars as pl

from touchstone.conclusions.examination import WeightsExamination

from ...finding import Evidence

FEWEST_CODES = 10
"""Different whole numbers from which on a tensor of them holds codes: signs, masks and small filters have fewer."""

LARGEST_CODE = 100
"""Magnitude that the largest code reaches: eight bits go to 127 or 255, filters of whole numbers seldom beyond 12."""

_EVEN = -1.1
_SCALE = re.compile(r"scale|zero_point|scb|absmax|quant|qparam|step_size|delta", re.IGNORECASE)


def copies(weights: WeightsExamination) -> tuple[list[Evidence], list[Evidence]]:
    """Equal learned tensors: those of one component for sure; those of two, which may have been tied, as a suspicion."""
    facts = [
        (
            pair.alike,
            Evidence.fact(
                f"{pair.second} holds the {pair.elements} values of {pair.first}, one by one, and does not share its memory: "
                "two layers that are trained apart do not become equal",
                "tensors: hash, tied",
                pair.elements,
                pair.elements,
            ),
        )
        for pair in weights.copied[:3]
    ]
    return [fact for alike, fact in facts if alike], [fact for alike, fact in facts if not alike]


def bare_codes(tensors: pl.DataFrame) -> list[Evidence]:
    """Whole numbers of eight bits where weights are expected, with nothing in the file that scales them.

    Positions and coordinates are whole numbers too, but evenly spread.
    """
    names = tensors["tensor"].to_list()
    size = pl.max_horizontal(pl.col("low").abs(), pl.col("high").abs())
    integers = pl.col("dtype").is_in(["int8", "uint8"])
    held = tensors.filter(
        pl.col("codes") >= FEWEST_CODES,
        size >= LARGEST_CODE,
        pl.col("kurtosis") > _EVEN,
        integers | (pl.col("low") < 0),
    )
    rows = [row for row in held.iter_rows(named=True) if not _has_scale(str(row["tensor"]), names)]
    return [
        Evidence.fact(
            f"{row['tensor']} holds only whole numbers from {row['low']:.0f} to {row['high']:.0f} ({row['codes']} different "
            "ones), as quantised weights are stored, and the file has no scale for them",
            "tensors: codes, low, high",
            row["codes"],
            row["elements"],
        )
        for row in rows[:3]
    ]


def _has_scale(name: str, names: list[str]) -> bool:
    """Whether a tensor of the same layer is called a scale, or the like."""
    layer = name.rpartition(".")[0]
    beside = [
        other for other in names if other != name and other.startswith(f"{layer}." if layer else name.split("_")[0])
    ]
    return any(_SCALE.search(other.removeprefix(layer)) for other in beside)
