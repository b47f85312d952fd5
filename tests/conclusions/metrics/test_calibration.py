from __future__ import annotations

import numpy as np
import pytest
from sklearn.calibration import calibration_curve

from touchstone.conclusions.metrics import Sample, calibration
from touchstone.conclusions.metrics.calibration import equal_mass_bins


def calibrated(n: int, seed: int = 0, sharpen: float = 1.0) -> Sample:
    rng = np.random.default_rng(seed)
    logit = rng.standard_normal(n) * 1.5
    fake = rng.random(n) < 1 / (1 + np.exp(-logit))
    return Sample(1 / (1 + np.exp(-sharpen * logit)), fake)


@pytest.mark.parametrize("n", [150, 1500])
@pytest.mark.parametrize("bins", [5, 15])
def test_curve_agrees_with_scikit_learn(n: int, bins: int) -> None:
    sample = calibrated(n)
    result = calibration(sample, bins)
    share, mean = calibration_curve(sample.fake, sample.p, n_bins=bins, strategy="quantile")
    # Quantile edges and ranks may put a video at an edge into neighbouring bins.
    assert np.allclose([part.fake_share for part in result.curve], share, atol=2 * bins / n)
    assert np.allclose([part.mean_p for part in result.curve], mean, atol=2 * bins / n)
    expected = sum(abs(part.mean_p - part.fake_share) * part.count for part in result.curve)
    assert result.error.value == pytest.approx(expected / n)


def test_a_calibrated_detector_lies_at_its_floor() -> None:
    p_values = [calibration(calibrated(300, seed)).p_value for seed in range(100)]
    computed = [p for p in p_values if p is not None]
    assert len(computed) == 100
    assert 0.35 < float(np.mean(computed)) < 0.65
    measured = calibration(calibrated(300, 3))
    assert measured.null_mean is not None
    errors = [calibration(calibrated(300, s)).error.value or 0.0 for s in range(100)]
    assert measured.null_mean == pytest.approx(np.mean(errors), rel=0.15)


def test_an_overconfident_detector_does_not() -> None:
    result = calibration(calibrated(600, sharpen=3.0))
    assert result.p_value is not None
    assert result.p_value < 0.01
    assert result.error.value is not None
    assert result.null_mean is not None
    assert result.error.value - result.null_mean > 0.05


def test_the_floor_of_many_videos_joins_that_of_few() -> None:
    few, many = calibration(calibrated(20_000)), calibration(calibrated(20_001))
    assert few.null_mean == pytest.approx(many.null_mean, rel=0.05)


def test_bins_keep_ties_together_and_ten_videos_each() -> None:
    assert equal_mass_bins(np.full(100, 0.5)).max() == 0
    assert equal_mass_bins(np.linspace(0, 1, 35)).max() == 2
    index = equal_mass_bins(np.repeat([0.1, 0.2, 0.9], [10, 80, 10]), 15)
    assert len(set(index[10:90].tolist())) == 1


@pytest.mark.parametrize("groups", [None, 8])
def test_interval_holds_the_value(groups: int | None) -> None:
    sample = calibrated(120)
    group = None if groups is None else np.arange(120) % groups
    error = calibration(Sample(sample.p, sample.fake, group)).error
    assert error.value is not None
    assert error.low is not None
    assert error.high is not None
    assert 0 <= error.low <= error.value <= error.high <= 1
    assert (error.warning is None) == (groups is None)


def test_empty_and_one_class() -> None:
    assert calibration(Sample(np.zeros(0), np.zeros(0, np.bool_))).error.value is None
    measured = calibration(Sample(np.array([0.1, 0.4]), np.array([True, True])))
    assert measured.error.value == pytest.approx(0.75)
    assert measured.error.high is not None
    assert measured.error.high > 0.75


def test_the_same_seed_gives_the_same_numbers() -> None:
    assert calibration(calibrated(200), seed=1) == calibration(calibrated(200), seed=1)
