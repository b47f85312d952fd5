"""Components that contribute nothing, and small numbers that are usual."""

import pytest
from tests.conclusions.small_checkpoint import table, tensor

from touchstone.conclusions.examination.weights.silent import silent


def parts(*rows):
    return [(p.kind, p.name, p.largest, p.usual, p.tensors) for p in silent(table(*rows))]


def scale(name, size=0.0, shape=(8,)):
    return tensor(name, shape, low=-size, high=size)


def layer(name, gain):
    """A square layer of 16 inputs: its gain is four times the spread of its weights."""
    return tensor(name, (16, 16), std=gain / 4, mean=0.0)


BODY = [layer(f"body.{n}.weight", 1.0) for n in range(4)]


@pytest.mark.parametrize(
    "name",
    ["a.gamma", "a.gamma_1", "a.ls1.gamma", "a.layer_scale", "a.res_scale", "alpha", "a.norm.weight", "a.bn1.weight"],
)
def test_a_scale_of_zero(name):
    assert parts(scale(name), scale("b.gamma", 0.5)) == [("scale", name, 0.0, 0.5, 1)]


@pytest.mark.parametrize("beside", ["a.bias", "a.running_var"])
def test_a_weight_is_a_scale_beside_what_normalisations_have(beside):
    assert parts(scale("a.weight"), scale(beside, 0.3)) == [("scale", "a.weight", 0.0, None, 1)]


@pytest.mark.parametrize(("size", "found"), [(1e-5, True), (1.1e-5, False)])
def test_a_scale_that_decayed(size, found):
    assert bool(parts(scale("a.gamma", size))) is found


@pytest.mark.parametrize("name", ["a.weight", "a.bias", "a.beta", "logit_scale", "a.lora_alpha", "a.running_mean"])
def test_what_may_be_zero(name):
    assert parts(scale(name)) == []


def test_a_decayed_branch():
    rows = [layer("branch.0.weight", 9e-4), layer("branch.1.weight", 5e-4)]
    assert parts(*BODY, *rows) == [("decayed", "branch.", 9e-4, 1.0, 2)]


def test_a_decayed_layer_of_a_branch_that_did_not():
    rows = [layer("branch.0.weight", 5e-4), layer("branch.1.weight", 1.0)]
    assert parts(*BODY, *rows) == [("decayed", "branch.0.", 5e-4, 1.0, 1)]


def test_a_layer_without_dots():
    assert parts(*BODY, layer("last", 5e-4)) == [("decayed", "last", 5e-4, 1.0, 1)]


@pytest.mark.parametrize("rows", [[*BODY, layer("b.weight", 1.1e-3)], [BODY[0], BODY[1], layer("b.weight", 1e-9)]])
def test_layers_that_are_only_weak_or_have_too_few_others(rows):
    assert parts(*rows) == []


def test_zeros_and_low_rank_factors_are_for_others():
    assert parts(*BODY, layer("b.weight", 0.0), layer("b.lora_B.weight", 1e-9)) == []
