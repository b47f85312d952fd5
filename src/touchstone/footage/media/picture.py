"""Single pictures: scaled as detectors scale them, and stored small."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from touchstone.vocabulary.errors import UsageError

from .backend import PIL, cv2

Pixels = NDArray[np.uint8]
"""A picture, ``[H, W, 3]`` RGB or ``[H, W]`` luma, or several of them, ``[T, H, W, 3]``."""
Method = Literal["bilinear", "bilinear_plain", "area"]

_STRIP_HEIGHT = 160
_STRIP_FRAMES = 3
_STRIP_QUALITY = 80


def resize(rgb: Pixels, size: int | tuple[int, int], method: Method = "bilinear") -> Pixels:
    """Scale a picture as torchvision's ``Resize`` does with a PIL image.

    Args:
        rgb: uint8 ``[H, W, 3]`` or ``[H, W]``.
        size: ``(height, width)``, exactly; or the length of the shorter side, which keeps the aspect ratio.
        method: ``bilinear`` is Pillow's, whose kernel widens when shrinking (antialiased); ``bilinear_plain``
            is OpenCV's, which looks at 2×2 pixels whatever the scale; ``area`` averages over the pixels that
            fall into each new one (OpenCV).

    Returns:
        uint8 ``[height, width, 3]`` or ``[height, width]``.

    Raises:
        UsageError: a size below 1 or an unknown method.
    """
    high, wide = rgb.shape[:2]
    if isinstance(size, int):
        # The longer side is cut to whole pixels, as torchvision does.
        height, width = (size, int(size * wide / high)) if high <= wide else (int(size * high / wide), size)
    else:
        height, width = size
    if height < 1 or width < 1:
        raise UsageError(f"a picture cannot be scaled to {height}×{width} pixels")
    if (height, width) == (high, wide):
        return rgb
    if method == "bilinear":
        picture = PIL.Image.fromarray(np.ascontiguousarray(rgb))
        return np.array(picture.resize((width, height), PIL.Image.Resampling.BILINEAR))
    if method not in ("bilinear_plain", "area"):
        raise UsageError(f"unknown scaling method {method!r}; known are bilinear, bilinear_plain, area")
    how = cv2.INTER_LINEAR if method == "bilinear_plain" else cv2.INTER_AREA
    return cv2.resize(rgb, (width, height), interpolation=how).astype(np.uint8, copy=False)


def jpeg(rgb: Pixels, quality: int) -> bytes:
    """A picture as a baseline JPEG file (4:2:0, the quality scale of the Independent JPEG Group).

    Args:
        rgb: uint8 ``[H, W, 3]`` or ``[H, W]``.
        quality: 1 to 100.

    Raises:
        UsageError: quality out of range.
    """
    if not 1 <= quality <= 100:
        raise UsageError(f"JPEG quality runs from 1 to 100, not {quality}")
    stream = io.BytesIO()
    PIL.Image.fromarray(np.ascontiguousarray(rgb)).save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def filmstrip(pictures: Sequence[Pixels]) -> bytes:
    """Three pictures side by side as a small JPEG: the first, the middle and the last of those given.

    Args:
        pictures: uint8 ``[H, W, 3]`` each, at least one; sizes may differ. Each is shrunk to at most 160
            pixels of height.

    Raises:
        UsageError: no pictures.
    """
    if not pictures:
        raise UsageError("a film strip needs at least one picture")
    last = len(pictures) - 1
    count = min(_STRIP_FRAMES, len(pictures))
    chosen = [pictures[last * step // max(1, count - 1)] for step in range(count)]
    height = min(_STRIP_HEIGHT, *(len(picture) for picture in chosen), _STRIP_HEIGHT)
    small = [resize(p, (height, max(1, round(p.shape[1] * height / p.shape[0])))) for p in chosen]
    return jpeg(np.concatenate(small, axis=1), _STRIP_QUALITY)
