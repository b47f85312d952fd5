"""From where face and background are lit, and whether they agree."""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from .picture import LINEAR, Measures, Picture

_GRID = 32  # cells along each side of the face
_RIM = 0.9  # of the ellipse: its rim is seen edge-on and mixes with hair and background
_CELL = 8  # pixels: cells of the background
_FEWEST_CELLS = 12
_FAINT = 0.02  # of the mean light: weaker shading has no direction
_ROBUST = (5, 95)  # per cent: eyes, teeth and glints are not shading


def illumination(picture: Picture) -> Measures:
    """From where face and background are lit: a shaded ellipsoid is fitted to the face and a plane to the background.

    For a convex Lambertian surface the light that it returns is, to first order, linear in the surface normal, whatever
    the lights are (Basri & Jacobs 2003; Johnson & Farid 2007). The normals are those of an ellipsoid that fills the face box.
    Directions lie in the picture's plane, degrees: 0 from the right, 90 from above; that of the background is where it gets
    brighter, which scenery as well as light makes. The strength is the amplitude of the face's shading over its mean light.
    Everything is ``None`` without a face; a direction is where shading is below 2 % of the mean light.
    """
    face = strength = background = difference = None
    if picture.regions is not None:
        right, up, mean = _shading(picture.luma[picture.regions.face])
        strength = math.hypot(right, up) / mean if mean > 0 else None
        face = math.degrees(math.atan2(up, right)) if strength is not None and strength >= _FAINT else None
        background = _background(picture)
    if face is not None and background is not None:
        difference = abs((face - background + 180) % 360 - 180)
    return {
        "face_light_direction": face,
        "face_light_strength": strength,
        "background_light_direction": background,
        "light_direction_difference": difference,
    }


def _shading(luma: NDArray[np.uint8]) -> tuple[float, float, float]:
    """Coefficients of the light on the normal's parts to the right and upwards, and the mean light."""
    small = cv2.resize(luma, (_GRID, _GRID), interpolation=cv2.INTER_AREA)
    seen, solve = _ellipsoid()
    light = LINEAR[small.astype(np.uint8, copy=False)][seen]
    right, up = solve @ np.clip(light, *np.percentile(light, _ROBUST))
    return float(right), float(up), float(light.mean())


@lru_cache(maxsize=1)
def _ellipsoid() -> tuple[NDArray[np.bool_], NDArray[np.floating]]:
    """Which cells belong to the ellipsoid, and the least-squares solution for the normal's two parts in the plane."""
    line = (np.arange(_GRID) + 0.5) / _GRID * 2 - 1
    across, down = np.meshgrid(line, line)
    seen = np.hypot(across, down) < _RIM
    x, y = across[seen], down[seen]
    normals = np.stack([x, -y, np.sqrt(1 - x**2 - y**2), np.ones_like(x)], axis=1)
    return seen, np.linalg.pinv(normals)[:2]


def _background(picture: Picture) -> float | None:
    """Direction in which the least-squares plane through the background's light rises, degrees."""
    regions = picture.regions
    height, width = picture.height // _CELL, picture.width // _CELL
    if regions is None or not regions.background_pixels or min(height, width) < 2:
        return None
    cells = cv2.resize(
        picture.luma[: height * _CELL, : width * _CELL], (width, height), interpolation=cv2.INTER_AREA
    ).astype(np.uint8, copy=False)
    rows, columns = regions.surround
    outside = np.ones(cells.shape, bool)
    outside[rows.start // _CELL : -(-rows.stop // _CELL), columns.start // _CELL : -(-columns.stop // _CELL)] = False
    down, across = (place.astype(float) for place in np.nonzero(outside))
    if len(down) < _FEWEST_CELLS:
        return None
    light = LINEAR[cells[outside]]
    places = np.stack([across - across.mean(), down - down.mean()])
    spread = places @ places.T
    if np.linalg.det(spread) < 1e-6 * np.prod(np.diag(spread)):
        return None
    slope = np.linalg.solve(spread, places @ (light - light.mean()))
    rise = float(np.abs(slope) @ np.array([width, height]))
    if rise < 2 * _FAINT * float(light.mean()) or light.mean() == 0:
        return None
    return math.degrees(math.atan2(0.0 - slope[1], slope[0]))
