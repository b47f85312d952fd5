"""What is said of components that contribute nothing."""

# A finding that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import pytest
from tests.conclusions.small_checkpoint import described, facts, of_weights, tensor

from touchstone.conclusions.diagnosis import learned
from touchstone.conclusions.diagnosis.causes.structure import dead_component as module
from touchstone.conclusions.examination import SilentPart


def part(kind="scale", name="a.bn.weight", **columns):
    return SilentPart(**{"kind": kind, "name": name, "largest": 0.0, "usual": 0.7654, "tensors": 1, **columns})


def ask(*parts):
    return module.dead_component(of_weights(tensor("a.weight"), silent=parts))


def test_the_cause():
    assert described(module.CAUSE) == {
        "code": "structure.dead_component",
        "kind": "root",
        "severity": "moderate",
        "meaning": "a component that contributes nothing",
        "needs": ("tensors",),
        "topic": "architecture",
        "phase": 1,
        "done": "no scale is zero, and no branch has weights a thousand times smaller than those of the others",
        "limits_all": False,
        "decided": "",
        "of_weights": "dead_component",
    }


def test_a_sound_file_has_no_finding():
    assert ask() is None


def test_a_scale_of_zero_is_a_suspicion():
    found = ask(part())
    assert (found.code, found.subject, found.verdict, found.confidence) == (
        "structure.dead_component",
        "net",
        "suspected",
        learned.of_verdict("structure.dead_component", "suspected"),
    )
    assert facts(found) == [
        (
            "a.bn.weight scales what its layer passes on by at most 0, that of the others 0.765 (median): below 1e-05 nothing of "
            "it is left",
            "tensors: low, high",
            0.0,
            1,
        )
    ]
    assert found.remedy == (
        "compare scores with and without a.bn.weight; where they are equal, take it out, or train it again with less weight "
        "decay and with a scale that does not start at 0"
    )


@pytest.mark.parametrize(("count", "layers"), [(1, "its weight tensor"), (3, "each of its 3 weight tensors")])
def test_a_decayed_branch(count, layers):
    found = ask(part("decayed", "branch.", largest=1.2345e-6, usual=None, tensors=count))
    assert facts(found) == [
        (
            f"branch: {layers} multiplies its input by at most 1.23e-06: less than 0.001 times as much",
            "tensors: mean, std",
            1.2345e-6,
            count,
        )
    ]


def test_many_of_them():
    found = ask(*(part(name=f"b{n}.weight") for n in range(6)))
    assert len(found.evidence) == 4
    assert "without b0.weight, b1.weight, b2.weight, b3.weight and 2 more;" in found.remedy
