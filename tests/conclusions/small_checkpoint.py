"""Small checkpoints for rules about weights: rows of the ``tensors`` table, and an examination made of them."""

import math

import polars as pl

from touchstone.conclusions.diagnosis.cause import OfWeights
from touchstone.conclusions.examination import FreshPart, Units, WeightsExamination
from touchstone.vocabulary.tables import TENSORS, from_rows

from .small import detector

KEYS = {"tensor": pl.String, "block": pl.String}


def tensor(name, shape=(4, 3), **columns):
    """A row of a sound tensor; ``columns`` are further ones, or others."""
    return {
        "detector": "net",
        "tensor": name,
        "block": None,
        "shape": list(shape),
        "dtype": "float32",
        "elements": math.prod(shape),
        "non_finite": 0,
        "zeros": 0,
        "mean": 0.0,
        "std": 0.5,
        "low": -1.0,
        "high": 1.0,
        "outlier": 5.0,
        "far": 0,
        "stripe": 0,
        **columns,
    }


def table(*rows):
    """The ``tensors`` table of a checkpoint."""
    return from_rows(rows, TENSORS)


def norms(**layers):
    """Batch normalisations: whether each is as it was made; two underscores are a dot of the layer's name."""
    names = [name.replace("__", ".") for name in layers]
    return pl.DataFrame(
        {"layer": names, "count": [0.0] * len(names), "blank": list(layers.values()), "fresh": list(layers.values())},
        schema={"layer": pl.String, "count": pl.Float64, "blank": pl.Boolean, "fresh": pl.Boolean},
    )


def part(name="", tensors=("a.weight",), **columns):
    """A part without structure, in which enough was judged to confirm it."""
    return FreshPart(
        **{
            "name": name, "tensors": tuple(tensors), "values": 2000, "spectrum_p": 0.5, "pattern_p": 0.25, "chance": None,
            "siblings": 0, "siblings_structured": 0, **columns,
        }
    )  # fmt: skip


def checkpoint(*rows, dead=(), **examined):
    """An examination in which nothing stands out; ``dead`` are names and blocks that no input can train."""
    frame = table(*rows)
    unreachable = pl.DataFrame(list(dead), schema=KEYS, orient="row")
    plain = {"norms": norms(), "whole": None, "absent": (), "idle": (), "unused_norms": norms()}
    return WeightsExamination(
        tensors=frame, unreachable=unreachable, units=Units.of(frame, unreachable), **{**plain, **examined}
    )


def of_weights(*rows, subject=None, **examined):
    """What a cause is asked about a checkpoint."""
    return OfWeights(detector=subject or detector("net"), weights=checkpoint(*rows, **examined))


def facts(finding):
    """Statement, source, value and n of each piece of evidence."""
    return [(e.statement, e.source, e.value, e.n) for e in finding.evidence]


def described(cause):
    """What a cause is; of the functions that are asked, their names."""
    fields = {name: getattr(cause, name) for name in cause.__dataclass_fields__}
    return {
        name: value.__name__ if name.startswith("of_") else value
        for name, value in fields.items()
        if value not in ((), {}, None)
    }
