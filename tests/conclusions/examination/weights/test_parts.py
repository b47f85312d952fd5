"""Which parts look like noise: edges of every rule, on p values that are written down."""

# A part that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import math

import numpy as np
import polars as pl
import pytest
from tests.conclusions.small_checkpoint import KEYS, table, tensor

from touchstone.conclusions.examination.weights import parts as module

TRAINED = 1e-9
NOTHING = pl.DataFrame([], schema=KEYS, orient="row")


def judged(name, spectrum=0.5, pattern=0.5, shape=(4, 3), **columns):
    return tensor(name, shape, spectrum_p=spectrum, pattern_p=pattern, **columns)


def units(*rows, dead=NOTHING):
    return module.Units.of(table(*rows), dead)


def body(count, spectrum=TRAINED, **columns):
    """Tensors of a trained body; each is a part of its own, and none looks like noise."""
    return [judged(f"body{number:02}.weight", spectrum, **columns) for number in range(count)]


def names(parts):
    return [p.name for p in parts]


def parts(*rows, others=()):
    of = units(*rows)
    return module.fresh_parts(of, {*of.names, *others})


# --------------------------------------------------------------------------------------------------------- units


def test_what_is_judged():
    of = units(
        judged("a.weight", 0.25, 0.125),
        judged("b.weight", 0.5, 0.75, (2, 3, 3, 1)),
        judged("c.weight", 0.5, 0.5, (2, 3, 1, 1)),
        judged("d.weight", 0.5, 0.5, (2, 3, 2)),
        tensor("a.bias", (4,)),
    )
    assert of.names == ["a.weight", "b.weight", "c.weight", "d.weight"]
    assert of.frame["tensor"].to_list() == of.names
    assert of.elements.tolist() == [12, 18, 6, 12]
    assert of.kernels.tolist() == [False, True, False, True]
    assert of.spectrum.tolist() == [0.25, 0.5, 0.5, 0.5]
    assert of.pattern.tolist() == [0.125, 0.75, 0.5, 0.5]
    assert of.smallest.tolist() == [0.125, 0.5, 0.5, 0.5]
    assert (of.elements.dtype, of.kernels.dtype, of.spectrum.dtype, of.pattern.dtype) == (
        np.dtype("float64"),
        np.dtype("bool"),
        np.dtype("float64"),
        np.dtype("float64"),
    )


def test_of_a_packed_tensor_its_blocks_are_judged():
    blocks = [judged("a.weight", block=block) for block in ("query", "key")]
    of = units(judged("a.weight"), *blocks, judged("b.weight"))
    assert list(zip(of.names, of.frame["block"], strict=True)) == [
        ("a.weight", "query"),
        ("a.weight", "key"),
        ("b.weight", None),
    ]


def test_what_no_input_can_train_is_not_judged():
    dead = pl.DataFrame([("a.weight", "query"), ("b.weight", None)], schema=KEYS, orient="row")
    blocks = [judged("a.weight", block=block) for block in ("query", "key")]
    of = units(judged("a.weight"), *blocks, judged("b.weight"), judged("c.weight"), dead=dead)
    assert list(zip(of.names, of.frame["block"], strict=True)) == [("a.weight", "key"), ("c.weight", None)]


def test_tied_weights_are_one_tensor():
    of = units(
        judged("a.weight", hash="1"),
        judged("b.weight", hash="1"),
        judged("c.weight", hash=None),
        judged("d.weight", hash=None),
        judged("e.weight", hash="2", block="key"),
        judged("e.weight", hash="2", block="query"),
    )
    assert of.names == ["a.weight", "c.weight", "d.weight", "e.weight", "e.weight"]


@pytest.mark.parametrize(
    ("spectrum", "pattern", "structured"),
    [
        (5.000e-4, 1.0, True),
        (5.001e-4, 1.0, True),
        (5.002e-4, 1.0, False),
        (1.0, 5.001e-4, True),
        (1.0, 5.002e-4, False),
        (0.0, 1.0, True),
        (1.0, 1.0, False),
    ],
)
def test_where_structure_begins(spectrum, pattern, structured):
    """The smaller of two p values: 1 − (1 − p)² = 0.001 at p = 0.000500125."""
    assert units(judged("a.weight", spectrum, pattern)).structured.tolist() == [structured]


# ---------------------------------------------------------------------------------------------------- everything


def test_all_of_a_file_that_looks_like_noise():
    whole = module.everything(units(judged("a.weight", 0.1, 0.2), judged("b.weight", 0.3, 0.4, (2, 5))))
    assert (whole.name, whole.tensors, whole.values) == ("", ("a.weight", "b.weight"), 22)
    assert (whole.chance, whole.siblings, whole.siblings_structured) == (None, 0, 0)
    # Fisher of two p values: q (1 − ln q), q their product.
    assert whole.spectrum_p == pytest.approx(0.03 * (1 - math.log(0.03)))
    assert whole.pattern_p == pytest.approx(0.08 * (1 - math.log(0.08)))


@pytest.mark.parametrize(
    ("p", "noise"),
    [
        ({"spectrum": 1.0001e-3}, True),
        ({"spectrum": 0.9999e-3}, False),
        ({"pattern": 1.0001e-3}, True),
        ({"pattern": 0.9999e-3}, False),
        ({"spectrum": 1.0, "pattern": 1.0}, True),
    ],
)
def test_noise_ends_below_a_combined_p_of_a_thousandth(p, noise):
    assert (module.everything(units(judged("a.weight", **p))) is not None) is noise


@pytest.mark.parametrize(("count", "noise"), [(10, False), (11, True)])
def test_one_structured_tensor_of_eleven_is_chance(count, noise):
    """1 − 0.999¹⁰ = 0.00996, 1 − 0.999¹¹ = 0.01095."""
    rows = [judged(f"a{number}.weight", 4.9e-4 if number == 0 else 0.5) for number in range(count)]
    assert (module.everything(units(*rows)) is not None) is noise


def test_two_structured_tensors_of_eleven_are_not_chance():
    rows = [judged(f"a{number}.weight", 4.9e-4 if number == 0 else 0.9) for number in range(11)]
    assert module.everything(units(*rows)) is not None
    rows[1]["pattern_p"] = 4.9e-4
    assert module.everything(units(*rows)) is None


def test_a_p_of_zero_is_not_noise():
    assert module.everything(units(judged("a.weight", 0.0), *(judged(f"b{n}.weight") for n in range(20)))) is None


# --------------------------------------------------------------------------------------------------------- parts


def test_a_part_beside_a_trained_body():
    rows = [*body(16), judged("head.1.weight", 0.25), judged("head.2.weight", 0.5, shape=(2, 6))]
    (head,) = parts(*rows)
    assert (head.name, head.tensors, head.values) == ("head.", ("head.1.weight", "head.2.weight"), 24)
    assert (head.siblings, head.siblings_structured) == (16, 16)
    assert head.chance == pytest.approx((0.5 / 17) ** 2)
    assert head.spectrum_p == pytest.approx(0.125 * (1 - math.log(0.125)))


@pytest.mark.parametrize(("count", "found"), [(15, []), (16, ["head."])])
def test_one_layer_needs_sixteen_siblings(count, found):
    """0.5 / 16 = 0.031 and 0.5 / 17 = 0.029; the limit is 0.03."""
    assert names(parts(*body(count), judged("head.weight"), others=["head.bias"])) == found


def test_the_chance_of_one_layer():
    (head,) = parts(*body(16), judged("head.weight"), others=["head.bias"])
    assert head.chance == pytest.approx(0.5 / 17)


def pair(shape=(4, 3), **columns):
    return [judged(f"head.{number}.weight", shape=shape, **columns) for number in (1, 2)]


@pytest.mark.parametrize(("untouched", "found"), [(4, ["head."]), (5, [])])
def test_four_fifths_of_the_others_have_structure(untouched, found):
    """Others of another size are left out of the chance, not out of the share."""
    rows = [*body(16, shape=(8, 3)), *body(0)]
    rows += [judged(f"tiny{number}.x", 0.5, shape=(1, 2)) for number in range(untouched)]
    assert names(parts(*rows, *pair((16, 3)))) == found


def test_a_part_with_structure_is_not_fresh():
    rows = [
        *body(16),
        judged("head.1.weight"),
        judged("head.2.weight", 4.9e-4),
        *(judged(f"head.{n}.x") for n in range(20)),
    ]
    assert "head." not in names(parts(*rows))


def test_a_part_that_is_not_noise_together_is_not_fresh():
    rows = [*body(16), judged("head.1.weight", 0.001), judged("head.2.weight", 0.001)]
    assert names(parts(*rows)) == []


def test_a_file_of_one_part_has_no_others():
    assert parts(*pair()) == []


def test_the_outermost_part_is_named_and_others_beside_it():
    rows = [*body(30), *pair(), judged("arm.1.weight"), judged("arm.2.weight"), judged("arm.3.x.weight")]
    assert names(parts(*rows)) == ["arm.", "head."]


def test_a_part_within_a_trained_one():
    rows = [*body(16), judged("net.stem.weight", TRAINED), judged("net.head.1.weight"), judged("net.head.2.weight")]
    assert names(parts(*rows)) == ["net.head."]


# ------------------------------------------------------------------------------------------------- single layers


@pytest.mark.parametrize(
    ("name", "columns", "others", "found"),
    [
        ("head.weight", {}, ["head.bias"], True),
        ("head.weight", {}, [], False),
        ("head.weight", {}, ["body.bias"], False),
        ("head.weight", {"shape": (2, 3, 2)}, [], True),
        ("head.table", {"shape": (2, 3, 2)}, ["head.bias"], False),
        ("head.weight", {"block": "key"}, ["head.bias"], False),
    ],
)
def test_a_single_tensor_is_judged_where_it_is_a_layer(name, columns, others, found):
    rows = [*body(16), judged(name, **columns)]
    assert names(parts(*rows, others=others)) == (["head."] if found else [])


def test_the_layer_is_not_the_first_tensor():
    rows = [judged("body.block", TRAINED, block="key"), *body(16), judged("head.weight", shape=(2, 3, 2))]
    assert names(parts(*rows)) == ["head."]


def test_a_deep_layer_is_named_whole():
    rows = [*body(16), judged("a.b.stem", TRAINED), judged("a.b.head.weight")]
    assert names(parts(*rows, others=["a.b.head.bias"])) == ["a.b.head."]


# ------------------------------------------------------------------------------------------------------ siblings


def chances(*rows):
    return [p.chance for p in parts(*rows)]


@pytest.mark.parametrize(
    ("elements", "comparable"),
    [(96, True), (95, True), (97, False), (6, True), (7, True), (5, False)],
)
def test_siblings_of_a_size_within_a_factor_of_eight(elements, comparable):
    """The part has two tensors: of 12 elements for the upper bound, of 48 for the lower one."""
    size = 12 if elements > 12 else 48
    rows = [
        *(judged(f"near{number}.x", TRAINED, shape=(2, size // 2)) for number in range(8)),
        *(judged(f"far{number}.x", TRAINED, shape=(1, elements)) for number in range(4)),
        *pair((2, size // 2)),
    ]
    assert chances(*rows) == [pytest.approx((0.5 / (13 if comparable else 9)) ** 2)]


def test_kernels_are_compared_with_kernels():
    rows = [*body(4, shape=(2, 3, 2)), *(judged(f"flat{n}.x", TRAINED) for n in range(12)), *pair((2, 3, 2))]
    assert chances(*rows) == [pytest.approx((0.5 / 5) ** 2)]


def test_fewer_than_four_kernels_are_compared_with_all_of_their_size():
    rows = [*body(3, shape=(2, 3, 2)), *(judged(f"flat{n}.x", TRAINED) for n in range(12)), *pair((2, 3, 2))]
    assert chances(*rows) == [pytest.approx((0.5 / 16) ** 2)]


def test_fewer_than_four_of_their_size_are_compared_with_all():
    rows = [*body(3), *(judged(f"large{n}.x", TRAINED, shape=(100, 3)) for n in range(12)), *pair()]
    assert chances(*rows) == [pytest.approx((0.5 / 16) ** 2)]


def test_siblings_without_structure_raise_the_chance():
    rows = [*body(18), judged("still1.x"), judged("still2.x"), *pair()]
    assert chances(*rows) == [pytest.approx((1 - 18.5 / 21) ** 2)]


@pytest.mark.parametrize(("structured", "found"), [(7, []), (8, ["head."])])
def test_siblings_that_are_too_little_trained_say_nothing(structured, found):
    """(7 + 0.5) / 10 = 0.75 and (8 + 0.5) / 10 = 0.85, of nine that are comparable."""
    rows = [judged(f"near{number}.x", TRAINED if number < structured else 0.5) for number in range(9)]
    rows += [judged(f"large{number}.x", TRAINED, shape=(100, 3)) for number in range(12)]
    three = [judged(f"head.{number}.weight") for number in (1, 2, 3)]
    assert names(parts(*rows, *three)) == found


# ------------------------------------------------------------------------------------- layers of 64 × 64 and more


def large(name, *, fit=0.5, shape=(64, 64), **columns):
    return judged(name, shape=shape, **{"family": "uniform", "family_p": fit, **columns})


def trained(count):
    return [judged(f"body{n}.weight", TRAINED, shape=(64, 64)) for n in range(count)]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({}, True),
        ({"fit": 0.01}, False),
        ({"fit": None, "family": "orthogonal"}, True),
        ({"shape": (63, 64)}, False),
        ({"shape": (64, 63)}, False),
        ({"shape": (64, 8, 3, 3)}, True),
        ({"spectrum": 1e-9}, False),
    ],
)
def test_one_large_layer_among_few(columns, found):
    given = {"spectrum": 0.5, **columns}
    spectrum = given.pop("spectrum")
    of = parts(large("head.weight", **given, **({"spectrum": spectrum} if spectrum != 0.5 else {})), *trained(4))
    assert names(of) == (["head."] if found else [])
    assert all(part.drawn for part in of)


@pytest.mark.parametrize("name", ["pos_embed.weight", "token.weight", "layer.lora_A.weight", "head.table"])
def test_tables_and_factors_stay_out(name):
    assert parts(large(name), *trained(4)) == []


@pytest.mark.parametrize(("untouched", "found"), [(1, True), (2, False)])
def test_four_fifths_of_the_telling_siblings_learned(untouched, found):
    noise = [judged(f"other{n}.x", shape=(40, 30)) for n in range(untouched)]
    tiny = [judged(f"tiny{n}.x") for n in range(9)]
    assert bool(parts(large("head.weight"), *trained(4), *noise, *tiny)) is found


# ------------------------------------------------------------------------------------------- filters set by hand


def test_what_looks_calculated_is_not_judged():
    assert units(judged("a.weight", TRAINED, by_formula=True), judged("b.weight")).names == ["b.weight"]


def drawn(count):
    return [
        judged(f"a.{n}.weight", 0.3 + 0.05 * n, shape=(10, 10), family="normal", family_p=0.4) for n in range(count)
    ]


def test_noise_with_a_filter_bank_is_noise():
    found = module.everything(units(judged("bank.weight", TRAINED), *drawn(8)))
    assert found.but == ("bank.weight",)
    assert len(found.tensors) == 8


@pytest.mark.parametrize(
    "rows",
    [
        [judged("bank.weight", TRAINED), *drawn(3)],
        [judged("bank.weight", TRAINED, shape=(10, 12)), *drawn(8)],
        [judged("bank.weight", TRAINED), *drawn(6), *[judged(f"b.{n}.weight") for n in range(2)]],
        [judged("bank.weight", TRAINED), *drawn(8), *[judged(f"c.{n}.weight", 1.1e-3) for n in range(4)]],
    ],
    ids=[
        "more than a fifth",
        "more than a tenth of the weights",
        "of no usual distribution",
        "weak structure in the rest",
    ],
)
def test_a_network_that_learned_a_little_is_no_noise(rows):
    assert module.everything(units(*rows)) is None
