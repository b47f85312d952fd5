"""Layers that were copied over others; what is tied, kept twice or listed several times is none."""

import pytest
from tests.conclusions.small_checkpoint import table, tensor

from touchstone.conclusions.examination.weights.copies import copied


def layer(name, code, **columns):
    return tensor(
        name, (32, 32), **{"hash": code, "spectrum_p": 1e-9, "pattern_p": 0.5, "by_formula": False, **columns}
    )


def pairs(*rows):
    return [(c.first, c.second, c.elements, c.alike) for c in copied(table(*rows))]


def test_a_copied_layer():
    rows = [layer(f"a.{n}.weight", code) for n, code in enumerate("pqrqs")]
    assert pairs(*rows) == [("a.1.weight", "a.3.weight", 1024, True)]


def test_a_layer_that_was_copied_twice():
    rows = [layer("a.weight", "p"), layer("b.weight", "p"), layer("c.weight", "p"), layer("d.weight", "q")]
    assert [(first, second) for first, second, *_ in pairs(*rows)] == [
        ("a.weight", "b.weight"),
        ("a.weight", "c.weight"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("body.1.conv1.weight", "body.4.conv2.weight", True),
        ("1.weight", "3.weight", True),
        ("body.fc.weight", "head.out.weight", False),
        ("decoder.1.weight", "decoder.3.weight", True),
        ("embed_dense.1.weight", "embed_dense.3.weight", True),
    ],
)
def test_layers_of_one_component_are_alike(first, second, alike):
    assert pairs(layer(first, "p"), layer(second, "p"), layer("2.weight", "q")) == [(first, second, 1024, alike)]


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"tied": "a.0.weight"}, "a.1.weight"),
        ({"by_formula": True}, "a.1.weight"),
        ({"dtype": "int64"}, "a.1.weight"),
        ({"elements": 255}, "a.1.weight"),
        ({"spectrum_p": 0.5}, "a.1.weight"),
        ({}, "a.embedding.weight"),
        ({}, "lm_head.weight"),
        ({}, "ema.a.0.weight"),
        ({}, "momentum_encoder.0.weight"),
        ({}, "a.embed_tokens.weight"),
        ({}, "cls.predictions.decoder.weight"),
    ],
    ids=[
        "tied",
        "calculated",
        "whole numbers",
        "small",
        "noise",
        "embedding",
        "head of a language model",
        "average",
        "momentum",
        "tokens",
        "output of a language model",
    ],
)
def test_what_is_equal_by_design(columns, name):
    assert pairs(layer("a.0.weight", "p"), layer(name, "p", **columns), layer("a.2.weight", "q")) == []


def test_a_part_that_is_kept_twice():
    rows = [layer(f"{part}.{n}.weight", code) for part in ("online", "best") for n, code in enumerate("pqr")]
    assert pairs(*rows) == []


def test_a_copied_block_of_several():
    codes = {0: "pq", 1: "rs", 2: "pq", 3: "tu"}
    rows = [layer(f"a.{n}.{m}.weight", code) for n, both in codes.items() for m, code in enumerate(both)]
    assert pairs(*rows) == [("a.0.0.weight", "a.2.0.weight", 1024, True), ("a.0.1.weight", "a.2.1.weight", 1024, True)]


def test_one_layer_that_is_listed_several_times():
    assert pairs(*(layer(f"head.{n}.weight", "p") for n in range(3)), layer("body.weight", "q")) == []
    assert len(pairs(*(layer(f"head.{n}.weight", code) for n, code in enumerate("ppq")))) == 1


def test_blocks_do_not_count():
    assert pairs(layer("a.weight", "p"), layer("b.weight", "p", block="key")) == []
