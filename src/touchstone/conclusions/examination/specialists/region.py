"""The scored videos of a specialist as arrays, with their indicators."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.conclusions.metrics import Estimate, Flags, Floats, Sample, auc_estimate, proportion


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ScoredVideos:
    """Videos that a specialist scored.

    Attributes:
        rows: their video rows joined with the indicators.
        sample: scores, labels and groups, in the order of the rows.
        right: whether each was called what it is.
    """

    rows: pl.DataFrame
    sample: Sample
    right: Flags

    @classmethod
    def of(cls, rows: pl.DataFrame, indicators: pl.DataFrame, threshold: float) -> ScoredVideos:
        """Join the scored ones of the video rows with the indicators; sorted by score, then by key."""
        answered = rows.filter(pl.col("p_fake").is_not_null() & (pl.col("status") == "ok"))
        joined = answered.join(indicators, on="video", how="left").sort("p_fake", "video")
        sample = Sample.from_rows(joined)
        return cls(rows=joined, sample=sample, right=(sample.p >= threshold) == sample.fake)

    def values(self, indicator: str) -> Floats:
        """One value per video, NaN where it was not measured."""
        if indicator not in self.rows.columns:
            return np.full(len(self.sample), np.nan)
        column = self.rows[indicator].cast(pl.Float64).fill_null(np.nan).to_numpy().astype(np.float64)
        return np.where(np.isfinite(column), column, np.nan)

    def share(self, hits: Flags, chosen: Flags) -> Estimate:
        """Share of hits among the chosen videos, with its interval."""
        group = self.sample.group
        return proportion(hits[chosen], None if group is None else group[chosen])

    def ranked(self, chosen: Flags) -> Estimate:
        """AUC of the chosen videos."""
        return auc_estimate(self.sample.part(chosen))
