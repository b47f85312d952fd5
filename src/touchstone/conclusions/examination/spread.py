"""How far the scores of a detector lie apart, whatever they are worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from touchstone.vocabulary.odds import log_odds


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSpread:
    """How far P(fake) of the scored videos lies apart.

    Attributes:
        videos: scored videos.
        both_classes: whether real and fake ones are among them.
        most_frequent: share of the videos that have the most frequent value, in [0, 1].
        log_odds: standard deviation of the log-odds: tiny probabilities cannot hide from it.
        lowest: smallest P(fake).
        highest: largest P(fake).
    """

    videos: int
    both_classes: bool
    most_frequent: float
    log_odds: float
    lowest: float
    highest: float


def score_spread(rows: pl.DataFrame) -> ScoreSpread | None:
    """The spread over the scored ones of a detector's video rows; ``None`` where there are none."""
    scored = rows.filter(pl.col("status") == "ok")
    if not scored.height:
        return None
    p = scored["p_fake"].to_numpy()
    return ScoreSpread(
        videos=scored.height,
        both_classes=scored["label"].n_unique() > 1,
        most_frequent=np.unique(p, return_counts=True)[1].max().item() / scored.height,
        log_odds=float(np.std(log_odds(p, 1e-300, 1 - 1e-16))),
        lowest=float(p.min()),
        highest=float(p.max()),
    )
