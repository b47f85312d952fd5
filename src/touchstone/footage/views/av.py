"""The mouth in time and the sound's mel spectrum on one clock, so that a shift between them can be seen.

The spectrum is that of Davis & Mermelstein (1980): energies in triangular bands that are even on the mel scale, as logarithm.
Its bands lie inside a telephone's (300 to 3,400 Hz, ITU-T G.712), and energies are in units of their mean over the stretch. So
neither how loud the sound is, nor an empty second channel, nor what a narrow line or codec cut off above changes the view.
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
MELS = 24
HOPS = 4
"""Spectra per step: one each 10 ms."""
PER_STEP = MOUTH[0] * MOUTH[1] + MELS * HOPS + 1
SHAPE = (STEPS, PER_STEP)
"""Step; pixels of the mouth (0 to 255), then log-mel energies (natural logarithm of multiples of their mean), then 1 where
there is picture, else 0."""

_RATE = 16_000
_WINDOW = 400  # samples: 25 ms
_TRANSFORM = 1024  # samples with zeros: lines of the spectrum are half a band apart, so that no band is empty
BAND = (400.0, 3200.0)
"""Hertz: what is heard. A telephone's filters fall off between this and its limits."""
FLOOR = 1e-4
"""A band's energy in silence, as a multiple of the mean energy of all: 40 dB below it."""
QUIETEST = -60.0
"""dBFS inside :data:`BAND`: a stretch whose sound is below is silent."""
# Where the mouth is in a face's box, as shares of its width and height; dlib's box ends at the chin.
_MOUTH_BOX = (0.22, 0.58, 0.56, 0.40)


def show(stretch: Stretch) -> NDArray[np.float16]:
    """Mouth and spectrum, float16 of :data:`SHAPE`.

    Raises:
        CannotSeeError: no face, no sound, or silence.
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
    """Log-mel energies ``[STEPS · HOPS, MELS]`` of samples at 16 kHz, a window of 25 ms each 10 ms.

    Raises:
        CannotSeeError: silence.
    """
    hop = _RATE // 100
    window = np.hanning(_WINDOW)
    frames = np.lib.stride_tricks.sliding_window_view(samples, _WINDOW)[::hop][: STEPS * HOPS]
    power = np.abs(np.fft.rfft(frames * window, _TRANSFORM, axis=1)) ** 2
    heard = power[:, _HEARD].sum(axis=1) * 2 / (_TRANSFORM * np.sum(window**2))  # mean square of the samples (Parseval)
    if float(heard.mean()) < 10 ** (QUIETEST / 10):
        raise CannotSeeError("silence")
    energies = power @ _BANDS
    return np.log(energies / energies.mean() + FLOOR).astype(np.float32)


def _bands() -> NDArray[np.float64]:
    hertz = np.arange(0, _RATE // 2 + 1)
    edges = np.interp(np.linspace(_mel(BAND[0]), _mel(BAND[1]), MELS + 2), _mel(hertz), hertz)
    at = np.arange(_TRANSFORM // 2 + 1) * _RATE / _TRANSFORM
    rise = (at[:, None] - edges[None, :-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[None, 2:] - at[:, None]) / (edges[2:] - edges[1:-1])
    bands = np.clip(np.minimum(rise, fall), 0, None)
    return bands / bands.sum(axis=0)


def _mel(hertz: float | NDArray[np.generic]) -> NDArray[np.float64]:
    return 2595 * np.log10(1 + np.asarray(hertz, float) / 700)


_BANDS = _bands()
_HEARD = _BANDS.sum(axis=1) > 0
