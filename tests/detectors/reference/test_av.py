"""The shipped av specialist: what of the sound must not move it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.signal import butter, resample_poly, sosfiltfilt
from tests.footage.views.stretches import stretch

from touchstone.detectors.config import detector_spec
from touchstone.detectors.load import load_detectors
from touchstone.footage.media import Box, Sound
from touchstone.footage.views import VIEWS, CannotSeeError, Stretch
from touchstone.vocabulary.odds import sigmoid

RATE = 48_000
FACE = Box(100, 50, 100, 100)

Samples = NDArray[np.float32]


def talk(seed: int, late: float) -> Stretch:
    """Two seconds of syllables, and a mouth that opens with them, or ``late`` seconds before them."""
    dice = np.random.default_rng(seed)
    seconds = np.arange(4 * RATE) / RATE - 1
    begins = np.cumsum(dice.uniform(0.2, 0.4, 12)) - 1
    loud = dice.uniform(0.4, 1, 12)
    opening = np.sum([size * np.exp(-(((seconds - b) / 0.07) ** 2)) for b, size in zip(begins, loud, strict=True)], axis=0)
    pitch = dice.uniform(100, 220)
    voice = np.sum([np.sin(2 * np.pi * k * pitch * seconds) / k for k in range(1, 40)], axis=0)
    heard = 0.1 * opening * voice + 0.001 * dice.normal(size=len(seconds))
    at = np.round((np.arange(50) / 25 + 1 - late) * RATE).astype(int)
    luma = np.full((50, 240, 320), 120, np.uint8)
    rows = np.abs(np.arange(240) - 122)[:, None]
    for frame, open_now in zip(luma, opening[at], strict=True):
        frame[np.broadcast_to(rows < 2 + 12 * open_now, (240, 320)) & (np.abs(np.arange(320) - 150) < 22)] = 30
    return stretch(luma, FACE, Sound(heard[RATE : 3 * RATE].astype(np.float32), RATE, 0.0, 1))


def telephone(samples: Samples) -> Samples:
    """300 to 3,400 Hz at 8,000 samples a second, and back."""
    narrow = sosfiltfilt(butter(4, (300, 3400), "bandpass", fs=RATE, output="sos"), samples)
    return resample_poly(resample_poly(narrow, 1, 6), 6, 1)[: len(samples)].astype(np.float32)


CHANGES: dict[str, Callable[[Samples], Samples]] = {
    "20 dB softer": lambda samples: samples * np.float32(0.1),
    "6 dB louder": lambda samples: samples * np.float32(2),
    "an empty second channel": lambda samples: np.stack([samples, np.zeros_like(samples)]).mean(axis=0),
    "a telephone": telephone,
}


@pytest.fixture(scope="module")
def specialist():
    return load_detectors([detector_spec("av", specialist="reference:av")], torch.device("cpu")).detectors[0]


def shown(of: Stretch, change: Callable[[Samples], Samples] | None = None) -> NDArray[np.generic]:
    assert of.sound is not None
    samples = of.sound.samples if change is None else change(of.sound.samples)
    sound = Sound(samples, of.sound.rate, of.sound.start, 1)
    return VIEWS["av"].make(
        Stretch(luma=of.luma, rgb=of.rgb, colored=of.colored, times=of.times, faces=of.faces, sound=sound)
    )


@pytest.mark.parametrize("change", CHANGES)
def test_how_it_sounds_does_not_move_it(specialist, change):
    clips = [talk(seed, late) for seed in range(6) for late in (0.0, 0.24)]
    plain = sigmoid(specialist.score(np.stack([shown(clip) for clip in clips])))
    changed = sigmoid(specialist.score(np.stack([shown(clip, CHANGES[change]) for clip in clips])))
    assert np.abs(plain - changed).max() < 0.05


def test_it_is_moved_by_sound_that_is_late(specialist):
    together, apart = ([shown(talk(seed, late)) for seed in range(12)] for late in (0.0, 0.24))
    right = specialist.score(np.stack(apart))[:, None] > specialist.score(np.stack(together))[None, :]
    assert right.mean() > 0.7


def test_silence_is_abstained():
    with pytest.raises(CannotSeeError, match="silence"):
        shown(talk(0, 0.0), lambda samples: samples * np.float32(1e-4))
