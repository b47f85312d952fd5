"""Jitter and flicker of the face."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from touchstone.footage.faces import Face
from touchstone.footage.indicators import ClipMeter
from touchstone.footage.media import Box


def measure(
    boxes: Sequence[Box | None], planes: list[np.ndarray] | None = None, *, linked: bool = True
) -> dict[str, float | None]:
    meter = ClipMeter()
    for number, box in enumerate(boxes):
        plane = np.full((120, 160), 100, np.uint8) if planes is None else planes[number]
        face = None if box is None else Face(box, status="followed", linked=linked)
        meter.add_face(plane, face, number / 25)
    return meter.result(None)


def path(sigma: float, count: int = 300) -> list[Box]:
    dice = np.random.default_rng(0)
    return [Box(30 + 0.05 * t + x, 20 + y, 60, 60) for t, (x, y) in enumerate(sigma * dice.standard_normal((count, 2)))]


@pytest.mark.parametrize("sigma", [0.3, 1.5])
def test_jitter_is_the_spread_of_random_places(sigma: float) -> None:
    assert measure(path(sigma))["face_jitter"] == pytest.approx(sigma / 60, rel=0.1)


def test_steady_motion_is_no_jitter() -> None:
    assert measure([Box(10 + 1.5 * t, 20 + 0.3 * t, 40, 40) for t in range(30)])["face_jitter"] == pytest.approx(
        0, abs=1e-9
    )


def test_steps_between_unlinked_faces_do_not_count() -> None:
    assert measure(path(2.0), linked=False)["face_jitter"] is None


def test_share_of_frames_with_a_face() -> None:
    assert measure([Box(10, 10, 40, 40), None, None, Box(10, 10, 40, 40)])["face_share"] == 0.5
    assert measure([None, None])["face_share"] == 0
    assert ClipMeter().result(None)["face_share"] is None


def test_flicker_of_the_face_alone() -> None:
    dice = np.random.default_rng(1)
    planes = []
    for level in np.round(128 + dice.normal(0, 5, 300)):
        plane = dice.integers(0, 256, (120, 160), np.uint8)
        plane[20:80, 30:90] = level
        planes.append(plane)
    assert measure([Box(30, 20, 60, 60)] * 300, planes)["face_flicker"] == pytest.approx(5, rel=0.1)


def test_few_faces_have_neither() -> None:
    measured = measure([Box(10, 10, 40, 40)] * 4)
    assert measured["face_jitter"] is measured["face_flicker"] is None


def test_a_face_outside_the_frame() -> None:
    measured = measure([Box(-300, -300, 40, 40)] * 10)
    assert measured["face_flicker"] is None
