"""Doses of noise, of its removal, and of enhancement after too little light."""

from __future__ import annotations

import cv2
import numpy as np

from touchstone.footage.interventions import Clip

from ._base import Array, Recovery, cores, linear, luma

_FULL_WELL, _READ = 4000, 3.0  # electrons, as the interventions' documentation states


def sensor_gain(sham: Clip, treated: Clip) -> float:
    """Photon transfer: slope of the variance of linear light on its mean, between the arms (EMVA 1288)."""
    mean, variance, weight = [], [], []
    a = linear(sham.frames[::4])
    b = linear(treated.frames[::4])
    for low in np.arange(0.06, 0.5, 0.04):
        use = (a >= low) & (a < low + 0.04)
        if use.sum() > 300:
            mean.append(a[use].mean())
            # What is cut off at black and white would shrink the variance: percentiles do not see it.
            spread = np.diff(np.quantile(b[use] - a[use], [0.1587, 0.8413]))[0] / 2
            variance.append(spread**2)
            weight.append(use.sum() ** 0.5 / spread**2)
    slope, _ = np.polyfit(mean, variance, 1, w=weight)
    return float(slope * _FULL_WELL)


def region_sigma(sham: Clip, treated: Clip) -> float:
    """Standard deviation of the difference in the middle of the face, less the rounding's."""
    values = []
    for a, b in cores(sham, treated):
        use = (a > 40) & (a < 215)
        values.append((b.astype(float) - a)[use])
    return float(np.sqrt(max(0.0, np.concatenate(values).var() - 1 / 12)))


_IMMERKAER = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)


def grain_removed(sham: Clip, treated: Clip) -> float:
    """How much of the sham's grain is gone where the face is smooth: slope of Immerkær's (1996) filter between the arms."""
    both, alone = 0.0, 0.0
    for a, b in cores(sham, treated):
        pair = [cv2.filter2D(x.astype(np.float32), -1, _IMMERKAER) for x in (a, b)]
        relief = cv2.GaussianBlur(
            np.abs(cv2.Sobel(luma(a), cv2.CV_64F, 1, 0)) + np.abs(cv2.Sobel(luma(a), cv2.CV_64F, 0, 1)), (0, 0), 2
        )
        use = relief <= np.quantile(relief, 0.4)
        both, alone = both + (pair[0][use] * pair[1][use]).sum(), alone + (pair[0][use] ** 2).sum()
    return float(100 * (1 - both / alone))


def cut_off(sham: Clip, treated: Clip) -> float:
    """From the slope of stored values between the limits."""
    a, b = sham.frames[::4].ravel()[::5].astype(float), treated.frames[::4].ravel()[::5].astype(float)
    use = (b > 5) & (b < 250)
    slope = np.polyfit(a[use], b[use], 1)[0]
    return float(50 * (1 - 1 / slope))


def stops(sham: Clip, treated: Clip) -> float:
    """Noise referred to the input: in small blocks the treated arm is a line over the sham, and what is off it is noise.

    The slope of the line turns the noise back into stored values of the scene, whatever was done to brighten it, and
    their slope into light; the gain at which a sensor of 4,000 electrons is so noisy tells the light that was missing.
    """
    side, gains = 8, []
    for a, b in zip(sham.frames[::4], treated.frames[::4], strict=True):
        tiles = [(_tiles(a[..., c], side), _tiles(b[..., c], side)) for c in range(3)]
        # The brightest colour of each block: some methods brighten all colours by what it needs.
        brightest = np.stack([x.mean(axis=1) for x, _ in tiles]).argmax(axis=0)
        for channel, (x, y) in enumerate(tiles):
            mean = x.mean(axis=1)
            use = (brightest == channel) & (mean > 50) & (mean < 225) & (x.std(axis=1) > 2)
            use &= (y.max(axis=1) < 250) & (y.min(axis=1) > 5)
            x, y, mean = x[use], y[use], mean[use]
            if len(x) == 0:
                continue
            slope, rest = _lines(x, y, side)
            light = linear(mean)
            per_value = (linear(mean + 1) - linear(mean - 1)) / 2
            for k in np.flatnonzero(slope > 0.1):
                variance = (rest[k] / slope[k] * per_value[k]) ** 2
                # gain · light / well + (gain · read / well)² = variance
                p, q = light[k] / _FULL_WELL, (_READ / _FULL_WELL) ** 2
                gains.append((-p + np.sqrt(p * p + 4 * q * variance)) / (2 * q))
    return float(np.log2(max(1e-3, np.median(gains)))) if gains else 0.0


def _lines(x: Array, y: Array, side: int) -> tuple[Array, Array]:
    """Slope of each block's ``y`` over ``x``, and the noise around it.

    A bend, and a change of brightness across the block, belong to the curve and not to the noise.
    """
    down, right = (c.ravel() - (side - 1) / 2 for c in np.mgrid[0:side, 0:side])
    slopes, noises = [], []
    for before, after in zip(x, y, strict=True):
        d = before - before.mean()
        design = np.stack([np.ones_like(d), d, d * d, down, right, down * d, right * d], axis=1)
        weights, *_ = np.linalg.lstsq(design, after, rcond=None)
        rest = after - design @ weights
        slopes.append(weights[1])
        noises.append(np.sqrt((rest @ rest) / (side * side - design.shape[1])))
    return np.array(slopes), np.array(noises)


def _tiles(plane: Array, side: int) -> Array:
    high, wide = plane.shape[0] // side, plane.shape[1] // side
    blocks = plane[: high * side, : wide * side].reshape(high, side, wide, side).transpose(0, 2, 1, 3)
    return blocks.reshape(high * wide, -1).astype(float)


RECOVERIES = {
    "sensor_noise": Recovery(sensor_gain, 0.5, 0.15, "photon transfer: variance of linear light over its mean"),
    "region_noise": Recovery(region_sigma, 0.15, 0.05, "standard deviation of the difference in the middle of the face"),
    "region_denoise": Recovery(grain_removed, 5, 0.18, "slope of Immerkær's noise filter between the arms"),
    "clip_luminance": Recovery(cut_off, 0.5, 0.05, "slope of stored values between the limits"),
    **{
        f"enhance_{name}": Recovery(stops, 0.5, 0, "noise off a line in small blocks, referred to the sensor")
        for name in ("gamma", "clahe", "retinex")
    },
}  # fmt: skip
