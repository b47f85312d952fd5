"""Do mouth and sound belong together, and how far apart are they?"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from touchstone.footage.media import Sound

from .sound import piece_powers

_RATE = 100  # values per second of both series
# Hertz: the band of a telephone line. Below it hum, above it hissing sounds that are loud with the mouth nearly closed.
_BAND = (300.0, 3000.0)
_ORDER = 4
_SLOWEST = 1000  # samples per second; slower sound is taken as it is
_SMOOTH = 0.06  # seconds: width of the smoothing of the sound's envelope
_COMPRESSION = 0.3  # power law of loudness (Stevens 1957) on the amplitude
_MOST = 0.5  # seconds of offset either way
_SHORTEST = 1.0  # seconds that both series must share at every offset
_LEVEL = 0.01  # of a false alarm, over all offsets
_SURROGATES = 999
_SILENT = 1e-6  # mean square, −60 dBFS
_LEAST_CHANGE = 0.03  # of the loudest: steadier sounds say nothing about time


@dataclass(frozen=True, slots=True)
class Sync:
    """How mouth and sound go together.

    Attributes:
        correlation: of how much the mouth speaks with the loudness of the sound, as recorded.
        peak: the highest correlation at any offset within half a second.
        offset: milliseconds from the mouth to the sound at that peak, positive where the sound comes late; ``None`` where
            the peak could be chance or lies at the border.
    """

    correlation: float | None = None
    peak: float | None = None
    offset: float | None = None


def synchrony(mouth: tuple[NDArray[np.float64], NDArray[np.float64]] | None, sound: Sound | None) -> Sync:
    """Cross-correlate how much the mouth speaks with how loud the band of speech (300 to 3000 Hz) is.

    Both series are taken at 100 values a second, straight trends removed. The peak counts if fewer than 1 % of
    mouths that move with the same rhythm, but at other times, go with the sound as well at any offset.

    Args:
        mouth: times in seconds from the video's first frame, rising, and how much the mouth speaks there,
            as :meth:`MouthMeter.series` gives it.
        sound: of the same stretch.
    """
    if mouth is None or sound is None or len(sound.samples) < sound.rate:
        return Sync()
    times, opened = mouth
    loudness = _loudness(sound)
    if loudness is None:
        return Sync()
    first, last = times[0], times[-1]
    clock = np.arange(math.ceil(first * _RATE), math.floor(last * _RATE) + 1)
    lips = np.interp(clock / _RATE, times, opened)
    # Index of the loudness that belongs to the first value of the lips.
    begin = round(clock[0] - sound.start * _RATE - 0.5) if len(clock) else 0
    offsets = np.arange(-round(_MOST * _RATE), round(_MOST * _RATE) + 1)
    values = np.array([_correlation(lips, loudness, begin + int(offset)) for offset in offsets])
    if np.isnan(values).any():
        return Sync()
    best = int(values.argmax())
    without_offset = Sync(float(values[len(values) // 2]), float(values[best]))
    if best in (0, len(values) - 1) or _chance(values[best], lips, loudness, begin) > _LEVEL:
        return without_offset
    left, top, right = values[best - 1 : best + 2]
    curvature = left - 2 * top + right
    fine = float(np.clip((left - right) / (2 * curvature), -1, 1)) if curvature < 0 else 0.0
    return Sync(without_offset.correlation, without_offset.peak, 1000 * (float(offsets[best]) + fine) / _RATE)


def _loudness(sound: Sound) -> NDArray[np.float64] | None:
    """Smoothed loudness every 10 ms; ``None`` for silence and for sound of one loudness."""
    edges = np.round(np.arange(0, len(sound.samples) * _RATE // sound.rate + 1) * sound.rate / _RATE).astype(int)
    power = piece_powers(_speech(sound), edges)
    if len(power) < _RATE or power.max() < _SILENT:
        return None
    loudness = power ** (_COMPRESSION / 2)
    width = _SMOOTH * _RATE
    kernel = np.exp(-0.5 * (np.arange(-3 * width, 3 * width + 1) / (width / 2)) ** 2)
    smooth = np.convolve(np.pad(loudness, len(kernel) // 2, mode="edge"), kernel / kernel.sum(), "valid")
    steady = float(np.ptp(smooth)) <= _LEAST_CHANGE * float(smooth.max())
    return None if steady else smooth.astype(np.float64)


def _speech(sound: Sound) -> NDArray[np.float32]:
    """The band of speech, without delay."""
    if sound.rate < _SLOWEST:
        return sound.samples
    band = (_BAND[0], min(_BAND[1], 0.45 * sound.rate))
    sections = butter(_ORDER, band, "bandpass", fs=sound.rate, output="sos")
    return sosfiltfilt(sections, sound.samples).astype(np.float32)


def _correlation(lips: NDArray[np.float64], loudness: NDArray[np.float64], begin: int) -> float:
    """Pearson correlation over what both share when the loudness begins at an index; NaN where that is too short."""
    first, last = max(0, -begin), min(len(lips), len(loudness) - begin)
    if last - first < _SHORTEST * _RATE:
        return math.nan
    lip_level, sound_level = _level(lips[first:last]), _level(loudness[begin + first : begin + last])
    scale = math.sqrt(float(lip_level @ lip_level) * float(sound_level @ sound_level))
    return float(lip_level @ sound_level) / scale if scale > 1e-12 else math.nan


def _level(series: NDArray[np.float64]) -> NDArray[np.float64]:
    """The series without its straight trend."""
    place = np.arange(len(series)) - (len(series) - 1) / 2
    centred = series - series.mean()
    return centred - place * (place @ centred) / (place @ place)


def _chance(peak: float, lips: NDArray[np.float64], loudness: NDArray[np.float64], begin: int) -> float:
    """Share of mouths of the same spectrum, but random phases, that go with the sound as well at any offset.

    Surrogate data (Theiler et al. 1992): speech comes in syllables of like length, so that other mouths match as well
    as their own at some offset, oftener than independent values would.
    """
    offsets = begin + np.arange(-round(_MOST * _RATE), round(_MOST * _RATE) + 1)
    place = np.arange(len(lips))
    sounds = np.zeros((len(offsets), len(lips)))
    inside = np.zeros((len(offsets), len(lips)))
    slope = np.zeros((len(offsets), len(lips)))
    for row, start in enumerate(offsets):
        first, last = max(0, -int(start)), min(len(lips), len(loudness) - int(start))
        part = slice(first, last)
        sounds[row, part] = _level(loudness[start + first : start + last])
        inside[row, part] = 1 / math.sqrt(last - first)
        slope[row, part] = (place[part] - place[part].mean()) / np.linalg.norm(place[part] - place[part].mean())
    mouths = _surrogates(_level(lips))
    # What is left of a mouth without its mean and its trend, where both are known.
    shared = (mouths**2) @ (inside.T > 0) - (mouths @ inside.T) ** 2 - (mouths @ slope.T) ** 2
    scale = np.sqrt(np.maximum(shared, 1e-12) * np.sum(sounds**2, axis=1))
    best = (mouths @ sounds.T / scale).max(axis=1)
    return (1 + int(np.count_nonzero(best >= peak))) / (1 + len(best))


def _surrogates(series: NDArray[np.float64]) -> NDArray[np.float64]:
    """Series of the same power spectrum and random phases, ``[surrogate, time]``; the same ones every time."""
    spectrum = np.abs(np.fft.rfft(series))
    turns = np.random.default_rng(0).random((_SURROGATES, len(spectrum)))
    return np.fft.irfft(spectrum * np.exp(2j * np.pi * turns), len(series), axis=1)
