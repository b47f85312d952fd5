"""Batch normalisations that do not belong to the weights beside them, and those that only look so."""

import pytest
from tests.conclusions.small_checkpoint import table, tensor

from touchstone.conclusions.examination import Units
from touchstone.conclusions.examination.weights import norms as module
from touchstone.conclusions.examination.weights.unreachable import unreachable


def block(name, *, learned=True, blank=False, count: float | None = 500.0, moved=True):
    """A layer, its normalisation with scale and shift, statistics and counter."""
    p = 1e-9 if learned else 0.5
    high, low = (1.0, 0.0) if blank else (2.0, 0.5)
    rows = [
        tensor(f"{name}.conv.weight", spectrum_p=p, pattern_p=0.5),
        tensor(f"{name}.bn.weight", (4,), low=0.7 if moved else 1.0, high=1.2 if moved else 1.0),
        tensor(f"{name}.bn.bias", (4,), low=-0.1 if moved else 0.0, high=0.0),
        tensor(f"{name}.bn.running_mean", (4,), low=0.0 if blank else -1.0, high=0.0 if blank else 1.0),
        tensor(f"{name}.bn.running_var", (4,), low=1.0 if blank else low, high=high),
    ]
    counter = [tensor(f"{name}.bn.num_batches_tracked", (), dtype="int64", low=count, high=count)]
    return rows + (counter if count is not None else [])


def examined(*rows):
    tensors = table(*rows)
    found = module.batch_norms(tensors)
    return module.unused_and_stale(found, tensors, Units.of(tensors, unreachable(tensors)))


def stale(*rows):
    return {s.kind: (s.layers, s.moved, s.total, s.usual) for s in examined(*rows)[1]}


def chain(counts):
    """A network of blocks ``a.0``, ``a.1``, … with these counts of batches."""
    return [row for number, count in enumerate(counts) for row in block(f"a.{number}", count=count)]


def test_a_sound_network():
    assert stale(*chain([500.0] * 6)) == {}


def test_without_normalisations():
    assert stale(tensor("a.weight")) == {}


@pytest.mark.parametrize("count", [0.0, 500.0, None])
def test_blank_statistics_beside_weights_that_learned(count):
    rows = [*block("a.0", blank=True, count=count), *block("a.1")]
    assert stale(*rows)["blank"] == (("a.0.bn",), 1, 2, 500)


def test_all_of_them_blank():
    rows = [*block("a.0", blank=True, count=0.0), *block("a.1", blank=True, count=0.0)]
    assert stale(*rows) == {"blank": (("a.0.bn", "a.1.bn"), 2, 2, None)}


def test_a_scale_that_moved_shows_that_it_was_trained():
    rows = [*block("a.0", blank=True, learned=False, count=0.0), *block("a.1")]
    assert stale(*rows)["blank"] == (("a.0.bn",), 1, 2, 500)


def test_weights_with_structure_show_it_too():
    rows = [*block("a.0", blank=True, moved=False, count=0.0), *block("a.1")]
    assert stale(*rows)["blank"] == (("a.0.bn",), 0, 2, 500)


def test_beside_fresh_weights_it_is_unused_and_not_stale():
    unused, reasons = examined(*block("a.0"), *block("a.1", blank=True, learned=False, moved=False, count=0.0))
    assert unused["layer"].to_list() == ["a.1.bn"]
    assert reasons == ()


def test_the_weights_before_it_under_the_same_name_are_beside_it():
    rows = [*block("a.0"), *block("b.0", learned=False, moved=False, blank=True, count=0.0)]
    assert stale(*rows) == {}


def test_a_counter_at_zero_beside_statistics_that_moved():
    assert stale(*chain([500.0, 0.0, 500.0])) == {"uncounted": (("a.1.bn",), 1, 3, 500)}


def test_files_without_counters_are_sound():
    assert stale(*chain([None] * 4)) == {}


def test_counters_that_are_all_at_zero():
    assert stale(*chain([0.0] * 3)) == {"none counted": (("a.0.bn", "a.1.bn", "a.2.bn"), 3, 3, None)}


def test_counters_at_zero_beside_weights_that_did_not_learn():
    rows = [row for n in range(3) for row in block(f"a.{n}", count=0.0, learned=False, moved=False)]
    assert stale(*rows) == {}


def test_counters_at_zero_where_some_statistics_are_blank():
    rows = [*block("a.0", blank=True, count=0.0), *block("a.1", count=0.0)]
    assert {kind: found[0] for kind, found in stale(*rows).items()} == {
        "blank": ("a.0.bn",),
        "none counted": ("a.1.bn",),
    }


@pytest.mark.parametrize(
    ("counts", "odd"),
    [
        ([500.0, 500.0, 700.0, 500.0, 500.0], [2]),
        ([500.0, 700.0, 500.0, 700.0, 500.0], [1, 3]),
        ([500.0, 500.0, 700.0, 500.0, 900.0], [2]),
        ([500.0, 1000.0, 500.0, 500.0], []),
        ([500.0, 17000.0, 500.0, 500.0], [1]),
        ([700.0, 700.0, 500.0, 500.0, 500.0], []),
        ([500.0, 500.0, 500.0, 200.0], [3]),
        ([1717.0, 500.0, 500.0, 500.0], [0]),
        ([1717.0, 500.0, 500.0], []),
        ([500.0, 500.0, 500.0, 200.0, 200.0], []),
        ([1000.0, 500.0, 500.0, 500.0], []),
    ],
    ids=[
        "one",
        "two",
        "one and the last",
        "twice as many",
        "34 times as many",
        "from the start",
        "the last",
        "the first",
        "one of three",
        "up to the end",
        "the first, twice as many",
    ],
)
def test_counters_that_differ_from_those_around_them(counts, odd):
    found = stale(*chain(counts)).get("apart", ((),))[0]
    assert list(found) == [f"a.{number}.bn" for number in odd]


def test_a_part_that_was_added_counts_on_its_own():
    rows = [*chain([900.0, 900.0, 900.0]), *block("neck.0", count=500.0), *block("neck.1", count=500.0)]
    assert stale(*rows, *block("z.0", count=900.0)) == {}


def test_a_head_that_was_added_counts_on_its_own():
    assert stale(*chain([900.0] * 4), *block("head", count=500.0)) == {}
    assert stale(*block("stem", count=500.0), *chain([900.0] * 4))["apart"][0] == ("stem.bn",)
