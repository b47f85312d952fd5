"""The causes and symptoms that are looked for, and every threshold that decides, in one place."""

from __future__ import annotations

from dataclasses import dataclass

from ._finding import Kind, Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One cause or symptom.

    Attributes:
        kind: root, symptom or info.
        severity: how bad it is for the detector that has it.
        meaning: what it is, in one line.
        needs: tables that it is read from.
    """

    kind: Kind
    severity: Severity
    meaning: str
    needs: tuple[str, ...]


CODES: dict[str, Code] = {
    "scores.invalid": Code("root", "critical", "the network answers what is no number", ("scores",)),
    "scores.constant": Code("symptom", "critical", "nearly all videos get one score", ("scores",)),
    "scores.inverted": Code("root", "critical", "real and fake are swapped", ("scores", "videos")),
    "scores.threshold_shift": Code(
        "root", "moderate", "it ranks well and cuts at the wrong place", ("scores", "videos")
    ),
    "scores.no_signal": Code("symptom", "critical", "it cannot tell real from fake here", ("scores", "videos")),
    "weights.unreadable": Code("root", "critical", "the checkpoint cannot be read", ("detectors",)),
    "weights.partial_load": Code(
        "root", "critical", "part of the checkpoint does not reach the network", ("detectors", "tensors")
    ),
    "weights.wrong_architecture": Code("root", "critical", "the checkpoint belongs to another network", ("detectors",)),
    "weights.non_finite": Code("root", "critical", "weights that are NaN or infinite", ("tensors",)),
    "weights.zeroed": Code("root", "critical", "weights that are all zero, or one constant", ("tensors",)),
    "weights.corrupted": Code(
        "root", "critical", "weights that are damaged: values that no training leaves", ("tensors",)
    ),
    "weights.untrained": Code("root", "critical", "a part, or all, of the network never learned", ("tensors",)),
    "structure.dead_parameters": Code("info", "minor", "parameters that no input can train", ("tensors",)),
    "structure.ignores_time": Code(
        "root", "moderate", "a temporal specialist that does not look at order", ("detectors",)
    ),
    "structure.ignores_audio": Code(
        "root", "moderate", "an audio-visual specialist that does not hear", ("detectors",)
    ),
    "training.weak_slice": Code(
        "symptom", "moderate", "clearly poorer on a nameable part", ("scores", "videos", "frames", "clips")
    ),
    "data.shortcut": Code(
        "root", "moderate", "the label can be told from how or where the files were made", ("videos",)
    ),
    "data.imbalance": Code("info", "minor", "few videos of one class", ("videos",)),
    "data.too_small": Code("info", "minor", "too few videos to support a verdict", ("videos", "scores")),
    "data.duplicates": Code("root", "minor", "videos with equal content", ("videos",)),
    "data.unreadable": Code("root", "minor", "videos that could not be read", ("videos",)),
    "data.missing_not_at_random": Code("root", "moderate", "videos fail more often under one label", ("videos",)),
}

# --- thresholds, each with its reason ---------------------------------------------------------------------------------

CONSTANT_SHARE = 0.98
"""Share of videos with one score from which on the score is constant, if its AUC is not clear of 0.5."""

CONSTANT_SPREAD = 1e-3
"""Standard deviation of the log-odds over videos below which the score is constant, if its AUC is not clear of 0.5."""

CONSTANT_FEWEST = 15
"""Videos, of both classes, below which a score is not called constant."""

ONE_SIDED = 0.20
"""|bias| from which on decisions count as one-sided."""

MINIMUM_GAIN = 0.05
"""Smallest gain in held-out balanced accuracy for which a threshold is worth moving."""

SIGNIFICANT = 0.05
"""Largest p, after correction for the number of tests, that counts."""

IMBALANCE = 0.25
"""Share of the smaller class below which classes are unbalanced."""
