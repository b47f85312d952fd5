"""Noise over time, repeats, gaps, order and flicker of a clip that is known."""

from __future__ import annotations

import numpy as np
import pytest
from tests.footage.indicators.pictures import landscape

from touchstone.footage.indicators import ClipMeter

_WIDE = landscape(4, 120, 400)[..., 1]


def gliding(frames: int = 40, step: int = 2) -> list[np.ndarray]:
    return [np.ascontiguousarray(_WIDE[:, step * t : step * t + 160]) for t in range(frames)]


def measure(frames: list[np.ndarray]) -> dict[str, float | None]:
    meter = ClipMeter()
    for frame in frames:
        meter.add(frame)
    return meter.result(None)


def bytes_of(levels: np.ndarray) -> np.ndarray:
    return np.clip(np.round(levels), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("sigma", [1.0, 3.0, 8.0])
def test_noise_where_a_clip_stands_still(sigma: float) -> None:
    dice = np.random.default_rng(0)
    still = 0.5 * _WIDE[:, :160] + 60
    frames = [bytes_of(still + sigma * dice.standard_normal(still.shape)) for _ in range(12)]
    assert measure(frames)["temporal_noise"] == pytest.approx(sigma, rel=0.1, abs=0.1)
    # A third of the picture moves: the rest tells.
    for t, frame in enumerate(frames):
        frame[:40] = np.roll(_WIDE[:40, :160], 5 * t, axis=1)
    assert measure(frames)["temporal_noise"] == pytest.approx(sigma, rel=0.12, abs=0.1)


def test_a_steady_clip_has_no_irregularities() -> None:
    measured = measure(gliding())
    assert measured["repeat_share"] == measured["gap_share"] == measured["disorder_share"] == 0


@pytest.mark.parametrize("count", [1, 3, 5])
def test_repeated_frames_are_counted_though_they_differ_a_little(count: int) -> None:
    frames = gliding()
    dice = np.random.default_rng(1)
    for place in range(5, 5 + 6 * count, 6):
        frames[place] = frames[place - 1]
    frames = [bytes_of(frame + dice.normal(0, 1, frame.shape)) for frame in frames]
    measured = measure(frames)
    assert measured["duplicate_share"] == 0
    assert measured["repeat_share"] == pytest.approx(count / 39)


@pytest.mark.parametrize("count", [1, 3, 5])
def test_dropped_frames_leave_gaps(count: int) -> None:
    frames = gliding(46)
    for place in reversed(range(6, 6 + 7 * count, 7)):
        del frames[place]
    assert measure(frames)["gap_share"] == pytest.approx(count / (len(frames) - 3))


@pytest.mark.parametrize("count", [1, 3, 5])
def test_exchanged_frames_are_out_of_order(count: int) -> None:
    frames = gliding()
    for place in range(5, 5 + 6 * count, 6):
        frames[place], frames[place + 1] = frames[place + 1], frames[place]
    assert measure(frames)["disorder_share"] == pytest.approx(count / 38)


def test_flicker_is_the_spread_of_random_brightness() -> None:
    dice = np.random.default_rng(2)
    frames = [np.full((40, 60), level, np.uint8) for level in np.round(128 + dice.normal(0, 6, 400))]
    assert measure(frames)["flicker"] == pytest.approx(6, rel=0.1)


def test_a_slow_fade_is_no_flicker() -> None:
    assert measure([np.full((20, 20), 10 + 2 * t, np.uint8) for t in range(40)])["flicker"] == pytest.approx(
        0, abs=1e-6
    )


@pytest.mark.parametrize("amount", [0.02, 0.05])
@pytest.mark.parametrize("speed", [0.3, -0.3])
def test_bands_that_move_through_the_rows(amount: float, speed: float) -> None:
    y = np.arange(160)
    frames = [
        bytes_of(np.tile(150 * (1 + amount * np.cos(2 * np.pi * (4 * y / 160 - speed * t)))[:, None], (1, 90)))
        for t in range(50)
    ]
    assert measure(frames)["band_flicker"] == pytest.approx(amount, rel=0.15)


def test_bands_that_stand_still_are_scenery() -> None:
    y = np.arange(160)
    frame = bytes_of(np.tile(150 * (1 + 0.2 * np.cos(2 * np.pi * 4 * y / 160))[:, None], (1, 90)))
    assert measure([frame] * 30)["band_flicker"] == pytest.approx(0, abs=1e-6)


def test_short_clips_have_none_of_it() -> None:
    measured = measure(gliding(2))
    assert measured["repeat_share"] is measured["gap_share"] is measured["disorder_share"] is None
    assert measured["flicker"] is measured["band_flicker"] is None
