"""From log-odds to probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray


def sigmoid(log_odds: ArrayLike) -> NDArray[np.float64]:
    """P = 1 / (1 + exp(−log-odds)) of numbers of any shape; neither end overflows.

    >>> float(sigmoid(0.0)), sigmoid([-1000.0, 1000.0]).tolist()
    (0.5, [0.0, 1.0])
    """
    x = np.asarray(log_odds, np.float64)
    small: NDArray[Any] = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + small), small / (1 + small))


def sigmoid_of(log_odds: pl.Expr) -> pl.Expr:
    """The same of a column.

    >>> pl.DataFrame({"x": [0.0]}).select(sigmoid_of(pl.col("x"))).item()
    0.5
    """
    return 1 / (1 + (-log_odds).exp())
