"""The mouth in time and the sound's mel spectrum on one clock, so that a shift between them can be seen.

The spectrum is that of Davis & Mermelstein (1980): energies in triangular bands that are even on the mel scale, as logarithm.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from touchstone.footage.media import Box, Sound

from .crop import crop
from .stretch import CannotSeeError, Stretch

STEPS = 50
STEP = 0.04
"""Seconds from one step to the next: 25 per second, over 2 s."""
MOUTH = (24, 40)
"""Rows and columns of the mouth's picture."""
MELS = 40
HOPS = 4
"""Spectra per step: one each 10 ms."""
PER_STEP = MOUTH[0] * MOUTH[1] + MELS * HOPS + 1
SHAPE = (STEPS, PER_STEP)
"""Step; pixels of the mouth (0 to 255), then log-mel energies (natural logarithm), then 1 where there is picture, else 0."""

_RATE = 16_000
_WINDOW = 400  # samples: 25 ms
FLOOR = 1e-6
"""Of a band's energy: silence."""
# Where the mouth is in a face's box, as shares of its width and height; dlib's box ends at the chin.
_MOUTH_BOX = (0.22, 0.58, 0.56, 0.40)


def show(stretch: Stretch) -> NDArray[np.float16]:
    """Mouth and spectrum, float16 of :data:`SHAPE`.

    Raises:
        CannotSeeError: no face, or no sound.
    """
    face = stretch.face
    if stretch.sound is None or not len(stretch.sound.samples):
        raise CannotSeeError("no sound")
    length = float(stretch.times[-1] - stretch.times[0])
    middle = float(stretch.times[0]) + length / 2
    steps = middle + (np.arange(STEPS) - STEPS / 2 + 0.5) * STEP
    shown = (steps >= stretch.times[0] - STEP) & (steps <= stretch.times[-1] + STEP)
    left, top, width, height = _MOUTH_BOX
    mouth = Box(face.x + left * face.width, face.y + top * face.height, width * face.width, height * face.height)
    nearest = np.abs(steps[:, None] - stretch.times[None, :]).argmin(axis=1)
    pictures = {int(at): crop(stretch.luma[at], mouth, *MOUTH).reshape(-1) for at in np.unique(nearest)}
    spectrum = log_mel(_stretch_of(stretch.sound, float(steps[0]) - STEP / 2))
    columns = [
        np.stack([pictures[int(at)] for at in nearest]).astype(np.float16),
        spectrum.reshape(STEPS, HOPS * MELS).astype(np.float16),
        shown[:, None].astype(np.float16),
    ]
    return np.concatenate(columns, axis=1)


def _stretch_of(sound: Sound, start: float) -> NDArray[np.float32]:
    """The samples of the steps and half a window on each side, at 16 kHz; silent where there are none."""
    common = np.gcd(sound.rate, _RATE)
    heard = sound.samples
    if sound.rate != _RATE:
        heard = resample_poly(heard, _RATE // common, sound.rate // common).astype(np.float32)
    need = STEPS * HOPS * (_RATE // 100) + _WINDOW
    first = round((start - sound.start) * _RATE) - _WINDOW // 2
    samples = np.zeros(need, np.float32)
    begin, end = max(0, first), min(len(heard), first + need)
    if end > begin:
        samples[begin - first : end - first] = heard[begin:end]
    return samples


def log_mel(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log-mel energies ``[STEPS · HOPS, MELS]`` of samples at 16 kHz, a window of 25 ms each 10 ms."""
    hop = _RATE // 100
    frames = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[::hop][: STEPS * HOPS]
    power = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW).astype(np.float32), 512, axis=1)) ** 2
    return np.log(power.astype(np.float32) @ _BANDS + FLOOR)


def _bands() -> NDArray[np.float32]:
    hertz = np.arange(0, _RATE // 2 + 1)
    edges = np.interp(np.linspace(_mel(60.0), _mel(_RATE / 2), MELS + 2), _mel(hertz), hertz)
    at = np.arange(257) * _RATE / 512
    rise = (at[:, None] - edges[None, :-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[None, 2:] - at[:, None]) / (edges[2:] - edges[1:-1])
    bands = np.clip(np.minimum(rise, fall), 0, None)
    return (bands / np.maximum(bands.sum(axis=0), 1e-6)).astype(np.float32)


def _mel(hertz: float | NDArray[np.generic]) -> NDArray[np.float64]:
    return 2595 * np.log10(1 + np.asarray(hertz, float) / 700)


_BANDS = _bands()
