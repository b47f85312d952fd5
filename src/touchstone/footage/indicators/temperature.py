"""The colour of the light: of the frame, of the face, of the background."""

from __future__ import annotations

import math

import cv2
import numpy as np

from .picture import LINEAR, Measures, Picture, count_levels

# Tristimulus values of the sRGB primaries (IEC 61966-2-1).
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WARMEST, _COOLEST = 1000.0, 25000.0
_FAR_FROM_WHITE = 0.05  # CIE 15:2004, 9.4: beyond it a correlated colour temperature means nothing
_MANY_ROWS = 480  # from here on every second row is enough for a mean


def temperatures(picture: Picture) -> Measures:
    """Correlated colour temperatures of a frame and its regions, kelvin; that of a face is that of skin under the light.

    The difference is face minus background in mired (a million over kelvin, in which equal steps look equal): positive where
    the face is warmer. Each is ``None`` where it is undefined: on black, where the mean colour is not a white of any temperature
    (farther than 0.05 from the Planckian locus in CIE 1960 u, v), outside 1000–25000 K, without the region.
    """
    step = 2 if picture.height >= _MANY_ROWS else 1
    planes = [plane.astype(np.uint8, copy=False) for plane in cv2.split(picture.rgb[::step])]

    def light(rows: slice, columns: slice) -> np.ndarray:
        thin = slice(-(-rows.start // step), -(-rows.stop // step))
        return np.array([float(count_levels(plane[thin, columns]) @ LINEAR) for plane in planes])

    whole = light(slice(0, picture.height), slice(0, picture.width))
    face = background = None
    if (regions := picture.regions) is not None:
        face = kelvin(light(*regions.face))
        if regions.background_pixels:
            background = kelvin(np.maximum(whole - light(*regions.surround), 0))
    return {
        "color_temperature": kelvin(whole),
        "face_color_temperature": face,
        "background_color_temperature": background,
        "color_temperature_difference": None if face is None or background is None else 1e6 / face - 1e6 / background,
    }


def kelvin(light: np.ndarray) -> float | None:
    """Correlated colour temperature of linear RGB light, kelvin (McCamy 1992); ``None`` where it has none."""
    total = _TO_XYZ @ light
    if total.sum() <= 1e-9:
        return None
    x, y = total[0] / total.sum(), total[1] / total.sum()
    n = (x - 0.3320) / (0.1858 - y)
    temperature = 449 * n**3 + 3525 * n**2 + 6823.3 * n + 5520.33
    if not _WARMEST <= temperature <= _COOLEST or _distance_from_white(x, y, temperature) > _FAR_FROM_WHITE:
        return None
    return float(temperature)


def _distance_from_white(x: float, y: float, t: float) -> float:
    """Distance of a colour from the black body of temperature t in CIE 1960 u, v (locus after Krystek 1985)."""
    u0 = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t**2) / (1 + 8.42420235e-4 * t + 7.08145163e-7 * t**2)
    v0 = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t**2) / (1 - 2.89741816e-5 * t + 1.61456053e-7 * t**2)
    scale = -2 * x + 12 * y + 3
    return math.hypot(4 * x / scale - u0, 6 * y / scale - v0)
