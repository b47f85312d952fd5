"""Noise in the smooth parts of a picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.footage.indicators.pictures import blurred, grey, landscape, plane

from touchstone.footage.indicators import measure_frame
from touchstone.footage.media import Box

FACE = Box(200, 80, 200, 220)


def with_noise(rgb: np.ndarray, sigma: float | np.ndarray, seed: int = 0) -> np.ndarray:
    luma = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(float)
    return grey(luma + sigma * np.random.default_rng(seed).standard_normal(luma.shape))


@pytest.mark.parametrize("sigma", [1.0, 3.0, 10.0])
def test_white_noise_is_measured_on_texture(sigma: float) -> None:
    picture = blurred(landscape(1), 1.2)
    measured = measure_frame(with_noise(picture, sigma), FACE)
    for name in ("noise_floor", "face_noise", "background_noise"):
        assert measured[name] == pytest.approx(sigma, rel=0.1, abs=0.3), name


def test_a_clean_ramp_has_hardly_any() -> None:
    assert measure_frame(plane(100, 60, height=200, width=300))["noise_floor"] == pytest.approx(
        0.29, abs=0.1
    )  # rounding


def test_the_ratio_tells_a_noisier_face() -> None:
    flat = plane(20, 0, height=360, width=640)
    levels = flat[..., 0] + 2 * np.random.default_rng(0).standard_normal((360, 640))
    rows, columns = FACE.clipped(360, 640)
    levels[rows, columns] = flat[..., 0][rows, columns] + 6 * np.random.default_rng(1).standard_normal((220, 200))
    measured = measure_frame(grey(levels), FACE)
    assert measured["noise_ratio"] == pytest.approx(3, rel=0.1)


@pytest.mark.parametrize("slope", [0.0, 0.1, 0.4])
def test_noise_that_grows_with_light(slope: float) -> None:
    ramp = plane(160, 0, height=360, width=640)
    measured = measure_frame(with_noise(ramp, np.sqrt(2 + slope * ramp[..., 0])))["noise_slope"]
    assert measured == pytest.approx(slope, abs=0.03, rel=0.2)


def test_undefined_where_there_is_nothing_to_go_by() -> None:
    small = measure_frame(grey(np.random.default_rng(0).normal(128, 5, (24, 24))))
    assert small["noise_floor"] is small["noise_slope"] is None
    flat = measure_frame(with_noise(grey(np.full((200, 200), 128.0)), 3))
    assert flat["noise_slope"] is None  # one level only
    assert flat["noise_ratio"] is flat["face_noise"] is None
    assert measure_frame(grey(np.zeros((200, 200))))["noise_floor"] is None  # clipped
