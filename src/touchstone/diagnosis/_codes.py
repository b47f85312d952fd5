"""The catalogue: every cause and symptom that has a code, and what each explains or cannot be told from.

A code that is not ``examined`` is in the catalogue because its cause is known, and nothing looks for it yet: its absence from a
run says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from ._finding import Kind, Severity


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

    kind: Kind
    severity: Severity
    meaning: str
    needs: tuple[str, ...]
    explains: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    examined: bool = True


_BLIND = ("scores.constant", "scores.no_signal")
"""What a network shows that cannot see."""

_UNEVEN = ("training.weak_slice",)
"""What shows when decisions or ranking are off on a part of the footage."""

_HYPOTHESES = "the score under each hypothesis about the input, on the same videos"
_ORDER_PROBE = "scores after frames are shuffled, frozen and reversed"
_SOUND_PROBE = "scores after sound is muted, swapped and shifted"

CODES: dict[str, Code] = {
    "scores.invalid": Code(
        "root", "critical", "answers that are no probability", ("scores",), (*_BLIND, "scores.unstable")
    ),
    "scores.constant": Code("symptom", "critical", "nearly all videos get one score", ("scores",)),
    "scores.fallback": Code(
        "root", "moderate", "one exact score stands for videos that were not judged", ("scores", "videos"),
        (*_BLIND, "scores.unstable"),
    ),
    "scores.inverted": Code(
        "root", "critical", "real and fake are swapped", ("scores", "videos"), _UNEVEN,
        (Pair("data.label_errors", "a second detector on the same videos, or a look at ten of them: are the labels swapped?"),),
    ),
    "scores.threshold_shift": Code(
        "root", "moderate", "it ranks well and cuts at the wrong place", ("scores", "videos"), _UNEVEN,
        (Pair("training.class_bias", "the numbers of real and fake videos that it was trained on"),),
    ),
    "scores.no_signal": Code("symptom", "critical", "it cannot tell real from fake here", ("scores", "videos")),
    "scores.overconfident": Code(
        "root", "minor", "its probabilities are too extreme", ("scores", "videos"), (),
        (Pair("training.domain_gap", "its calibration on videos of the corpus that it was trained on"),),
    ),
    "scores.underconfident": Code(
        "root", "minor", "its probabilities are too timid", ("scores", "videos"), (),
        (Pair("training.domain_gap", "its calibration on videos of the corpus that it was trained on"),),
    ),
    "scores.unstable": Code("symptom", "moderate", "frames of one video disagree", ("scores",)),
    "weights.unreadable": Code("root", "critical", "the checkpoint cannot be read", ("detectors",), _BLIND),
    "weights.partial_load": Code(
        "root", "critical", "part of the checkpoint does not reach the network", ("detectors",), _BLIND
    ),
    "weights.wrong_architecture": Code(
        "root", "critical", "the checkpoint belongs to another network", ("detectors",), _BLIND
    ),
    "weights.non_finite": Code(
        "root", "critical", "weights that are NaN or infinite", ("tensors",), ("scores.invalid", *_BLIND)
    ),
    "weights.zeroed": Code("root", "critical", "weights that are all zero", ("tensors",), _BLIND),
    "weights.corrupted": Code(
        "root", "critical", "weights of an implausible size, or with damaged bits", ("tensors",),
        ("scores.invalid", *_BLIND), examined=False,
    ),
    "weights.untrained": Code(
        "root", "critical", "a part that never learned", ("tensors",), _BLIND,
        (Pair("training.collapsed", "class information in the features before the part"),), examined=False,
    ),
    "weights.stale_batchnorm": Code(
        "root", "moderate", "running statistics that do not fit the data", ("tensors",),
        (*_BLIND, "scores.unstable"),
        (Pair("inputs.normalization", _HYPOTHESES),), examined=False,
    ),
    "inputs.channel_order": Code(
        "root", "critical", "colours in another order than in training", ("probes",), _BLIND,
        (Pair("training.domain_gap", _HYPOTHESES),), examined=False,
    ),
    "inputs.normalization": Code(
        "root", "critical", "values scaled otherwise than in training", ("probes",), _BLIND,
        (Pair("weights.stale_batchnorm", _HYPOTHESES),), examined=False,
    ),
    "inputs.geometry": Code(
        "root", "critical", "another size, crop or direction than in training", ("probes",), _BLIND,
        (Pair("training.domain_gap", _HYPOTHESES),), examined=False,
    ),
    "inputs.sampling": Code(
        "root", "moderate", "other frames, another rate or order than in training", ("probes",),
        (*_BLIND, "scores.unstable"),
        (Pair("structure.ignores_time", _ORDER_PROBE),), examined=False,
    ),
    "runtime.train_mode": Code(
        "root", "critical", "dropout or batch statistics are active at inference", ("probes",),
        ("scores.unstable", *_BLIND), examined=False,
    ),
    "runtime.nondeterministic": Code(
        "root", "moderate", "results differ from run to run", ("probes",), ("scores.unstable",), examined=False,
    ),
    "runtime.precision": Code(
        "root", "moderate", "low precision damages the scores", ("probes",), ("scores.invalid", *_BLIND), examined=False,
    ),
    "structure.dead_component": Code(
        "root", "moderate", "a component that contributes nothing", ("components",), (), examined=False,
    ),
    "structure.dead_parameters": Code(
        "info", "minor", "parameters that no input can train", ("tensors",), (), examined=False,
    ),
    "structure.ignores_time": Code(
        "root", "moderate", "a temporal specialist that does not look at order", ("detectors",)
    ),
    "structure.ignores_audio": Code(
        "root", "moderate", "an audio-visual specialist that does not hear", ("detectors",)
    ),
    "structure.off_domain": Code(
        "root", "moderate", "it reacts to something else than what it specialises in", ("responses",), ("scores.no_signal",),
        (Pair("training.shortcut", "scores after the cue alone is planted and removed"),), examined=False,
    ),
    "training.collapsed": Code(
        "root", "critical", "it learned one class", ("components",), _BLIND,
        (Pair("weights.untrained", "class information in the features before the head"),), examined=False,
    ),
    "training.class_bias": Code(
        "root", "moderate", "trained on unbalanced classes", ("scores", "videos"), _UNEVEN,
        (Pair("scores.threshold_shift", "the numbers of real and fake videos that it was trained on"),),
    ),
    "training.shortcut": Code(
        "root", "moderate", "it keys on how files are made instead of what they show", ("scores", "videos", "responses"),
        _UNEVEN, (Pair("structure.off_domain", "scores after the cue alone is planted and removed"),), examined=False,
    ),
    "training.domain_gap": Code(
        "root", "moderate", "good on one data set, poor on another", ("scores", "videos"),
        (*_UNEVEN, "scores.no_signal"),
        (Pair("data.label_errors", "a look at the labels of the data set where it is poor"),),
    ),
    "training.weak_slice": Code(
        "symptom", "moderate", "clearly poorer on a nameable part", ("scores", "videos", "frames", "clips")
    ),
    "data.label_errors": Code(
        "root", "moderate", "wrong labels", ("scores", "videos"), ("scores.no_signal", *_UNEVEN),
        (Pair("scores.inverted", "a second detector on the same videos, or a look at ten of them"),), examined=False,
    ),
    "data.leakage": Code(
        "root", "moderate", "the same video, person or source on both sides of a split", ("videos",), (), examined=False
    ),
    "data.duplicates": Code("root", "minor", "videos with equal content", ("videos",)),
    "data.shortcut": Code(
        "root", "moderate", "the label can be told from how or where the files were made", ("videos",)
    ),
    "data.imbalance": Code("info", "minor", "few videos of one class", ("videos",)),
    "data.too_small": Code("info", "minor", "too few videos to support a verdict", ("videos", "scores")),
    "data.unreadable": Code("root", "minor", "videos that could not be read", ("videos",)),
    "data.missing_not_at_random": Code("root", "moderate", "videos fail more often under one label", ("videos",)),
    "ensemble.worse_than_member": Code(
        "symptom", "moderate", "the mean of all detectors is worse than one of them", ("scores", "videos"), examined=False
    ),
    "ensemble.redundant": Code("symptom", "minor", "two detectors err alike", ("scores", "videos"), examined=False),
    "ensemble.broken_member": Code(
        "symptom", "moderate", "the ensemble is better without it", ("scores", "videos"), examined=False
    ),
}  # fmt: skip

# --- thresholds of the rules that rest on exact facts; those of measured witnesses stand in _likelihoods.py -----------

SIGNIFICANT = 0.05
"""Largest p, after correction for the number of tests, that counts."""

IMBALANCE = 0.25
"""Share of the smaller class below which classes are unbalanced."""
