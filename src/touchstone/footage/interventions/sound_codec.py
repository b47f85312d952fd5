"""Sound through an encoder and back, in memory."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from numpy.typing import NDArray
from scipy.signal import resample

from touchstone.vocabulary.errors import UsageError

Waveform = NDArray[np.float32]


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
