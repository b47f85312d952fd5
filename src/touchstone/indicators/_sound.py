"""How loud a clip is, and how much of it is silent."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from touchstone.media import Sound

_FLOOR = -120.0  # dBFS; digital silence
_SILENT = -60.0  # dBFS
_PIECE = 0.01  # seconds


def sound_level(sound: Sound | None) -> float | None:
    """Root mean square of the sound, dBFS: 0 for full scale, −120 for digital silence; undefined without
    sound.

    AES17 puts a full-scale sine at 0; without its offset of 3 dB a sine of amplitude 1 is at −3.01.
    """
    if sound is None or len(sound.samples) == 0:
        return None
    return _decibels(float(np.mean(np.square(sound.samples, dtype=np.float64))))


def silence_share(sound: Sound | None) -> float | None:
    """Share of the 10 ms pieces of the sound whose root mean square is below −60 dBFS; undefined without
    sound."""
    if sound is None or len(sound.samples) == 0:
        return None
    powers = _piece_powers(sound.samples, max(1, round(_PIECE * sound.rate)))
    return float(np.mean(powers < 10 ** (_SILENT / 10)))


def _piece_powers(samples: NDArray[np.float32], length: int) -> NDArray[np.float64]:
    """Mean square of each whole piece; of the rest where there is no whole piece."""
    whole = len(samples) // length
    pieces = samples[: whole * length].reshape(whole, length) if whole else samples[None]
    return np.mean(np.square(pieces, dtype=np.float64), axis=1)


def _decibels(power: float) -> float:
    return max(_FLOOR, 10 * math.log10(power)) if power > 0 else _FLOOR
