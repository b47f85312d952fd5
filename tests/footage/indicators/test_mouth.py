"""What the mouth says, from landmarks and pixels of drawn faces."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.footage.faces import Face
from touchstone.footage.indicators.mouth import MouthMeter, sum_of_scores
from touchstone.footage.media import Box

FRAMES = 60
OPENING = np.clip(np.convolve(np.random.default_rng(7).random(FRAMES + 8), np.hanning(9) / 4, "valid") - 0.5, 0, None)


def face_points(wide: float) -> np.ndarray:
    """68 landmarks of a face of 100×120 pixels whose lower lip is down by some pixels."""
    points = np.zeros((68, 2))
    points[:17] = np.stack([np.linspace(0, 100, 17), 60 + 60 * np.sin(np.linspace(0, np.pi, 17))], axis=1)
    points[17:27] = np.stack([np.linspace(10, 90, 10), np.full(10, 25)], axis=1)
    points[27:31] = np.stack([np.full(4, 50), [40, 48, 55, 62]], axis=1)
    points[31:36] = np.stack([np.linspace(42, 58, 5), np.full(5, 66)], axis=1)
    points[36:42] = [(18, 40), (24, 37), (30, 37), (36, 40), (30, 43), (24, 43)]
    points[42:48] = points[36:42] + np.array([46, 0])
    points[48:60] = np.stack(
        [50 + 16 * np.cos(a := np.linspace(np.pi, 3 * np.pi, 13)[:12]), 86 + 5 * np.sin(a)], axis=1
    )
    points[60:68] = np.stack([50 + 12 * np.cos(a := np.linspace(np.pi, 3 * np.pi, 9)[:8]), 86 + 1 * np.sin(a)], axis=1)
    points[55:60, 1] += wide
    points[65:68, 1] += wide
    return points


def picture(wide: float) -> np.ndarray:
    """The face in grey, with eyes, nose and the dark of the mouth, 160×160."""
    plane = np.full((160, 160), 150, np.uint8)
    points = face_points(0) + 30
    for eye in (slice(36, 42), slice(42, 48)):
        cv2.fillPoly(plane, [points[eye].round().astype(np.int32)], 60)
    cv2.line(plane, (80, 75), (80, 95), 110, 3)
    cv2.ellipse(plane, (80, 116), (16, 6), angle=0, startAngle=0, endAngle=360, color=120, thickness=-1)
    if wide > 0:
        centre, axes = (80 * 16, round((116 + wide / 2) * 16)), (12 * 16, round(wide * 8))
        cv2.ellipse(plane, centre, axes, angle=0, startAngle=0, endAngle=360, color=40, thickness=-1, shift=4)
    return cv2.GaussianBlur(plane, (0, 0), 1.0).astype(np.uint8)


def watch(openings: np.ndarray, *, sway: float = 0, points: bool = True, pixels: bool = True) -> np.ndarray:
    meter = MouthMeter()
    for frame, opening in enumerate(openings):
        angle = sway * 8 * np.sin(frame / 9)
        matrix = cv2.getRotationMatrix2D((80, 80), angle, 1 + 0.05 * sway * np.sin(frame / 13))
        matrix[:, 2] += sway * np.array([6 * np.sin(frame / 11), 4 * np.cos(frame / 7)])
        plane = cv2.warpAffine(picture(10 * opening if pixels else 0), matrix, (160, 160), borderValue=150)
        landmarks = np.c_[face_points(10 * opening if points else 0) + 30, np.ones(68)] @ matrix.T
        meter.add(plane.astype(np.uint8), Face(Box(30, 30, 100, 120), landmarks=landmarks), frame / 25)
    rows = meter.series()
    assert rows is not None
    assert rows[0] == pytest.approx(np.arange(len(openings)) / 25)
    return rows[1]


def together(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.corrcoef(first, second)[0, 1])


def straightened(series: np.ndarray) -> np.ndarray:
    place = np.arange(len(series))
    rest = series - np.polyval(np.polyfit(place, series, 1), place)
    return rest / rest.std()


def test_the_lower_lip_alone() -> None:
    assert watch(OPENING, pixels=False) == pytest.approx(straightened(OPENING), abs=1e-6)


def test_a_head_that_sways_does_not_speak() -> None:
    still, swaying = watch(OPENING), watch(OPENING, sway=1)
    assert together(still, OPENING) > 0.75
    assert together(still, swaying) > 0.85


def test_pixels_alone_tell_of_the_dark_and_of_motion() -> None:
    series = watch(OPENING, points=False)
    moved = np.abs(np.diff(OPENING))
    moved = np.r_[moved[0], (moved[1:] + moved[:-1]) / 2, moved[-1]]
    assert together(series, straightened(OPENING) + straightened(moved)) > 0.8


def test_landmarks_that_shake_are_smoothed() -> None:
    """The still mouth does not shake with points that are placed badly by a third of a pixel."""
    dice = np.random.default_rng(3)

    def motion(noise: float) -> float:
        meter = MouthMeter()
        for frame in range(FRAMES):
            landmarks = face_points(0) + 30 + noise * dice.standard_normal((68, 2))
            meter.add(picture(4), Face(Box(30, 30, 100, 120), landmarks=landmarks), frame / 25)
        mouths, _ = meter._still(np.arange(FRAMES) / 25)
        return float(np.abs(np.diff(mouths, axis=0)).mean())

    assert motion(0.0) == 0
    assert motion(0.35) < 0.6


@pytest.mark.parametrize("broken", ["nan", "one place", "none"])
def test_without_usable_landmarks_the_change_of_the_box_is_taken_halfway_between_frames(broken: str) -> None:
    meter = MouthMeter()
    for frame in range(10):
        landmarks = {"nan": np.full((68, 2), np.nan), "one place": np.full((68, 2), 50.0), "none": None}[broken]
        meter.add(picture(8 if frame % 2 else 0), Face(Box(30, 30, 100, 120), landmarks=landmarks), frame / 25)
    rows = meter.series()
    assert rows is not None
    assert rows[0] == pytest.approx((np.arange(9) + 0.5) / 25)
    assert (rows[1] > 1).all()
    assert np.ptp(rows[1]) < 1e-4


def test_few_frames_have_no_series_and_frames_without_a_face_are_left_out() -> None:
    meter = MouthMeter()
    for frame in range(8):
        shown = frame not in (2, 3, 4)
        face = Face(Box(30, 30, 100, 120), landmarks=face_points(frame % 3) + 30) if shown else None
        meter.add(picture(3), face, frame / 25)
        if frame == 6:
            assert meter.series() is None
    rows = meter.series()
    assert rows is not None
    assert rows[0] * 25 == pytest.approx([0, 1, 5, 6, 7])


def test_points_that_name_no_face_are_survived() -> None:
    meter = MouthMeter()
    dice = np.random.default_rng(0)
    for frame in range(12):
        landmarks = dice.normal(0, 10.0 ** dice.integers(-6, 6), (68, 2))
        meter.add(picture(0), Face(Box(-500, 30, 100, 120), landmarks=landmarks), frame / 25)
    rows = meter.series()
    assert rows is not None
    assert np.isfinite(rows[1]).all()


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(-50, 50), st.floats(-9, 9))
def test_scores_know_neither_scale_nor_level_nor_trend(seed: int, scale: float, level: float, slope: float) -> None:
    times = np.arange(40) / 25
    first, second = np.random.default_rng(seed).standard_normal((2, 40))
    changed = scale * first + level + slope * scale * times
    both = sum_of_scores(times, [first, second], (1e-6, 1e-6))
    assert both is not None
    assert sum_of_scores(times, [changed, second], (1e-6, 1e-6)) == pytest.approx(both, abs=1e-6)
    alone = sum_of_scores(times, [first, np.full(40, level)], (1e-6, 1e-6))
    assert alone is not None
    assert alone == pytest.approx(sum_of_scores(times, [first], (1e-6,)))
    assert alone.std() == pytest.approx(1)
    assert sum_of_scores(times, [first, second], (100.0, 100.0)) is None


def test_a_mouth_that_keeps_still_says_nothing() -> None:
    """Landmarks shake by a fifth of a pixel on a head that sways; the sound is anything."""
    dice = np.random.default_rng(4)
    meter = MouthMeter()
    for frame in range(FRAMES):
        matrix = np.array([[1, 0, 3 * np.sin(frame / 11)], [0, 1, 2 * np.cos(frame / 7)]])
        plane = cv2.warpAffine(picture(0), matrix, (160, 160), borderValue=150).astype(np.uint8)
        landmarks = face_points(0) + 30 + matrix[:, 2] + 0.2 * dice.standard_normal((68, 2))
        meter.add(plane, Face(Box(30, 30, 100, 120), landmarks=landmarks), frame / 25)
    assert meter.series() is None
