"""Moving pictures for the tests of this room, files that hold them, and a plain decoder to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def scene(index: int, width: int = 96, height: int = 64) -> Pixels:
    """Frame ``index`` of a scene in which no two frames are alike, uint8 ``[H, W, 3]``."""
    y, x = np.mgrid[0:height, 0:width]
    ramp = np.stack([x * 2 + 3 * index, y * 3 - 5 * index, x + y + 7 * index], axis=-1) % 256
    noise = np.random.default_rng(index).integers(-6, 7, ramp.shape)
    frame = np.clip(ramp // 2 + 64 + noise, 0, 255)
    left = (index * 5) % width
    frame[height // 4 : height // 2, left : left + width // 5] = (index * 37) % 200 + 30
    return frame.astype(np.uint8)


def scenes(count: int, width: int = 96, height: int = 64) -> Iterator[Pixels]:
    """The first ``count`` frames."""
    return (scene(index, width, height) for index in range(count))


def encode(
    path: Path,
    codec: str,
    options: dict[str, str],
    stamps: list[int],
    *,
    unit: Fraction = Fraction(1, 25),
    size: tuple[int, int] = (96, 64),
    pixel_format: str = "yuv420p",
    container: dict[str, str] | None = None,
    **stream: object,
) -> Path:
    """Encode one frame per timestamp with PyAV alone, without the code that is tested."""
    with av.open(str(path), "w", container_options=container or {}) as output:
        video = output.add_stream(codec, rate=round(1 / unit) if unit < 1 else 25, options=options)
        assert isinstance(video, VideoStream)
        video.width, video.height = size
        video.pix_fmt = pixel_format
        video.codec_context.time_base = unit
        video.thread_count = 1
        for name, value in stream.items():
            setattr(video.codec_context, name, value)
        for index, stamp in enumerate(stamps):
            frame = VideoFrame.from_ndarray(scene(index, *size), format="rgb24").reformat(format=pixel_format)
            frame.time_base, frame.pts = unit, stamp
            output.mux(video.encode(frame))
        output.mux(video.encode(None))
    return path


def decode_plainly(path: Path) -> tuple[list[Pixels], list[float | None]]:
    """Every frame from the first to the last, and its time: PyAV's own loop, nothing skipped."""
    pictures: list[Pixels] = []
    times: list[float | None] = []
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_count = 1
        for frame in container.decode(stream):
            pixels = frame.to_ndarray(format="rgb24", interpolation="BICUBIC").astype(np.uint8, copy=False)
            pictures.append(np.rot90(pixels, frame.rotation // 90))
            times.append(frame.time)
    return pictures, times
