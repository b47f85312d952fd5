"""Doses of light and background."""

from __future__ import annotations

import cv2
import numpy as np

from touchstone.footage.interventions import Clip

from ._base import Array, Recovery, faces, far, grid, inside, linear, luma, response, same_size

_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def _face_light(sham: Clip, treated: Clip) -> list[tuple[Array, Array, Array, Array]]:
    """Per frame: positions over the face, and the linear light of both arms there, where neither is at its limits."""
    out = []
    for i, box in faces(sham)[::3]:
        u, v = grid(box, sham.frames.shape[1:3])
        before, after = sham.frames[i].max(axis=-1), treated.frames[i].max(axis=-1)
        good = inside(u, v) & (before < 250) & (after < 250) & (sham.frames[i].min(axis=-1) > 12)
        a, b = linear(luma(sham.frames[i]))[good], linear(luma(treated.frames[i]))[good]
        out.append((u[good], v[good], a, b))
    return out


def light_angle(sham: Clip, treated: Clip) -> float:
    """Photometric stereo the other way round: normals are given, the light is fitted to the ratio of the arms."""
    angles = []
    for u, v, a, b in _face_light(sham, treated):
        x, y = 0.95 * u, 0.95 * v
        z = np.sqrt(1 - x * x - y * y)
        shade = b / a * (0.35 + 0.65 * z)  # up to a factor
        normals = np.stack([np.ones_like(x), x, y, z], axis=1)
        lit, light = np.ones(len(x), bool), np.zeros(4)
        for _ in range(6):  # what faces away from the light says nothing of its direction
            # Ambient and direct light stand in a known relation, so the constant is tied to the length of the light.
            light, *_ = np.linalg.lstsq(normals[lit], shade[lit], rcond=None)
            facing = normals[:, 1:] @ light[1:]
            lit = facing > 0.02 * np.linalg.norm(light[1:])
            if lit.sum() < 50:
                break
        angles.append(np.degrees(np.arctan2(np.hypot(light[1], light[2]), light[3])))
    return float(np.median(angles))


def shadow_depth(sham: Clip, treated: Clip) -> float:
    """Ratio of linear light in the darkest twentieth of the face, after a median over 5×5 pixels."""
    lows = []
    for i, box in faces(sham)[::3]:
        ratio = linear(luma(treated.frames[i])) / np.maximum(linear(luma(sham.frames[i])), 1e-3)
        smooth = cv2.medianBlur(ratio.astype(np.float32), 5)
        u, v = grid(box, ratio.shape)
        lows.append(np.quantile(smooth[inside(u, v)], 0.05))
    return float(100 * (1 - np.median(lows)))


def shading_left(sham: Clip, treated: Clip) -> float:
    """Slope of the log ratio of the arms on the sham's shading: a surface of the third degree through its log light.

    Eyes, brows and hair, which are far from the median, count as a little darker than it.
    """
    removed = []
    for i, box in faces(sham)[::3]:
        u, v = grid(box, sham.frames.shape[1:3])
        a, b = (np.log(linear(luma(c.frames[i])) + 0.01) for c in (sham, treated))
        terms = [u**m * v**n for m in range(4) for n in range(4 - m)]
        outer, inner = inside(u, v, 0.82), inside(u, v)
        middle = np.median(a[outer])
        surface = np.stack([t[outer] for t in terms], axis=1)
        weights = np.linalg.lstsq(surface, np.clip(a[outer], middle - 0.5, middle + 0.5), rcond=None)[0]
        inner &= (sham.frames[i].min(axis=-1) > 12) & (treated.frames[i].max(axis=-1) < 250)
        shading = np.stack([t[inner] for t in terms], axis=1) @ weights
        shading -= shading.mean()
        removed.append(-100 * (shading @ (b - a)[inner]) / (shading @ shading))
    return float(np.median(removed))


def _mired(rgb: Array) -> float:
    """Reciprocal temperature of a linear colour, by McCamy's formula (1992)."""
    x, y, z = _TO_XYZ @ rgb
    n = (x / (x + y + z) - 0.3320) / (0.1858 - y / (x + y + z))
    return float(1e6 / (449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33))


def warmth(sham: Clip, treated: Clip) -> float:
    """The colour that white has taken on, from the ratio of mean light per colour, as a temperature (McCamy)."""
    sums = np.zeros((2, 3))
    for i, box in faces(sham):
        u, v = grid(box, sham.frames.shape[1:3])
        good = inside(u, v) & (treated.frames[i].max(axis=-1) < 250) & (treated.frames[i].min(axis=-1) > 3)
        sums += linear(sham.frames[i][good]).sum(axis=0), linear(treated.frames[i][good]).sum(axis=0)
    return _mired(sums[1] / sums[0]) - _mired(np.ones(3))


def _far_pairs(sham: Clip, treated: Clip) -> list[tuple[Array, Array]]:
    return [(luma(sham.frames[i][cut]), luma(treated.frames[i][cut])) for i, cut in far(sham)]


def opacity(sham: Clip, treated: Clip) -> float:
    """How much of the old background's fine structure is left: slope of the Laplacians of both arms."""
    both, alone = 0.0, 0.0
    for before, after in _far_pairs(sham, treated):
        a, b = (cv2.Laplacian(p, cv2.CV_64F)[2:-2, 2:-2] for p in (before, after))
        both, alone = both + (a * b).sum(), alone + (a * a).sum()
    return float(100 * (1 - both / alone))


def texture(sham: Clip, treated: Clip) -> float:
    """Standard deviation of the difference of the arms beside the person."""
    return float(np.sqrt(np.mean([(b - a).var() for a, b in _far_pairs(sham, treated)])))


def gaussian_width(pairs: list[tuple[Array, Array]]) -> float:
    """Standard deviation of a Gaussian blur from the fall of the response: ln H = -2 π² σ² f²."""
    votes = []
    sides = same_size(pairs)[0][0].shape
    for axis in (0, 1):
        if sides[axis] < 32 <= max(sides):  # too short to tell frequencies apart
            continue
        frequencies, left = response(same_size(pairs), axis)
        use = (left > 0.15) & (left < 0.97) & (frequencies > 0)
        stop = np.flatnonzero(left[1:] < 0.15)  # beyond the first fall there is noise alone
        if len(stop):
            use &= np.arange(len(left)) <= stop[0]
        if use.any():
            f = frequencies[use]
            votes.append(-(np.log(left[use]) * f**2).sum() / (2 * np.pi**2 * (f**4).sum()))
    return float(np.sqrt(max(0.0, np.mean(votes)))) if votes else 0.0


def background_blur(sham: Clip, treated: Clip) -> float:
    """Width of the blur beside the person."""
    return gaussian_width(_far_pairs(sham, treated))


RECOVERIES = {
    "relight": Recovery(light_angle, 3, 0.1, "light fitted to the ratio of the arms on the face's normals"),
    "cast_shadow": Recovery(shadow_depth, 3, 0.05, "ratio of light in the darkest 5 % of the face"),
    "remove_shadow": Recovery(
        shading_left, 5, 0.2, "slope of the log ratio on a cubic surface through the sham's log light"
    ),
    "color_temperature": Recovery(warmth, 3, 0.1, "McCamy's temperature of the ratio of mean light per colour"),
    "replace_background": Recovery(opacity, 5, 0, "slope of the background's Laplacian on the sham's"),
    "background_texture": Recovery(texture, 0.5, 0.15, "standard deviation of the difference beside the person"),
    "background_blur": Recovery(background_blur, 0.15, 0.15, "fall of the cross spectrum beside the person"),
}
