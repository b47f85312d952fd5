"""Head and shoulders in a frame: found from the face's box and the colours around it."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.footage.media import Box

_SIDE = 128  # pixels of the longer side at which colours are compared
_ROUNDS = 3


def person(frame: NDArray[np.uint8], face: Box) -> NDArray[np.float32]:
    """How much of each pixel belongs to the person, float32 ``[H, W]`` in [0, 1]; exactly 1 well inside.

    A silhouette that fits any upright face says where head and shoulders may be; GrabCut (Rother, Kolmogorov & Blake
    2004) on a small copy decides where they end. Where its answer cannot be right, the silhouette itself is taken.
    """
    height, width = frame.shape[:2]
    scale = min(1.0, _SIDE / max(height, width))
    small_size = (max(16, round(width * scale)), max(16, round(height * scale)))
    small = cv2.resize(frame, small_size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    across, down = small_size[0] / width, small_size[1] / height
    box = Box(face.x * across, face.y * down, face.width * across, face.height * down)
    guess = _guess(box, small_size[1], small_size[0])
    silhouette = _cut(small, guess)
    sure = guess == cv2.GC_FGD
    if silhouette is None or silhouette.sum() < 0.8 * sure.sum() or silhouette.mean() > 0.97:
        silhouette = ((guess == cv2.GC_FGD) | (guess == cv2.GC_PR_FGD)).astype(np.uint8)
    soft = cv2.GaussianBlur(silhouette.astype(np.float32), (0, 0), 1.0)
    large = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.clip((large - 0.15) / 0.7, 0, 1).astype(np.float32)


@lru_cache(maxsize=16)
def _guess(face: Box, height: int, width: int) -> NDArray[np.uint8]:
    u = ((np.arange(width) + 0.5 - face.x) * (2 / max(face.width, 1e-6)) - 1)[None, :]
    v = ((np.arange(height) + 0.5 - face.y) * (2 / max(face.height, 1e-6)) - 1)[:, None]
    head = np.hypot(u / 1.25, (v + 0.25) / 1.55) < 1
    body = (np.abs(u / 2.9) ** 3 + np.abs((v - 4.3) / 3.1) ** 3 < 1) | ((np.abs(u) < 0.7) & (v > 0))
    inner = (np.hypot(u / 0.8, v / 0.95) < 1) | ((np.abs(u) < 0.45) & (v > 0)) | ((np.abs(u) < 0.8) & (v > 2.2))
    far = (np.hypot(u / 2.0, (v + 0.2) / 2.2) > 1) & (v < 0.9)
    mask = np.full((height, width), cv2.GC_PR_BGD, np.uint8)
    mask[head | body] = cv2.GC_PR_FGD
    mask[np.broadcast_to(far, mask.shape)] = cv2.GC_BGD
    mask[inner] = cv2.GC_FGD
    return mask


def _cut(small: NDArray[np.uint8], guess: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    mask = guess.copy()
    cv2.setRNGSeed(0)  # the colours' clusters are begun at random places
    try:
        models = np.zeros((1, 65)), np.zeros((1, 65))
        cv2.grabCut(np.ascontiguousarray(small), mask, (0, 0, 1, 1), *models, _ROUNDS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:  # a frame that is all person, or all of one colour
        return None
    inside = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)
    # One piece: the one that holds the face; holes in it belong to it.
    count, labels = cv2.connectedComponents(inside)
    if count < 2:
        return None
    holders = np.bincount(labels[(guess == cv2.GC_FGD) & (inside > 0)], minlength=count)
    piece = (labels == holders.argmax()).astype(np.uint8)
    return cv2.morphologyEx(piece, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)).astype(np.uint8)
