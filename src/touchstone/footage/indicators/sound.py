"""How loud a clip is, how much of it is silent, and how high its sound reaches."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.signal import welch

from touchstone.footage.media import Sound

_FLOOR = -120.0  # dBFS; digital silence
_SILENT = -60.0  # dBFS
_PIECE = 0.01  # seconds
_SEGMENT = 0.1  # seconds of the spectra that are averaged
_SLOWEST = 1000  # samples per second
_DOWN = 60.0  # dB below the strongest frequency


def sound_level(sound: Sound | None) -> float | None:
    """Root mean square of the sound, dBFS: 0 for full scale, −120 for digital silence; undefined without sound.

    AES17 puts a full-scale sine at 0; without its offset of 3 dB a sine of amplitude 1 is at −3.01.
    """
    if sound is None or len(sound.samples) == 0:
        return None
    return _decibels(float(np.mean(np.square(sound.samples, dtype=np.float64))))


def silence_share(sound: Sound | None) -> float | None:
    """Share of the 10 ms pieces of the sound whose root mean square is below −60 dBFS; undefined without sound."""
    powers = _pieces(sound)
    return None if powers is None else float(np.mean(powers < 10 ** (_SILENT / 10)))


def leading_silence(opening: Sound | None) -> float | None:
    """Seconds from the video's first frame to the first 10 ms piece of sound of at least −60 dBFS.

    All of the opening where it is silent; undefined without sound.

    Args:
        opening: sound of the first seconds of the video. Where it begins later, the time before counts as silent.
    """
    powers = _pieces(opening)
    if powers is None or opening is None:
        return None
    loud = np.flatnonzero(powers >= 10 ** (_SILENT / 10))
    pieces = int(loud[0]) if len(loud) else len(powers)
    return max(0.0, opening.start) + min(opening.duration, pieces * round(_PIECE * opening.rate) / opening.rate)


def sound_bandwidth(sound: Sound | None) -> float | None:
    """Highest frequency whose mean power is within 60 dB of the strongest, hertz (Welch 1967).

    Telephone lines, codecs and low sampling rates cut sound off, and no later step brings it back. Undefined without sound and in
    silence.
    """
    if (
        sound is None
        or sound.rate < _SLOWEST
        or len(sound.samples) < 2 * _SEGMENT * sound.rate
        or (sound_level(sound) or _FLOOR) <= _SILENT
    ):
        return None
    frequency, power = welch(sound.samples.astype(np.float64), sound.rate, nperseg=round(_SEGMENT * sound.rate))
    strong = np.flatnonzero(power >= power[1:].max() * 10 ** (-_DOWN / 10))
    return float(frequency[strong[-1]]) if len(strong) else None


def piece_powers(samples: NDArray[np.float32], edges: NDArray[np.int64]) -> NDArray[np.float64]:
    """Mean square of the pieces between consecutive edges, which rise."""
    total = np.concatenate([[0.0], np.cumsum(np.square(samples, dtype=np.float64))])
    return np.maximum(np.diff(total[edges]), 0) / np.diff(edges)


def _pieces(sound: Sound | None) -> NDArray[np.float64] | None:
    """Mean square of each whole piece of 10 ms; of the rest where there is no whole piece."""
    if sound is None or len(sound.samples) == 0:
        return None
    length = max(1, round(_PIECE * sound.rate))
    whole = len(sound.samples) // length
    pieces = sound.samples[: whole * length].reshape(whole, length) if whole else sound.samples[None]
    return np.mean(np.square(pieces, dtype=np.float64), axis=1)


def _decibels(power: float) -> float:
    return max(_FLOOR, 10 * math.log10(power)) if power > 0 else _FLOOR
