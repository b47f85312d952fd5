"""Causes that a checkpoint reveals without running it: exact facts, each of which confirms alone."""

from __future__ import annotations

import polars as pl

from touchstone.examination import DetectorExamination

from ._build import finding
from ._finding import Evidence, Finding


def diagnose_weights(detector: DetectorExamination, tensors: pl.DataFrame, verify: str) -> list[Finding]:
    """Why it was not loaded, and tensors that hold what no training leaves behind.

    Args:
        detector: its examination.
        tensors: its rows of the ``tensors`` table.
        verify: command that checks.
    """
    return [
        *_not_loaded(detector, verify),
        *_non_finite(detector, tensors, verify),
        *_zeroed(detector, tensors, verify),
    ]


def _not_loaded(detector: DetectorExamination, verify: str) -> list[Finding]:
    if detector.assessment.word != "not loaded":
        return []
    row = detector.row
    missing, unexpected = _names(row["missing_keys"]), _names(row["unexpected_keys"])
    evidence = [Evidence(statement=str(row["reason"]), source="detectors", n=len(missing) + len(unexpected) or None)]
    own = detector.domain.key if detector.domain else None
    if not missing and not unexpected:
        code, remedy = "weights.unreadable", f"write the file again: {row['reason']}"
    elif row["layout"] is not None and str(row["layout"]).removesuffix("_legacy") == own:
        code = "weights.partial_load"
        remedy = (
            f"export all tensors of {row['layout']}: {len(missing)} missing, {len(unexpected)} that it does not have"
        )
    else:
        code = "weights.wrong_architecture"
        fits = f"it fits {row['layout']} best" if row["layout"] is not None else "it fits no known layout"
        remedy = f"give the file that belongs to {detector.name}, or name its layout: {fits}"
    return [finding(code, detector.name, "confirmed", evidence, remedy=remedy, verify=verify, exact=True)]


def _names(value: object) -> list[str]:
    return [str(name) for name in value] if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def _non_finite(detector: DetectorExamination, tensors: pl.DataFrame, verify: str) -> list[Finding]:
    bad = tensors.filter(pl.col("non_finite") > 0).sort("non_finite", descending=True)
    if not bad.height:
        return []
    count = int(bad["non_finite"].sum())
    statement = (
        f"{count} NaN or infinite values in {bad.height} of {tensors.height} tensors, most in {bad['tensor'][0]}"
    )
    return [
        finding(
            "weights.non_finite",
            detector.name,
            "confirmed",
            [Evidence(statement=statement, value=count, n=tensors.height, source="tensors")],
            remedy=f"go back to a checkpoint from before training diverged, and lower the learning rate: {statement}",
            verify=verify,
            exact=True,
            explains=("scores.invalid", "scores.no_signal", "scores.constant"),
        )
    ]


def _zeroed(detector: DetectorExamination, tensors: pl.DataFrame, verify: str) -> list[Finding]:
    """Only weights of two or more axes: biases and normalisation may be zero in sound networks."""
    bad = tensors.filter(pl.col("shape").list.len() >= 2, pl.col("zeros") == pl.col("elements"), pl.col("elements") > 0)
    if not bad.height:
        return []
    values = int(bad["elements"].sum())
    statement = f"{bad.height} weight tensors ({values} values) are all zero, the first {bad['tensor'][0]}"
    return [
        finding(
            "weights.zeroed",
            detector.name,
            "confirmed",
            [Evidence(statement=statement, value=bad.height, n=tensors.height, source="tensors")],
            remedy=f"restore these tensors from an earlier checkpoint or train them again: {statement}",
            verify=verify,
            exact=True,
            explains=("scores.no_signal", "scores.constant"),
        )
    ]
