import math

import pytest

from touchstone.conclusions.metrics import Estimate
from touchstone.report import percent, score, signed
from touchstone.report.numbers import value


def estimate(middle, low, high):
    return Estimate(value=middle, low=low, high=high, n=50, groups=None, method="test")


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (percent(estimate(0.5, 0.36, 0.64)), "50 % [36, 64]"),
        (percent(estimate(0.9412, 0.935, 0.9474)), "94.1 % [93.5, 94.7]"),
        (percent(estimate(1.0, 0.9997, 1.0)), "100.00 % [99.97, 100.00]"),
        (percent(estimate(0.5, None, None)), "50 %, no interval"),
        (percent(None), "not defined"),
        (score(estimate(0.941, 0.935, 0.947)), "0.941 [0.935, 0.947]"),
        (signed(estimate(0.0, -0.2, 0.2)), "0 [−20, +20]"),
        (signed(estimate(0.2, 0.1, 0.3), flip=True), "−20 [−30, −10]"),
        (signed(estimate(0.03, 0.004, 0.06)), "+3.0 [+0.4, +6.0]"),
        (value(math.nan), "–"),
        (value(0.0), "0"),
        (value(-12.345), "−12.3"),
    ],
)
def test_written(made, text):
    assert made == text


@pytest.mark.parametrize("width", [10.0**-k for k in range(5)])
def test_an_interval_with_a_width_never_prints_as_none(width):
    text = percent(estimate(1.0, 1.0 - width, 1.0))
    low, high = text.split("[")[1].rstrip("]").split(", ")
    assert low != high
