"""Samples with known properties, for all tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from touchstone.conclusions.metrics import Sample

MakeSample = Callable[..., Sample]
MakeRows = Callable[..., pl.DataFrame]


def _draw(
    n: int, *, groups: int | None = None, rho: float = 0.3, shift: float = 1.2, ties: bool = False, seed: int = 0
) -> Sample:
    rng = np.random.default_rng(seed)
    fake = np.arange(n) % 2 == 1
    score = shift * (fake - 0.5) + rng.standard_normal(n)
    group = None
    if groups is not None:
        group = rng.permutation(np.arange(n) % groups)
        score = np.sqrt(1 - rho) * score + np.sqrt(rho) * rng.standard_normal(groups)[group]
    p = 1 / (1 + np.exp(-score))
    return Sample(np.round(p, 1) if ties else p, fake, group)


def _rows(sample: Sample, **columns: Any) -> pl.DataFrame:
    rows = pl.DataFrame(
        {
            "video": [f"v{i:05}.mp4" for i in range(len(sample))],
            "label": np.where(sample.fake, "fake", "real"),
            "p_fake": sample.p,
            "status": ["ok"] * len(sample),
        }
    )
    if sample.group is not None:
        assert isinstance(sample.group, np.ndarray)
        rows = rows.with_columns(group=pl.Series([f"g{k}" for k in sample.group]))
    return rows.with_columns(**{name: pl.Series(values) for name, values in columns.items()})


@pytest.fixture
def draw() -> MakeSample:
    """Make a binormal sample: ``draw(n, groups=…, rho=…, shift=…, ties=…, seed=…)``."""
    return _draw


@pytest.fixture
def rows_of() -> MakeRows:
    """Make video rows of a sample: ``rows_of(sample, source=[…], …)``."""
    return _rows
