"""One score for nearly all videos. A classifier that answers 0 or 1 alone is not constant as long as it answers both."""

from __future__ import annotations

import numpy as np
import polars as pl

from touchstone.conclusions.examination import DetectorExamination

from ..build import finding
from ..finding import SCORES, Evidence, Finding
from ..likelihoods import CONSTANT_FEWEST, CONSTANT_SHARE, CONSTANT_SPREAD


def constant(detector: DetectorExamination) -> Finding | None:
    """Nearly one score for all, over both classes, by a measure that tiny probabilities cannot hide from."""
    scored = detector.rows.filter(pl.col("status") == "ok")
    p = scored["p_fake"]
    auc = detector.performance.auc if detector.performance else None
    if p.len() < CONSTANT_FEWEST or scored["label"].n_unique() < 2 or auc is None:
        return None
    share = max(int(count) for count in p.value_counts()["count"]) / p.len()
    logits = np.log(np.clip(p.to_numpy(), 1e-300, None)) - np.log1p(-np.clip(p.to_numpy(), 0, 1 - 1e-16))
    spread = float(np.std(logits))
    if (share < CONSTANT_SHARE and spread >= CONSTANT_SPREAD) or auc.above(0.5) or auc.below(0.5):
        return None
    low, high = float(p.to_numpy().min()), float(p.to_numpy().max())
    statement = (
        f"P(fake) of {p.len()} videos lies between {low:.6g} and {high:.6g}, standard deviation of the log-odds {spread:.2g}; "
        f"the most frequent value holds {share:.0%}; AUC {auc}"
    )
    return finding(
        "scores.constant",
        detector.name,
        "confirmed",
        [Evidence.fact(statement, SCORES, spread, p.len())],
        f"{detector.name} answers {low:.4g} to {high:.4g} whatever it is shown: check that its input is what it was trained "
        "on, and whether its features carry any class, before training it again",
        exact=True,
    )
