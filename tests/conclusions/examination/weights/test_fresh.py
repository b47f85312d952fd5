"""Normalisations that never saw a batch, and which parts were never loaded, or did not learn."""

import pytest
from tests.conclusions.small_checkpoint import table, tensor

from touchstone.conclusions.examination.weights import fresh as module


def judged(name, p=0.5):
    return tensor(name, spectrum_p=p, pattern_p=0.5)


def norm(layer, mean=(0.0, 0.0), variance=(1.0, 1.0), count: float | None = 0.0):
    """Running statistics, each with its smallest and its largest value; no counter where that is ``None``."""
    where = f"{layer}." if layer else ""
    rows = [
        tensor(f"{where}running_mean", (4,), low=mean[0], high=mean[1]),
        tensor(f"{where}running_var", (4,), low=variance[0], high=variance[1]),
    ]
    if count is not None:
        rows.append(tensor(f"{where}num_batches_tracked", (), dtype="int64", low=count, high=count))
    return rows


def body(count=30):
    return [judged(f"body{number:02}.weight", 1e-9) for number in range(count)]


HEAD = [judged("head.1.weight"), judged("head.2.weight")]
SEEN = norm("body00.bn", (-1.0, 1.0), (0.5, 2.0), 500.0)


def examined(*rows):
    return module.examine_weights(table(*rows))


@pytest.mark.parametrize(
    ("given", "fresh"),
    [
        ({}, True),
        ({"count": None}, True),
        ({"count": 1.0}, False),
        ({"mean": (-0.1, 0.0)}, False),
        ({"mean": (0.0, 0.1)}, False),
        ({"variance": (0.9, 1.0)}, False),
        ({"variance": (1.0, 1.1)}, False),
        ({"mean": (None, None)}, False),
    ],
)
def test_statistics_as_they_were_made(given, fresh):
    found = examined(*norm("a.bn", **given))
    assert found.norms.columns == ["layer", "count", "blank", "fresh"]
    assert found.norms.rows() == [("a.bn", given.get("count", 0.0), fresh or "count" in given, fresh)]


def test_one_row_for_each_normalisation():
    rows = [*norm("a"), *norm("b.c", count=7.0), *norm("", count=None), tensor("d.running_mean", (4,))]
    blocks = [tensor("e.running_mean", (4,), block="key"), tensor("e.running_var", (4,), block="key")]
    found = examined(*rows, *blocks)
    assert found.norms.rows() == [("a", 0.0, True, True), ("b.c", 7.0, True, False), ("", None, True, True)]


def test_a_network_that_learned():
    found = examined(*body(), *SEEN)
    assert (found.whole, found.absent, found.idle, found.unused_norms.height) == (None, (), (), 0)
    assert found.tensors.height == 33
    assert found.units.names == [f"body{number:02}.weight" for number in range(30)]
    assert found.unreachable.height == 0


def test_what_no_input_can_train_is_not_judged():
    dead = tensor("dead.weight", gradient=0.0, gradient_fresh=0.0, spectrum_p=0.5, pattern_p=0.5)
    found = examined(dead, judged("a.weight"))
    assert found.unreachable.rows() == [("dead.weight", None)]
    assert found.units.names == ["a.weight"]


def test_everything_is_fresh():
    found = examined(*HEAD, *norm("head.1.bn"), *SEEN)
    assert found.whole is not None
    assert found.whole.tensors == ("head.1.weight", "head.2.weight")
    assert (found.absent, found.idle, found.unused_norms.height) == ((), (), 0)


def test_normalisations_of_a_fresh_part_are_not_stale():
    moved = [tensor("head.1.bn.weight", (4,), low=0.5, high=1.5)]
    assert examined(*body(), *HEAD, *norm("head.1.bn"), *moved, *SEEN).stale == ()


@pytest.mark.parametrize(("elements", "whole"), [(24, True), (25, False)])
def test_of_a_quantised_file_the_rest_is_not_all(elements, whole):
    codes = tensor("body.weight", (elements, 1), dtype="int8")
    assert (examined(*HEAD, codes).whole is not None) is whole


def test_a_fresh_part_whose_normalisations_never_saw_a_batch_is_absent():
    found = examined(*body(), *HEAD, *norm("head.1.bn"), *norm("head.2.bn"), *SEEN)
    assert ([p.name for p in found.absent], found.idle) == (["head."], ())
    assert found.unused_norms.height == 0
    assert found.unused_norms.columns == ["layer", "count", "blank", "fresh"]


@pytest.mark.parametrize(
    "norms",
    [
        [*norm("head.1.bn"), *norm("head.2.bn", count=1.0), *SEEN],
        [*norm("head.1.bn")],
        [*norm("header.bn"), *SEEN],
        [],
    ],
    ids=["one saw a batch", "none did elsewhere", "another part's", "no normalisation"],
)
def test_a_fresh_part_is_idle_otherwise(norms):
    found = examined(*body(), *HEAD, *norms)
    assert (found.absent, [p.name for p in found.idle]) == ((), ["head."])


def test_a_normalisation_that_is_the_part_itself():
    found = examined(*body(), *HEAD, *norm("head"), *SEEN)
    assert [p.name for p in found.absent] == ["head."]


def test_absent_and_idle_parts_side_by_side():
    arm = [judged("arm.1.weight"), judged("arm.2.weight")]
    found = examined(*body(), *HEAD, *arm, *norm("head.1.bn"), *SEEN)
    assert ([p.name for p in found.absent], [p.name for p in found.idle]) == (["head."], ["arm."])


def test_a_fresh_normalisation_beside_weights_that_learned_is_stale():
    found = examined(*body(), *norm("body01.bn"), *SEEN)
    assert found.unused_norms.height == 0
    assert [(s.kind, s.layers, s.moved, s.total, s.usual) for s in found.stale] == [
        ("blank", ("body01.bn",), 0, 2, 500)
    ]


def test_a_fresh_normalisation_beside_weights_that_did_not_is_unused():
    small = tensor("neck.weight", spectrum_p=0.5, pattern_p=0.5)
    found = examined(*body(), small, *norm("neck.bn"), *SEEN)
    assert found.unused_norms.rows() == [("neck.bn", 0.0, True, True)]
    assert found.stale == ()


@pytest.mark.parametrize(
    "rows",
    [
        [*body(), tensor("neck.weight", spectrum_p=0.5, pattern_p=0.5), *norm("neck.bn")],
        [*norm("body01.bn"), *SEEN],
        [*HEAD, *norm("head.1.bn"), *SEEN],
    ],
    ids=["none saw a batch", "nothing is judged", "everything is fresh"],
)
def test_no_unused_normalisations(rows):
    assert examined(*rows).unused_norms.height == 0


def test_a_layer_with_a_bias_is_judged_by_itself():
    rows = [*body(), judged("head.weight")]
    assert examined(*rows).idle == ()
    assert [p.name for p in examined(*rows, tensor("head.bias", (4,))).idle] == ["head."]
