"""Why a checkpoint was not loaded, for the three causes that rest on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from touchstone.conclusions.examination import DetectorExamination

from ...finding import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A checkpoint that was not loaded.

    Attributes:
        cause: which of the three causes it is.
        sure: whether it is known which network the file is for; else the nearest known layout is a guess.
        reason: what the loader said.
        layout: the known layout that its names fit best; ``None`` where they fit none.
        missing: tensors that the network has and the file lacks.
        unexpected: tensors that the file has and the network lacks.
        evidence: the reason, with the number of names.
        remedy: what to do where the shapes tell what is the matter; ``None`` elsewhere.
    """

    cause: Literal["unreadable", "partial load", "wrong architecture"]
    sure: bool
    reason: str
    layout: str | None
    missing: int
    unexpected: int
    evidence: Evidence
    remedy: str | None = None


_REMEDIES = {
    "one output": "widen its head from one logit to two with the line in the reason, or train it with two",
    "several outputs": "make one probability of fake of its outputs, and export that to ONNX",
    "renamed": 'if it is this network, write rename = "by order" in its section of detectors.toml; else give the right file',
    "another format": "give the network in a form that is read",
    "efficientnet": 'export it to ONNX, and give that file as onnx = "FILE.onnx" in detectors.toml',
}


def refused(detector: DetectorExamination) -> Refused | None:
    """Why a detector was not loaded; ``None`` where it was."""
    if detector.assessment.word != "not loaded":
        return None
    row = detector.row
    missing, unexpected = _count(row["missing_keys"]), _count(row["unexpected_keys"])
    layout = None if row["layout"] is None else str(row["layout"])
    domain = detector.domain.key if detector.domain else None
    if row["kind"] == "reference":
        domain = f"reference:{domain}"
    if not missing and not unexpected:
        cause = "unreadable"
    elif layout is not None and layout.removesuffix("_legacy") == domain:
        cause = "partial load"
    else:
        cause = "wrong architecture"
    return Refused(
        cause=cause,
        sure=row["kind"] != "checkpoint" or cause == "unreadable",
        reason=str(row["reason"]),
        layout=layout,
        missing=missing,
        unexpected=unexpected,
        evidence=Evidence.fact(str(row["reason"]), "detectors", n=missing + unexpected or None),
        remedy=_REMEDIES.get(str(row.get("misfit"))),
    )


def _count(names: object) -> int:
    return len(names) if isinstance(names, list) else 0  # pyright: ignore[reportUnknownArgumentType]
