"""Enlarged frames and the factor."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.footage.indicators.pictures import compressed, landscape, plane

from touchstone.footage.indicators import measure_frame

KINDS = {"bilinear": cv2.INTER_LINEAR, "bicubic": cv2.INTER_CUBIC, "Lanczos": cv2.INTER_LANCZOS4}


def enlarged(seed: int, factor: float, how: int) -> np.ndarray:
    small = landscape(seed, 240, 320)
    size = (round(320 * factor), round(240 * factor))
    return cv2.resize(small, size, interpolation=how).astype(np.uint8)


@pytest.mark.parametrize("how", KINDS)
@pytest.mark.parametrize("factor", [1.2, 1.4, 1.5, 1.75, 2.0, 2.5, 3.0])
def test_the_factor_is_found(factor: float, how: str) -> None:
    measured = measure_frame(enlarged(1, factor, KINDS[how]))
    assert measured["upscale_factor"] == pytest.approx(factor, rel=0.05)
    assert measured["resampling_trace"] is not None
    assert measured["resampling_trace"] > 12


@pytest.mark.parametrize("seed", range(4))
def test_untouched_frames_have_none(seed: int) -> None:
    measured = measure_frame(landscape(seed))
    assert measured["upscale_factor"] is None
    assert measured["resampling_trace"] is not None
    assert measured["resampling_trace"] < 12


@pytest.mark.parametrize("quality", [30, 60, 90])
def test_a_block_grid_is_no_enlargement(quality: int) -> None:
    assert measure_frame(compressed(landscape(2), quality))["upscale_factor"] is None


def test_small_and_flat_frames() -> None:
    assert measure_frame(landscape(0, 90, 300))["resampling_trace"] is None
    assert measure_frame(plane(0, 0))["upscale_factor"] is None
