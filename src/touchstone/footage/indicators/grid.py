"""The grid of an 8×8 block codec: where it lies, and how blocky the frame is off its usual place and in its regions."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .compression import LEAST_STEP
from .picture import Measures, Picture, area, step_sums

_SIDE = 8
_CLEAR = 6.0  # standard errors
_LONGEST = 12.0  # means: a column with a larger step than this is an edge of the scene, and counts as this
_FEWEST_PIXELS = 32 * 32


def grid_offsets(picture: Picture) -> Measures:
    """Where block edges lie: the steps between columns (rows) are folded with period 8, and one phase may stand out.

    A step counts against those on both sides of it, so that scenery cancels (Li, Yuan, Yu 2009, extraction of the grid of
    block artefacts). An offset (columns from the left edge, rows from the upper edge to the first whole block, 0–7) that is not
    0 says that the frame was cropped or moved after it was compressed; it is clear from 6 standard errors on. Off the grid,
    blockiness is that of the strongest other place than offset 0: what :func:`blockiness` is at 0.
    """
    columns, rows = picture.steps
    spans = ((columns / picture.height, picture.height), (rows / picture.width, picture.width))
    x, y = (_offset(steps) for steps, _ in spans)
    places = [_strongest_other(steps) for steps, _ in spans]
    off_grid = None
    if _mean(spans, None) is not None and None not in places:
        edge, inner = _mean(spans, places), _mean(spans, places, inverse=True)
        if edge is not None and inner is not None:
            off_grid = max(0.0, (edge - inner) / max(inner, LEAST_STEP))
    return {"blockiness_off_grid": off_grid, "grid_offset_x": x, "grid_offset_y": y}


def blockiness_difference(picture: Picture) -> float | None:
    """Blockiness of the face minus that of the background, on the frame's grid; undefined without either."""
    regions = picture.regions
    if regions is None or not regions.background_pixels or area(regions.face) < _FEWEST_PIXELS:
        return None
    total, face, surround = (
        _sums(picture, *window)
        for window in ((slice(0, picture.height), slice(0, picture.width)), regions.face, regions.surround)
    )
    return _ratio(face) - _ratio(total - surround)


def _sums(picture: Picture, rows: slice, columns: slice) -> NDArray[np.float64]:
    """Sum and number of steps across block edges, then within blocks, ``[4]``."""
    part = picture.luma[rows, columns]
    across, down = picture.steps if part.size == picture.luma.size else step_sums(part)
    at_x = (np.arange(len(across)) + columns.start) % _SIDE == _SIDE - 1
    at_y = (np.arange(len(down)) + rows.start) % _SIDE == _SIDE - 1
    height, width = part.shape
    edge = float(across[at_x].sum() + down[at_y].sum())
    edges = int(at_x.sum()) * height + int(at_y.sum()) * width
    inner = float(across.sum() + down.sum()) - edge
    inners = len(across) * height + len(down) * width - edges
    return np.array([edge, edges, inner, inners])


def _ratio(sums: NDArray[np.float64]) -> float:
    edge, edges, inner, inners = sums
    within = inner / max(inners, 1)
    return max(0.0, float((edge / max(edges, 1) - within) / max(within, LEAST_STEP)))


def _contrast(steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each step against the mean of the two beside it, large ones limited."""
    capped = np.minimum(steps, _LONGEST * max(float(np.median(steps)), LEAST_STEP))
    contrast = np.zeros(len(steps))
    contrast[1:-1] = capped[1:-1] - (capped[:-2] + capped[2:]) / 2
    return contrast


def _phases(steps: NDArray[np.float64]) -> NDArray[np.int64]:
    """Which offset a grid has that has an edge at each step."""
    return (np.arange(len(steps)) + 1) % _SIDE


def _offset(steps: NDArray[np.float64]) -> float | None:
    if len(steps) < 4 * _SIDE:
        return None
    contrast, phase = _contrast(steps), _phases(steps)
    means = np.array([contrast[phase == p].mean() for p in range(_SIDE)])
    best = int(means.argmax())
    rest = contrast[phase != best]
    error = 1.4826 * float(np.median(np.abs(rest - np.median(rest)))) / math.sqrt(len(steps) / _SIDE)
    return float(best) if means[best] > _CLEAR * max(error, 1e-4) else None


def _strongest_other(steps: NDArray[np.float64]) -> int | None:
    if len(steps) < 2 * _SIDE:
        return None
    phase = _phases(steps)
    means = [steps[phase == p].mean() for p in range(1, _SIDE)]
    return 1 + int(np.argmax(means))


def _mean(
    spans: tuple[tuple[NDArray[np.float64], int], ...], places: list[int | None] | None, *, inverse: bool = False
) -> float | None:
    """Mean step, of all or of those at (or not at) the given offsets, over both directions."""
    total = count = 0.0
    for turn, (steps, length) in enumerate(spans):
        chosen = np.ones(len(steps), bool) if places is None else (_phases(steps) == places[turn]) != inverse
        total += float(steps[chosen].sum()) * length
        count += float(chosen.sum()) * length
    return total / count if count else None
