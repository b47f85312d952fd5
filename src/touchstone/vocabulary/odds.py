"""From log-odds to probabilities and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray


def sigmoid(z: ArrayLike) -> NDArray[np.float64]:
    """P = 1 / (1 + exp(−log-odds)) of numbers of any shape; neither end overflows.

    >>> float(sigmoid(0.0)), sigmoid([-1000.0, 1000.0]).tolist()
    (0.5, [0.0, 1.0])
    """
    x = np.asarray(z, np.float64)
    small: NDArray[Any] = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


def log_odds(p: ArrayLike, least: float, most: float) -> NDArray[np.float64]:
    """log(p / (1 − p)) of probabilities that are kept between ``least`` and ``most``; NaN stays.

    >>> log_odds([0.0, 0.5], 0.01, 0.99).round(2).tolist()
    [-4.6, 0.0]
    """
    kept = np.clip(np.asarray(p, np.float64), least, most)
    return np.log(kept) - np.log1p(-kept)


def sigmoid_of(z: pl.Expr) -> pl.Expr:
    """The same of a column.

    >>> pl.DataFrame({"x": [0.0]}).select(sigmoid_of(pl.col("x"))).item()
    0.5
    """
    return 1 / (1 + (-z).exp())
