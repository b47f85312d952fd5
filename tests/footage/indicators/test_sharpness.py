"""Sharpness and noise."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.footage.indicators.pictures import blurred, grey, landscape, noisy, plane

from touchstone.footage.indicators import measure_frame
from touchstone.footage.media import Box


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


FACE = Box(200, 80, 200, 200)


@pytest.mark.parametrize("sigma", [0.8, 1.5, 2.5, 4.0])
@pytest.mark.parametrize("turned", [False, True])
def test_the_width_of_blurred_steps(sigma: float, turned: bool) -> None:
    step = np.where(np.arange(300) % 100 < 50, 60.0, 190.0)
    levels = cv2.GaussianBlur(np.tile(step, (200, 1)), (0, 0), sigma)
    measured = measure_frame(grey(levels.T if turned else levels))["blur_width"]
    assert measured == pytest.approx(sigma, rel=0.12, abs=0.12)


def test_it_rises_with_blur() -> None:
    values = [measure_frame(blurred(landscape(), s))["blur_width"] for s in (0.5, 1.0, 2.0, 4.0, 8.0)]
    assert values == sorted(v for v in values if v is not None)


def test_without_edges_there_is_none() -> None:
    assert measure_frame(plane(0, 0))["blur_width"] is None


def test_a_blurred_face_is_less_sharp_than_its_background() -> None:
    values = []
    for sigma in (0.5, 1.0, 2.0):
        rgb = landscape(2).copy()
        place = FACE.clipped(360, 640)
        rgb[place] = blurred(rgb, sigma)[place]
        values.append(measure_frame(rgb, FACE)["sharpness_ratio"])
    assert values == sorted((v for v in values if v is not None), reverse=True)
    assert measure_frame(landscape(2), FACE)["sharpness_ratio"] == pytest.approx(1, abs=0.3)


def test_the_step_at_the_border_of_a_face_put_in_is_no_detail_of_it() -> None:
    values = []
    for sigma in (1.0, 2.0, 3.0, 4.5, 7.0):
        rgb = landscape(2).copy()
        place = FACE.clipped(360, 640)
        rgb[place] = blurred(rgb, sigma)[place]
        values.append(measure_frame(rgb, FACE)["sharpness_ratio"])
    assert values == sorted((v for v in values if v is not None), reverse=True)
    assert len(set(values)) == 5
    flat = landscape(2).copy()
    flat[place] = 200  # no detail inside, a step all around
    assert measure_frame(flat, FACE)["sharpness_ratio"] == 0


def test_without_a_face_or_detail_there_is_no_ratio() -> None:
    assert measure_frame(landscape())["sharpness_ratio"] is None
    assert measure_frame(plane(0, 0, height=360, width=640), FACE)["sharpness_ratio"] is None
