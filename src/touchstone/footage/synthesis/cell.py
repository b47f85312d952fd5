"""One cell of a contact sheet: a frame with the changed region marked, and below it what the frame alone does not show."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.signal import spectrogram

from touchstone.footage.interventions import Clip, Intervention, mouth
from touchstone.footage.media import Box, Pixels

CELL_WIDTH, PICTURE, STRIP = 320, 240, 132
"""Pixels: width of a cell, height of its picture and of its strip."""
_MARK = (255, 210, 0)
_ZOOM = 3
_PIECE = 256  # samples of one spectrum


def cell(clip: Clip, of: Intervention) -> Pixels:
    """Picture and strip of one dose, uint8 ``[PICTURE + STRIP, WIDTH, 3]``.

    The strip is, for changes of order in time, one row of pixels over time (time runs downwards); for changes of the sound its
    spectrum; else the middle of the region, three times enlarged without smoothing.
    """
    middle = len(clip.frames) // 2
    frame, face = clip.frames[middle], clip.faces[middle]
    picture = _fit(_marked(frame, _region(face, of)))
    if of.region == "sound":
        strip = _heard(clip)
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
    scale = min(CELL_WIDTH / width, PICTURE / height)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(frame, (round(width * scale), round(height * scale)), interpolation=how)
    canvas = np.full((PICTURE, CELL_WIDTH, 3), 24, np.uint8)
    top, left = (PICTURE - small.shape[0]) // 2, (CELL_WIDTH - small.shape[1]) // 2
    canvas[top : top + small.shape[0], left : left + small.shape[1]] = small
    return canvas


def _zoom(frame: Pixels, face: Box | None, of: Intervention) -> Pixels:
    high, wide = STRIP // _ZOOM, CELL_WIDTH // _ZOOM + 1
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
    return cv2.resize(part, (CELL_WIDTH, STRIP), interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)


def _over_time(clip: Clip, face: Box | None) -> Pixels:
    height = clip.frames.shape[1]
    row = round(face.y + 0.3 * face.height) if face is not None else height // 2
    slices = clip.frames[:, int(np.clip(row, 0, height - 1))]
    return cv2.resize(slices, (CELL_WIDTH, STRIP), interpolation=cv2.INTER_NEAREST).astype(np.uint8, copy=False)


def _heard(clip: Clip) -> Pixels:
    """The sound's spectrum over time, and above it the mouth as it opens."""
    canvas = np.full((STRIP, CELL_WIDTH, 3), 24, np.uint8)
    if clip.sound is not None and len(clip.sound) > _PIECE:
        _, _, power = spectrogram(clip.sound, clip.rate, nperseg=_PIECE, noverlap=_PIECE // 2)
        top = max(2, round(power.shape[0] * min(1.0, 16_000 / clip.rate)))
        level = np.clip((10 * np.log10(power[:top][::-1] + 1e-12) + 95) / 60, 0, 1)
        picture = cv2.resize((255 * level).astype(np.uint8), (CELL_WIDTH, STRIP - 44), interpolation=cv2.INTER_LINEAR)
        canvas[44:] = cv2.applyColorMap(picture, cv2.COLORMAP_INFERNO)[..., ::-1]
    track = _opening(clip)
    if track is not None:
        points = np.stack([np.linspace(0, CELL_WIDTH - 1, len(track)), 38 - 32 * track], 1).round().astype(np.int32)
        cv2.polylines(
            canvas, [points[:, None]], isClosed=False, color=(255, 170, 90), thickness=1, lineType=cv2.LINE_AA
        )
    return canvas


def _opening(clip: Clip) -> NDArray[np.float64] | None:
    """How far the mouth is open in every frame, 0 to 1 over the clip: its share of pixels that are dark for this face."""
    shares: list[float] = []
    for frame, face in zip(clip.frames, clip.faces, strict=True):
        if face is None:
            return None
        whole, part = (frame[box.clipped(*frame.shape[:2])] for box in (face.scaled(0.8), mouth(face).scaled(0.9)))
        if part.size == 0 or whole.size == 0:
            return None
        shares.append(float((part.mean(axis=-1) < 0.6 * np.median(whole.mean(axis=-1))).mean()))
    values = np.asarray(shares)
    return (values - values.min()) / max(float(np.ptp(values)), 1e-9)
