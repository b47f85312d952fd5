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
    "training.shortcut": Code(
        "root", "moderate", "it keys on how the files were made, not on what they show", ("scores", "videos", "clips")
    ),
    "data.label_errors": Code("root", "moderate", "labels that are wrong", ("videos", "scores")),
    "data.leakage": Code("root", "moderate", "the same video or person stands on both sides of a split", ("videos",)),
    "data.shortcut": Code(
        "root", "moderate", "the label can be told from how or where the files were made", ("videos",)
    ),
    "data.imbalance": Code("info", "minor", "few videos of one class", ("videos",)),
    "data.too_small": Code("info", "minor", "too few videos to support a verdict", ("videos", "scores")),
    "data.duplicates": Code("root", "minor", "videos, names or rows that are there twice", ("videos", "scores")),
    "data.unreadable": Code("root", "minor", "videos that could not be read", ("videos",)),
    "ensemble.worse_than_member": Code(
        "symptom", "moderate", "the mean of all detectors is worse than one of them", ("scores", "videos")
    ),
    "ensemble.redundant": Code("symptom", "minor", "two detectors err alike", ("scores", "videos")),
    "ensemble.broken_member": Code("symptom", "moderate", "the ensemble is better without it", ("scores", "videos")),
    "data.missing_not_at_random": Code(
        "root",
        "moderate",
        "videos or scores are missing more often under one label, or from one source",
        ("videos", "scores"),
    ),
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

WORSE_GAIN = 0.01
"""Smallest AUC by which a single detector must beat the mean of all to count."""

BROKEN_GAIN = 0.005
"""Smallest AUC that must be gained by leaving a member out for it to count as broken."""

REDUNDANT_CORRELATION = 0.95
"""Rank correlation inside the labels, at the lower end of its interval, from which on two detectors count as one."""

REDUNDANT_GAIN = 0.01
"""Largest AUC, at the upper end of its interval, that a redundant member may add."""
TOLD_BY_METADATA = 0.65
"""Least held-out AUC of a classifier of metadata that counts: below, a detector gains little from what it learns."""

TOLD_BEYOND = 0.55
"""Lower limit that the interval of that AUC must reach."""

FEWEST_GROUPS = 15
"""Groups below which what metadata tell is a suspicion at most."""

LEAST_DROP = 0.10
"""Least drop of the AUC, from where a property speaks for the label to where it speaks against it, that counts."""

MISSING_DIFFERENCE = 0.05
"""Least difference of the shares missing, between labels, that counts."""

MISSING_BY_SOURCE = 0.10
"""Least excess of the share missing from one source over that of all that counts."""

WRONG_LABELS = 0.02
"""Least estimated share of wrong labels that counts; fewer are a list to look at, not a finding."""

LIKE_THE_OTHER = 0.5
"""Mean position that contradicted videos must exceed, with its interval, to look like the other label."""

AGREED = 0.03
"""Largest p of the sign test of labels contradicted against labels spoken for; what the videos look like must agree."""

SHARED_ERRORS = 0.2
"""Correlation of detectors inside a label from which on their agreement is no second opinion."""

CLEARLY = 0.01
"""Largest p that counts where nothing but its smallness speaks for a finding."""
