"""Damaged weights: what is said of each kind of damage, and where each begins."""

# A finding that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOptionalIterable=false

import math

import pytest
from tests.conclusions.small_checkpoint import described, facts, of_weights, tensor

from touchstone.conclusions.diagnosis import learned
from touchstone.conclusions.diagnosis.causes.weights import corrupted as module
from touchstone.conclusions.examination import Copied

ABOVE_1000 = math.nextafter(1000.0, math.inf)


def ask(*rows):
    return module.corrupted(of_weights(*rows))


def statements(*rows):
    answer = ask(*rows)
    return None if answer is None else [e.statement for e in answer.evidence]


def test_the_cause():
    assert described(module.CAUSE) == {
        "code": "weights.corrupted",
        "kind": "root",
        "severity": "critical",
        "meaning": "damaged weights: values that training does not produce",
        "needs": ("tensors",),
        "topic": "training_focus",
        "phase": 1,
        "done": "the tensors table holds no value of absurd size, no value far from all others of its tensor, no stripe (one "
        "value repeated across rows), no two equal layers, and no whole numbers without a scale",
        "explains": ("scores.invalid", "scores.constant", "scores.no_signal", "ensemble.broken_member"),
        "limits_all": False,
        "decided": "",
        "of_weights": "corrupted",
    }


def test_sound_tensors_have_no_finding():
    assert ask(tensor("a.weight"), tensor("a.bias", (4,))) is None


# -------------------------------------------------------------------------------------------------------- absurd


def test_an_absurd_value_is_a_fact():
    found = ask(tensor("a.weight", low=-1.0, high=2e10, far=3), tensor("b.weight"))
    assert (found.code, found.subject, found.verdict, found.confidence) == (
        "weights.corrupted",
        "net",
        "confirmed",
        1.0,
    )
    assert facts(found) == [
        (
            "a.weight holds a value of magnitude 2e+10, with 3 of 12 values above 1000 times its median magnitude",
            "tensors: low, high, far",
            2e10,
            12,
        )
    ]
    assert found.remedy == (
        "copy or export the checkpoint again, and compare its hash with that of the original: a.weight holds a value of "
        "magnitude 2e+10, with 3 of 12 values above 1000 times its median magnitude"
    )
    assert found.explains == ("scores.invalid", "scores.constant", "scores.no_signal", "ensemble.broken_member")
    assert found.verify == ""


@pytest.mark.parametrize(
    ("columns", "magnitude"),
    [
        ({"high": 1e10}, None),
        ({"high": math.nextafter(1e10, math.inf)}, "1e+10"),
        ({"low": -1e10}, None),
        ({"low": -3.4567e10}, "3.46e+10"),
        ({"low": -9e10, "high": 2e10}, "9e+10"),
        ({"low": None, "high": 2e10, "dtype": "int64"}, None),
        ({"high": 2e10, "dtype": "int64"}, None),
        ({"high": 2e10, "dtype": "bfloat16"}, "2e+10"),
        ({"high": 2e10, "block": "query"}, None),
    ],
)
def test_absurd_begins_above_10_to_the_10(columns, magnitude):
    expected = (
        f"a.weight holds a value of magnitude {magnitude}, with 0 of 12 values above 1000 times its median magnitude"
    )
    assert statements(tensor("a.weight", far=None, **columns)) == (None if magnitude is None else [expected])


def test_the_value_of_an_absurd_tensor_is_its_magnitude():
    assert ask(tensor("a.weight", low=-2e10)).evidence[0].value == 2e10


def test_three_absurd_tensors_are_listed():
    found = statements(*(tensor(f"{name}.running_mean", (4,), high=2e10, far=None) for name in "abcd"))
    assert [s.split(".")[0] for s in found] == ["a", "b", "c"]


# ---------------------------------------------------------------------------------------------------- impossible


def test_a_negative_variance_is_a_fact():
    found = ask(tensor("a.bn.running_var", (4,), low=-0.5), tensor("a.weight"))
    assert (found.verdict, found.confidence) == ("confirmed", 1.0)
    assert facts(found) == [("a.bn.running_var goes down to -0.5, but it cannot be below 0", "tensors: low", -0.5, 4)]


@pytest.mark.parametrize(
    ("name", "low", "statement"),
    [
        ("a.running_var", 0.0, None),
        ("a.running_var", -0.00123456, "a.running_var goes down to -0.00123, but it cannot be below 0"),
        ("running_var", -1.0, "running_var goes down to -1, but it cannot be below 0"),
        ("a.num_batches_tracked", -1.0, "a.num_batches_tracked goes down to -1, but it cannot be below 0"),
        ("a.num_batches_tracked", 0.0, None),
        ("a.running_mean", -1.0, None),
        ("running_var.weight", -1.0, None),
    ],
)
def test_only_variances_and_counts_cannot_be_below_0(name, low, statement):
    row = tensor(name, (4,), low=low, dtype="int64")
    assert statements(row) == (None if statement is None else [statement])


def test_three_impossible_tensors_are_listed():
    found = statements(*(tensor(f"{name}.running_var", (4,), low=-1.0) for name in "abcd"))
    assert [s.split(".")[0] for s in found] == ["a", "b", "c"]


# ------------------------------------------------------------------------------------------------------- stripes


def test_a_stripe_is_a_fact():
    found = ask(tensor("a.weight", stripe=7), tensor("b.weight"))
    assert (found.verdict, found.confidence) == ("confirmed", 1.0)
    assert facts(found) == [
        (
            "a.weight repeats one value 7 times without a break, across the ends of its rows; elsewhere in it hardly any "
            "neighbouring values are equal",
            "tensors: stripe",
            7,
            12,
        )
    ]


def test_the_three_longest_stripes_come_first():
    rows = [tensor(f"{name}.weight", stripe=n) for name, n in (("a", 1), ("b", 3), ("c", 4), ("d", 2), ("e", 0))]
    assert [(e.value, e.statement[0]) for e in ask(*rows).evidence] == [(4, "c"), (3, "b"), (2, "d")]
    assert [e.value for e in ask(rows[0]).evidence] == [1]


# -------------------------------------------------------------------------------------------------------- spikes


def spiked(name="a.weight", **columns):
    """One value of 300 where the others lie around 0.1."""
    return tensor(name, **{"low": -1.0, "high": 300.0, "outlier": 3000.0, "far": 1, **columns})


def test_a_spike_needs_two_measures_and_is_no_exact_fact():
    found = ask(spiked(), tensor("b.weight", high=2.0), tensor("c.weight"), tensor("b.bias", (4,), high=9.0))
    assert (found.code, found.verdict) == ("weights.corrupted", "confirmed")
    assert found.confidence == learned.of_verdict("weights.corrupted", "confirmed") < 1
    assert facts(found) == [
        (
            "a.weight has 1 of 12 values above 1000 times its median magnitude; the largest is 3e+03 times the median",
            "tensors: outlier",
            3000.0,
            12,
        ),
        (
            "the largest of these values has magnitude 300, 150 times the largest in the other weight tensors",
            "tensors: low, high of siblings",
            150.0,
            3,
        ),
    ]
    assert found.remedy == (
        "copy or export the checkpoint again, and compare its hash with that of the original: a.weight has 1 of 12 values "
        "above 1000 times its median magnitude; the largest is 3e+03 times the median"
    )


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({}, True),
        ({"outlier": 1000.0}, False),
        ({"outlier": ABOVE_1000}, True),
        ({"high": 100.0}, False),
        ({"high": math.nextafter(100.0, math.inf)}, True),
        ({"low": -300.0, "high": 1.0}, True),
        ({"far": None}, False),
        ({"shape": [12]}, False),
        ({"shape": [2, 3, 2]}, True),
    ],
)
def test_where_a_spike_begins(columns, found):
    answer = ask(spiked(**columns), tensor("b.weight"))
    assert (answer is not None) is found
    if answer is not None:
        assert len(answer.evidence) == 2


def test_a_spike_of_10_to_the_10_is_not_absurd():
    assert [s[:12] for s in statements(spiked(high=1e10), tensor("b.weight"))] == ["a.weight has", "the largest "]
    assert [s[:14] for s in statements(spiked(high=2e10), tensor("b.weight"))] == ["a.weight holds"]


def test_a_spike_alone_cannot_be_compared():
    assert ask(spiked()) is None
    assert ask(spiked(), tensor("b.weight", far=None), tensor("c.bias", (4,))) is None


def test_others_are_those_without_spikes():
    others = [tensor("b.weight", outlier=1000.0, high=2.0), tensor("c.weight", high=1.0)]
    rows = [spiked("a.weight"), spiked("d.weight", high=150.0), spiked("e.weight", high=400.0), *others]
    assert [(e.value, e.n) for e in ask(*rows).evidence] == [(3000.0, 12), (150.0, 5), (3000.0, 12), (200.0, 5)]


def test_three_spiked_tensors_are_listed():
    found = ask(*(spiked(f"{name}.weight") for name in "abcd"), tensor("e.weight"))
    assert [e.statement[0] for e in found.evidence[::2]] == ["a", "b", "c"]


# --------------------------------------------------------------------------------------------------------- gains


def layers(*stds, **columns):
    """Tensors of 4 × 9 values: 9 inputs, so the gain is 3 times the standard deviation."""
    return [tensor(f"{name}.weight", (4, 9), std=std, **columns) for name, std in zip("abcdef", stds, strict=False)]


def test_a_gain_needs_two_measures_and_is_no_exact_fact():
    found = ask(*layers(1.0, 1.0, 1.0, 1.0, 2000.0))
    assert (found.verdict, found.subject) == ("confirmed", "net")
    assert found.confidence == learned.of_verdict("weights.corrupted", "confirmed") < 1
    assert facts(found) == [
        ("e.weight multiplies its input by about 6e+03", "tensors: mean, std", 6000.0, 36),
        ("this gain is 2e+03 times the median of 5 weight tensors", "tensors: mean, std of siblings", 2000.0, 5),
    ]


def test_a_gain_counts_the_mean_as_well():
    rows = [*layers(1.0, 1.0, 1.0, 1.0), tensor("e.weight", (4, 9), std=1200.0, mean=-1600.0)]
    assert [e.value for e in ask(*rows).evidence] == [6000.0, 2000.0]


@pytest.mark.parametrize(
    ("usual", "gain", "found"),
    [
        (0.5, 600.0, False),
        (0.5, 1000.0, False),
        (0.5, 1000.5, True),
        (2.0, 1500.0, False),
        (2.0, 2000.0, False),
        (2.0, 2001.0, True),
        (0.0, 2001.0, False),
    ],
)
def test_a_gain_is_implausible_and_unlike_the_others(usual, gain, found):
    rows = [
        tensor(f"{name}.weight", (4, 1), std=s) for name, s in (("a", usual), ("b", usual), ("c", usual), ("d", gain))
    ]
    answer = ask(*rows)
    assert (answer is not None) is found
    if answer is not None:
        assert [e.value for e in answer.evidence] == [gain, gain / usual]


def test_a_gain_needs_four_weight_tensors():
    assert ask(*layers(1.0, 1.0, 2000.0)) is None
    assert len(ask(*layers(1.0, 1.0, 1.0, 2000.0)).evidence) == 2


@pytest.mark.parametrize(
    "columns", [{"shape": [36]}, {"std": None}, {"far": None}, {"shape": [4, 0], "elements": 0}, {"block": "key"}]
)
def test_what_is_no_weight_tensor_does_not_count_for_gains(columns):
    rows = layers(1.0, 1.0, 1.0, 2000.0)
    assert ask(*rows[1:], {**rows[0], **columns}) is None


@pytest.mark.parametrize("columns", [{"shape": [4, 9, 1]}, {"shape": [1, 1], "elements": 1, "std": 3.0}])
def test_what_counts_for_gains(columns):
    rows = layers(1.0, 1.0, 1.0, 2000.0)
    assert [e.value for e in ask(*rows[1:], {**rows[0], **columns}).evidence] == [6000.0, 2000.0]


def test_an_empty_tensor_does_not_hide_a_gain():
    rows = [*layers(1.0, 1.0, 1.0, 2000.0), tensor("z.weight", (0, 9))]
    assert ask(*rows).evidence[1].n == 4


@pytest.mark.parametrize(
    ("columns", "starts"),
    [
        ({"high": 1e10}, ["d.weight multiplies", "this gain is"]),
        ({"high": 2e10}, ["d.weight holds"]),
        ({"outlier": 1000.0}, ["d.weight multiplies", "this gain is"]),
        ({"outlier": ABOVE_1000}, []),
    ],
)
def test_absurd_values_and_spikes_are_not_reported_as_gains(columns, starts):
    rows = layers(1.0, 1.0, 1.0, 2000.0)
    found = statements(*rows[:3], {**rows[3], **columns}) or []
    assert [s[: len(start)] for s, start in zip(found, starts, strict=True)] == starts


def test_three_gains_are_listed():
    rows = [tensor(f"{name}.weight", (4, 9), std=2000.0 if name < "e" else 1.0) for name in "abcdefghi"]
    assert [e.statement[0] for e in ask(*rows).evidence[::2]] == ["a", "b", "c"]


# --------------------------------------------------------------------------------------------------------- order


def test_exact_facts_come_first_and_six_are_shown():
    rows = [
        spiked("a.weight"),
        tensor("b.weight", stripe=5),
        *(tensor(f"{name}.running_var", (4,), low=-1.0) for name in "cd"),
        *(tensor(f"{name}.weight", (12,), high=2e10) for name in "ef"),
    ]
    found = ask(*rows)
    assert [e.statement.split(" ")[0] for e in found.evidence] == [
        "e.weight",
        "f.weight",
        "c.running_var",
        "d.running_var",
        "b.weight",
        "a.weight",
    ]
    assert found.confidence == 1.0


def test_spikes_come_before_gains():
    rows = [*layers(1.0, 1.0, 1.0, 2000.0), spiked("z.weight", std=1.0)]
    assert [s.split(" ")[0] for s in statements(*rows)] == ["z.weight", "the", "d.weight", "this"]


# ------------------------------------------------------------------------------------------------------------ apart


def others(gap=1.5, count=4):
    return [tensor(f"o{n}.weight", gap=gap, beyond=1) for n in range(count)]


def lone(**columns):
    return tensor("a.weight", **{"shape": (100, 10), "gap": 64.0, "beyond": 1, **columns})


def test_a_value_that_lies_apart():
    found = ask(lone(), *others())
    assert (found.verdict, found.confidence) == ("confirmed", learned.of_verdict("weights.corrupted", "confirmed"))
    assert facts(found) == [
        (
            "a.weight: 1 value has at least 64 times the magnitude of the largest of the other 999; a flipped bit of an exponent "
            "leaves such values",
            "tensors: gap, beyond",
            64.0,
            1000,
        ),
        (
            "a.weight: this gap is 42.7 times as wide as those of three in four of the 4 other weight tensors (at most 1.5)",
            "tensors: gap of siblings",
            64.0 / 1.5,
            4,
        ),
    ]


def test_several_values_apart():
    assert (
        ask(lone(beyond=10), *others()).evidence[0].statement.startswith("a.weight: 10 values have at least 64 times")
    )


@pytest.mark.parametrize(
    ("columns", "verdict"),
    [
        ({"gap": 10.0}, "confirmed"),
        ({"gap": 9.9}, "suspected"),
        ({"gap": 5.0}, "suspected"),
        ({"gap": 4.9}, None),
        ({"beyond": 11}, None),
        ({"shape": [1000], "gap": 1000.0, "beyond": 2}, "confirmed"),
        ({"shape": [1000], "gap": 500.0, "beyond": 2}, "suspected"),
        ({"shape": [1000], "gap": 499.0, "beyond": 2}, None),
        ({"by_formula": True}, None),
        ({"by_formula": True, "gap": 1000.0}, "confirmed"),
        ({"gap": None}, None),
    ],
)
def test_where_a_gap_begins_to_count(columns, verdict):
    found = ask(lone(**columns), *others())
    assert (None if found is None else found.verdict) == verdict


@pytest.mark.parametrize(
    ("beside", "verdict"),
    [(others(3.3), "confirmed"), (others(21.0), None), (others(1.5, 2), "suspected"), ([], "suspected")],
)
def test_the_other_tensors_are_the_second_measure(beside, verdict):
    found = ask(lone(gap=10.0), *beside)
    assert (None if found is None else found.verdict) == verdict


def row_of(name, **columns):
    return tensor(name, **{"shape": (64,), "gap": 1.5, "beyond": 1, "low": 0.0, "high": 2.0, **columns})


@pytest.mark.parametrize(
    ("name", "columns", "verdict"),
    [
        ("a.bias", {"gap": 200.0}, "confirmed"),
        ("a.bias", {"gap": 199.0}, "suspected"),
        ("a.bias", {"gap": 100.0}, "suspected"),
        ("a.bias", {"gap": 99.0}, None),
        ("a.weight", {"gap": 256.0}, "confirmed"),
        ("a.running_var", {"gap": 60_000.0}, "suspected"),
        ("a.bias", {"gap": 60_000.0, "high": 19.0}, None),
        ("a.bias", {"gap": 60_000.0, "high": -1.0, "low": -400.0}, "confirmed"),
        ("a.bias", {"gap": 200.0, "beyond": 2}, None),
        ("a.weight", {"gap": 200.0, "shape": [4, 16]}, "confirmed"),
        ("a.weight", {"gap": 99.0, "shape": [4, 16]}, None),
        ("a.bias", {"gap": 999.0, "by_formula": True}, None),
    ],
)
def test_one_value_of_a_small_tensor(name, columns, verdict):
    last = name.split(".")[1]
    beside = [row_of(f"{n}.{last}") for n in "bcde"] + [
        tensor(f"{n}.weight", gap=1.5, beyond=1, high=2.0) for n in "fgh"
    ]
    found = ask(row_of(name, **{"high": 400.0, **columns}), *beside)
    assert (None if found is None else found.verdict) == verdict


def test_what_is_said_of_one_value_of_a_small_tensor():
    found = ask(
        row_of("a.running_var", gap=57530.0, high=402712.0), *(row_of(f"{n}.running_var", high=8.0) for n in "bcd")
    )
    assert facts(found) == [
        (
            "a.running_var: 1 value has at least 5.75e+04 times the magnitude of the largest of the other 63; a flipped bit of "
            "an exponent leaves such values, and so does one input of another scale",
            "tensors: gap, beyond",
            57530.0,
            64,
        ),
        (
            "a.running_var: this value is 5.03e+04 times the median of the largest values in 3 other tensors of its kind (8)",
            "tensors: low, high of siblings",
            402712.0 / 8,
            3,
        ),
    ]


def test_one_value_that_decay_has_left_is_as_large_as_elsewhere():
    assert ask(row_of("a.weight", gap=1e6, high=1.0), *(row_of(f"{n}.weight", high=1.2) for n in "bcd")) is None


def test_what_is_said_already_is_not_said_twice():
    assert len(ask(lone(high=2e10), *others()).evidence) == 1


# --------------------------------------------------------------------------------------------------------- copies


def pair(alike):
    return Copied(first="a.0.weight", second="a.3.weight", elements=1024, alike=alike)


@pytest.mark.parametrize(("alike", "verdict", "confidence"), [(True, "confirmed", 1.0), (False, "suspected", None)])
def test_a_copied_layer(alike, verdict, confidence):
    found = module.corrupted(of_weights(tensor("a.0.weight"), copied=(pair(alike),)))
    assert found.verdict == verdict
    assert found.confidence == (confidence or learned.of_verdict("weights.corrupted", verdict))
    assert facts(found) == [
        (
            "a.3.weight holds the 1024 values of a.0.weight, one by one, and does not share its memory: two layers that are "
            "trained apart do not become equal",
            "tensors: hash, tied",
            1024,
            1024,
        )
    ]


# ---------------------------------------------------------------------------------------------------------- codes


def coded(name="a.weight", **columns):
    return tensor(name, (32, 32), **{"codes": 150, "low": -127.0, "high": 119.0, "kurtosis": 0.2, **columns})


def test_codes_without_a_scale():
    found = ask(coded())
    assert (found.verdict, found.confidence) == ("confirmed", 1.0)
    assert facts(found) == [
        (
            "a.weight holds only whole numbers from -127 to 119 (150 different ones), as quantised weights are stored, and the "
            "file has no scale for them",
            "tensors: codes, low, high",
            150,
            1024,
        )
    ]


@pytest.mark.parametrize(
    ("columns", "beside", "found"),
    [
        ({"codes": 10}, "b.bias", True),
        ({"codes": 9}, "b.bias", False),
        ({"codes": None}, "b.bias", False),
        ({"low": -99.0, "high": 99.0}, "b.bias", False),
        ({"low": -100.0, "high": 99.0}, "b.bias", True),
        ({"kurtosis": -1.2}, "b.bias", False),
        ({"by_formula": True}, "b.bias", True),
        ({"low": 0.0}, "b.bias", False),
        ({"low": 0.0, "dtype": "uint8", "high": 255.0}, "b.bias", True),
        ({"dtype": "int8"}, "b.bias", True),
        ({}, "a.weight_scale", False),
        ({}, "a.SCB", False),
        ({}, "a.weight_zero_point", False),
        ({}, "b.weight_scale", True),
    ],
)
def test_where_whole_numbers_are_codes(columns, beside, found):
    assert (ask(coded(**columns), tensor(beside, (4,))) is not None) is found


def test_filters_that_look_calculated_are_no_damage():
    assert ask(tensor("a.weight", stripe=300, by_formula=True), tensor("b.weight")) is None
    assert ask(tensor("a.weight", stripe=300, by_formula=False), tensor("b.weight")) is not None
