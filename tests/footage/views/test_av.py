"""Mouth and sound on one clock."""

from __future__ import annotations

import numpy as np
import pytest
from tests.footage.views.stretches import click, counting, noise, stretch, tone

from touchstone.footage.media import Box, Sound
from touchstone.footage.views import VIEWS, CannotSeeError
from touchstone.footage.views.av import FLOOR, HOPS, MELS, MOUTH, PER_STEP, STEPS

FACE = Box(100, 50, 100, 100)
PIXELS = MOUTH[0] * MOUTH[1]


def parts(view):
    """Mouths, spectra and flags of a view."""
    view = view.astype(np.float32)
    assert view.shape == (STEPS, PER_STEP)
    return (
        view[:, :PIXELS].reshape(STEPS, *MOUTH),
        view[:, PIXELS:-1].reshape(STEPS, HOPS, MELS),
        view[:, -1],
    )


def centres():
    """Centres of the bands: even on the scale of O'Shaughnessy (1987) between 400 and 3,200 Hz."""
    low, high = (2595 * np.log10(1 + f / 700) for f in (400, 3200))
    return 700 * (10 ** (np.linspace(low, high, MELS + 2)[1:-1] / 2595) - 1)


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("hertz", [500.0, 1000.0, 1700.0, 2900.0])
def test_a_pure_tone_is_loudest_in_its_band(hertz, rate):
    _, spectra, _ = parts(VIEWS["av"].make(stretch(counting(50), FACE, tone(hertz, rate=rate))))
    inner = spectra[2:-2].mean(axis=(0, 1))
    band = int(inner.argmax())
    nearest = int(np.abs(centres() - hertz).argmin())
    assert abs(band - nearest) <= 1
    assert abs(centres()[band] - hertz) <= np.diff(centres())[min(band, MELS - 2)]


@pytest.mark.parametrize("at", [0.3, 0.5, 1.01, 1.7])
@pytest.mark.parametrize("start", [0.0, 7.3])
def test_a_click_lands_in_its_step(at, start):
    _, spectra, _ = parts(VIEWS["av"].make(stretch(counting(50), FACE, click(start + at, start=start), start=start)))
    loud = spectra.mean(axis=2).reshape(-1)
    # 50 frames last from 0 to 1.96 s between their times: the steps begin 20 ms before the first
    expected = (at + 0.02) / 0.01
    peak = np.flatnonzero(loud > loud.min() + 0.5 * (loud.max() - loud.min())).mean()
    assert peak == pytest.approx(expected, abs=1)


def test_a_mouth_that_opens_with_a_sound_does_so_in_the_same_step():
    luma = np.full((50, 240, 320), 100, np.uint8)
    luma[30] = 200
    mouths, spectra, _ = parts(VIEWS["av"].make(stretch(luma, FACE, click(30 / 25))))
    assert int(mouths.mean(axis=(1, 2)).argmax()) == int(spectra.mean(axis=(1, 2)).argmax()) == 30


def test_sound_that_is_late_is_late_by_its_steps():
    frames = counting(50)
    _, here, _ = parts(VIEWS["av"].make(stretch(frames, FACE, click(1.0))))
    _, late, _ = parts(VIEWS["av"].make(stretch(frames, FACE, click(1.2))))
    steps = [int(s.mean(axis=(1, 2)).argmax()) for s in (here, late)]
    assert steps[1] - steps[0] == 5


def test_the_mouth_is_that_part_of_the_face():
    luma = np.full((50, 240, 320), 90, np.uint8)
    luma[:, 110:145, 125:175] = 10  # lower middle of the face
    mouths, _, _ = parts(VIEWS["av"].make(stretch(luma, FACE, tone(1000))))
    assert mouths.mean() < 30
    luma[:, 110:145, 125:175] = 90
    luma[:, 50:100, 100:200] = 10  # eyes
    mouths, _, _ = parts(VIEWS["av"].make(stretch(luma, FACE, tone(1000))))
    assert mouths.min() == 90


def test_steps_beyond_the_picture_are_told():
    _, _, flags = parts(VIEWS["av"].make(stretch(counting(25), FACE, tone(1000, 1.0))))
    on = np.flatnonzero(flags)
    assert set(flags) == {0.0, 1.0}
    assert len(on) == pytest.approx(26, abs=1)
    assert np.array_equal(on, np.arange(on[0], on[0] + len(on)))
    assert on.mean() == pytest.approx((STEPS - 1) / 2, abs=0.5)


def test_where_there_is_no_sound_it_is_silent():
    half = tone(1000, 1.0)
    _, spectra, _ = parts(VIEWS["av"].make(stretch(noise(50), FACE, half)))
    assert spectra[5:20].max() > 0
    assert spectra[30:].max() == pytest.approx(np.log(FLOOR), abs=0.02)
    empty = Sound(np.zeros(0, np.float32), 16_000, 0.0, 1)
    with pytest.raises(CannotSeeError, match="no sound"):
        VIEWS["av"].make(stretch(noise(50), FACE, empty))


def hum(level: float, seconds: float = 2.0) -> Sound:
    """Noise of a level inside the bands, dBFS."""
    samples = np.random.default_rng(3).normal(size=round(16_000 * seconds))
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / 16_000)
    spectrum[(hertz < 500) | (hertz > 3000)] = 0
    inside = np.fft.irfft(spectrum, len(samples))
    return Sound((inside / inside.std() * 10 ** (level / 20)).astype(np.float32), 16_000, 0.0, 1)


def test_silence_and_its_faint_noise_are_not_shown():
    for sound in (Sound(np.zeros(32_000, np.float32), 16_000, 0.0, 2), hum(-64)):
        with pytest.raises(CannotSeeError, match="silence"):
            VIEWS["av"].make(stretch(noise(50), FACE, sound))
    VIEWS["av"].make(stretch(noise(50), FACE, hum(-56)))


def test_a_sound_that_is_below_the_bands_is_silence():
    with pytest.raises(CannotSeeError, match="silence"):
        VIEWS["av"].make(stretch(noise(50), FACE, tone(50)))


@pytest.mark.parametrize("gain", [3.0, 0.5, 0.02])
def test_loudness_is_not_shown(gain):
    sound = Sound(hum(-20).samples + click(1.0).samples, 16_000, 0.0, 1)
    louder = Sound(sound.samples * np.float32(gain), 16_000, 0.0, 1)
    _, here, _ = parts(VIEWS["av"].make(stretch(noise(50), FACE, sound)))
    _, there, _ = parts(VIEWS["av"].make(stretch(noise(50), FACE, louder)))
    assert np.abs(here - there).max() < 0.02
