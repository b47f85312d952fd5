# pyright: reportArgumentType=false
import pytest
from tests.conclusions.prescription.inputs import finding, standing
from tests.conclusions.small import estimate

from touchstone.conclusions.prescription import prioritise
from touchstone.conclusions.prescription.priority import FAIR_ACCURACY, LARGE_BIAS, LOW_ACCURACY, large_bias

BEYOND = ", though its interval extends beyond that"
FINE = ", and no critical or moderate finding"


def test_the_limits_are_those_of_the_rule_that_users_gave():
    assert (LOW_ACCURACY, FAIR_ACCURACY, LARGE_BIAS) == (0.6, 0.7, 0.3)


@pytest.mark.parametrize(
    ("value", "low", "high", "priority", "reason"),
    [
        (0.0, 0.0, 0.0, "HIGH", "accuracy 0.000 [0.000, 0.000], n = 200, below 60%"),
        (0.5, -0.001, 0.55, "HIGH", f"accuracy 0.500 [-0.001, 0.550], n = 200, below 60%{BEYOND}"),
        (0.5, 0.45, 0.55, "HIGH", "accuracy 0.500 [0.450, 0.550], n = 200, below 60%"),
        (0.5999, 0.55, 0.6, "HIGH", "accuracy 0.600 [0.550, 0.600], n = 200, below 60%"),
        (0.5999, 0.55, 0.6001, "HIGH", f"accuracy 0.600 [0.550, 0.600], n = 200, below 60%{BEYOND}"),
        (0.6, 0.6, 0.7, "MEDIUM", "accuracy 0.600 [0.600, 0.700], n = 200, from 60% to 70%"),
        (0.6, 0.5999, 0.7, "MEDIUM", f"accuracy 0.600 [0.600, 0.700], n = 200, from 60% to 70%{BEYOND}"),
        (0.6, 0.6, 0.7001, "MEDIUM", f"accuracy 0.600 [0.600, 0.700], n = 200, from 60% to 70%{BEYOND}"),
        (0.6001, 0.6, 0.65, "MEDIUM", "accuracy 0.600 [0.600, 0.650], n = 200, from 60% to 70%"),
        (0.6999, 0.6, 0.7, "MEDIUM", "accuracy 0.700 [0.600, 0.700], n = 200, from 60% to 70%"),
        (0.7, 0.65, 0.7, "MEDIUM", "accuracy 0.700 [0.650, 0.700], n = 200, from 60% to 70%"),
        (0.7, 0.65, 0.75, "MEDIUM", f"accuracy 0.700 [0.650, 0.750], n = 200, from 60% to 70%{BEYOND}"),
        (0.7001, 0.65, 0.75, "LOW", f"accuracy 0.700 [0.650, 0.750], n = 200{FINE}"),
        (1.0, 0.98, 1.0, "LOW", f"accuracy 1.000 [0.980, 1.000], n = 200{FINE}"),
        (0.5, None, None, "HIGH", f"accuracy 0.500, no interval, n = 200, below 60%{BEYOND}"),
        (0.5, 0.45, None, "HIGH", f"accuracy 0.500, no interval, n = 200, below 60%{BEYOND}"),
        (0.5, None, 0.55, "HIGH", f"accuracy 0.500, no interval, n = 200, below 60%{BEYOND}"),
        (None, None, None, "LOW", f"accuracy not defined, n = 200{FINE}"),
    ],
)
def test_accuracy_decides_the_priority(value, low, high, priority, reason):
    asked = standing(accuracy=estimate(value, None, low=low, high=high))
    assert prioritise(asked, []) == (priority, reason)


LEAK, BROKEN = "data.leakage", "weights.zeroed"
GOOD = "accuracy 0.800 [0.750, 0.850], n = 200, and no critical or moderate finding"


@pytest.mark.parametrize(
    ("given", "priority", "reason"),
    [
        ([], "LOW", GOOD),
        ([finding(BROKEN)], "HIGH", "critical finding weights.zeroed"),
        ([finding(BROKEN, verdict="suspected")], "HIGH", "critical finding weights.zeroed"),
        ([finding(BROKEN, verdict="cannot_tell")], "LOW", GOOD),
        ([finding(BROKEN, kind="info")], "LOW", GOOD),
        ([finding(BROKEN, kind="symptom")], "HIGH", "critical finding weights.zeroed"),
        ([finding(BROKEN, subject="bg")], "LOW", GOOD),
        ([finding(BROKEN, subject="footage")], "LOW", GOOD),
        ([finding(LEAK)], "MEDIUM", "moderate finding data.leakage"),
        ([finding(LEAK, verdict="suspected")], "MEDIUM", "moderate finding data.leakage"),
        ([finding(LEAK, verdict="cannot_tell")], "LOW", GOOD),
        ([finding(LEAK, kind="info")], "LOW", GOOD),
        ([finding("data.duplicates")], "LOW", GOOD),
        ([finding(LEAK), finding(BROKEN)], "HIGH", "critical finding weights.zeroed"),
        (
            [finding(BROKEN), finding("scores.constant"), finding(BROKEN)], "HIGH",
            "critical finding weights.zeroed; critical finding scores.constant",
        ),
    ],
)  # fmt: skip
def test_critical_findings_are_high_and_moderate_ones_medium(given, priority, reason):
    assert prioritise(standing(), given) == (priority, reason)


def test_accuracy_and_findings_are_both_named():
    bad, fair = (standing(accuracy=estimate(value, 0.02)) for value in (0.55, 0.65))
    assert prioritise(bad, [finding(BROKEN), finding(LEAK)]) == (
        "HIGH", "accuracy 0.550 [0.530, 0.570], n = 200, below 60%; critical finding weights.zeroed",
    )  # fmt: skip
    assert prioritise(bad, [finding(LEAK)]) == ("HIGH", "accuracy 0.550 [0.530, 0.570], n = 200, below 60%")
    assert prioritise(fair, [finding(LEAK)]) == (
        "MEDIUM", "accuracy 0.650 [0.630, 0.670], n = 200, from 60% to 70%; moderate finding data.leakage",
    )  # fmt: skip
    assert prioritise(fair, [finding(BROKEN)]) == ("HIGH", "critical finding weights.zeroed")


def test_what_scored_nothing_is_high():
    silent = standing(word="not loaded", statement="truncated", scored=False)
    assert prioritise(silent, []) == ("HIGH", "truncated")
    assert prioritise(silent, [finding("weights.unreadable")]) == ("HIGH", "critical finding weights.unreadable")


@pytest.mark.parametrize("word", ["below chance", "no signal", "cannot tell"])
def test_a_good_accuracy_of_what_does_not_separate_fake_from_real_is_medium(word):
    assert prioritise(standing(word=word, statement="AUC 0.520"), []) == (
        "MEDIUM",
        "accuracy 0.800 [0.750, 0.850], n = 200, but it is not shown to separate fake from real: AUC 0.520",
    )


@pytest.mark.parametrize(
    ("value", "low", "high", "large"),
    [
        (0.30, 0.1, 0.5, False),
        (0.3001, 0.1, 0.5, True),
        (-0.30, -0.5, -0.1, False),
        (-0.3001, -0.5, -0.1, True),
        (0.5, 0.0, 0.9, False),
        (0.5, 0.0001, 0.9, True),
        (0.5, -0.0001, 0.9, False),
        (-0.5, -0.9, 0.0, False),
        (-0.5, -0.9, -0.0001, True),
        (-0.5, -0.9, 0.0001, False),
        (0.9, None, None, False),
        (None, None, None, False),
    ],
)
def test_a_bias_is_large_beyond_30_percent_with_an_interval_that_excludes_0(value, low, high, large):
    assert large_bias(standing(bias=estimate(value, None, low=low, high=high))) is large


def test_what_scored_nothing_has_no_bias():
    assert large_bias(standing(bias=estimate(0.9), scored=False)) is False
