"""Weight tensors of zeros or of one constant: what counts, and what is said of one and of many."""

# A finding that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import pytest
from tests.conclusions.small_checkpoint import described, facts, of_weights, tensor

from touchstone.conclusions.diagnosis.causes.weights import zeroed as module

ZERO = {"zeros": 12, "low": 0.0, "high": 0.0}
CONSTANT = {"low": 0.25, "high": 0.25}
RESTORE = "restore these tensors from an earlier checkpoint or train them again: "


def ask(*rows, **examined):
    return module.zeroed(of_weights(*rows, **examined))


def test_the_cause():
    assert described(module.CAUSE) == {
        "code": "weights.zeroed",
        "kind": "root",
        "severity": "critical",
        "meaning": "weights that are zero, or one constant, as a whole or in one long stretch",
        "needs": ("tensors",),
        "topic": "training_focus",
        "phase": 1,
        "done": "the tensors table has no weight tensor that is all zero, constant, or zero in one long stretch",
        "explains": ("scores.constant", "scores.no_signal", "ensemble.broken_member"),
        "limits_all": False,
        "decided": "",
        "of_weights": "zeroed",
    }


@pytest.mark.parametrize(
    ("bad", "statement"),
    [
        ([ZERO], "1 weight tensor (12 values) holds only zeros; the first is a.weight"),
        ([ZERO, ZERO], "2 weight tensors (24 values) hold only zeros; the first is a.weight"),
        ([CONSTANT], "1 weight tensor (12 values) holds one constant value; the first is a.weight"),
        ([CONSTANT, CONSTANT], "2 weight tensors (24 values) hold one constant value; the first is a.weight"),
        (
            [ZERO, CONSTANT, CONSTANT],
            "3 weight tensors (36 values) hold only zeros (1 of them) or one constant value; the first is a.weight",
        ),
        (
            [CONSTANT, ZERO, ZERO],
            "3 weight tensors (36 values) hold only zeros (2 of them) or one constant value; the first is a.weight",
        ),
    ],
)
def test_what_is_said(bad, statement):
    rows = [tensor(f"{name}.weight", **columns) for name, columns in zip("abc", bad, strict=False)]
    found = ask(tensor("x.bias", (4,), **CONSTANT), *rows, tensor("y.weight"))
    assert (found.code, found.subject, found.verdict, found.confidence) == ("weights.zeroed", "net", "confirmed", 1.0)
    assert facts(found) == [(statement, "tensors", len(bad), len(bad) + 2)]
    assert found.remedy == RESTORE + statement
    assert found.explains == ("scores.constant", "scores.no_signal", "ensemble.broken_member")


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({}, False),
        (ZERO, True),
        ({**ZERO, "zeros": 11, "high": 0.5}, False),
        (CONSTANT, True),
        ({**CONSTANT, "high": 0.26}, False),
        ({**CONSTANT, "non_finite": 1}, False),
        ({**ZERO, "shape": [12]}, False),
        ({**ZERO, "shape": [2, 3, 2]}, True),
        ({**ZERO, "shape": [1, 1], "elements": 1, "zeros": 1}, False),
        ({**ZERO, "shape": [1, 2], "elements": 2, "zeros": 2}, True),
        ({**ZERO, "dtype": "int64"}, False),
        ({**ZERO, "dtype": "bfloat16"}, True),
        ({**ZERO, "block": "query"}, False),
    ],
)
def test_what_counts(columns, found):
    assert (ask(tensor("a.weight", **columns)) is not None) is found


def test_what_no_input_can_train_is_left_out():
    rows = [tensor("a.weight", **ZERO), tensor("b.weight", **ZERO)]
    assert facts(ask(*rows, dead=[("a.weight", None)])) == [
        ("1 weight tensor (12 values) holds only zeros; the first is b.weight", "tensors", 1, 2)
    ]
    assert ask(*rows, dead=[("a.weight", None), ("b.weight", None)]) is None


def test_a_dead_block_does_not_excuse_the_whole_tensor():
    assert ask(tensor("a.weight", **ZERO), dead=[("a.weight", "query")]) is not None


def adapter(up, down, *, rank=4, **columns):
    zero = {"zeros": 32 * rank, "low": 0.0, "high": 0.0, **columns}
    return tensor(up, (32, rank), **zero), tensor(down, (4, 48))


@pytest.mark.parametrize(
    ("up", "down"),
    [
        ("layer.q.lora_B.default.weight", "layer.q.lora_A.default.weight"),
        ("layer.q.lora_B", "layer.q.lora_A"),
        ("unet_mid.lora_up.weight", "unet_mid.lora_down.weight"),
        ("attn.processor.to_q_lora.up.weight", "attn.processor.to_q_lora.down.weight"),
    ],
)
def test_an_adapter_that_was_never_trained_is_no_damage(up, down):
    assert ask(*adapter(up, down), tensor("layer.q.weight", (32, 48))) is None


@pytest.mark.parametrize(
    "rows",
    [
        adapter("a.lora_B.weight", "b.lora_A.weight"),
        adapter("a.lora_B.weight", "a.lora_A.weight", rank=8),
        adapter("a.up.weight", "a.down.weight"),
        (adapter("a.lora_B.weight", "")[0], tensor("a.lora_A.weight", (4, 48), zeros=192, low=0.0, high=0.0)),
    ],
    ids=["alone", "of another rank", "of another name", "both zero"],
)
def test_what_is_no_such_adapter(rows):
    assert ask(*rows, tensor("layer.q.weight", (32, 48))) is not None


# ------------------------------------------------------------------------------------------------------- stretches


def test_half_of_a_tensor():
    found = ask(tensor("a.weight", blank=0.5, zeros=6), tensor("b.weight"))
    assert (found.verdict, found.confidence) == ("confirmed", 1.0)
    assert [(e.statement, e.source, e.value, e.n) for e in found.evidence] == [
        (
            "50% of a.weight is one stretch of zeros (rows, or input channels, that lie side by side), and hardly anything else "
            "in it is empty: 6 of 12 values are 0",
            "tensors: blank, zeros",
            0.5,
            12,
        )
    ]
    assert found.remedy == (
        f"restore these tensors from an earlier checkpoint or train them again: {found.evidence[0].statement}"
    )


@pytest.mark.parametrize(
    ("columns", "dead", "found"),
    [
        ({"blank": 0.25}, [], True),
        ({"blank": 0.24}, [], False),
        ({"blank": None}, [], False),
        ({"blank": 0.5, "by_formula": True}, [], False),
        ({"blank": 0.5, "dtype": "int64"}, [], False),
        ({"blank": 0.5}, [("a.weight", "query")], False),
    ],
)
def test_where_a_stretch_begins_to_count(columns, dead, found):
    assert (ask(tensor("a.weight", **{"zeros": 3, **columns}), dead=dead) is not None) is found


@pytest.mark.parametrize(
    ("shape", "value", "found"),
    [
        ((1, 1, 3, 3), 1 / 9, False),
        ((3, 1, 5, 5), 0.04, False),
        ((1, 1, 3, 3), 1.0, False),
        ((8, 8, 3, 3), 0.01, True),
        ((4, 4), 1.0, True),
        ((4, 4, 1, 1), 1.0, True),
    ],
    ids=["mean of nine", "mean of 25", "sum", "constant", "matrix", "kernels of one position"],
)
def test_kernels_that_take_means_are_set_by_hand(shape, value, found):
    assert (ask(tensor("a.weight", shape, low=value, high=value, std=0.0)) is not None) is found


def test_vectors_with_axes_of_size_one_count_only_as_weights():
    assert ask(tensor("a.beta", (1, 1, 1, 8), zeros=8, low=0.0, high=0.0)) is None
    assert ask(tensor("a.weight", (1, 8), zeros=8, low=0.0, high=0.0)) is not None


# ------------------------------------------------------------------------------------------------------- one end


def ended(**columns):
    return tensor("a.weight", (8, 12), **{"blank_end": 0.5, "zeros": 48, **columns})


def unpruned(*zeros):
    return [tensor(f"{name}.weight", (8, 12), zeros=count) for name, count in zip("bcdef", zeros, strict=False)]


def test_zeros_at_one_end_of_one_tensor_are_suspected():
    found = ask(ended(), *unpruned(0, 0, 0))
    assert (found.verdict, found.confidence < 1) == ("suspected", True)
    assert facts(found) == [
        (
            "50% of a.weight is zero at one end (rows, or positions of its kernels), and none of the 3 other weight tensors has "
            "more than 1% zeros; a mask, or pruning of this layer alone, looks the same",
            "tensors: blank_end, zeros",
            0.5,
            96,
        )
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([ended(blank_end=0.25), *unpruned(0, 0, 0)], True),
        ([ended(blank_end=0.24), *unpruned(0, 0, 0)], False),
        ([ended(blank_end=None), *unpruned(0, 0, 0)], False),
        ([ended(by_formula=True), *unpruned(0, 0, 0)], False),
        ([ended(), *unpruned(0, 0)], False),
        ([ended(), *unpruned(0, 0, 2)], False),
        ([ended(), *unpruned(0, 0, 0, 48)], False),
        ([ended(), ended(tensor="z.weight"), *unpruned(0, 0, 0)], False),
    ],
)
def test_where_zeros_at_one_end_tell(rows, found):
    assert (ask(*rows) is not None) is found


def test_one_long_stretch_is_said_once():
    found = ask(ended(blank=0.5), *unpruned(0, 0, 0))
    assert (found.verdict, len(found.evidence)) == ("confirmed", 1)
