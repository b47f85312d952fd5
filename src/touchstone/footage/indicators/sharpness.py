"""How sharp and how noisy a frame is, how soft its edges are, and whether face and background agree."""

from __future__ import annotations

import math

import cv2
import numpy as np

from .picture import Picture

_SECOND_DIFFERENCE = np.array([1, -2, 1], np.float32)
_SIGMA = 2.0  # pixels: of the second blur
_STRIP = 64  # rows
_OF_SOBEL = 0.55  # pixels²: what Sobel's difference adds to an edge's width (1/3), and edges that lie between pixels
_STRONGEST = 0.02  # of the pixels
_FAINT = 4.0  # levels per pixel of Sobel: weaker slopes are not edges
_WIDEST = 20.0  # pixels
_ROUNDING = 20 / 12  # level²: what rounding to whole levels adds to the Laplacian


def laplacian_variance(picture: Picture) -> float:
    """Variance of the Laplacian (4 neighbours), level²; low is blurred (Pech-Pacheco 2000)."""
    _, deviation = cv2.meanStdDev(picture.laplacian)
    return float(deviation[0, 0]) ** 2


def noise_level(picture: Picture) -> float | None:
    """Standard deviation of fine noise, level (Immerkær 1996); undefined below 3×3 pixels.

    The mask that cancels constant and linear luma is the product of two second differences. Fine texture counts as noise: on
    a picture full of it the value is too high.
    """
    if min(picture.luma.shape) < 3:
        return None
    response = cv2.sepFilter2D(picture.luma, cv2.CV_16S, _SECOND_DIFFERENCE, _SECOND_DIFFERENCE)
    inner = response[1:-1, 1:-1]
    return math.sqrt(math.pi / 2) / 6 * cv2.norm(inner, cv2.NORM_L1) / inner.size


def blur_width(picture: Picture) -> float | None:
    """Gaussian width of the blur of the strongest edges, pixels (Zhuo & Sim 2011).

    A second blur of known width lowers the slope of an edge the more, the sharper the edge was; the ratio of the slopes
    gives its width. Median over the steepest 2 % of the pixels of a few strips of 64 rows. Undefined where no slope is
    steeper than half a level per pixel.
    """
    across, down = picture.slopes
    widths: list[np.ndarray] = []
    step = max(1, picture.height // (3 * _STRIP)) * _STRIP
    for top in range(0, picture.height, step):
        rows = slice(top, top + _STRIP)
        before = cv2.magnitude(across[rows].astype(np.float32), down[rows].astype(np.float32))
        limit = max(_FAINT, _quantile(before, 1 - _STRONGEST))
        strong = before >= limit
        if not strong.any():
            continue
        # In float: of soft edges the two slopes differ by less than a level.
        soft = cv2.GaussianBlur(picture.luma[rows].astype(np.float32), (0, 0), _SIGMA, borderType=cv2.BORDER_REPLICATE)
        x = cv2.Sobel(soft, cv2.CV_32F, 1, 0, ksize=3, borderType=cv2.BORDER_REPLICATE)
        y = cv2.Sobel(soft, cv2.CV_32F, 0, 1, ksize=3, borderType=cv2.BORDER_REPLICATE)
        after = np.hypot(x[strong], y[strong])
        widths.append(before[strong] / np.maximum(after, 1e-3))
    if not widths:
        return None
    ratio = float(np.median(np.concatenate(widths)))
    if ratio <= math.sqrt(1 + (_SIGMA / _WIDEST) ** 2):
        return _WIDEST
    return min(_WIDEST, math.sqrt(max(0.0, _SIGMA**2 / (ratio**2 - 1) - _OF_SOBEL)))


def _quantile(values: np.ndarray, share: float) -> float:
    flat = values.ravel()[::11]  # hardly a width is a multiple of it
    return float(np.partition(flat, int(share * (len(flat) - 1)))[int(share * (len(flat) - 1))])


def sharpness_ratio(picture: Picture) -> float | None:
    """Variance of the Laplacian in the face over that in the background; undefined without either, or without detail there.

    The outermost pixels of the face are left out: their neighbours lie beyond it, and where a face was put in and not
    blended the step there would count as detail, the more the softer the face is. What is in the picture counts too: a ratio
    tells only against other clips of the same kind.
    """
    regions = picture.regions
    if regions is None or not regions.background_pixels:
        return None
    rows, columns = regions.face
    inner = picture.laplacian[rows.start + 1 : rows.stop - 1, columns.start + 1 : columns.stop - 1]
    total, face, surround = (
        float(cv2.norm(part, cv2.NORM_L2SQR))
        for part in (picture.laplacian, inner, picture.laplacian[regions.surround])
    )
    background = (total - surround) / regions.background_pixels - _ROUNDING
    return max(0.0, face / inner.size - _ROUNDING) / background if background > _ROUNDING / 10 else None
