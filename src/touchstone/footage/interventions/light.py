"""Between stored bytes and linear light (IEC 61966-2-1, sRGB): light adds up and is multiplied there, not in bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CODES = np.arange(256) / 255
_LINEAR = np.where(_CODES <= 0.04045, _CODES / 12.92, ((_CODES + 0.055) / 1.055) ** 2.4).astype(np.float32)

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""Shares of red, green and blue in luma (ITU-R BT.601)."""


def to_linear(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Linear light in [0, 1] of stored bytes."""
    return _LINEAR[pixels]


def from_linear(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Stored values in [0, 255], not rounded, of linear light; what is beyond [0, 1] is cut off."""
    light = np.clip(light, 0, 1)
    return 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** np.float32(1 / 2.4) - 0.055)


def to_bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Rounded and cut off at 0 and 255."""
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def each(frames: NDArray[np.uint8], change: Callable[[NDArray[np.uint8]], NDArray[Any]]) -> NDArray[np.uint8]:
    """Every frame changed by itself and rounded: one frame at a time is held as numbers wider than a byte."""
    out = np.empty_like(frames)
    for index, frame in enumerate(frames):
        out[index] = to_bytes(change(frame))
    return out
