"""Doses of resolution and of re-recording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from touchstone.footage.interventions import Clip

from ._base import Array, Recovery, cores, half, luma, response, same_size


def _kernel(name: str, x: Array) -> Array:
    """Interpolation kernels as functions of the distance in small pixels (Keys 1981 with a = -0.75; Lanczos of 4)."""
    x = np.abs(x)
    if name == "bilinear":
        return np.clip(1 - x, 0, None)
    if name == "lanczos":
        return np.where(x < 4, np.sinc(x) * np.sinc(x / 4), 0)
    a = -0.75
    near = (a + 2) * x**3 - (a + 3) * x**2 + 1
    return np.where(x < 1, near, np.where(x < 2, a * (x**3 - 5 * x**2 + 8 * x - 4), 0))


def kept(name: str, f: Array) -> Array:
    """Response of averaging over small pixels and interpolating back; ``f`` in cycles per small pixel."""
    x = np.linspace(-4, 4, 8001)
    kernel = _kernel(name, x)
    shape = np.array([(kernel * np.cos(2 * np.pi * g * x)).sum() for g in np.atleast_1d(f)]) / kernel.sum()
    return np.sinc(f) * shape


def _half_of(name: str) -> float:
    f = np.linspace(0, 1, 401)
    return half(f, kept(name, f))


def _factor(name: str, pairs: list[tuple[Array, Array]]) -> float:
    """Factor of size: where the response falls to a half, against where theory has it fall for a factor of 1."""
    factors = [_half_of(name) / half(*response(same_size(pairs), axis)) for axis in (0, 1)]
    return float(max(1.0, np.sqrt(factors[0] * factors[1])))


def _luma_pairs(sham: Clip, treated: Clip) -> list[tuple[Array, Array]]:
    step = max(1, len(sham.frames) // 12)
    return [(luma(a), luma(b)) for a, b in zip(sham.frames[::step], treated.frames[::step], strict=True)]


def _frame_factor(name: str) -> Callable[[Clip, Clip], float]:
    return lambda sham, treated: _factor(name, _luma_pairs(sham, treated))


def region_factor(sham: Clip, treated: Clip) -> float:
    """The same in the middle of the face."""
    return _factor("bicubic", [(luma(a), luma(b)) for a, b in cores(sham, treated)])


def sharpening(sham: Clip, treated: Clip) -> float:
    """What is left of low frequencies, against theory of half size and an unsharp mask: the amount by least squares."""
    amounts = []
    for axis in (0, 1):
        f, left = response(_luma_pairs(sham, treated), axis)
        use = (f > 0.02) & (f < 0.16)
        base = kept("bicubic", 2 * f[use])
        mask = base * (1 - np.exp(-2 * (np.pi * 1.5 * f[use]) ** 2))
        amounts.append(((left[use] - base) * mask).sum() / (mask**2).sum())
    return float(100 * np.mean(amounts))


def wave_depth(sham: Clip, treated: Clip) -> float:
    """Root mean square of the ratio of the arms in each colour, less the rounding's; times √2."""
    sums, count = 0.0, 0
    for a, b in zip(sham.frames, treated.frames, strict=True):
        use = (a > 60) & (a < 215)
        values = a[use].astype(float)
        sums += (((b[use] - values) / values) ** 2 - 1 / 12 / values**2).sum()
        count += use.sum()
    return float(100 * np.sqrt(2 * max(0.0, sums / max(count, 1))))


def homography(sham: Clip, treated: Clip, every: int = 6) -> list[Array]:
    """Where points of the sham are in the treated arm, per frame: matched SIFT keypoints (Lowe 2004), then RANSAC."""
    # OpenCV's stubs leave SIFT out
    sift = cv2.SIFT_create(nfeatures=1500, contrastThreshold=0.01)  # pyright: ignore[reportAttributeAccessIssue]
    out = []
    for a, b in zip(sham.frames[::every], treated.frames[::every], strict=True):
        (points, words), (others, heard) = (
            sift.detectAndCompute(cv2.cvtColor(x, cv2.COLOR_RGB2GRAY), None) for x in (a, b)
        )
        if words is None or heard is None or len(others) < 2:
            continue
        pairs = [m for m, n in cv2.BFMatcher().knnMatch(words, heard, k=2) if m.distance < 0.75 * n.distance]
        if len(pairs) < 12:
            continue
        before = np.array([points[m.queryIdx].pt for m in pairs], np.float32)
        after = np.array([others[m.trainIdx].pt for m in pairs], np.float32)
        matrix, _ = cv2.findHomography(before, after, cv2.RANSAC, 1.0)
        if matrix is not None:
            out.append(matrix)
    return out


def skew(sham: Clip, treated: Clip, every: int = 6) -> float:
    """How much shorter one side of what fills the frame is than the side opposite, seen in the sham."""
    height, width = sham.frames.shape[1:3]
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float32)
    recovered = []
    for matrix in homography(sham, treated, every):
        seen = cv2.perspectiveTransform(corners, np.linalg.inv(matrix))[0]
        sides = [np.linalg.norm(seen[k] - seen[(k + 1) % 4]) for k in range(4)]
        recovered.append(max(100 * (1 - min(sides[k], sides[k + 2]) / max(sides[k], sides[k + 2])) for k in (0, 1)))
    return float(np.median(recovered)) if recovered else 0.0


def power(sham: Clip, treated: Clip) -> float:
    """Slope of the logarithm of stored values on the sham's."""
    a, b = sham.frames[::4].ravel()[::7] / 255, treated.frames[::4].ravel()[::7] / 255
    use = (a > 0.15) & (a < 0.95) & (b > 0.02)
    x = np.log(a[use])
    return float((x * np.log(b[use])).sum() / (x * x).sum())


def band_depth(sham: Clip, treated: Clip) -> float:
    """Range of the ratio of row means over the clip, without the outermost percent."""
    rows = luma(treated.frames).mean(axis=2) / np.maximum(luma(sham.frames).mean(axis=2), 1)
    low, high = np.quantile(rows, [0.01, 0.99])
    return float(100 * (1 - low / high))


def carelessness(sham: Clip, treated: Clip) -> float:
    """Skew of the picture after a blur that takes the moiré away; a full re-recording has 8 percent."""
    arms = [
        replace(c, frames=np.stack([cv2.GaussianBlur(f, (0, 0), 2.0) for f in c.frames[::3]])) for c in (sham, treated)
    ]
    return skew(*arms, every=1) * 100 / 8


RECOVERIES = {
    **{
        f"rescale_{name}": Recovery(_frame_factor(name), 0.1, 0.15, "half-amplitude frequency of the response, against theory")
        for name in ("bilinear", "bicubic", "lanczos")
    },
    "region_upscale": Recovery(region_factor, 0.15, 0.15, "the same in the middle of the face"),
    "upscale_sharpen": Recovery(sharpening, 10, 0.1, "least squares on the response at low frequencies"),
    "moire": Recovery(wave_depth, 0.3, 0.05, "root mean square of the ratio of the arms"),
    "keystone": Recovery(skew, 0.7, 0.1, "homography of matched keypoints"),
    "screen_gamma": Recovery(power, 0.03, 0.02, "slope between logarithms"),
    "refresh_bands": Recovery(band_depth, 1, 0.1, "range of the ratio of row means"),
    "rerecord": Recovery(carelessness, 8, 0.15, "homography of matched keypoints, after a blur"),
}  # fmt: skip
