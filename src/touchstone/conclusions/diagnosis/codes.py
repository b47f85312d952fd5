"""The catalogue: every cause and symptom that has a code, and what each explains or cannot be told from.

A code that is not ``examined`` is in the catalogue because its cause is known, and nothing looks for it yet: its absence from a
run says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from .finding import FindingKind, Severity


@dataclass(frozen=True, slots=True)
class Pair:
    """Another cause that looks the same.

    Attributes:
        code: the other cause.
        separated_by: the measurement that would tell the two apart.
    """

    code: str
    separated_by: str


@dataclass(frozen=True, slots=True)
class Code:
    """One cause or symptom.

    Attributes:
        kind: root, symptom or info.
        severity: how bad it is for the detector that has it.
        meaning: what it is, in one line.
        needs: tables that it is read from.
        explains: symptoms of the same subject that it explains where it is found.
        pairs: causes that it cannot be told from with these tables.
        examined: whether anything looks for it.
    """

    kind: FindingKind
    severity: Severity
    meaning: str
    needs: tuple[str, ...]
    explains: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    examined: bool = True


_BLIND = ("scores.constant", "scores.no_signal", "ensemble.broken_member")
"""What a network shows that cannot see."""

_UNEVEN = ("training.weak_slice",)
"""What shows when decisions or ranking are off on a part of the footage."""

_HYPOTHESES = "the score under each hypothesis about the input, on the same videos"
_ORDER_PROBE = "scores after frames are shuffled, frozen and reversed"

CODES: dict[str, Code] = {
    "scores.invalid": Code(
        "root", "critical", "answers that are no probability", ("scores",), explains=(*_BLIND, "scores.unstable")
    ),
    "scores.constant": Code("symptom", "critical", "nearly all videos get one score", ("scores",)),
    "scores.fallback": Code(
        "root", "moderate", "one exact score stands for videos that were not judged", ("scores", "videos"),
        explains=(*_BLIND, "scores.unstable"),
    ),
    "scores.inverted": Code(
        "root", "critical", "real and fake are swapped", ("scores", "videos"),
        explains=(*_UNEVEN, "ensemble.broken_member"),
        pairs=(
            Pair("data.label_errors", "a second detector on the same videos, or a look at ten of them: are the labels swapped?"),
        ),
    ),
    "scores.threshold_shift": Code(
        "root", "moderate", "it ranks well and cuts at the wrong place", ("scores", "videos"), explains=_UNEVEN,
        pairs=(Pair("training.class_bias", "the numbers of real and fake videos that it was trained on"),),
    ),
    "scores.no_signal": Code("symptom", "critical", "it cannot tell real from fake here", ("scores", "videos")),
    "scores.overconfident": Code(
        "root", "minor", "its probabilities are too extreme", ("scores", "videos"), explains=(),
        pairs=(Pair("training.domain_gap", "its calibration on videos of the corpus that it was trained on"),),
    ),
    "scores.underconfident": Code(
        "root", "minor", "its probabilities are too timid", ("scores", "videos"), explains=(),
        pairs=(Pair("training.domain_gap", "its calibration on videos of the corpus that it was trained on"),),
    ),
    "scores.unstable": Code("symptom", "moderate", "frames of one video disagree", ("scores",)),
    "weights.unreadable": Code("root", "critical", "the checkpoint cannot be read", ("detectors",), explains=_BLIND),
    "weights.partial_load": Code(
        "root", "critical", "part of the checkpoint does not reach the network", ("detectors", "tensors"), explains=_BLIND
    ),
    "weights.wrong_architecture": Code(
        "root", "critical", "the checkpoint belongs to another network", ("detectors",), explains=_BLIND
    ),
    "weights.non_finite": Code(
        "root", "critical", "weights that are NaN or infinite", ("tensors",), explains=("scores.invalid", *_BLIND)
    ),
    "weights.zeroed": Code("root", "critical", "weights that are all zero, or one constant", ("tensors",), explains=_BLIND),
    "weights.corrupted": Code(
        "root", "critical", "weights that are damaged: values that no training leaves", ("tensors",),
        explains=("scores.invalid", *_BLIND),
    ),
    "weights.untrained": Code(
        "root", "critical", "a part, or all, of the network never learned", ("tensors",), explains=_BLIND,
        pairs=(Pair("training.collapsed", "class information in the features before the part"),),
    ),
    "weights.stale_batchnorm": Code(
        "root", "moderate", "running statistics that do not fit the data", ("tensors",),
        explains=(*_BLIND, "scores.unstable"),
        pairs=(Pair("inputs.normalization", _HYPOTHESES),), examined=False,
    ),
    "inputs.channel_order": Code(
        "root", "critical", "colours in another order than in training", ("probes",), explains=_BLIND,
        pairs=(Pair("training.domain_gap", _HYPOTHESES),), examined=False,
    ),
    "inputs.normalization": Code(
        "root", "critical", "values scaled otherwise than in training", ("probes",), explains=_BLIND,
        pairs=(Pair("weights.stale_batchnorm", _HYPOTHESES),), examined=False,
    ),
    "inputs.geometry": Code(
        "root", "critical", "another size, crop or direction than in training", ("probes",), explains=_BLIND,
        pairs=(Pair("training.domain_gap", _HYPOTHESES),), examined=False,
    ),
    "inputs.sampling": Code(
        "root", "moderate", "other frames, another rate or order than in training", ("probes",),
        explains=(*_BLIND, "scores.unstable"),
        pairs=(Pair("structure.ignores_time", _ORDER_PROBE),), examined=False,
    ),
    "runtime.train_mode": Code(
        "root", "critical", "dropout or batch statistics are active at inference", ("probes",),
        explains=("scores.unstable", *_BLIND), examined=False,
    ),
    "runtime.nondeterministic": Code(
        "root", "moderate", "results differ from run to run", ("probes",), explains=("scores.unstable",), examined=False,
    ),
    "runtime.precision": Code(
        "root", "moderate", "low precision damages the scores", ("probes",), explains=("scores.invalid", *_BLIND), examined=False,
    ),
    "structure.dead_component": Code(
        "root", "moderate", "a component that contributes nothing", ("components",), explains=(), examined=False,
    ),
    "structure.dead_parameters": Code("info", "minor", "parameters that no input can train", ("tensors",)),
    "structure.ignores_time": Code(
        "root", "moderate", "a temporal specialist that does not look at order", ("detectors",)
    ),
    "structure.ignores_audio": Code(
        "root", "moderate", "an audio-visual specialist that does not hear", ("detectors",)
    ),
    "structure.off_domain": Code(
        "root", "moderate", "it reacts to something else than what it specialises in", ("responses",),
        explains=("scores.no_signal",),
        pairs=(Pair("training.shortcut", "scores after the cue alone is planted and removed"),), examined=False,
    ),
    "training.collapsed": Code(
        "root", "critical", "it learned one class", ("components",), explains=_BLIND,
        pairs=(Pair("weights.untrained", "class information in the features before the head"),), examined=False,
    ),
    "training.class_bias": Code(
        "root", "moderate", "trained on unbalanced classes", ("scores", "videos"), explains=_UNEVEN,
        pairs=(Pair("scores.threshold_shift", "the numbers of real and fake videos that it was trained on"),),
    ),
    "training.shortcut": Code(
        "root", "moderate", "it keys on how the files were made, not on what they show", ("scores", "videos", "clips"),
        explains=_UNEVEN, pairs=(Pair("structure.off_domain", "scores after the cue alone is planted and removed"),),
    ),
    "training.domain_gap": Code(
        "root", "moderate", "good on one data set, poor on another", ("scores", "videos"),
        explains=(*_UNEVEN, "scores.no_signal"),
        pairs=(Pair("data.label_errors", "a look at the labels of the data set where it is poor"),),
    ),
    "training.weak_slice": Code(
        "symptom", "moderate", "clearly poorer on a nameable part", ("scores", "videos", "frames", "clips")
    ),
    "data.label_errors": Code(
        "root", "moderate", "labels that are wrong", ("videos", "scores"), explains=("scores.no_signal", *_UNEVEN),
        pairs=(Pair("scores.inverted", "a second detector on the same videos, or a look at ten of them"),),
    ),
    "data.leakage": Code("root", "moderate", "the same video or person stands on both sides of a split", ("videos",)),
    "data.duplicates": Code("root", "minor", "videos, names or rows that are there twice", ("videos", "scores")),
    "data.shortcut": Code(
        "root", "moderate", "the label can be told from how or where the files were made", ("videos",)
    ),
    "data.imbalance": Code("info", "minor", "few videos of one class", ("videos",)),
    "data.too_small": Code("info", "minor", "fewer videos than a close estimate takes", ("videos", "scores")),
    "data.unreadable": Code("root", "minor", "videos that could not be read", ("videos",)),
    "data.missing_not_at_random": Code(
        "root", "moderate", "videos or scores are missing more often under one label, or from one source", ("videos", "scores"),
    ),
    "ensemble.worse_than_member": Code(
        "symptom", "moderate", "the mean of all detectors is worse than one of them", ("scores", "videos")
    ),
    "ensemble.redundant": Code("symptom", "minor", "two detectors err alike", ("scores", "videos")),
    "ensemble.broken_member": Code("symptom", "moderate", "the ensemble is better without it", ("scores", "videos")),
}  # fmt: skip

# --- thresholds of the rules that rest on exact facts; those of measured witnesses stand in likelihoods.py ------------

IMBALANCE = 0.25
"""Share of the smaller class below which classes are unbalanced."""

ONE_SIDED = 0.20
"""|bias| from which on decisions count as one-sided."""

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

STRAIGHT = (0.8, 1.25)
"""Slopes of the log-odds between which probabilities count as neither too extreme nor too timid."""

SQUEEZED = 0.05
"""Least spread of scores that are said to be squeezed by a second sigmoid; less is constant, not squeezed."""
