"""Sound and picture: the sound is late, of another moment, silent, or went through something else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from touchstone.vocabulary.errors import UsageError

from ..clip import Clip
from ..intervention import ON_OFF, SOUND, ChangeFunction, Intervention
from ..sound_codec import through_codec

Waveform = NDArray[np.float32]
_SEAM = 0.01  # seconds over which the two ends of a turned sound are blended


def _heard(clip: Clip) -> Waveform:
    if clip.sound is None or len(clip.sound) == 0:
        raise UsageError("a change of the sound needs sound, and the clip has none")
    return clip.sound


def turned(sound: Waveform, shift: int, rate: int) -> Waveform:
    """The sound ``shift`` samples later; what runs over the end comes in at the start, blended at the seam.

    Silence at the start would tell more than the shift itself.
    """
    count = len(sound)
    shift %= count
    if shift == 0:
        return sound.copy()
    out = np.roll(sound, shift)
    fade = min(round(_SEAM * rate), shift, count - shift) // 2
    if fade > 0:
        # Around the seam both sides are silent for an instant: a click is heard, a gap of 10 ms is not.
        ramp = np.abs(np.linspace(-1, 1, 2 * fade)).astype(np.float32)
        out[shift - fade : shift + fade] *= ramp
    return out


def sound_offset(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """The sound is ``dose`` milliseconds late (early where negative)."""
    del rng
    return replace(clip, sound=turned(_heard(clip), round(dose / 1000 * clip.rate), clip.rate))


def sound_swap(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """The sound of another moment of the same clip."""
    del dose
    count = len(_heard(clip))
    return replace(clip, sound=turned(_heard(clip), int(count * rng.uniform(0.35, 0.65)), clip.rate))


def mute(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """Silence instead of sound; the track stays."""
    del dose, rng
    return replace(clip, sound=np.zeros_like(_heard(clip)))


def sound_resample(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """The sound was sampled at ``dose`` Hz before: nothing is left above half of that."""
    del rng
    count = len(_heard(clip))
    small = max(1, round(count * dose / clip.rate))
    if small >= count:
        return replace(clip)
    spectrum = np.fft.rfft(_heard(clip).astype(np.float64))
    spectrum[small // 2 + 1 :] = 0
    return replace(clip, sound=np.clip(np.fft.irfft(spectrum, count), -1, 1).astype(np.float32))


def _recode(codec: str) -> ChangeFunction:
    def change(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
        del rng
        return replace(clip, sound=through_codec(_heard(clip), clip.rate, codec, round(dose * 1000)))

    return change


INTERVENTIONS = (
    Intervention(
        name="sound_offset", domain="av", unit="ms", doses=(80, 200, 400), region="sound", needs=SOUND,
        meaning="the sound is this late; viewers notice from 125 ms late or 45 ms early on", source="ITU-R BT.1359",
        change=sound_offset, limits=(-10_000, 10_000),
    ),
    Intervention(
        name="sound_swap", domain="av", unit=ON_OFF, doses=(1, 1, 1), region="sound", needs=SOUND,
        meaning="the sound belongs to another moment of the clip: same voice, other words",
        source="circular shift by about half", change=sound_swap,
    ),
    Intervention(
        name="mute", domain="av", unit=ON_OFF, doses=(1, 1, 1), region="sound", needs=SOUND,
        meaning="silence in place of the sound", source="zeros", change=mute,
    ),
    Intervention(
        name="sound_resample", domain="av", unit="Hz", doses=(8000, 5000, 3000), region="sound", needs=SOUND,
        meaning="the sound was once sampled at this rate: nothing above half of it", source="ideal low-pass",
        change=sound_resample, limits=(200, 192_000),
    ),
    Intervention(
        name="sound_mp3", domain="av", unit="kbit/s", doses=(48, 24, 8), region="sound", needs=SOUND,
        meaning="the sound went through MP3 at this bitrate", source="ISO/IEC 11172-3 and 13818-3 by LAME",
        change=_recode("libmp3lame"), limits=(8, 320),
    ),
    Intervention(
        name="sound_opus", domain="av", unit="kbit/s", doses=(24, 12, 6), region="sound", needs=SOUND,
        meaning="the sound went through Opus at this bitrate", source="RFC 6716 by libopus", change=_recode("libopus"),
        limits=(6, 256),
    ),
)  # fmt: skip
