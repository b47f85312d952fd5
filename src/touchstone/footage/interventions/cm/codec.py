"""Compression: the clip once more through a video encoder, by quality and by bits."""

from __future__ import annotations

from dataclasses import replace

from ..codec import by_quality, codec_pass, rate_pass
from ..intervention import ChangeFunction, Intervention

_CODECS = (
    # name, encoder, words, doses by quality, limits of them, unit of them, doses by bits per pixel
    ("h264", "libx264", "H.264 (ITU-T H.264) by x264", (28, 35, 43), (0, 51), "CRF", (0.08, 0.04, 0.015)),
    ("h265", "libx265", "H.265 (ITU-T H.265) by x265", (29, 36, 44), (0, 51), "CRF", (0.06, 0.03, 0.016)),
    ("vp9", "libvpx-vp9", "VP9 by libvpx", (38, 50, 61), (0, 63), "CRF", (0.06, 0.025, 0.006)),
    ("av1", "libsvtav1", "AV1 by SVT-AV1", (42, 53, 63), (1, 63), "CRF", (0.06, 0.03, 0.014)),
    ("mpeg1", "mpeg1video", "MPEG-1 (ISO/IEC 11172-2) by FFmpeg", (5, 12, 28), (1, 31), "quantiser", (0.26, 0.2, 0.15)),
)


def _quality(codec: str) -> ChangeFunction:
    return lambda clip, dose, _: replace(clip, frames=codec_pass(clip.frames, clip.fps, by_quality(codec, dose)))


def _bits(codec: str) -> ChangeFunction:
    return lambda clip, dose, _: replace(clip, frames=rate_pass(clip.frames, clip.fps, codec, dose))


INTERVENTIONS = tuple(
    Intervention(name=f"{name}_quality", domain="cm", unit=unit, doses=doses, limits=limits, region="frame",
        change=_quality(codec),
        meaning=f"once more through {words.split(' (')[0].split(' by')[0]} at this constant quality", source=words)
    for name, codec, words, doses, limits, unit, _ in _CODECS
) + tuple(
    Intervention(name=f"{name}_bitrate", domain="cm", unit="bit/px", doses=doses, limits=(0.001, 8), region="frame",
        change=_bits(codec),
        meaning=f"once more through {words.split(' (')[0].split(' by')[0]} at this many bits per pixel and frame",
        source=words)
    for name, codec, words, _, _, _, doses in _CODECS
)  # fmt: skip
