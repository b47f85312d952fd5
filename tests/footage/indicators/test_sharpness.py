"""Sharpness and noise."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.footage.indicators.pictures import blurred, landscape, noisy, plane

from touchstone.footage.indicators import measure_frame


def test_laplacian_variance_is_the_filters_variance() -> None:
    picture = landscape(3)
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(float)
    padded = np.pad(luma, 1, mode="edge")
    expected = padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:] - 4 * luma
    assert measure_frame(picture)["laplacian_variance"] == pytest.approx(expected.var(), rel=1e-6)


def test_blur_lowers_it_and_noise_raises_it() -> None:
    sharp = [measure_frame(blurred(landscape(), sigma))["laplacian_variance"] for sigma in (0.5, 1, 2, 4)]
    assert sharp == sorted((value for value in sharp if value is not None), reverse=True)
    rough = [measure_frame(noisy(landscape(), sigma))["laplacian_variance"] for sigma in (0, 5, 10)]
    assert rough == sorted(value for value in rough if value is not None)


@pytest.mark.parametrize("sigma", [1, 2, 5, 10, 20])
def test_known_noise_is_measured_on_a_plane(sigma: float) -> None:
    measured = measure_frame(noisy(plane(40, 30, height=300, width=400), sigma))["noise_level"]
    # Rounding to whole levels adds a variance of 1/12.
    assert measured == pytest.approx(np.sqrt(sigma**2 + 1 / 12), rel=0.03)


@pytest.mark.parametrize("sigma", [5, 10, 20])
def test_known_noise_is_measured_on_a_soft_picture(sigma: float) -> None:
    measured = measure_frame(noisy(blurred(landscape(), 3), sigma))["noise_level"]
    assert measured == pytest.approx(sigma, rel=0.05)


def test_a_plane_has_no_noise() -> None:
    assert measure_frame(plane(0, 0))["noise_level"] == 0
    assert measure_frame(plane(0, 0, height=2))["noise_level"] is None
