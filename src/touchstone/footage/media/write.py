"""Writing a video: for tests, for the built-in corpus, and for known changes to footage."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

from touchstone.vocabulary.errors import MediaError, UsageError, one_line
from touchstone.vocabulary.system import is_refusal, of_system

from .backend import FFmpegError, av
from .file import name_of
from .scheduling import keeper

_TIMES_PER_SECOND = 90_000
_SOUND_CODECS = {".webm": "libopus", ".avi": "pcm_s16le", ".mpg": "mp2", ".mov": "pcm_s16le"}
_SOUND_CHUNK = 4096
_OPUS_RATES = (8_000, 12_000, 16_000, 24_000, 48_000)
_DEFAULTS = {
    # x264's macroblock tree reads memory that it has not set (with AVX-512, at some widths): without this, the
    # same frames would give other bytes each time.
    "libx264": {"mbtree": "0"},
    # Writes to the terminal by itself.
    "libx265": {"x265-params": "log-level=none"},
    # Takes all processors whatever it is asked about threads.
    "libsvtav1": {"svtav1-params": "lp=1"},
}


def write_video(
    path: str | os.PathLike[str] | BinaryIO,
    frames: Iterable[NDArray[np.uint8]],
    fps: float | Fraction,
    *,
    codec: str = "libx264",
    options: Mapping[str, str] | None = None,
    pixel_format: str = "yuv420p",
    rotation: int = 0,
    times: Iterable[float] | None = None,
    sound: NDArray[np.float32] | None = None,
    rate: int = 48_000,
    sound_codec: str | None = None,
    bits: int | None = None,
    threads: int = 1,
    container: str | None = None,
) -> int:
    """Encode frames, and sound if given, into a file; the name's ending decides the container.

    Colours are written as BT.601 of limited range without a tag, the way most footage on the web comes, and
    the way :func:`open_video` reads it. With one thread, the same input gives the same bytes (no dates, no
    random marks).

    Args:
        path: file to write; or an open binary stream that can seek.
        frames: pictures uint8 ``[H, W, 3]``, all of one size; taken one by one.
        fps: frames per second.
        codec: encoder, as FFmpeg names it.
        options: settings of the encoder, such as ``{"crf": "23", "g": "25"}``.
        pixel_format: how samples are stored, as FFmpeg names it.
        rotation: degrees clockwise that players shall turn the picture by: 0, 90, 180, 270.
        times: seconds at which the frames are shown, rising, instead of an even spacing.
        sound: float ``[n]`` or ``[n, channels]`` in [-1, 1].
        rate: samples per second of the sound; where Opus does not know it, the sound is brought to 48,000.
        sound_codec: encoder of the sound; AAC unless the container wants another.
        bits: bits per second that the encoder aims at; its own default where ``None``.
        threads: threads of the encoder.
        container: container format, as FFmpeg names it, where no name tells it.

    Returns:
        Frames written.

    Raises:
        UsageError: no frames, frames of different sizes, or a rotation that is not a quarter turn.
        MediaError: the encoder or the container refuses (an odd size in ``yuv420p``, say).
        FileError: the system refuses: the disk is full, the folder is read-only.
    """
    if rotation not in (0, 90, 180, 270):
        raise UsageError(f"a video can be turned by 0, 90, 180 or 270 degrees, not {rotation}")
    waiting = iter(frames)
    first = next(waiting, None)
    if first is None:
        raise UsageError("a video needs at least one frame")
    per_second = Fraction(fps).limit_denominator(100_000)
    settings = {**_DEFAULTS.get(codec, {}), **(options or {})}
    target = os.fsdecode(path) if isinstance(path, (str, os.PathLike)) else path
    put_back = keeper()
    try:
        with av.open(target, "w", format=container, container_options={"fflags": "+bitexact"}) as output:
            video = output.add_stream(codec, rate=per_second, options=settings)
            if not isinstance(video, VideoStream):
                raise UsageError(f"{codec} does not encode pictures")
            video.height, video.width = first.shape[:2]
            video.pix_fmt = pixel_format
            video.thread_count = threads
            if bits is not None:
                video.bit_rate = bits
            if times is not None:
                video.codec_context.time_base = Fraction(1, _TIMES_PER_SECOND)
            if rotation:
                video.set_display_rotation(-rotation)
            audio = None
            if sound is not None:
                ending = Path(target).suffix.lower() if isinstance(target, str) else ""
                encoder = sound_codec or _SOUND_CODECS.get(ending, "aac")
                sound, rate = _taken(sound, rate, encoder)
                audio = _add_sound(output, sound, rate, encoder)
            count = 0
            clock = iter(times) if times is not None else None
            for picture in chain([first], waiting):
                if picture.shape != first.shape:
                    raise UsageError(f"frame {count} is {picture.shape}, the first one {first.shape}")
                frame = _encoded_form(picture, pixel_format)
                frame.time_base = Fraction(1, _TIMES_PER_SECOND) if clock else 1 / per_second
                frame.pts = round(next(clock) * _TIMES_PER_SECOND) if clock else count
                output.mux(video.encode(frame))
                if not count:  # the encoder has started its threads
                    put_back()
                count += 1
            output.mux(video.encode(None))
            if audio is not None and sound is not None:
                _write_sound(output, audio, sound, rate)
        return count
    except (FFmpegError, ValueError) as error:
        if isinstance(target, str) and isinstance(error, OSError) and is_refusal(error):
            raise of_system(OSError(error.errno, error.strerror, target)) from None
        name = name_of(target) if isinstance(target, str) else "a video in memory"
        raise MediaError(f"{name} cannot be written with {codec}: {one_line(error)}") from None
    finally:
        put_back()


def _encoded_form(picture: NDArray[np.uint8], pixel_format: str) -> VideoFrame:
    frame = VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    full = "JPEG" if pixel_format.startswith("yuvj") else None
    return frame.reformat(format=pixel_format, interpolation="BICUBIC", dst_color_range=full, threads=1)


def _taken(sound: NDArray[np.float32], rate: int, codec: str) -> tuple[NDArray[np.float32], int]:
    """Sound at a rate that the encoder takes: Opus knows five rates (RFC 6716), and none of them is that of a CD."""
    if codec != "libopus" or rate in _OPUS_RATES:
        return sound, rate
    from scipy.signal import resample_poly  # slow to import, and rarely wanted

    shared = math.gcd(_OPUS_RATES[-1], rate)
    up, down = _OPUS_RATES[-1] // shared, rate // shared
    return np.asarray(resample_poly(sound, up, down, axis=0), np.float32), _OPUS_RATES[-1]


def _add_sound(container: OutputContainer, sound: NDArray[np.float32], rate: int, codec: str) -> AudioStream:
    stream = container.add_stream(codec, rate=rate)
    if not isinstance(stream, AudioStream):
        raise UsageError(f"{codec} does not encode sound")
    stream.codec_context.layout = "mono" if sound.ndim == 1 else f"{sound.shape[1]}c"
    if sound.ndim == 2 and sound.shape[1] <= 2:
        stream.codec_context.layout = ("mono", "stereo")[sound.shape[1] - 1]
    return stream


def _write_sound(container: OutputContainer, stream: AudioStream, sound: NDArray[np.float32], rate: int) -> None:
    planes = np.atleast_2d(np.clip(sound, -1, 1).astype(np.float32).T)
    for start in range(0, planes.shape[1], _SOUND_CHUNK):
        piece = np.ascontiguousarray(planes[:, start : start + _SOUND_CHUNK])
        frame = AudioFrame.from_ndarray(piece, format="fltp", layout=stream.codec_context.layout.name)
        frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
