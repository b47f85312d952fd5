"""Doses of the seven perturbations and of planted cues."""

from __future__ import annotations

import numpy as np

from touchstone.footage.interventions import Clip

from ._base import Array, Recovery, half, luma, response
from ._codecs import quality
from ._light import gaussian_width
from ._resolution import homography

# Levels 1 to 5 as DeeperForensics-1.0 (Jiang et al. 2020) published them.
_SATURATION = (0.4, 0.3, 0.2, 0.1, 0.0)
_CONTRAST = (0.85, 0.725, 0.6, 0.475, 0.35)
_BLOCKS = (16, 32, 48, 64, 80)
_VARIANCE = (0.001, 0.002, 0.005, 0.01, 0.05)
_KERNEL = (7, 9, 13, 17, 21)
_FACTOR = (2, 3, 4, 5, 6)
_CRF = (30, 32, 35, 38, 40)


def _level(values: tuple[float, ...], recovered: float) -> float:
    """The level of the nearest value."""
    return 1.0 + int(np.argmin(np.abs(np.array(values) - recovered)))


def _pairs(sham: Clip, treated: Clip) -> list[tuple[Array, Array]]:
    step = max(1, len(sham.frames) // 12)
    return [(luma(a), luma(b)) for a, b in zip(sham.frames[::step], treated.frames[::step], strict=True)]


def saturation(sham: Clip, treated: Clip) -> float:
    """Slope of red minus green on the sham's."""
    a, b = (c.frames[::4, ..., 0].astype(float) - c.frames[::4, ..., 1] for c in (sham, treated))
    return _level(_SATURATION, float((a * b).sum() / (a * a).sum()))


def contrast(sham: Clip, treated: Clip) -> float:
    """Ratio of the means."""
    return _level(_CONTRAST, float(treated.frames.mean() / sham.frames.mean()))


def grey_blocks(sham: Clip, treated: Clip) -> float:
    """Area of pixels that became exactly middle grey, in blocks per 256 pixels of the shorter side."""
    grey = (treated.frames == 128).all(axis=-1) & (sham.frames != 128).any(axis=-1)
    height, width = grey.shape[1:]
    share = grey.mean()
    # Blocks fall over each other: of n blocks of share s each, 1 - (1 - s)^n of the frame is covered.
    number = np.log(1 - share) / np.log(1 - 64 / (height * width))
    return _level(_BLOCKS, float(number * 256 / min(height, width)))


def noise(sham: Clip, treated: Clip) -> float:
    """Spread of luma differences where luma is in the middle, in units of limited range."""
    a, b = luma(sham.frames[::4]), luma(treated.frames[::4])
    use = (a > 90) & (a < 165)
    low, high = np.quantile((b - a)[use], [0.1587, 0.8413])
    return _level(tuple(np.log(_VARIANCE)), float(np.log(((high - low) / 2 * 219 / 255 / 255) ** 2)))


def blur(sham: Clip, treated: Clip) -> float:
    """Six times the width from the fall of the cross spectrum."""
    return _level(_KERNEL, 6 * gaussian_width(_pairs(sham, treated)))


def pixelation(sham: Clip, treated: Clip) -> float:
    """Half-amplitude frequency, against that of a triangle as wide as a small pixel: sinc² falls to 0.5 at 0.443."""
    widths = [0.443 / half(*response(_pairs(sham, treated), axis)) for axis in (0, 1)]
    return _level(_FACTOR, float(np.sqrt(widths[0] * widths[1])))


def h264_level(sham: Clip, treated: Clip) -> float:
    """The constant rate factor that errs as much on the mirror image."""
    return _level(_CRF, quality("libx264")(sham, treated))


def mirrored(sham: Clip, treated: Clip) -> float:
    """More like the sham's mirror image than like the sham."""
    a, b = luma(sham.frames[::4]), luma(treated.frames[::4])
    return float(np.abs(a[..., ::-1] - b).mean() < np.abs(a - b).mean())


def cut_away(sham: Clip, treated: Clip) -> float:
    """Enlargement from matched keypoints."""
    percents = [100 * (1 - 1 / np.sqrt(abs(np.linalg.det(m[:2, :2] / m[2, 2])))) for m in homography(sham, treated)]
    return float(np.median(percents)) if percents else 0.0


def captioned(sham: Clip, treated: Clip) -> float:
    """The lowest tenth changed in every frame, the upper half in none."""
    changed = (sham.frames != treated.frames).any(axis=(2, 3))
    height = changed.shape[1]
    return float(changed[:, -(height // 10) :].all() and not changed[:, : height // 2].any())


def border(sham: Clip, treated: Clip) -> float:
    """Rows and columns that are black throughout and were not, per side, in percent of the shorter side."""
    black, bright = treated.frames.max(axis=(0, 3)) == 0, sham.frames.max(axis=(0, 3)) > 0
    new = black & bright
    rows, columns = (new.mean(axis=axis) > 0.9 for axis in (1, 0))
    return float(100 * np.mean([rows.sum(), columns.sum()]) / 2 / min(black.shape))


def cast(sham: Clip, treated: Clip) -> float:
    """Ratio of red to blue in both arms."""

    def ratio(clip: Clip) -> float:
        use = (treated.frames.max(axis=-1) < 250) & (sham.frames.min(axis=-1) > 10)
        return float(clip.frames[..., 0][use].sum() / clip.frames[..., 2][use].sum())

    change = ratio(treated) / ratio(sham)
    return 100 * (change - 1) / (change + 1)


RECOVERIES = {
    "saturation": Recovery(saturation, 0, 0, "slope of red minus green; nearest level"),
    "contrast": Recovery(contrast, 0, 0, "ratio of means; nearest level"),
    "grey_blocks": Recovery(grey_blocks, 0, 0, "grey area; nearest level"),
    "gaussian_noise": Recovery(noise, 0, 0, "spread of luma differences; nearest level"),
    "blur": Recovery(blur, 0, 0, "fall of the cross spectrum; nearest level"),
    "pixelation": Recovery(pixelation, 1, 0, "half-amplitude frequency; nearest level"),
    "h264_level": Recovery(
        h264_level, 0, 0, "constant rate factor that errs as much on the mirror image; nearest level"
    ),
    "flip": Recovery(mirrored, 0, 0, "nearer to the mirror image"),
    "crop": Recovery(cut_away, 0.5, 0.05, "homography of matched keypoints"),
    "caption": Recovery(captioned, 0, 0, "the lowest tenth changed, the upper half not"),
    "border": Recovery(border, 0.6, 0.02, "new black rows and columns"),
    "color_cast": Recovery(cast, 0.4, 0.05, "ratio of red to blue"),
}
