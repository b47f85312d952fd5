"""Sound and picture: the sound is late, of another moment, silent, or went through something else."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from scipy.signal import resample

from touchstone.footage.media import Waveform
from touchstone.vocabulary.errors import UsageError

from ..clip import Clip
from ..intervention import ON_OFF, ChangeFunction, Intervention

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


def sound_offset(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """The sound is ``dose`` milliseconds late (early where negative)."""
    return replace(clip, sound=turned(_heard(clip), round(dose / 1000 * clip.rate), clip.rate))


def sound_swap(clip: Clip, _dose: float, rng: np.random.Generator) -> Clip:
    """The sound of another moment of the same clip."""
    count = len(_heard(clip))
    return replace(clip, sound=turned(_heard(clip), int(count * rng.uniform(0.35, 0.65)), clip.rate))


def mute(clip: Clip, _dose: float, _rng: np.random.Generator) -> Clip:
    """Silence instead of sound; the track stays."""
    return replace(clip, sound=np.zeros_like(_heard(clip)))


def sound_resample(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """The sound was sampled at ``dose`` Hz before: nothing is left above half of that."""
    count = len(_heard(clip))
    small = max(1, round(count * dose / clip.rate))
    if small >= count:
        return replace(clip)
    spectrum = np.fft.rfft(_heard(clip).astype(np.float64))
    spectrum[small // 2 + 1 :] = 0
    return replace(clip, sound=np.clip(np.fft.irfft(spectrum, count), -1, 1).astype(np.float32))


def through_codec(sound: Waveform, rate: int, codec: str, bits: int) -> Waveform:
    """Sound as it comes back from an encoder, aligned with what went in and of the same length.

    The encoder works at a rate that allows the bits: MP3 below 32 kbit/s exists up to 24,000 Hz only (MPEG-2), and sounds
    like nothing but noise unless it goes down further with the bits; Opus always works at 48,000 Hz.

    Args:
        sound: float32 ``[n]`` in [-1, 1].
        rate: samples per second of it.
        codec: encoder, as FFmpeg names it.
        bits: bits per second.
    """
    inner = _inner_rate(codec, rate, bits)
    values = sound if inner == rate else resample(sound, round(len(sound) * inner / rate)).astype(np.float32)
    stream = io.BytesIO()
    with av.open(stream, "w", format="matroska", container_options={"fflags": "+bitexact"}) as output:
        track = output.add_stream(codec, rate=inner)
        if not isinstance(track, AudioStream):
            raise UsageError(f"{codec} does not encode sound")
        track.codec_context.layout = "mono"
        track.codec_context.bit_rate = bits
        track.codec_context.thread_count = 1
        form = "flt" if codec == "libopus" else "fltp"
        for start in range(0, len(values), 4096):
            frame = AudioFrame.from_ndarray(
                np.ascontiguousarray(values[None, start : start + 4096]), format=form, layout="mono"
            )
            frame.sample_rate, frame.pts, frame.time_base = inner, start, Fraction(1, inner)
            output.mux(track.encode(frame))
        output.mux(track.encode(None))
    stream.seek(0)
    pieces: list[Waveform] = []
    with av.open(stream, "r") as source:
        first = 0
        for number, frame in enumerate(source.decode(audio=0)):
            if number == 0:
                first = round((frame.time or 0.0) * inner)
            pieces.append(frame.to_ndarray().reshape(-1).astype(np.float32))
    heard = np.concatenate([np.zeros(max(0, first), np.float32), *pieces])[max(0, -first) :]
    back = np.zeros_like(values)
    back[: len(heard)] = heard[: len(back)]
    return np.clip(back if inner == rate else resample(back, len(sound)).astype(np.float32), -1, 1)


def _inner_rate(codec: str, rate: int, bits: int) -> int:
    if codec == "libopus":
        return 48_000
    high = (32_000, 44_100, 48_000) if bits >= 32_000 else (22_050, 24_000) if bits >= 16_000 else ()
    return min((16_000, *high), key=lambda native: abs(native - rate))


def _recode(codec: str) -> ChangeFunction:
    return lambda clip, dose, _: replace(clip, sound=through_codec(_heard(clip), clip.rate, codec, round(dose * 1000)))


INTERVENTIONS = (
    Intervention(name="sound_offset", domain="av", unit="ms", doses=(80, 200, 400), limits=(-10_000, 10_000),
        region="sound", change=sound_offset,
        meaning="the sound is this late; viewers notice from 125 ms late or 45 ms early on", source="ITU-R BT.1359"),
    Intervention(name="sound_swap", domain="av", unit=ON_OFF, doses=(1, 1, 1), region="sound", change=sound_swap,
        meaning="the sound belongs to another moment of the clip: same voice, other words",
        source="circular shift by about half"),
    Intervention(name="mute", domain="av", unit=ON_OFF, doses=(1, 1, 1), region="sound", change=mute,
        forges=False,
        meaning="silence in place of the sound", source="zeros"),
    Intervention(name="sound_resample", domain="av", unit="Hz", doses=(8000, 5000, 3000), limits=(200, 192_000),
        region="sound", change=sound_resample, forges=False,
        meaning="the sound was once sampled at this rate: nothing above half of it", source="ideal low-pass"),
    Intervention(name="sound_mp3", domain="av", unit="kbit/s", doses=(48, 24, 8), limits=(8, 320), region="sound",
        change=_recode("libmp3lame"), forges=False,
        meaning="the sound went through MP3 at this bitrate",
        source="ISO/IEC 11172-3 and 13818-3 by LAME"),
    Intervention(name="sound_opus", domain="av", unit="kbit/s", doses=(24, 12, 6), limits=(6, 256), region="sound",
        change=_recode("libopus"), forges=False,
        meaning="the sound went through Opus at this bitrate", source="RFC 6716 by libopus"),
)  # fmt: skip
