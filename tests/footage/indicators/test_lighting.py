"""Level, spread, direction and colour of the light."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.footage.indicators.pictures import grey, landscape, plane

from touchstone.footage.indicators import measure_frame
from touchstone.footage.media import Box


def test_brightness_and_contrast_are_mean_and_standard_deviation() -> None:
    levels = np.random.default_rng(0).integers(0, 256, (70, 90))
    measured = measure_frame(grey(levels))
    assert measured["brightness"] == pytest.approx(levels.mean())
    assert measured["contrast"] == pytest.approx(levels.std())


def test_brightness_weighs_colours_by_bt601() -> None:
    for channel, weight in enumerate((0.299, 0.587, 0.114)):
        rgb = np.zeros((20, 20, 3), np.uint8)
        rgb[..., channel] = 200
        assert measure_frame(rgb)["brightness"] == pytest.approx(200 * weight, abs=0.5)


def test_relighting_moves_brightness_only_as_told() -> None:
    picture = landscape().astype(float)
    values = [measure_frame(np.clip(picture * gain, 0, 255).astype(np.uint8))["brightness"] for gain in (0.3, 0.5, 0.7)]
    assert values[0] is not None
    assert values[1] == pytest.approx(values[0] * 0.5 / 0.3, rel=0.02)
    assert values[2] == pytest.approx(values[0] * 0.7 / 0.3, rel=0.02)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_histogram_peaks_are_counted(count: int) -> None:
    dice = np.random.default_rng(0)
    centres = np.linspace(30, 220, count)
    levels = dice.normal(centres[dice.integers(0, count, (200, 300))], 6)
    assert measure_frame(grey(levels))["histogram_peaks"] == count


def test_stretched_limited_range_adds_no_peaks() -> None:
    dice = np.random.default_rng(0)
    narrow = np.clip(np.round(dice.normal(128, 30, (300, 400))), 16, 235)
    assert measure_frame(grey((narrow - 16) * 255 / 219))["histogram_peaks"] == 1


def test_shadow_and_highlight_ratio_are_shares_of_the_mean() -> None:
    levels = np.full((10, 100), 100.0)
    levels[:, :20] = 10  # mean 82 with these: shadow below 24.6, highlight above 139.4
    measured = measure_frame(grey(levels))
    assert (measured["shadow_ratio"], measured["highlight_ratio"]) == (0.2, 0.0)
    levels[:, 90:] = 250  # mean 97
    measured = measure_frame(grey(levels))
    assert (measured["shadow_ratio"], measured["highlight_ratio"]) == (0.2, 0.1)


@pytest.mark.parametrize(
    ("right", "down", "rise", "direction"),
    [(80, 0, 80, 0), (-80, 0, 80, 180), (0, -60, 60, 90), (0, 60, 60, -90), (50, -50, 100, None)],
)
def test_a_planted_plane_is_found(right: float, down: float, rise: float, direction: float | None) -> None:
    measured = measure_frame(plane(right, down))
    assert measured["lighting_gradient"] == pytest.approx(rise, abs=0.5)
    if direction is None:  # 200 × 120 pixels: the steepest way is not the diagonal
        direction = np.degrees(np.arctan2(50 / 119, 50 / 199))
    assert measured["lighting_direction"] == pytest.approx(direction, abs=0.5)


def test_a_plane_is_found_under_texture() -> None:
    dice = np.random.default_rng(0)
    levels = plane(40, 0)[..., 0] + dice.normal(0, 20, (120, 200))
    measured = measure_frame(grey(levels))
    assert measured["lighting_gradient"] == pytest.approx(40, abs=3)
    assert measured["lighting_direction"] == pytest.approx(0, abs=4)


def test_a_level_frame_has_no_direction() -> None:
    measured = measure_frame(plane(0, 0))
    assert measured["lighting_gradient"] == 0
    assert measured["lighting_direction"] is None


def srgb(xyz: np.ndarray) -> np.ndarray:
    """sRGB levels of a light (IEC 61966-2-1), scaled to a maximum of 250."""
    matrix = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]])
    light = np.clip(matrix @ xyz, 0, None)
    light = light / light.max() * 0.96
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


# CIE 015: standard illuminants A, D50, D55, D65, D75 and their correlated colour temperatures.
@pytest.mark.parametrize(
    ("x", "y", "kelvin"),
    [
        (0.44757, 0.40745, 2856),
        (0.34567, 0.35850, 5003),
        (0.33242, 0.34743, 5503),
        (0.31271, 0.32902, 6504),
        (0.29902, 0.31485, 7504),
    ],
)
def test_standard_illuminants(x: float, y: float, kelvin: float) -> None:
    levels = srgb(np.array([x / y, 1, (1 - x - y) / y]))
    # Levels are whole numbers: dither them so that the mean light is right.
    noise = np.random.default_rng(0).random((200, 200, 3))
    measured = measure_frame(np.floor(levels + noise).astype(np.uint8))["color_temperature"]
    assert measured == pytest.approx(kelvin, rel=0.02)


def test_colours_that_are_no_white_have_no_temperature() -> None:
    for rgb in ((0, 255, 0), (255, 0, 255), (255, 0, 0), (0, 0, 0)):
        assert measure_frame(np.full((20, 20, 3), rgb, np.uint8))["color_temperature"] is None


def test_warmer_light_has_a_lower_temperature() -> None:
    values = [
        measure_frame(np.full((9, 9, 3), (128 + shift, 128, 128 - shift), np.uint8))["color_temperature"]
        for shift in (-30, -15, 0, 15, 30)
    ]
    assert all(value is not None for value in values)
    assert values == sorted((value for value in values if value is not None), reverse=True)


@given(st.integers(-100, 100), st.integers(-100, 100))
@settings(max_examples=12, deadline=None)
def test_turning_the_picture_turns_the_direction(right: int, down: int) -> None:
    if abs(right) + abs(down) < 10:
        return
    picture = plane(right, down, height=100, width=100)
    here = measure_frame(picture)["lighting_direction"]
    turned = measure_frame(np.ascontiguousarray(np.rot90(picture)))["lighting_direction"]
    assert here is not None
    assert turned is not None
    assert (turned - here - 90 + 180) % 360 - 180 == pytest.approx(0, abs=1)


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
