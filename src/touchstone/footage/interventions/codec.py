"""A clip's pictures through an encoder and back, in memory."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from fractions import Fraction

import av
import numpy as np

from touchstone.footage.media import Frame, Pixels, write_video
from touchstone.vocabulary.errors import MediaError

from .clip import Encoding

# What makes each encoder silent, repeatable and reasonably quick. Threads that share work may share it differently
# each time, so there is one.
SETTINGS: Mapping[str, Mapping[str, str]] = {
    "libx264": {"mbtree": "0"},
    "libx265": {"preset": "fast", "x265-params": "log-level=none:pools=none:frame-threads=1:wpp=0"},
    "libvpx-vp9": {"deadline": "good", "cpu-used": "5", "row-mt": "0", "lag-in-frames": "16"},
    "libsvtav1": {"preset": "9", "svtav1-params": "lp=1"},
}
# MPEG-1 and MPEG-2 know no other frame rates (ISO/IEC 11172-2, 13818-2).
_MPEG_RATES = tuple(Fraction(*pair) for pair in ((24, 1), (25, 1), (30, 1), (50, 1), (60, 1)))
_TRIES = 4  # passes at most to hit a number of bits
_NEAR = 0.1  # of the logarithm: near enough
# In a clip that ends before x265 has reordered frames it writes times of decoding that it has not set, and containers refuse
# some of them.
_X265_REORDERS = 5
_LEAST_SIDE = 64  # pixels; SVT-AV1 refuses less


def encode(frames: Pixels, fps: Fraction, encoding: Encoding) -> bytes:
    """A Matroska file of the pictures.

    Pictures of an odd size, or of less than 64 pixels, are enlarged by repeating their last row and column.

    Args:
        frames: uint8 ``[T, H, W, 3]``.
        fps: frames per second; MPEG-1 and MPEG-2 take the nearest rate that they know, and as many bits per frame.
        encoding: codec, options, pixel format and bits; the container and the sound are not used.

    Raises:
        MediaError: the encoder refuses.
    """
    height, width = frames.shape[1:3]
    below, beside = max(height + height % 2, _LEAST_SIDE) - height, max(width + width % 2, _LEAST_SIDE) - width
    if below or beside:
        frames = np.pad(frames, ((0, 0), (0, below), (0, beside), (0, 0)), "edge")
    bits = encoding.bits
    if encoding.codec in ("mpeg1video", "mpeg2video") and fps not in _MPEG_RATES:
        nearest = min(_MPEG_RATES, key=lambda rate: abs(rate - fps))
        bits = bits and round(bits * nearest / fps)
        fps = nearest
    stream = io.BytesIO()
    options = {**SETTINGS.get(encoding.codec, {}), **encoding.options}
    if encoding.codec == "libx265" and len(frames) < _X265_REORDERS:
        options["x265-params"] += ":bframes=0"
    write_video(
        stream, frames, fps, codec=encoding.codec, options=options, pixel_format=encoding.pixel_format, bits=bits,
        container="matroska",
    )  # fmt: skip
    return stream.getvalue()


def decode(data: bytes) -> Pixels:
    """Pictures of a file that :func:`encode` made, uint8 ``[T, H, W, 3]``."""
    with av.open(io.BytesIO(data), "r") as container:
        stream = container.streams.video[0]
        stream.thread_count = 1
        pictures = [
            Frame(picture, index=index, time=0.0, sampled=False, in_window=True, rotation=0).rgb
            for index, picture in enumerate(container.decode(stream))
        ]
    return np.stack(pictures)


def codec_pass(frames: Pixels, fps: Fraction, encoding: Encoding) -> Pixels:
    """The pictures as they come back from an encoder: as many, and as large.

    Args:
        frames: uint8 ``[T, H, W, 3]``, any size.
        fps: frames per second.
        encoding: codec, options, pixel format and bits.

    Raises:
        MediaError: the encoder refuses, or gives back fewer frames.
    """
    return _fitted(decode(encode(frames, fps, encoding)), frames, encoding.codec)


def rate_pass(frames: Pixels, fps: Fraction, codec: str, bits_per_pixel: float) -> Pixels:
    """The pictures as they come back from an encoder that spent so many bits per pixel and frame on them.

    In short clips encoders miss their target by a factor of up to three; so the target is corrected by what was spent, up
    to three times, and the pass that came nearest counts.

    Raises:
        MediaError: the encoder refuses, or gives back fewer frames.
    """
    aim, best, nearest = bits_per_pixel, b"", math.inf
    for _ in range(_TRIES):
        data = encode(frames, fps, by_bits(codec, aim, frames, fps))
        spent = 8 * _payload(data) / frames[..., 0].size
        off = abs(math.log(spent / bits_per_pixel))
        if off < nearest:
            best, nearest = data, off
        if off < _NEAR:
            break
        # By a factor of two at most: rate control swings.
        aim *= min(2.0, max(0.5, bits_per_pixel / spent))
    return _fitted(decode(best), frames, codec)


def _payload(data: bytes) -> int:
    """Bytes of the pictures, without what the container adds."""
    with av.open(io.BytesIO(data), "r") as container:
        return sum(packet.size for packet in container.demux(video=0))


def _fitted(back: Pixels, frames: Pixels, codec: str) -> Pixels:
    if len(back) != len(frames):
        raise MediaError(f"{codec} gave back {len(back)} frames of {len(frames)}")
    return np.ascontiguousarray(back[:, : frames.shape[1], : frames.shape[2]])


def by_quality(codec: str, quality: float) -> Encoding:
    """An encoding at a constant quality: the quantiser scale of MPEG-1, the constant rate factor of the others."""
    names = ("qmin", "qmax") if codec == "mpeg1video" else ("crf",)
    bits = 0 if codec == "libvpx-vp9" else None  # VP9 takes a quality only where no rate is asked for
    return Encoding(codec=codec, options=dict.fromkeys(names, f"{quality:.0f}"), bits=bits)


def by_bits(codec: str, bits_per_pixel: float, frames: Pixels, fps: Fraction) -> Encoding:
    """An encoding that aims at a number of bits per pixel and frame."""
    height, width = frames.shape[1:3]
    return Encoding(codec=codec, options={}, bits=max(1000, round(bits_per_pixel * height * width * float(fps))))
