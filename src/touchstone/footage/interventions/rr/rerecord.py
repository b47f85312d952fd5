"""Re-recording: a screen that shows the clip is filmed by a camera; each trace of it alone, and all together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box

from ..clip import Clip
from ..intervention import Intervention
from ..light import each, to_bytes

_DRIFT = 0.4  # radians per frame by which the moiré moves: nothing is held still
_BAND_PERIOD = 0.6  # height of a refresh band and the gap after it, in heights of the frame
_BAND_SPEED = 0.13  # periods per frame


def add_moire(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """Waves where the grid of the screen beats with that of the sensor, ``dose`` percent up and down.

    The colours' subpixels lie beside each other, so their waves are out of step. The waves are slightly bent, as those
    of a lens are.
    """
    height, width = clip.frames.shape[1:3]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    period, angle, start = rng.uniform(7, 12), rng.uniform(0, np.pi), rng.uniform(0, 2 * np.pi)
    bend = 0.3 * ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2)
    phase = 2 * np.pi / period * (x * np.cos(angle) + y * np.sin(angle)) + 2 * np.pi * bend + start
    colours = np.array([0, 2.1, 4.2], np.float32) * 0.5
    frames = [
        to_bytes(frame * (1 + dose / 100 * np.cos(phase[..., None] + colours + np.float32(_DRIFT * index))))
        for index, frame in enumerate(clip.frames)
    ]
    return replace(clip, frames=np.stack(frames))


def keystone(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """The camera is not square to the screen: one side is seen ``dose`` percent shorter, and fills the frame."""
    height, width = clip.frames.shape[1:3]
    inset_x, inset_y = width * dose / 200, height * dose / 200
    seen = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    full = seen.copy()
    side = int(rng.integers(4))  # top, right, bottom, left
    first, second = side, (side + 1) % 4
    along = np.array([inset_x, 0] if side % 2 == 0 else [0, inset_y], np.float32)
    seen[first] += along if side < 2 else -along
    seen[second] -= along if side < 2 else -along
    # Pixel centres lie half a pixel off the corners.
    matrix = cv2.getPerspectiveTransform(seen - 0.5, full - 0.5)
    frames = [
        cv2.warpPerspective(frame, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        for frame in clip.frames
    ]
    faces = tuple(None if face is None else _warped(face, matrix) for face in clip.faces)
    return replace(clip, frames=np.stack(frames).astype(np.uint8, copy=False), faces=faces)


def _warped(box: Box, matrix: NDArray[Any]) -> Box:
    x, y, w, h = box
    corners = np.array([[[x, y], [x + w, y], [x + w, y + h], [x, y + h]]], np.float32) - 0.5
    moved = cv2.perspectiveTransform(corners, matrix)[0] + 0.5
    low, high = moved.min(axis=0), moved.max(axis=0)
    return Box(float(low[0]), float(low[1]), float(high[0] - low[0]), float(high[1] - low[1]))


def screen_gamma(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """Stored values to the power ``dose``: screen and camera each have a curve, and together they miss."""
    table = to_bytes(255 * (np.arange(256) / 255) ** dose)
    return replace(clip, frames=table[clip.frames])


def refresh_bands(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """Soft bands, at their darkest ``dose`` percent down, roll over the picture: screen and camera are out of step."""
    count, height = clip.frames.shape[:2]
    rows = (np.arange(height) + 0.5) / (height * _BAND_PERIOD)
    start = rng.uniform()
    phase = 2 * np.pi * (rows[None, :] - _BAND_SPEED * np.arange(count)[:, None] + start)
    gain = (1 - dose / 100 * (0.5 + 0.5 * np.cos(phase))).astype(np.float32)
    return replace(
        clip, frames=np.stack([to_bytes(f * g[:, None, None]) for f, g in zip(clip.frames, gain, strict=True)])
    )


def rerecord(clip: Clip, dose: float, rng: np.random.Generator) -> Clip:
    """Everything at once, ``dose`` percent of a careless recording: skew, softness, moiré, bands, curve, noise."""
    share = dose / 100
    clip = keystone(clip, 8 * share, rng)
    if share > 0:
        soft = [cv2.GaussianBlur(frame, (0, 0), 0.3 + 0.8 * share) for frame in clip.frames]
        clip = replace(clip, frames=np.stack(soft).astype(np.uint8, copy=False))
    clip = refresh_bands(add_moire(clip, 8 * share, rng), 20 * share, rng)
    clip = screen_gamma(clip, 1 + 0.5 * share, rng)
    noise = np.float32(3 * share)
    return replace(clip, frames=each(clip.frames, lambda f: f + noise * rng.standard_normal(f.shape, np.float32)))


INTERVENTIONS = (
    Intervention(name="moire", domain="rr", unit="%", doses=(3, 6, 14), limits=(0, 100), region="frame", change=add_moire,
        meaning="waves of this depth, out of step between the colours, drift over the picture",
        source="aliasing of two grids (Amidror 2009)"),
    Intervention(name="keystone", domain="rr", unit="%", doses=(3, 8, 20), limits=(0, 80), region="frame",
        change=keystone,
        meaning="one side of the picture is seen this much shorter, and is stretched to fill the frame",
        source="homography"),
    Intervention(name="screen_gamma", domain="rr", unit="γ", doses=(1.15, 1.35, 1.8), limits=(0.2, 5), region="frame",
        change=screen_gamma, meaning="stored values to this power", source="power law of displays (ITU-R BT.1886)"),
    Intervention(name="refresh_bands", domain="rr", unit="%", doses=(6, 14, 35), limits=(0, 100), region="frame",
        change=refresh_bands, meaning="soft bands, this dark, roll down the picture",
        source="beat of refresh and shutter"),
    Intervention(name="rerecord", domain="rr", unit="%", doses=(30, 60, 100), limits=(0, 200), region="frame",
        change=rerecord,
        meaning="filmed from a screen, this carelessly: skew, softness, moiré, bands, curve and noise together",
        source="the five above"),
)  # fmt: skip
