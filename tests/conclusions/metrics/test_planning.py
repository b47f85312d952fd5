from __future__ import annotations

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from touchstone.conclusions.metrics import Sample, auc_estimate, videos_needed
from touchstone.vocabulary.errors import UsageError


def test_about_250_per_class_tell_an_auc_from_one_half() -> None:
    assert 240 <= videos_needed(0.05).per_class <= 260


@pytest.mark.parametrize("half_width", [0.03, 0.1])
def test_the_promised_width_is_what_one_gets(half_width: float) -> None:
    n = videos_needed(half_width).per_class
    rng = np.random.default_rng(0)
    widths = []
    for _ in range(30):
        e = auc_estimate(Sample(rng.random(2 * n), np.arange(2 * n) % 2 == 1))
        assert e.low is not None
        assert e.high is not None
        widths.append((e.high - e.low) / 2)
    assert np.mean(widths) == pytest.approx(half_width, rel=0.05)


@pytest.mark.parametrize("value", [0.5, 0.9])
def test_accuracy_agrees_with_wilson(value: float) -> None:
    total = videos_needed(0.05, "accuracy", value=value).total

    def half_width(n: int) -> float:
        low, high = proportion_confint(value * n, n, method="wilson")
        return float(high - low) / 2  # pyright: ignore[reportArgumentType]

    assert half_width(total) <= 0.05 < half_width(total - 3)


def test_groups_multiply_and_a_better_detector_needs_fewer() -> None:
    assert videos_needed(0.05, design_effect=3).per_class == 3 * videos_needed(0.05).per_class
    assert videos_needed(0.05, value=0.9).per_class < videos_needed(0.05).per_class


@pytest.mark.parametrize(
    "wrong", [{"half_width": 0}, {"half_width": 0.1, "value": 2}, {"half_width": 0.1, "design_effect": 0}]
)
def test_mistakes_are_told(wrong: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        videos_needed(**wrong)  # pyright: ignore[reportArgumentType]
