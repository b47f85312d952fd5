"""Cues that have nothing to do with forgery, to be planted where a detector may have learned them instead of it."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from touchstone.footage.media import Box

from ..clip import Clip
from ..intervention import ON_OFF, Intervention
from ..light import each, to_bytes

_WORDS = ("LIVE", "BREAKING NEWS", "INTERVIEW", "EPISODE 7", "SUBSCRIBE", "CHANNEL 24")
_BAR = 0.14  # height of a caption's bar, in heights of the frame


def flip(clip: Clip, _dose: float, _rng: np.random.Generator) -> Clip:
    """Left and right exchanged."""
    width = clip.frames.shape[2]
    faces = tuple(None if f is None else Box(width - f.x - f.width, f.y, f.width, f.height) for f in clip.faces)
    return replace(clip, frames=np.ascontiguousarray(clip.frames[:, :, ::-1]), faces=faces)


def cut_edges(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """``dose`` percent of width and height are cut away, and the rest is enlarged to the old size."""
    height, width = clip.frames.shape[1:3]
    scale = 1 - dose / 100
    left, top = rng.uniform(0, 1) * width * (1 - scale), rng.uniform(0, 1) * height * (1 - scale)
    # Pixel centres lie half a pixel off the corners.
    matrix = np.array([[scale, 0, left + scale / 2 - 0.5], [0, scale, top + scale / 2 - 0.5]])
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    frames = [
        cv2.warpAffine(frame, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
        for frame in clip.frames
    ]
    faces = tuple(
        None if f is None else Box((f.x - left) / scale, (f.y - top) / scale, f.width / scale, f.height / scale)
        for f in clip.faces
    )
    return replace(clip, frames=np.stack(frames).astype(np.uint8, copy=False), faces=faces)


def caption(clip: Clip, _dose: float, rng: np.random.Generator) -> Clip:
    """A dark bar with white words at the lower edge."""
    words = _WORDS[int(rng.integers(len(_WORDS)))]
    height, width = clip.frames.shape[1:3]
    bar = max(6, round(_BAR * height))
    strip = np.zeros((min(bar, height), width), np.uint8)
    (wide, high), _ = cv2.getTextSize(words, cv2.FONT_HERSHEY_SIMPLEX, 1.0, 2)
    scale = min(0.6 * bar / high, 0.9 * width / wide)
    thickness = max(1, round(2 * scale))
    place = (round((width - wide * scale) / 2), round((bar + high * scale) / 2))
    cv2.putText(
        strip, words, place, cv2.FONT_HERSHEY_SIMPLEX, scale, color=255, thickness=thickness, lineType=cv2.LINE_AA
    )
    frames = clip.frames.copy()
    ground = 0.35 * frames[:, height - len(strip) :].astype(np.float32)
    ink = (strip / np.float32(255))[..., None]
    frames[:, height - len(strip) :] = to_bytes(ground * (1 - ink) + 240 * ink)
    return replace(clip, frames=frames)


def border(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """A black border, ``dose`` percent of the shorter side wide, covers the edges."""
    height, width = clip.frames.shape[1:3]
    wide = min(round(dose / 100 * min(height, width)), min(height, width) // 2)
    frames = clip.frames.copy()
    if wide > 0:
        frames[:, :wide] = frames[:, -wide:] = 0
        frames[:, :, :wide] = frames[:, :, -wide:] = 0
    return replace(clip, frames=frames)


def color_cast(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """Red ``dose`` percent up and blue as much down."""
    gain = np.array([1 + dose / 100, 1, 1 - dose / 100], np.float32)
    return replace(clip, frames=each(clip.frames, lambda frame: frame * gain))


INTERVENTIONS = (
    Intervention(name="flip", domain="common", unit=ON_OFF, doses=(1, 1, 1), region="frame", change=flip,
        meaning="left and right exchanged", source="mirror"),
    Intervention(name="crop", domain="common", unit="%", doses=(5, 12, 30), limits=(0, 80), region="frame", change=cut_edges,
        meaning="this share of width and height is cut away somewhere, and the rest enlarged",
        source="bicubic interpolation"),
    Intervention(name="caption", domain="common", unit=ON_OFF, doses=(1, 1, 1), region="frame", change=caption,
        meaning="a bar with a few words at the lower edge", source="text overlay"),
    Intervention(name="border", domain="common", unit="%", doses=(2, 5, 10), limits=(0, 50), region="frame",
        change=border, meaning="a black border of this share of the shorter side covers the edges", source="overlay"),
    Intervention(name="color_cast", domain="common", unit="%", doses=(4, 8, 20), limits=(-100, 100), region="frame",
        change=color_cast, meaning="red is this much stronger, blue this much weaker", source="gain per colour"),
)  # fmt: skip
