"""Where the block grid lies."""

from __future__ import annotations

import numpy as np
import pytest
from tests.footage.indicators.pictures import blurred, compressed, landscape, plane

from touchstone.footage.indicators import measure_frame
from touchstone.footage.media import Box

FACE = Box(200, 80, 200, 200)


@pytest.mark.parametrize(("across", "down"), [(0, 0), (1, 7), (3, 5), (4, 4), (6, 2)])
@pytest.mark.parametrize("quality", [30, 70])
def test_a_cropped_jpeg_tells_by_how_much(across: int, down: int, quality: int) -> None:
    measured = measure_frame(compressed(blurred(landscape(1), 0.7), quality)[down:, across:])
    assert measured["grid_offset_x"] == -across % 8
    assert measured["grid_offset_y"] == -down % 8


def test_off_grid_blockiness_takes_the_place_of_blockiness() -> None:
    picture = compressed(landscape(1), 20)
    whole, cropped = measure_frame(picture), measure_frame(picture[3:, 5:])
    assert whole["blockiness"] == pytest.approx(cropped["blockiness_off_grid"], rel=0.1)
    assert whole["blockiness_off_grid"] == pytest.approx(0, abs=0.1)


@pytest.mark.parametrize("seed", range(3))
def test_untouched_pictures_have_no_grid(seed: int) -> None:
    measured = measure_frame(landscape(seed))
    assert measured["grid_offset_x"] is measured["grid_offset_y"] is None


def test_flat_and_tiny_pictures_have_no_grid() -> None:
    for rgb in (plane(0, 0), landscape(0, 9, 9)):
        measured = measure_frame(rgb)
        assert measured["grid_offset_x"] is measured["grid_offset_y"] is None
    assert measure_frame(landscape(0, 3, 3))["blockiness_off_grid"] is None


def test_a_blocky_face_before_a_clean_background() -> None:
    clean = landscape(2)
    place = (slice(80, 280), slice(200, 400))
    values = []
    for quality in (10, 30, 60):
        rgb = clean.copy()
        rgb[place] = compressed(clean, quality)[place]
        values.append(measure_frame(rgb, FACE)["blockiness_difference"])
    assert values == sorted((v for v in values if v is not None), reverse=True)
    assert values[0] == pytest.approx(measure_frame(compressed(clean, 10))["blockiness"], rel=0.3)
    assert measure_frame(clean, FACE)["blockiness_difference"] == pytest.approx(0, abs=0.05)
    assert measure_frame(clean)["blockiness_difference"] is None


@pytest.mark.parametrize(("face", "behind"), [(40, 80), (85, 50)])
def test_face_and_background_of_other_qualities(face: int, behind: int) -> None:
    rgb = compressed(landscape(3), behind).copy()
    place = (slice(80, 280), slice(200, 400))
    rgb[place] = compressed(landscape(3), face)[place]
    assert measure_frame(rgb, FACE)["quality_difference"] == pytest.approx(face - behind, abs=3)


def test_without_quantisers_there_is_no_difference_of_quality() -> None:
    assert measure_frame(landscape(3), FACE)["quality_difference"] is None
    rgb = landscape(3).copy()
    place = (slice(80, 280), slice(200, 400))
    rgb[place] = compressed(rgb, 50)[place]
    assert measure_frame(rgb, FACE)["quality_difference"] == pytest.approx(50 - 100, abs=3)
    assert np.isfinite(measure_frame(rgb, Box(0, 0, 30, 30))["blockiness_difference"] or 0)
