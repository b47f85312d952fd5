"""Colour temperature of face and background."""

from __future__ import annotations

import numpy as np
import pytest

from touchstone.footage.indicators import measure_frame
from touchstone.footage.media import Box

FACE = Box(100, 50, 80, 100)


def scene(face: tuple[int, int, int], behind: tuple[int, int, int], height: int = 240) -> np.ndarray:
    rgb = np.full((height, 320, 3), behind, np.uint8)
    rgb[50:150, 100:180] = face
    return rgb


@pytest.mark.parametrize("height", [240, 600])
def test_each_region_has_that_of_a_frame_of_its_colour(height: int) -> None:
    warm, cool = (190, 140, 110), (120, 130, 160)
    measured = measure_frame(scene(warm, cool, height), FACE)
    alone = [measure_frame(np.full((32, 32, 3), c, np.uint8))["color_temperature"] for c in (warm, cool)]
    assert measured["face_color_temperature"] == pytest.approx(alone[0])
    assert measured["background_color_temperature"] == pytest.approx(alone[1])
    assert alone[0] is not None
    assert alone[1] is not None
    assert measured["color_temperature_difference"] == pytest.approx(1e6 / alone[0] - 1e6 / alone[1])


def test_a_warmer_face_is_positive() -> None:
    values = [
        measure_frame(scene((128 + s, 128, 128 - s), (128, 128, 128)), FACE)["color_temperature_difference"]
        for s in (-30, -15, 0, 15, 30)
    ]
    assert values == sorted(v for v in values if v is not None)
    assert values[2] == pytest.approx(0, abs=0.1)


def test_a_green_face_has_none() -> None:
    measured = measure_frame(scene((0, 255, 0), (128, 128, 128)), FACE)
    assert measured["face_color_temperature"] is measured["color_temperature_difference"] is None
    assert measured["background_color_temperature"] is not None
