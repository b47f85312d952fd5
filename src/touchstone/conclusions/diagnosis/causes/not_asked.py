"""Known causes that nothing looks for yet. Other causes look like these, and name them as look-alikes.

To look for such a cause, move it into a file of its own in the folder of its family.
"""

from __future__ import annotations

from ..cause import Cause, LookAlike

_BLIND = ("scores.constant", "scores.no_signal", "ensemble.broken_member")
_HYPOTHESES = "scores of the same videos, with the input prepared in each possible way"
_ORDER_PROBE = "scores after frames are shuffled, frozen and reversed"
_CUE_PROBE = "scores after the cue alone is planted and removed"

NOT_ASKED: tuple[Cause, ...] = (
    Cause(
        code="inputs.channel_order",
        kind="root",
        severity="critical",
        meaning="colour channels in a different order than in training",
        needs=("probes",),
        explains=_BLIND,
        look_alikes=(LookAlike("training.domain_gap", _HYPOTHESES),),
    ),
    Cause(
        code="inputs.normalization",
        kind="root",
        severity="critical",
        meaning="pixel values scaled differently than in training",
        needs=("probes",),
        explains=_BLIND,
        look_alikes=(LookAlike("weights.stale_batchnorm", _HYPOTHESES),),
    ),
    Cause(
        code="inputs.geometry",
        kind="root",
        severity="critical",
        meaning="a different size, crop or orientation than in training",
        needs=("probes",),
        explains=_BLIND,
        look_alikes=(LookAlike("training.domain_gap", _HYPOTHESES),),
    ),
    Cause(
        code="inputs.sampling",
        kind="root",
        severity="moderate",
        meaning="different frames, a different frame rate or a different order than in training",
        needs=("probes",),
        explains=(*_BLIND, "scores.unstable"),
        look_alikes=(LookAlike("structure.ignores_time", _ORDER_PROBE),),
    ),
    Cause(
        code="runtime.train_mode",
        kind="root",
        severity="critical",
        meaning="dropout or batch statistics are active at inference",
        needs=("probes",),
        explains=("scores.unstable", *_BLIND),
    ),
    Cause(
        code="runtime.nondeterministic",
        kind="root",
        severity="moderate",
        meaning="results differ from run to run",
        needs=("probes",),
        explains=("scores.unstable",),
    ),
    Cause(
        code="runtime.precision",
        kind="root",
        severity="moderate",
        meaning="low precision damages the scores",
        needs=("probes",),
        explains=("scores.invalid", *_BLIND),
    ),
    Cause(
        code="structure.off_domain",
        kind="root",
        severity="moderate",
        meaning="it reacts to something outside its domain",
        needs=("responses",),
        explains=("scores.no_signal",),
        look_alikes=(LookAlike("training.shortcut", _CUE_PROBE),),
    ),
    Cause(
        code="training.collapsed",
        kind="root",
        severity="critical",
        meaning="it learned only one class",
        needs=("components",),
        explains=_BLIND,
        look_alikes=(LookAlike("weights.untrained", "class information in the features before the head"),),
    ),
    Cause(
        code="training.class_bias",
        kind="root",
        severity="moderate",
        meaning="it was trained on unbalanced classes",
        needs=("scores", "videos"),
        explains=("training.weak_slice",),
        look_alikes=(
            LookAlike("scores.threshold_shift", "the numbers of real and fake videos that it was trained on"),
        ),
    ),
)
