"""Drift between two data sets is told in the direction in which scores are higher."""

from types import SimpleNamespace

import pytest

from touchstone.conclusions.diagnosis.causes.training.domain_gap import _drift


@pytest.mark.parametrize("digit", [-1e-16, 0.0, 1e-16])
@pytest.mark.parametrize(("low", "high"), [("a", "b"), ("b", "a")])
@pytest.mark.parametrize("first", [0, 1])
def test_the_higher_one_is_named_whatever_the_last_digit_and_the_order(digit, low, high, first):
    cells = [
        SimpleNamespace(fitted_on=low, judged_on=high, drift=0.8),
        SimpleNamespace(fitted_on=high, judged_on=low, drift=0.2 + digit),
    ]
    parts = tuple(SimpleNamespace(name=name, real=100, fake=100) for name in "ab")
    transfer = SimpleNamespace(parts=parts, cells=cells if first == 0 else cells[::-1])
    witness = _drift(transfer, harmed=True)  # pyright: ignore[reportArgumentType]  a twin with what is read
    assert f"videos of {high} score higher than those of {low} in 80% of pairs" in witness.evidence.statement
    assert witness.holds
