"""What no input can train: where a gradient counts as zero, and which biases go with a dead weight."""

import math

import pytest
from tests.conclusions.small_checkpoint import table, tensor

from touchstone.conclusions.examination.weights import unreachable as module

ABOVE = math.nextafter(1e-8, 1)


def dead(*rows):
    found = module.unreachable(table(*rows))
    assert found.columns == ["tensor", "block"]
    return found.rows()


def silent(name, shape=(4, 3), **columns):
    return tensor(name, shape, **{"gradient": 0.0, "gradient_fresh": 0.0, **columns})


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({}, True),
        ({"gradient_fresh": 1e-8}, True),
        ({"gradient_fresh": ABOVE}, False),
        ({"gradient": 1e-8}, True),
        ({"gradient": ABOVE}, False),
        ({"gradient": None}, True),
        ({"gradient": None, "gradient_fresh": ABOVE}, False),
        ({"gradient_fresh": None}, False),
        ({"gradient_train": 0.5}, True),
        ({"shape": (4, 3, 1)}, True),
        ({"shape": (12,)}, False),
    ],
)
def test_where_a_gradient_is_zero(columns, found):
    assert dead(silent("a.weight", **columns)) == ([("a.weight", None)] if found else [])


@pytest.mark.parametrize(
    ("weight", "bias", "found"),
    [
        (("a.weight", None), ("a.bias", None), True),
        (("a.in_proj_weight", None), ("a.in_proj_bias", None), True),
        (("a.in_proj_weight", "key"), ("a.in_proj_bias", "key"), True),
        (("a.in_proj_weight", "key"), ("a.in_proj_bias", "query"), False),
        (("a.in_proj_weight", "key"), ("a.in_proj_bias", None), False),
        (("a.weight", None), ("b.bias", None), False),
        (("a.weight", None), ("a.b.bias", None), False),
        (("a.weight", None), ("a.bias.scale", None), False),
    ],
)
def test_a_bias_counts_only_beside_a_dead_weight(weight, bias, found):
    rows = [silent(weight[0], block=weight[1]), silent(bias[0], (4,), block=bias[1])]
    assert dead(*rows) == [weight, *([bias] if found else [])]
    assert dead(rows[1]) == []


def test_a_bias_with_a_gradient_is_not_dead_beside_a_dead_weight():
    assert dead(silent("a.weight"), silent("a.bias", (4,), gradient=0.5)) == [("a.weight", None)]
