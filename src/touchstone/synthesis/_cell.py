"""One cell of a contact sheet: a frame with the changed region marked, and below it what the frame alone does not show."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.interventions import Clip, Intervention, mouth
from touchstone.media import Box

Pixels = NDArray[np.uint8]

WIDTH, PICTURE, STRIP = 320, 240, 132
"""Pixels: width of a cell, height of its picture and of its strip."""
_MARK = (255, 210, 0)
_ZOOM = 3


def cell(clip: Clip, of: Intervention) -> Pixels:
    """Picture and strip of one dose, uint8 ``[PICTURE + STRIP, WIDTH, 3]``.

    The strip is, for changes of order in time, one row of pixels over time (time runs downwards); for changes of the sound its
    waveform; else the middle of the region, three times enlarged without smoothing.
    """
    middle = len(clip.frames) // 2
    frame, face = clip.frames[middle], clip.faces[middle]
    picture = _fit(_marked(frame, _region(face, of)))
    if of.region == "sound":
        strip = _wave(clip)
    elif of.domain == "tm":
        strip = _over_time(clip, face)
    else:
        strip = _zoom(frame, face, of)
    return np.vstack([picture, strip])


def _region(face: Box | None, of: Intervention) -> Box | None:
    if face is None or of.region in ("frame", "sound"):
        return None
    return mouth(face) if of.region == "mouth" else face


def _marked(frame: Pixels, box: Box | None) -> Pixels:
    """The frame with the corners of a box, so that the mark hides nothing."""
    frame = frame.copy()
    if box is None:
        return frame
    x0, y0, x1, y1 = (round(v) for v in (box.x, box.y, box.x + box.width, box.y + box.height))
    tick = max(4, round(0.12 * min(box.width, box.height)))
    for x, dx in ((x0, tick), (x1, -tick)):
        for y, dy in ((y0, tick), (y1, -tick)):
            cv2.line(frame, (x, y), (x + dx, y), _MARK, 1)
            cv2.line(frame, (x, y), (x, y + dy), _MARK, 1)
    return frame


def _fit(frame: Pixels) -> Pixels:
    height, width = frame.shape[:2]
    scale = min(WIDTH / width, PICTURE / height)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(frame, (round(width * scale), round(height * scale)), interpolation=how)
    canvas = np.full((PICTURE, WIDTH, 3), 24, np.uint8)
    top, left = (PICTURE - small.shape[0]) // 2, (WIDTH - small.shape[1]) // 2
    canvas[top : top + small.shape[0], left : left + small.shape[1]] = small
    return canvas


def _zoom(frame: Pixels, face: Box | None, of: Intervention) -> Pixels:
    high, wide = STRIP // _ZOOM, WIDTH // _ZOOM + 1
    height, width = frame.shape[:2]
    if face is None:
        y, x = height / 2, width / 2
    elif of.region == "background":
        y, x = face.y, face.x - 0.3 * face.width if face.x > width - face.x - face.width else face.x + 1.3 * face.width
    else:
        y, x = face.y + 0.45 * face.height, face.x + 0.75 * face.width
    top = int(np.clip(y - high / 2, 0, max(0, height - high)))
    left = int(np.clip(x - wide / 2, 0, max(0, width - wide)))
    part = frame[top : top + high, left : left + wide]
    return cv2.resize(part, (WIDTH, STRIP), interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)


def _over_time(clip: Clip, face: Box | None) -> Pixels:
    height = clip.frames.shape[1]
    row = round(face.y + 0.3 * face.height) if face is not None else height // 2
    slices = clip.frames[:, int(np.clip(row, 0, height - 1))]
    return cv2.resize(slices, (WIDTH, STRIP), interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)


def _wave(clip: Clip) -> Pixels:
    """The sound's extent over time, and above it how bright the mouth's dark inside is not: the mouth as it opens."""
    canvas = np.full((STRIP, WIDTH, 3), 24, np.uint8)
    base = STRIP - 45
    if clip.sound is not None and len(clip.sound):
        for column, piece in enumerate(np.array_split(clip.sound, WIDTH)):
            low, high = (piece.min(), piece.max()) if len(piece) else (0.0, 0.0)
            cv2.line(canvas, (column, round(base + 40 * -float(high))), (column, round(base + 40 * -float(low))), (120, 200, 255), 1)
    track = _opening(clip)
    if track is not None:
        points = np.stack([np.linspace(0, WIDTH - 1, len(track)), 40 - 32 * track], 1).round().astype(np.int32)
        cv2.polylines(canvas, [points[:, None]], False, (255, 170, 90), 1, cv2.LINE_AA)
    return canvas


def _opening(clip: Clip) -> NDArray[np.float64] | None:
    """How dark the middle of the mouth is in every frame, 0 to 1 over the clip: it is darkest when open."""
    dark: list[float] = []
    for frame, face in zip(clip.frames, clip.faces, strict=True):
        if face is None:
            return None
        rows, columns = mouth(face).scaled(0.6).clipped(*frame.shape[:2])
        part = frame[rows, columns]
        if part.size == 0:
            return None
        dark.append(-float(np.percentile(part.mean(axis=-1), 15)))
    values = np.asarray(dark)
    return (values - values.min()) / max(float(np.ptp(values)), 1e-9)
