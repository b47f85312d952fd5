"""Motion and sound of a clip."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from touchstone.footage.indicators import ClipMeter
from touchstone.footage.media import Sound
from touchstone.vocabulary.domains import CLIP_INDICATORS
from touchstone.vocabulary.errors import UsageError


def flat(level: int) -> np.ndarray:
    return np.full((20, 30), level, np.uint8)


def clip(*frames: np.ndarray, sound: Sound | None = None) -> dict[str, float | None]:
    meter = ClipMeter()
    for frame in frames:
        meter.add(frame)
    assert meter.frames == len(frames)
    return meter.result(sound)


def tone(amplitude: float, seconds: float = 1.0, rate: int = 16_000) -> np.ndarray:
    return (amplitude * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def test_motion_is_the_mean_difference() -> None:
    assert clip(flat(0), flat(10), flat(4))["motion"] == pytest.approx((10 + 6) / 2)
    assert clip(flat(0), flat(255))["motion"] == 255  # no wrap-around
    assert clip(flat(255), flat(0))["motion"] == 255


def test_faster_motion_is_more() -> None:
    x = np.arange(200)
    line = 128 + 80 * np.sin(2 * np.pi * x / 100)
    values = [
        clip(*(np.tile(np.roll(line, speed * step), (20, 1)).astype(np.uint8) for step in range(8)))["motion"]
        for speed in (1, 3, 9)
    ]
    assert values == sorted(value for value in values if value is not None)


def test_duplicates_are_counted_exactly() -> None:
    almost = flat(5)
    almost[0, 0] = 6
    assert clip(flat(5), flat(5), almost, almost, flat(9))["duplicate_share"] == 0.5


def test_one_frame_has_no_motion() -> None:
    for frames in ((), (flat(1),)):
        measured = clip(*frames)
        assert measured["motion"] is measured["duplicate_share"] is None


def test_a_change_of_size_is_no_pair() -> None:
    assert clip(flat(1), np.zeros((5, 5), np.uint8), np.zeros((5, 5), np.uint8))["motion"] == 0


@pytest.mark.parametrize("amplitude", [1.0, 0.5, 0.01])
def test_level_of_a_tone(amplitude: float) -> None:
    sound = Sound(tone(amplitude), 16_000, 0.0, 1)
    assert clip(sound=sound)["sound_level"] == pytest.approx(20 * np.log10(amplitude) - 3.01, abs=0.01)
    assert clip(sound=sound)["silence_share"] == 0


def test_silence_is_measured_in_pieces_of_10_ms() -> None:
    samples = np.concatenate([np.zeros(12_000, np.float32), tone(0.5, 0.25)])
    measured = clip(sound=Sound(samples, 16_000, 0.0, 1))
    assert measured["silence_share"] == pytest.approx(0.75)


def test_digital_silence_and_no_sound() -> None:
    measured = clip(sound=Sound(np.zeros(1000, np.float32), 8000, 0.0, 1))
    assert (measured["sound_level"], measured["silence_share"]) == (-120, 1)
    measured = clip(sound=None)
    assert measured["sound_level"] is measured["silence_share"] is None
    measured = clip(sound=Sound(np.zeros(0, np.float32), 8000, 0.0, 1))
    assert measured["sound_level"] is measured["silence_share"] is None


@given(
    st.lists(hnp.arrays(np.uint8, (4, 5)), max_size=5),
    hnp.arrays(np.float32, st.integers(0, 300), elements=st.floats(-1, 1, width=32)),
    st.sampled_from([1, 50, 8000, 48_000]),
)
@settings(max_examples=60, deadline=None)
def test_values_are_within_the_catalogue(frames: list[np.ndarray], samples: np.ndarray, rate: int) -> None:
    measured = clip(*frames, sound=Sound(samples, rate, 0.0, 1))
    assert list(measured) == [indicator.name for indicator in CLIP_INDICATORS]
    for indicator in CLIP_INDICATORS:
        value = measured[indicator.name]
        assert value is None or indicator.low <= value <= indicator.high


def test_wrong_planes_are_told() -> None:
    with pytest.raises(UsageError, match=r"uint8 \[H, W\]"):
        ClipMeter().add(np.zeros((4, 4, 3), np.uint8))
