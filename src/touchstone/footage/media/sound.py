"""The sound of a stretch of a video, as one channel of float samples at its own rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from .backend import FFmpegError
from .container import Streams

Waveform = NDArray[np.float32]
"""Samples of one channel ``[n]`` in [-1, 1]."""

# Decoding begins this much before the stretch: codecs with overlapping blocks and bit reservoirs (AAC, MP3,
# Opus: 80 ms) need a run-up before their samples are right.
_RUN_UP = 0.5
# Timestamps of sound are rounded; only a jump beyond this is a real gap.
_JUMP = 0.02
MOST_SAMPLES = 1 << 25
"""Samples of sound that are read at once, 128 MiB: a minute at any rate that sound is sold at, eleven at 48 kHz."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Sound of a stretch of a video.

    Attributes:
        samples: mean of the channels, float32 ``[n]`` in [-1, 1]; gaps of the file are silent.
        rate: samples per second, as the file has it.
        start: seconds from the video's first frame to the first sample.
        channels: channels that the file has.
    """

    samples: NDArray[np.float32]
    rate: int
    start: float
    channels: int

    @property
    def duration(self) -> float:
        """Seconds."""
        return len(self.samples) / self.rate

    def __repr__(self) -> str:
        return f"<Sound {self.duration:.3f} s from {self.start:.3f} s, {self.rate} Hz, {self.channels} channels>"


def read_sound(source: Streams, zero: float, start: float, duration: float) -> Sound | None:
    """Decode the sound of a stretch, or of its beginning where it has more than ``MOST_SAMPLES`` samples.

    Packets that cannot be decoded leave silence; sound that cannot be decoded at all counts as none.

    Args:
        source: a fresh demuxer, at the start of the file.
        zero: time of the video's first frame on the container's clock, seconds.
        start: seconds from the video's first frame to the start of the stretch.
        duration: seconds.

    Returns:
        ``None`` when the stretch has no sound.
    """
    stream = source.audio
    if stream is None or stream.time_base is None or duration <= 0:
        return None
    begin, end = zero + start, zero + start + duration
    track: _Track | None = None
    try:
        for packet in source.packets(stream):
            stamp = None if packet.pts is None else float(packet.pts * stream.time_base)
            if packet.size == 0 or (stamp is not None and stamp < begin - _RUN_UP):
                continue
            if stamp is not None and stamp > end:
                break
            try:
                decoded = stream.decode(packet)
            except MemoryError:
                raise
            except FFmpegError:
                continue
            for frame in decoded:
                if track is None:
                    track = _Track(frame, begin, end)
                track.put(frame)
    except MemoryError:
        raise
    except FFmpegError:
        pass  # a damaged end: what was read before it counts
    return None if track is None else track.sound(zero)


class _Track:
    """Samples of a stretch, filled in by decoded frames wherever they belong."""

    def __init__(self, frame: AudioFrame, begin: float, end: float) -> None:
        self._begin = begin
        self._rate = frame.sample_rate
        self._channels = len(frame.layout.channels)
        self._samples = np.zeros(min(MOST_SAMPLES, round((end - begin) * self._rate)), np.float32)
        self._next: int | None = None  # position right after the last frame
        self._first = len(self._samples)
        self._last = 0

    def put(self, frame: AudioFrame) -> None:
        if frame.sample_rate != self._rate:
            return
        values = _mono(frame)
        position = self._next
        if frame.time is not None:
            due = round((frame.time - self._begin) * self._rate)
            if position is None or abs(due - position) > _JUMP * self._rate:
                position = due
        if position is None:
            position = 0
        self._next = position + len(values)
        first, last = max(0, position), min(len(self._samples), position + len(values))
        if first < last:
            self._samples[first:last] = values[first - position : last - position]
            self._first, self._last = min(self._first, first), max(self._last, last)

    def sound(self, zero: float) -> Sound | None:
        if self._last <= self._first:
            return None
        samples = self._samples[self._first : self._last]
        return Sound(samples, self._rate, self._begin - zero + self._first / self._rate, self._channels)


def _mono(frame: AudioFrame) -> NDArray[np.float32]:
    """Mean of the channels of a frame of any sample format, float32 ``[n]`` in [-1, 1]."""
    raw = frame.to_ndarray()
    if raw.shape[0] == 1 and frame.samples != raw.shape[1]:  # channels interleaved
        raw = raw.reshape(frame.samples, -1).T
    values = raw.astype(np.float64)
    if raw.dtype.kind == "u":
        values = (values - 128) / 128
    elif raw.dtype.kind == "i":
        values /= 1 << (8 * raw.dtype.itemsize - 1)
    mono = np.nan_to_num(values.mean(axis=0), nan=0.0, posinf=1.0, neginf=-1.0)
    return np.clip(mono, -1, 1).astype(np.float32)
