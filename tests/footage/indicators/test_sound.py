"""Leading silence and bandwidth; level and silence are with the clip."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import resample

from touchstone.footage.indicators import ClipMeter
from touchstone.footage.media import Sound

RATE = 16_000
NOISE = (0.1 * np.random.default_rng(0).standard_normal(2 * RATE)).astype(np.float32)


def leading(samples: np.ndarray, start: float = 0.0) -> float | None:
    return ClipMeter().result(None, Sound(samples, RATE, start, 1))["leading_silence"]


@pytest.mark.parametrize("silent", [0.0, 0.03, 0.5, 1.9])
def test_leading_silence_ends_with_the_first_sound(silent: float) -> None:
    samples = NOISE.copy()
    samples[: round(silent * RATE)] = 0
    assert leading(samples) == pytest.approx(silent, abs=1e-9)


def test_sound_that_begins_late_was_silent_before() -> None:
    assert leading(NOISE, start=0.4) == pytest.approx(0.4)
    assert leading(np.zeros(RATE, np.float32), start=0.4) == pytest.approx(1.4)


def test_without_sound_there_is_no_leading_silence() -> None:
    assert ClipMeter().result(None)["leading_silence"] is None
    assert leading(np.zeros(0, np.float32)) is None


@pytest.mark.parametrize("cutoff", [1000, 3400, 6000])
def test_the_bandwidth_of_filtered_noise(cutoff: int) -> None:
    spectrum = np.fft.rfft(NOISE)
    spectrum[np.fft.rfftfreq(len(NOISE), 1 / RATE) > cutoff] = 0
    samples = np.fft.irfft(spectrum).astype(np.float32)
    measured = ClipMeter().result(Sound(samples, RATE, 0.0, 1))["sound_bandwidth"]
    assert measured == pytest.approx(cutoff, rel=0.05)


def test_sound_brought_to_a_higher_rate_keeps_its_bandwidth() -> None:
    low = NOISE[: RATE // 2]
    samples = resample(low, 3 * len(low)).astype(np.float32)
    measured = ClipMeter().result(Sound(samples, 3 * RATE, 0.0, 1))["sound_bandwidth"]
    assert measured == pytest.approx(RATE / 2, rel=0.1)


def test_silence_has_no_bandwidth() -> None:
    for samples in (np.zeros(RATE, np.float32), NOISE[:100]):
        assert ClipMeter().result(Sound(samples, RATE, 0.0, 1))["sound_bandwidth"] is None
