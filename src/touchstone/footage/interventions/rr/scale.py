"""Resolution: pictures that were smaller before, and sharpened to hide it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..clip import Clip
from ..intervention import ChangeFunction, Intervention
from ..light import each
from ..region import change_part

_KERNELS = {"bilinear": cv2.INTER_LINEAR, "bicubic": cv2.INTER_CUBIC, "lanczos": cv2.INTER_LANCZOS4}
_SHARPEN_SCALE = 2.0  # factor of the rescaling that is sharpened after
_SHARPEN_RADIUS = 1.5  # pixels, standard deviation of the unsharp mask


def rescaled(picture: NDArray[Any], factor: float, kernel: str = "bicubic") -> NDArray[Any]:
    """A picture made smaller by ``factor`` (mean of the pixels that fall together) and enlarged again by ``kernel``."""
    height, width = picture.shape[:2]
    small = (max(1, round(width / factor)), max(1, round(height / factor)))
    return cv2.resize(
        cv2.resize(picture, small, interpolation=cv2.INTER_AREA), (width, height), interpolation=_KERNELS[kernel]
    )


def _rescale(kernel: str) -> ChangeFunction:
    return lambda clip, dose, _: replace(clip, frames=np.stack([rescaled(f, dose, kernel) for f in clip.frames]))


def region_upscale(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """The face was ``dose`` times smaller and is enlarged to its place (bicubic)."""

    return change_part(clip, "face", lambda frame, patch: rescaled(np.ascontiguousarray(patch.cut(frame)), dose))


def sharpen(picture: NDArray[Any], amount: float, radius: float = _SHARPEN_RADIUS) -> NDArray[Any]:
    """Unsharp mask: the picture plus ``amount`` times what a Gaussian of ``radius`` pixels takes away; float32."""
    values = picture.astype(np.float32)
    return values + amount * (values - cv2.GaussianBlur(values, (0, 0), radius))


def upscale_sharpen(clip: Clip, dose: float, _rng: np.random.Generator) -> Clip:
    """Half size and back (bicubic), then an unsharp mask of ``dose`` percent."""
    return replace(clip, frames=each(clip.frames, lambda f: sharpen(rescaled(f, _SHARPEN_SCALE), dose / 100)))


_SOURCE = "area averaging, then {} interpolation (Keys 1981; OpenCV)"

INTERVENTIONS = (
    *(
        Intervention(name=f"rescale_{kernel}", domain="rr", unit="×", doses=(1.5, 2.5, 4), limits=(1, 16),
            region="frame", change=_rescale(kernel),
            meaning=f"the frame was this many times smaller and is enlarged again ({kernel})",
            source=_SOURCE.format(kernel))
        for kernel in _KERNELS
    ),
    Intervention(name="region_upscale", domain="rr", unit="×", doses=(1.25, 1.5, 3), limits=(1, 16), region="face",
        change=region_upscale, meaning="the face was this many times smaller and is enlarged to its place (bicubic)",
        source=_SOURCE.format("bicubic")),
    Intervention(name="upscale_sharpen", domain="rr", unit="%", doses=(75, 150, 300), limits=(0, 600), region="frame",
        change=upscale_sharpen, meaning="half size and back, then an unsharp mask of this strength (radius 1.5 pixels)",
        source="unsharp masking"),
)  # fmt: skip
