"""What is said of the causes that nothing looks for yet."""

from dataclasses import asdict

from touchstone.conclusions.diagnosis.causes.not_asked import NOT_ASKED

BLIND = ("scores.constant", "scores.no_signal", "ensemble.broken_member")
PREPARED = "scores of the same videos, with the input prepared in each possible way"


def like(code, separated_by):
    return ({"code": code, "separated_by": separated_by},)


def test_what_they_say_of_themselves():
    said = {
        c.code: {k: v for k, v in asdict(c).items() if v and k not in ("code", "topic", "phase")} for c in NOT_ASKED
    }
    assert said == {
        "inputs.channel_order": {
            "kind": "root",
            "severity": "critical",
            "meaning": "colour channels in a different order than in training",
            "needs": ("probes",),
            "explains": BLIND,
            "look_alikes": like("training.domain_gap", PREPARED),
        },
        "inputs.normalization": {
            "kind": "root",
            "severity": "critical",
            "meaning": "pixel values scaled differently than in training",
            "needs": ("probes",),
            "explains": BLIND,
            "look_alikes": like("weights.stale_batchnorm", PREPARED),
        },
        "inputs.geometry": {
            "kind": "root",
            "severity": "critical",
            "meaning": "a different size, crop or orientation than in training",
            "needs": ("probes",),
            "explains": BLIND,
            "look_alikes": like("training.domain_gap", PREPARED),
        },
        "inputs.sampling": {
            "kind": "root",
            "severity": "moderate",
            "meaning": "different frames, a different frame rate or a different order than in training",
            "needs": ("probes",),
            "explains": (*BLIND, "scores.unstable"),
            "look_alikes": like("structure.ignores_time", "scores after frames are shuffled, frozen and reversed"),
        },
        "runtime.train_mode": {
            "kind": "root",
            "severity": "critical",
            "meaning": "dropout or batch statistics are active at inference",
            "needs": ("probes",),
            "explains": ("scores.unstable", *BLIND),
        },
        "runtime.nondeterministic": {
            "kind": "root",
            "severity": "moderate",
            "meaning": "results differ from run to run",
            "needs": ("probes",),
            "explains": ("scores.unstable",),
        },
        "runtime.precision": {
            "kind": "root",
            "severity": "moderate",
            "meaning": "low precision damages the scores",
            "needs": ("probes",),
            "explains": ("scores.invalid", *BLIND),
        },
        "structure.off_domain": {
            "kind": "root",
            "severity": "moderate",
            "meaning": "it reacts to something outside its domain",
            "needs": ("responses",),
            "explains": ("scores.no_signal",),
            "look_alikes": like("training.shortcut", "scores after the cue alone is planted and removed"),
        },
        "training.collapsed": {
            "kind": "root",
            "severity": "critical",
            "meaning": "it learned only one class",
            "needs": ("components",),
            "explains": BLIND,
            "look_alikes": like("weights.untrained", "class information in the features before the head"),
        },
        "training.class_bias": {
            "kind": "root",
            "severity": "moderate",
            "meaning": "it was trained on unbalanced classes",
            "needs": ("scores", "videos"),
            "explains": ("training.weak_slice",),
            "look_alikes": like("scores.threshold_shift", "the numbers of real and fake videos that it was trained on"),
        },
    }


def test_nothing_looks_for_them():
    assert not any(cause.examined for cause in NOT_ASKED)
