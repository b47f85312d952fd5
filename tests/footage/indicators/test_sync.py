"""Mouth against sound."""

from __future__ import annotations

import numpy as np
import pytest

from touchstone.footage.faces import Face
from touchstone.footage.indicators import ClipMeter
from touchstone.footage.media import Box, Sound

RATE = 16_000


def syllables(seed: int, seconds: float) -> np.ndarray:
    """How open a mouth is, 1000 times a second."""
    dice = np.random.default_rng(seed)
    values: list[np.ndarray] = []
    while sum(map(len, values)) < 1000 * seconds:
        length = int(dice.integers(120, 320))
        values.append(np.sin(np.pi * (np.arange(length) + 0.5) / length) ** 2 * dice.choice([0, 0.5, 1]))
    return np.concatenate(values)


def voice(opening: np.ndarray, late: float, seconds: float, seed: int = 0) -> Sound:
    time = np.arange(round(seconds * RATE)) / RATE
    loud = np.interp(time - late + 1, np.arange(len(opening)) / 1000, opening)
    samples = 0.1 * loud * np.random.default_rng(seed).standard_normal(len(time))
    return Sound(samples.astype(np.float32), RATE, 0.0, 1)


def points(wide: float) -> np.ndarray:
    landmarks = np.zeros((68, 2))
    landmarks[36], landmarks[45] = (15, 30), (45, 30)
    landmarks[61:64], landmarks[65:68] = (30, 48), (30, 48 + wide)
    return landmarks


def watch(opening: np.ndarray, seconds: float, *, landmarks: bool = True, fps: float = 25) -> ClipMeter:
    meter = ClipMeter()
    for frame in range(round(seconds * fps)):
        wide = 8 * float(np.interp(frame / fps + 1, np.arange(len(opening)) / 1000, opening))
        plane = np.full((60, 60), 120, np.uint8)
        plane[46 : 46 + round(wide) + 1, 22:38] = 20  # a dark mouth
        face = Face(Box(10, 10, 40, 46), landmarks=points(wide) if landmarks else None)
        meter.add_face(plane, face, frame / fps)
    return meter


@pytest.mark.parametrize("late", [-0.3, -0.1, 0.0, 0.04, 0.2])
@pytest.mark.parametrize("seconds", [2.0, 6.0])
def test_the_offset_is_found(late: float, seconds: float) -> None:
    opening = syllables(1, seconds + 2)
    measured = watch(opening, seconds).result(voice(opening, late, seconds))
    assert measured["av_offset"] == pytest.approx(1000 * late, abs=20)
    assert measured["av_peak"] is not None
    assert measured["av_peak"] > 0.8


def test_it_is_the_same_at_another_frame_rate_and_a_later_start_of_the_sound() -> None:
    opening = syllables(2, 8)
    sound = voice(opening, 0.12, 6)
    cut = Sound(sound.samples[RATE // 4 :], RATE, 0.25, 1)
    assert watch(opening, 6, fps=30).result(cut)["av_offset"] == pytest.approx(120, abs=20)


@pytest.mark.parametrize("frequency", [100.0, 5000.0])
def test_hum_and_hissing_beside_the_band_of_speech_do_not_count(frequency: float) -> None:
    opening = syllables(6, 8)
    spoken = voice(opening, 0.0, 6)
    time = np.arange(len(spoken.samples)) / RATE
    spectrum = np.fft.rfft(spoken.samples)
    place = np.fft.rfftfreq(len(spoken.samples), 1 / RATE)
    spectrum[(place < 400) | (place > 2500)] = 0
    speech = np.fft.irfft(spectrum, len(time))
    beside = 2 * np.interp(time, np.arange(8000) / 1000, syllables(61, 9)[:8000]) * np.sin(2 * np.pi * frequency * time)
    both = Sound((speech + 0.2 * beside).astype(np.float32), RATE, 0.0, 1)
    clean = Sound(speech.astype(np.float32), RATE, 0.0, 1)
    meter = watch(opening, 6)
    assert meter.result(both)["av_offset"] == pytest.approx(meter.result(clean)["av_offset"], abs=5)
    assert meter.result(both)["av_peak"] == pytest.approx(meter.result(clean)["av_peak"], abs=0.02)
    alone = Sound((0.2 * beside).astype(np.float32), RATE, 0.0, 1)
    assert meter.result(alone)["av_offset"] is None


def test_correlation_falls_with_the_offset() -> None:
    opening = syllables(3, 6)
    values = [watch(opening, 4).result(voice(opening, late, 4))["av_correlation"] for late in (0, 0.06, 0.12)]
    assert values == sorted((v for v in values if v is not None), reverse=True)


def test_the_sound_of_others_has_no_offset() -> None:
    wrong = sum(
        watch(syllables(seed, 6), 4).result(voice(syllables(100 + seed, 6), 0, 4))["av_offset"] is not None
        for seed in range(25)
    )
    assert wrong <= 2  # of 25, at a stated rate of 1 %


def test_without_landmarks_the_change_of_the_mouths_region_is_taken() -> None:
    opening = syllables(4, 10)
    measured = watch(opening, 8, landmarks=False).result(voice(opening, 0.0, 8))
    assert measured["av_peak"] is not None
    assert measured["av_peak"] > 0.15


def test_nothing_to_compare() -> None:
    opening = syllables(5, 4)
    for sound in (None, Sound(np.zeros(2 * RATE, np.float32), RATE, 0.0, 1), voice(opening, 0, 0.5)):
        measured = watch(opening, 2).result(sound)
        assert measured["av_offset"] is measured["av_peak"] is measured["av_correlation"] is None
    tone = Sound(np.sin(np.arange(2 * RATE) / 5).astype(np.float32), RATE, 0.0, 1)
    assert watch(opening, 2).result(tone)["av_peak"] is None
    assert watch(np.zeros(4000), 2).result(voice(opening, 0, 2))["av_peak"] is None
    assert ClipMeter().result(voice(opening, 0, 2))["av_correlation"] is None
