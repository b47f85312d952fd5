"""From where face and background are lit."""

from __future__ import annotations

import numpy as np
import pytest
from tests.footage.indicators.pictures import grey, landscape

from touchstone.footage.indicators import measure_frame
from touchstone.footage.media import Box

FACE = Box(120, 60, 80, 110)


def display(light: np.ndarray) -> np.ndarray:
    """Levels of linear light (IEC 61966-2-1)."""
    light = np.clip(light, 0, 1)
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def lit(face: float, behind: float | None, strength: float = 0.5) -> np.ndarray:
    """A Lambertian ellipsoid lit from one side, before a background that brightens towards another."""
    y, x = np.mgrid[0:240, 0:320].astype(float)
    light = np.full((240, 320), 0.2)
    if behind is not None:
        along = np.cos(np.radians(behind)) * (x - 160) - np.sin(np.radians(behind)) * (y - 120)
        light += 0.1 * along / 200
    u, v = (x + 0.5 - 160) / 40, (y + 0.5 - 115) / 55
    forward = np.sqrt(np.clip(1 - u**2 - v**2, 0, 1))
    side = u * np.cos(np.radians(face)) - v * np.sin(np.radians(face))
    ball = 0.3 * np.clip(forward + strength * side, 0, None)
    return grey(display(np.where(u**2 + v**2 < 1, ball, light)))


def apart(first: float, second: float) -> float:
    return abs((first - second + 180) % 360 - 180)


@pytest.mark.parametrize("angle", range(-180, 180, 30))
def test_the_light_on_a_face_is_found(angle: int) -> None:
    measured = measure_frame(lit(angle, None), FACE)["face_light_direction"]
    assert measured is not None
    assert apart(measured, angle) < 4


def test_attached_shadows_do_not_turn_it() -> None:
    measured = measure_frame(lit(40, None, strength=2.5), FACE)["face_light_direction"]
    assert measured == pytest.approx(40, abs=5)


def test_stronger_shading_is_stronger() -> None:
    values = [measure_frame(lit(20, None, s), FACE)["face_light_strength"] for s in (0.1, 0.3, 0.6, 1.0)]
    assert values == sorted(v for v in values if v is not None)


@pytest.mark.parametrize(("face", "behind"), [(0, 0), (0, 90), (45, -135), (-60, 120)])
def test_the_angle_between_face_and_background(face: int, behind: int) -> None:
    measured = measure_frame(lit(face, behind), FACE)
    assert measured["background_light_direction"] is not None
    assert apart(measured["background_light_direction"], behind) < 6
    assert measured["light_direction_difference"] == pytest.approx(apart(face, behind), abs=8)


def test_flat_light_has_no_direction() -> None:
    measured = measure_frame(grey(np.full((240, 320), 128.0)), FACE)
    assert measured["face_light_strength"] == pytest.approx(0, abs=1e-6)
    for name in ("face_light_direction", "background_light_direction", "light_direction_difference"):
        assert measured[name] is None


def test_without_a_face_everything_is_undefined() -> None:
    measured = measure_frame(landscape())
    for name in (
        "face_light_direction",
        "face_light_strength",
        "background_light_direction",
        "light_direction_difference",
    ):
        assert measured[name] is None
