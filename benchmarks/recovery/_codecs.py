"""Doses of video encoders: what was done to the clip is compared with what known settings do to its mirror image.

The mirror image is as hard to encode as the clip, but another clip to the encoder. It is encoded here with PyAV alone, so
that a setting which does not reach the encoder, or reaches another one, is found out.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Callable
from dataclasses import replace

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from touchstone.footage.interventions import Clip
from touchstone.footage.media import Box

from ._base import Array, Recovery, cores, luma

_QUIET = {
    "libx264": {"mbtree": "0"},
    "libx265": {"preset": "fast", "x265-params": "log-level=none:pools=none:frame-threads=1:wpp=0"},
    "libvpx-vp9": {"deadline": "good", "cpu-used": "5", "lag-in-frames": "16"},
    "libsvtav1": {"preset": "9", "svtav1-params": "lp=1"},
    "mpeg1video": {},
}
_QUALITIES = {
    "libx264": (20, 25, 29, 33, 37, 41, 45, 49),
    "libx265": (20, 25, 29, 33, 37, 41, 45, 49),
    "libvpx-vp9": (25, 33, 41, 48, 54, 59, 63),
    "libsvtav1": (30, 38, 46, 52, 58, 63),
}
_RATES = (0.004, 0.008, 0.015, 0.03, 0.06, 0.12, 0.25, 0.5)

Scan = tuple[Array, Array, Array]  # doses, error of the frame, error of the face
_scans: deque[tuple[Array, dict[tuple[str, bool], Scan]]] = deque(maxlen=2)  # of the clips asked for last


def _mirror(clip: Clip) -> Clip:
    width = clip.frames.shape[2]
    faces = tuple(f and Box(width - f.x - f.width, f.y, f.width, f.height) for f in clip.faces)
    return replace(clip, frames=np.ascontiguousarray(clip.frames[:, :, ::-1]), faces=faces)


def _through(clip: Clip, codec: str, options: dict[str, str], bits: int | None) -> tuple[Array, float]:
    """Frames as they come back, and the bits per pixel of the stream."""
    stream, size = io.BytesIO(), 0
    high, wide = clip.frames.shape[1:3]
    with av.open(stream, "w", format="matroska") as output:
        video = output.add_stream(codec, rate=clip.fps, options={**_QUIET[codec], **options})
        assert isinstance(video, VideoStream)
        video.width, video.height, video.pix_fmt, video.thread_count = wide, high, "yuv420p", 1
        if bits is not None:
            video.bit_rate = bits
        for picture in [*clip.frames, None]:
            frame = (
                None if picture is None else VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuv420p")
            )
            for packet in video.encode(frame):
                size += packet.size
                output.mux(packet)
    stream.seek(0)
    with av.open(stream, "r") as source:
        back = np.stack([frame.to_ndarray(format="rgb24") for frame in source.decode(video=0)])
    return back, 8 * size / clip.frames[..., 0].size


def _errors(sham: Clip, treated: Clip) -> tuple[float, float]:
    """Log mean square error of luma in the whole frame, and in the middle of the face."""
    whole = np.mean(
        [((luma(a) - luma(b)) ** 2).mean() for a, b in zip(sham.frames[::3], treated.frames[::3], strict=True)]
    )
    face = np.mean([((luma(a) - luma(b)) ** 2).mean() for a, b in cores(sham, treated)]) if any(sham.faces) else whole
    return float(np.log(whole + 1e-3)), float(np.log(face + 1e-3))


def _scan(sham: Clip, codec: str, rates: bool) -> Scan:
    kept = next((scans for frames, scans in _scans if frames is sham.frames), None)
    if kept is None:
        kept = {}
        _scans.append((sham.frames, kept))
    if (codec, rates) not in kept:
        mirror = _mirror(sham)
        rows = []
        for setting in _RATES if rates else _QUALITIES[codec]:
            area = mirror.frames[0, ..., 0].size * float(mirror.fps)
            options = {} if rates else {"crf": f"{setting}"}
            bits = round(setting * area) if rates else 0 if codec == "libvpx-vp9" else None
            back, spent = _through(mirror, codec, options, bits)
            rows.append((spent if rates else setting, *_errors(mirror, replace(mirror, frames=back))))
        doses, whole, face = np.array(sorted(rows)).T
        kept[codec, rates] = doses, whole, face
    return kept[codec, rates]


def quality(codec: str, part: int = 0) -> Callable[[Clip, Clip], float]:
    """The constant rate factor that errs as much on the mirror image; ``part`` 0 is the frame, 1 the face."""

    def estimate(sham: Clip, treated: Clip) -> float:
        doses, *errors = _scan(sham, codec, rates=False)
        return float(np.interp(_errors(sham, treated)[part], np.maximum.accumulate(errors[part]), doses))

    return estimate


def rate(codec: str) -> Callable[[Clip, Clip], float]:
    """The bits per pixel, as the packets count them, that err as much on the mirror image."""

    def estimate(sham: Clip, treated: Clip) -> float:
        doses, errors, _ = _scan(sham, codec, rates=True)
        falling = np.minimum.accumulate(errors)
        return float(np.exp(np.interp(-_errors(sham, treated)[0], -falling, np.log(doses))))

    return estimate


_CODECS = {"h264": "libx264", "h265": "libx265", "vp9": "libvpx-vp9", "av1": "libsvtav1", "mpeg1": "mpeg1video"}

RECOVERIES = {
    "region_h264": Recovery(
        quality("libx264", 1), 2, 0, "constant rate factor that errs as much on the mirror image's face"
    ),
    **{
        f"{name}_quality": Recovery(quality(codec), 2, 0, "constant rate factor that errs as much on the mirror image")
        for name, codec in _CODECS.items()
        if name != "mpeg1"
    },
    **{
        f"{name}_bitrate": Recovery(rate(codec), 0.002, 0.15, "packets' bits that err as much on the mirror image")
        for name, codec in _CODECS.items()
    },
}
