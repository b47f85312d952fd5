"""Effective resolution and moiré."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.footage.indicators.pictures import blurred, grey, landscape, noisy, plane

from touchstone.footage.indicators import measure_frame


def resolution(rgb: np.ndarray) -> float:
    value = measure_frame(rgb)["effective_resolution"]
    assert value is not None
    return value


def test_detail_to_single_pixels_is_full_resolution() -> None:
    assert resolution(landscape()) > 0.85


@pytest.mark.parametrize("factor", [1.5, 2.0, 3.0])
def test_an_enlarged_picture_has_no_more_than_it_had(factor: float) -> None:
    small = landscape(3, 240, 320)
    larger = cv2.resize(small, None, fx=factor, fy=factor, interpolation=cv2.INTER_LANCZOS4).astype(np.uint8)
    assert resolution(larger) == pytest.approx(resolution(small) / factor, rel=0.15)


def test_blur_lowers_it() -> None:
    values = [resolution(blurred(landscape(), s)) for s in (0.5, 1, 2, 4)]
    assert values == sorted(values, reverse=True)


def test_noise_is_no_detail() -> None:
    soft = blurred(landscape(), 2)
    assert resolution(noisy(soft, 4)) == pytest.approx(resolution(soft), abs=0.12)


def test_flat_and_tiny_frames_have_none() -> None:
    measured_values = measure_frame(plane(0, 0, height=130, width=130))
    assert measured_values["effective_resolution"] is None
    assert measure_frame(landscape(0, 12, 12))["effective_resolution"] is None
    assert measure_frame(landscape(0, 40, 40))["moire"] is None


def test_a_slanted_wave_stands_out_the_more_the_stronger_it_is() -> None:
    y, x = np.mgrid[0:360, 0:640]
    wave = np.sin(2 * np.pi * (0.15 * x + 0.09 * y))[..., None]
    values = [
        measure_frame(np.clip(0.8 * landscape() + 25 + a * wave, 0, 255).astype(np.uint8))["moire"]
        for a in (0, 4, 8, 16)
    ]
    assert values == sorted(v for v in values if v is not None)
    assert values[0] is not None
    assert values[0] < 9
    assert values[-1] is not None
    assert values[-1] > 20


def test_block_grids_are_no_moire() -> None:
    y, x = np.mgrid[0:256, 0:256]
    grid = ((x // 8 + y // 8) % 2) * 0 + (x % 8 == 0) * 20.0 + 100
    rough = grid + np.random.default_rng(0).normal(0, 5, grid.shape)
    measured_values = measure_frame(grey(rough))["moire"]
    assert measured_values is not None
    assert measured_values < 10
