"""Clipping, and the face's light against that of its background."""

from __future__ import annotations

import numpy as np
import pytest
from tests.footage.indicators.pictures import grey, landscape

from touchstone.footage.indicators import measure_frame
from touchstone.footage.media import Box

FACE = Box(100, 50, 80, 100)


def linear(level: float) -> float:
    """IEC 61966-2-1."""
    share = level / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def test_clipped_shares_are_counted() -> None:
    levels = np.full((100, 100), 128.0)
    levels[:10] = 2
    levels[90:] = 254
    levels[50, :50] = 10
    measured = measure_frame(grey(levels))
    assert measured["shadow_clipping"] == pytest.approx(0.1)
    assert measured["highlight_clipping"] == pytest.approx(0.1)


@pytest.mark.parametrize(("face", "behind"), [(180, 90), (90, 180), (128, 128)])
def test_exposure_difference_is_in_stops_of_linear_light(face: float, behind: float) -> None:
    levels = np.full((240, 320), float(behind))
    levels[50:150, 100:180] = face
    measured = measure_frame(grey(levels), FACE)
    assert measured["face_brightness"] == pytest.approx(face)
    assert measured["face_exposure_difference"] == pytest.approx(np.log2(linear(face) / linear(behind)), abs=0.02)


def test_what_lies_between_face_and_background_counts_for_neither() -> None:
    levels = np.full((240, 320), 90.0)
    rows, columns = FACE.scaled(1.5).clipped(240, 320)
    levels[rows, columns] = 250
    levels[50:150, 100:180] = 180
    measured = measure_frame(grey(levels), FACE)
    assert measured["face_exposure_difference"] == pytest.approx(np.log2(linear(180) / linear(90)), abs=0.02)


def test_without_a_face_or_a_background_there_is_no_difference() -> None:
    picture = landscape()
    for face in (None, Box(10, 10, 15, 15), Box(-500, -500, 100, 100)):
        measured = measure_frame(picture, face)
        assert measured["face_brightness"] is measured["face_exposure_difference"] is None
    whole = measure_frame(picture, Box(0, 0, 640, 360))
    assert whole["face_brightness"] == pytest.approx(whole["brightness"])
    assert whole["face_exposure_difference"] is None


def test_a_black_face_has_no_difference() -> None:
    levels = np.full((240, 320), 90.0)
    levels[50:150, 100:180] = 0
    assert measure_frame(grey(levels), FACE)["face_exposure_difference"] is None
