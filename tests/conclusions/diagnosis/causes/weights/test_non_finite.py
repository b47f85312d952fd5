"""NaN and infinite weights: one value and many, in one tensor and in several."""

# A finding that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import pytest
from tests.conclusions.small_checkpoint import described, facts, of_weights, tensor

from touchstone.conclusions.diagnosis.causes.weights import non_finite as module


def ask(*rows):
    return module.non_finite(of_weights(*rows))


def test_the_cause():
    assert described(module.CAUSE) == {
        "code": "weights.non_finite",
        "kind": "root",
        "severity": "critical",
        "meaning": "weights that are NaN or infinite",
        "needs": ("tensors",),
        "topic": "training_focus",
        "phase": 1,
        "done": "the tensors table counts no value that is NaN or infinite",
        "explains": ("scores.invalid", "scores.constant", "scores.no_signal", "ensemble.broken_member"),
        "limits_all": False,
        "decided": "",
        "of_weights": "non_finite",
    }


@pytest.mark.parametrize(
    ("counts", "statement"),
    [
        ((1, 0), "1 NaN or infinite value in 1 of 2 tensors, most in a.weight"),
        ((0, 2), "2 NaN or infinite values in 1 of 2 tensors, most in b.weight"),
        ((1, 2, 0), "3 NaN or infinite values in 2 of 3 tensors, most in b.weight"),
        ((5, 2, 0), "7 NaN or infinite values in 2 of 3 tensors, most in a.weight"),
    ],
)
def test_what_is_said(counts, statement):
    rows = [tensor(f"{name}.weight", non_finite=n) for name, n in zip("abc", counts, strict=False)]
    found = ask(*rows, tensor("a.weight", block="query", non_finite=9))
    assert (found.code, found.subject, found.verdict, found.confidence) == (
        "weights.non_finite",
        "net",
        "confirmed",
        1.0,
    )
    assert facts(found) == [(statement, "tensors", sum(counts), len(counts))]
    assert found.remedy == (
        f"go back to a checkpoint from before training diverged, and lower the learning rate: {statement}"
    )
    assert found.explains == ("scores.invalid", "scores.constant", "scores.no_signal", "ensemble.broken_member")


def test_finite_tensors_have_no_finding():
    assert ask(tensor("a.weight"), tensor("a.weight", block="query", non_finite=1)) is None


def test_a_mask_is_no_damage():
    mask = tensor("mask", non_finite=28, by_formula=True)
    assert ask(mask) is None
    found = ask(mask, tensor("a.weight", non_finite=1))
    assert found.evidence[0].statement == "1 NaN or infinite value in 1 of 2 tensors, most in a.weight"
