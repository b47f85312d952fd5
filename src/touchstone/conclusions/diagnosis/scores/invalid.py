"""Answers that are no probability: an exact fact."""

from __future__ import annotations

import polars as pl

from touchstone.conclusions.examination import DetectorExamination

from ..build import finding
from ..finding import Evidence, Finding


def invalid(detector: DetectorExamination, scores: pl.DataFrame) -> Finding | None:
    """Units whose answer was NaN, infinite or outside [0, 1]; how many, what most of them said, and their range.

    Args:
        scores: its rows of the ``scores`` table, after :func:`touchstone.conclusions.examination.only_probabilities`.
    """
    bad = scores.filter(pl.col("status") == "failed", pl.col("answer").is_not_null())
    if not bad.height:
        return None
    reasons = bad.group_by("reason", "answer").len().sort("len", "reason", descending=[True, False])
    reason, answer = str(reasons["reason"][0]), str(reasons["answer"][0])
    asked = scores.filter(pl.col("status") != "abstained").height
    statement = f"{bad.height} of {asked} units ({bad.height / asked:.1%}) got no score; most often: {reason}"
    evidence = [Evidence.fact(statement, "scores", bad.height / asked, asked)]
    logits = bad["logit"].drop_nulls()
    logits = logits.filter(logits.is_finite())
    if logits.len():
        low, high = float(logits.to_numpy().min()), float(logits.to_numpy().max())
        said = f"the numbers given in place of probabilities run from {low:.4g} to {high:.4g}"
        evidence.append(Evidence.fact(said, "scores", high - low, logits.len()))
    return finding("scores.invalid", detector.name, "confirmed", evidence, _remedy(answer, reason), exact=True)


def _remedy(answer: str, reason: str) -> str:
    if answer == "log-odds":
        return f"pass its output through a sigmoid, or say that the column holds log-odds: {reason}"
    if answer == "percent":
        return f"divide its output by 100, or say that the column holds percent: {reason}"
    if answer == "outside":
        return f"find out why some answers are no probability before trusting the others: {reason}"
    return f"find out why the network answers so (a diverged training, an overflow in low precision, an empty input): {reason}"
