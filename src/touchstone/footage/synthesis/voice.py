"""A voice: a glottal source through the resonances of a vocal tract, in syllables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import lfilter

from .person import Person

RATE = 16_000
"""Samples per second."""

# First three formants of vowels, hertz, means over adults (Peterson & Barney 1952), and how far each opens the mouth.
_VOWELS = (
    ((270, 2290, 3010), 0.50), ((390, 1990, 2550), 0.60), ((530, 1840, 2480), 0.75), ((660, 1720, 2410), 0.95),
    ((730, 1090, 2440), 1.00), ((570, 840, 2410), 0.85), ((440, 1020, 2240), 0.65), ((300, 870, 2240), 0.50),
    ((640, 1190, 2390), 0.90),
)  # fmt: skip
_WIDTHS = (80.0, 110.0, 160.0)


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """Sound and what the mouth does meanwhile.

    Attributes:
        sound: float32 ``[n]`` at :data:`RATE`, in [-1, 1].
        opening: how far the mouth is open at every sample, 0 to 1.
    """

    sound: NDArray[np.float32]
    opening: NDArray[np.float32]

    def at(self, times: NDArray[np.float64]) -> NDArray[np.float64]:
        """Opening at these seconds; the sound's own envelope, without any lag."""
        return np.interp(times, np.arange(len(self.opening)) / RATE, self.opening)


def speak(person: Person, seconds: float, rng: np.random.Generator) -> Speech:
    """Nonsense in syllables of a consonant and a vowel, three to five a second, with a pause now and then."""
    count = round(seconds * RATE)
    opening, sound = np.zeros(count), np.zeros(count)
    at = round(rng.uniform(0.02, 0.15) * RATE)
    while at < count - RATE // 10:
        length = round(rng.uniform(0.17, 0.32) * RATE)
        length = min(length, count - at)
        formants, wide = _VOWELS[int(rng.integers(len(_VOWELS)))]
        loud = rng.uniform(0.65, 1.0)
        shape = np.sin(np.pi * (np.arange(length) + 0.5) / length) ** 1.3
        opening[at : at + length] = shape * wide * loud
        voiced = _vowel(person, formants, length, rng)
        sound[at : at + length] += voiced * opening[at : at + length]  # open vowels are the loud ones
        if rng.random() < 0.6:
            hiss = round(rng.uniform(0.03, 0.09) * RATE)
            hiss = min(hiss, length)
            burst = lfilter([1, -0.95], [1], rng.standard_normal(hiss)) * np.hanning(hiss)
            sound[at : at + hiss] += 0.06 * burst
        at += length + (
            round(rng.uniform(0.15, 0.45) * RATE) if rng.random() < 0.22 else round(rng.uniform(0, 0.03) * RATE)
        )
    sound = sound / max(np.abs(sound).max(), 1e-9) * rng.uniform(0.35, 0.75)
    room = lfilter([0.1], [1, -0.9], rng.standard_normal(count)) * rng.uniform(0.001, 0.004)
    return Speech(np.clip(sound + room, -1, 1).astype(np.float32), opening.astype(np.float32))


def _vowel(person: Person, formants: tuple[int, ...], length: int, rng: np.random.Generator) -> NDArray[np.float64]:
    bend = np.linspace(rng.uniform(0.95, 1.1), rng.uniform(0.88, 1.02), length)
    pitch = person.pitch * bend * (1 + 0.008 * np.cumsum(rng.standard_normal(length)) / np.sqrt(length))
    phase = np.cumsum(pitch / RATE)
    within = phase % 1
    # Rosenberg 1971: the glottis opens for 40 % of a period, closes in 16 %
    rise = 0.5 * (1 - np.cos(np.pi * within / 0.40))
    fall = np.cos(np.pi / 2 * (within - 0.40) / 0.16)
    flow = np.where(within < 0.40, rise, np.where(within < 0.56, fall, 0.0))
    source = np.diff(flow, prepend=flow[:1]) + 0.004 * rng.standard_normal(length)
    for formant, width in zip(formants, _WIDTHS, strict=True):
        radius = np.exp(-np.pi * width / RATE)
        angle = 2 * np.pi * formant * person.tract / RATE
        a = [1, -2 * radius * np.cos(angle), radius**2]
        source = lfilter([sum(a)], a, source)
    breath = lfilter([1, -0.9], [1], rng.standard_normal(length))
    return source / max(np.abs(source).max(), 1e-9) + 0.012 * breath
