"""Smooth calibration error against direct integration, known constructions, and its floor against simulation."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportCallIssue=false

import numpy as np
import pytest

from touchstone.conclusions.metrics import Sample, smooth_calibration


def calibrated(n, seed, *, groups=None, spread=1.5):
    rng = np.random.default_rng(seed)
    p = 1 / (1 + np.exp(-rng.normal(0, spread, n)))
    return Sample(p, rng.random(n) < p, None if groups is None else np.arange(n) % groups)


def by_integration(p, y, width, steps=1500):
    """∫ |mean of (y − p) K(t, p)| dt with a Gaussian reflected at 0 and 1, summed image by image."""
    t = (np.arange(steps) + 0.5) / steps
    total = np.zeros(steps)
    for image in range(-3, 4):
        for place in (p + 2 * image, -p + 2 * image):
            total += (np.exp(-((t[:, None] - place) ** 2) / (2 * width**2)) * (y - p)).mean(axis=1)
    return float(np.abs(total / (width * np.sqrt(2 * np.pi))).mean())


def fixed_point(p, y):
    low, high = 1e-3, 1.0
    for _ in range(18):
        width = (low + high) / 2
        low, high = (width, high) if by_integration(p, y, width) > width else (low, width)
    return by_integration(p, y, (low + high) / 2)


@pytest.mark.parametrize("bend", [0.3, 1.0, 3.0])
@pytest.mark.parametrize("seed", [0, 1])
def test_it_is_the_fixed_point_of_the_integral(bend, seed):
    sample = calibrated(150, seed)
    p = 1 / (1 + np.exp(-bend * np.log(sample.p / (1 - sample.p))))
    said = smooth_calibration(Sample(p, sample.fake), simulations=20).error.value
    assert said == pytest.approx(fixed_point(p, sample.fake.astype(float)), abs=0.004)


@pytest.mark.parametrize(("score", "share"), [(0.9, 0.5), (0.2, 0.5), (0.5, 0.75)])
def test_one_score_for_all_is_off_by_its_distance_from_the_share(score, share):
    sample = Sample(np.full(400, score), np.arange(400) < 400 * share)
    assert smooth_calibration(sample).error.value == pytest.approx(abs(score - share), abs=0.01)


def test_the_sign_of_the_labels_does_not_matter():
    sample = calibrated(300, 3)
    turned = Sample(1 - sample.p, ~sample.fake)
    values = [smooth_calibration(s, simulations=10).error.value for s in (sample, turned)]
    assert values[0] == pytest.approx(values[1], abs=2e-3)


@pytest.mark.parametrize("groups", [None, 60])
def test_a_calibrated_detector_is_seldom_told_off(groups):
    p = [smooth_calibration(calibrated(240, seed, groups=groups), simulations=100).p_value for seed in range(60)]
    assert sum(value <= 0.05 for value in p) <= 8  # 0.05 · 60 = 3, and more than 8 in one of 500 such series
    assert np.mean(p) == pytest.approx(0.5, abs=0.15)


def test_the_interval_holds_what_it_measures_and_the_floor_lies_below_a_true_error():
    sample = calibrated(800, 5, groups=200)
    bent = Sample(1 / (1 + np.exp(-3 * np.log(sample.p / (1 - sample.p)))), sample.fake, sample.group)
    said = smooth_calibration(bent)
    assert said.error.low < said.error.value < said.error.high
    assert said.null_high < said.error.value
    assert said.p_value < 0.01


def test_many_independent_videos_take_the_normal_way_and_agree_with_the_exact_one():
    sample = calibrated(24_000, 1)
    half = Sample(sample.p[::2], sample.fake[::2])
    many, few = smooth_calibration(sample), smooth_calibration(half)
    assert many.null_mean == pytest.approx(few.null_mean / 2**0.5, rel=0.25)


def test_nothing_is_said_of_no_video():
    said = smooth_calibration(Sample(np.empty(0), np.empty(0, np.bool_)))
    assert (said.error.value, said.p_value, said.null_mean) == (None, None, None)
