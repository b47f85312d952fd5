"""Parameters that no input can train: how they are counted and named, whole tensors and blocks of packed ones."""

# A finding that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import pytest
from tests.conclusions.small_checkpoint import described, facts, of_weights, tensor

from touchstone.conclusions.diagnosis.causes.structure import dead_parameters as module


def live(name, shape=(4, 3), gradient=0.5, **columns):
    return tensor(name, shape, gradient_fresh=gradient, **columns)


def ask(*rows, dead):
    return module.dead_parameters(of_weights(*rows, dead=dead))


def test_the_cause():
    assert described(module.CAUSE) == {
        "code": "structure.dead_parameters",
        "kind": "info",
        "severity": "minor",
        "meaning": "parameters that no input can train",
        "needs": ("tensors",),
        "topic": "architecture",
        "phase": 4,
        "done": "every weight tensor gets a gradient on noise or on smooth pictures",
        "limits_all": False,
        "decided": "",
        "of_weights": "dead_parameters",
    }


def test_a_network_without_dead_parameters_has_no_finding():
    assert ask(live("a.weight"), dead=[]) is None
    assert ask(live("a.weight"), dead=[("b.weight", None)]) is None
    assert ask(live("a.weight"), dead=[("a.weight", "query")]) is None


def test_a_whole_tensor():
    rows = [
        live("a.weight", gradient=3e-10),
        live("a.bias", (4,), 1e-10),
        live("b.weight", (8, 9)),
        tensor("c.mean", (5,)),
    ]
    found = ask(*rows, dead=[("a.weight", None), ("a.bias", None)])
    assert (found.code, found.kind, found.subject, found.verdict, found.confidence) == (
        "structure.dead_parameters",
        "info",
        "net",
        "confirmed",
        1.0,
    )
    assert facts(found) == [
        (
            "16 of 88 parameters (18%) get no gradient, neither on noise nor on smooth pictures: a.weight, a.bias",
            "tensors: gradient, evaluation mode, weights of the file",
            16 / 88,
            88,
        ),
        (
            "with fresh random weights they get none either, in evaluation and in training mode (at most 3e-10 of the "
            "network's largest gradient)",
            "tensors: gradient_fresh",
            3e-10,
            2,
        ),
    ]
    assert found.remedy == (
        "leave a.weight, a.bias out of the next network, or, where it is an attention layer, give it more than one token: "
        "16 parameters take memory and disk space, and training cannot change them"
    )


def packed(name, gradients, shape=(12, 3)):
    """A packed tensor, and its three blocks of rows with the gradients of each."""
    blocks = zip(("query", "key", "value"), gradients, strict=True)
    return [
        live(name, shape, max(gradients)),
        *(live(name, (shape[0] // 3, *shape[1:]), gradient, block=block) for block, gradient in blocks),
    ]


def test_blocks_of_packed_tensors():
    rows = [
        *packed("in_proj_weight", (2e-12, 1e-12, 0.25)),
        *packed("in_proj_bias", (1e-12, 1e-12, 0.125), (12,)),
        live("b.weight", (4, 13)),
    ]
    dead = [(f"in_proj_{kind}", block) for kind in ("weight", "bias") for block in ("query", "key")]
    found = ask(*rows, dead=dead)
    assert facts(found) == [
        (
            "32 of 100 parameters (32%) get no gradient, neither on noise nor on smooth pictures: in_proj_weight (query, key), "
            "in_proj_bias (query, key)",
            "tensors: gradient, evaluation mode, weights of the file",
            0.32,
            100,
        ),
        (
            "with fresh random weights they get none either, in evaluation and in training mode (at most 2e-12 of the "
            "network's largest gradient)",
            "tensors: gradient_fresh",
            2e-12,
            4,
        ),
        (
            "with the same fresh weights, the largest gradient in the other rows of these tensors, over the network's "
            "largest, is 0.2",
            "tensors: gradient_fresh by row block",
            0.25,
            2,
        ),
    ]


def test_a_block_of_a_dead_tensor_is_counted_once():
    rows = [*packed("in_proj_weight", (1e-12, 1e-12, 1e-12)), live("b.weight", (4, 16))]
    found = ask(*rows, dead=[("in_proj_weight", block) for block in (None, "query", "key", "value")])
    assert found.evidence[0].statement == (
        "36 of 100 parameters (36%) get no gradient, neither on noise nor on smooth pictures: in_proj_weight"
    )
    assert found.evidence[1].n == 1


def test_blocks_of_other_tensors_are_not_the_other_rows():
    rows = [live("a.weight", gradient=1e-12), *packed("in_proj_weight", (0.5, 0.5, 0.5))]
    assert len(ask(*rows, dead=[("a.weight", None)]).evidence) == 2


@pytest.mark.parametrize(
    ("count", "listed"),
    [
        (1, "a.weight"),
        (4, "a.weight, b.weight, c.weight, d.weight"),
        (5, "a.weight, b.weight, c.weight, d.weight and 1 more"),
        (6, "a.weight, b.weight, c.weight, d.weight and 2 more"),
    ],
)
def test_four_are_named(count, listed):
    names = [f"{name}.weight" for name in "abcdef"[:count]]
    found = ask(
        *(live(name, gradient=1e-12) for name in names), live("z.weight"), dead=[(name, None) for name in names]
    )
    assert found.evidence[0].statement.split(": ")[1] == listed
    assert found.remedy.startswith(f"leave {listed} out of the next network")
