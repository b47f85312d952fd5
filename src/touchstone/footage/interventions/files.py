"""Clips from files and to files: one way in and one way out, for the sham and for what is changed."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import MOST_SAMPLES, Box, Sound, open_video, resize, write_video
from touchstone.vocabulary.errors import MediaError, UsageError

from .clip import Clip, Encoding

Finder = Callable[[NDArray[np.uint8]], Sequence[Box | None]]
"""Frames uint8 ``[T, H, W, 3]`` → where the face is in each."""

_SUBSAMPLED = ("yuv420p", "yuvj420p", "nv12")
_ENDLESS = 1e9


def read_clip(
    path: str | os.PathLike[str],
    *,
    seconds: float | None = None,
    max_side: int | None = None,
    faces: Finder | None = None,
    encoding: Encoding | None = None,
) -> Clip:
    """Decode a video, or the middle of it.

    Args:
        path: a plain file.
        seconds: how much, around the middle; everything (at most 512 frames around the middle) where ``None``.
        max_side: longest side in pixels; larger pictures are scaled down (antialiased) when they are read.
        faces: finds the face in each frame; without it the clip has none, and changes of the face are refused.
        encoding: how the clip is stored in the end; H.264 at constant rate factor 18 where ``None``.

    Returns:
        The clip. Its frame rate is the mean of the stretch, the sound that of the stretch: it begins with the first frame
        and ends with the last, silent where the file has none.

    Raises:
        MediaError: the video cannot be read.
        UsageError: a length or size that makes no sense, or a finder that does not give one answer per frame.
    """
    if seconds is not None and seconds <= 0:
        raise UsageError(f"a clip lasts longer than {seconds:g} seconds")
    if max_side is not None and max_side < 16:
        raise UsageError(f"a clip has a longest side of at least 16 pixels, not {max_side}")
    with open_video(path, frames=0, window=_ENDLESS if seconds is None else seconds) as video:
        pictures = [_fitted(frame.rgb, max_side) for frame in video.frames()]
        if not pictures:
            raise MediaError("no frame of it can be decoded")
        frames = np.stack(pictures)
        duration = video.window_duration
        fps = Fraction(len(frames) / duration if duration > 0 else video.facts.fps or 25).limit_denominator(1001)
        heard = video.sound()
        sound = None if heard is None else _aligned(heard, video.window_start, duration)
    boxes = (None,) * len(frames) if faces is None else tuple(faces(frames))
    if len(boxes) != len(frames):
        raise UsageError(f"the finder of faces gave {len(boxes)} answers for {len(frames)} frames")
    rate = 16_000 if heard is None else heard.rate
    return Clip(frames=frames, fps=fps, faces=boxes, sound=sound, rate=rate, encoding=encoding or Encoding())


def write_clip(clip: Clip, path: str | os.PathLike[str]) -> None:
    """Encode a clip as its ``encoding`` says; the name's ending decides the container.

    The same clip gives the same bytes. Where the pixel format knows even sizes only, a last odd row or column is left
    out: so is it for the sham.

    Raises:
        MediaError: the encoder or the container refuses.
    """
    frames, encoding = clip.frames, clip.encoding
    if encoding.pixel_format in _SUBSAMPLED:
        height, width = frames.shape[1:3]
        frames = frames[:, : height - height % 2, : width - width % 2]
    write_video(
        path, frames, clip.fps, codec=encoding.codec, options=encoding.options, pixel_format=encoding.pixel_format,
        sound=clip.sound, rate=clip.rate, sound_codec=encoding.sound_codec, bits=encoding.bits,
    )  # fmt: skip


def _fitted(picture: NDArray[np.uint8], max_side: int | None) -> NDArray[np.uint8]:
    height, width = picture.shape[:2]
    if max_side is None or max(height, width) <= max_side:
        return picture
    scale = max_side / max(height, width)
    # Even, so that every pixel format can hold it.
    return resize(picture, (max(2, round(height * scale / 2) * 2), max(2, round(width * scale / 2) * 2)))


def _aligned(heard: Sound, start: float, duration: float) -> NDArray[np.float32]:
    samples = np.zeros(min(MOST_SAMPLES, max(1, round(duration * heard.rate))), np.float32)
    first = round((heard.start - start) * heard.rate)
    source = heard.samples[max(0, -first) :]
    first = max(0, first)
    source = source[: max(0, len(samples) - first)]
    samples[first : first + len(source)] = source
    return samples
