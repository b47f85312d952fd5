"""Known changes of the light and of what fills the frame."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import cv2
import numpy as np

from touchstone.footage.indicators import measure_frame

from ._case import Row, ranked, within
from ._material import Pixels, Still, display, ellipsoid, levels, linear, made_still

Change = Callable[[Still, float], Pixels]


def measure(still: Still, rgb: Pixels, name: str) -> float | None:
    """One indicator of a changed frame."""
    return measure_frame(rgb, still.face)[name]


def curve(stills: Sequence[Still], name: str, doses: Sequence[float], change: Change):
    """Doses and values of each piece of footage."""
    return [(doses, [measure(still, change(still, dose), name) for dose in doses]) for still in stills]


def light_rows(stills: Sequence[Still]) -> Iterator[Row]:
    """Level, clipping, contrast, plane, colour, direction."""
    kind = stills[0].kind
    gains = (0.1, 0.2, 0.35, 0.5, 0.7, 1.0)
    for name in ("brightness", "contrast", "face_brightness"):
        yield ranked(name, "light × 0.1 … 1", kind, curve(stills, name, gains, _dimmed))
    offsets = (-90, -60, -40, -20, -10)
    yield ranked(
        "shadow_clipping", "levels − 90 … 10", kind, curve(stills, "shadow_clipping", offsets, _shifted), falling=True
    )
    raised = (10, 30, 60, 90, 120)
    yield ranked("highlight_clipping", "levels + 10 … 120", kind, curve(stills, "highlight_clipping", raised, _shifted))
    rises = (60, 90, 120, 160, 200)
    yield ranked(
        "lighting_gradient",
        "a plane of 60 … 200 levels added",
        kind,
        curve(stills, "lighting_gradient", rises, _tilted),
    )
    yield ranked(
        "color_temperature",
        "red × 0.7 … 1.4, blue divided by it",
        kind,
        curve(stills, "color_temperature", (0.7, 0.85, 1.0, 1.2, 1.4), _warmed),
        falling=True,
    )
    yield ranked(
        "color_temperature_difference",
        "the same in the face alone",
        kind,
        curve(stills, "color_temperature_difference", (0.75, 0.87, 1.0, 1.15, 1.3), _warm_face),
    )
    pairs = []
    for still in stills:
        before = measure(still, still.rgb, "face_exposure_difference")
        for stops in (-2.0, -1.0, -0.5, 0.5):
            after = measure(still, _lit_face(still, stops), "face_exposure_difference")
            pairs.append((stops, None if after is None or before is None else after - before))
    yield within(
        "face_exposure_difference",
        "face lit by −2 … +0.5 stops: change of the value",
        kind,
        pairs,
        absolute=0.1,
        unit="stop",
    )
    turns = range(-180, 180, 45)
    pairs = [(float(t), measure(s, _relit(s, t, 2.5), "face_light_direction")) for s in stills for t in turns]
    allowed = 5 if kind == "made" else 25
    yield within(
        "face_light_direction",
        "face relit from 8 directions, shading 2.5",
        kind,
        pairs,
        absolute=allowed,
        unit="degree",
        circle=360,
    )
    for still in stills[:1]:
        strengths = (0.25, 0.5, 0.8, 1.2, 2.0)
        change = lambda s, dose: _relit(s, 30, dose)  # noqa: E731
        if still.kind == "made":
            yield ranked(
                "face_light_strength",
                "face relit from 30°, shading 0.25 … 2",
                kind,
                curve(stills, "face_light_strength", strengths, change),
            )
    if kind == "made":
        yield from _scene_rows(stills)


def _scene_rows(stills: Sequence[Still]) -> Iterator[Row]:
    directions, differences = [], []
    for still in stills:
        for face, scene in ((0, 0), (0, 90), (45, -135), (120, 60), (-90, 90), (180, 150)):
            rgb = _tilted_towards(_relit(still, face, 2.5), scene)
            rgb = np.where(_face_mask(still), _relit(still, face, 2.5), rgb).astype(np.uint8)
            measured = measure_frame(rgb, still.face)
            directions.append((float(scene), measured["background_light_direction"]))
            true = abs((face - scene + 180) % 360 - 180)
            differences.append((float(true), measured["light_direction_difference"]))
    yield within(
        "background_light_direction",
        "background brightened towards 6 directions",
        "made",
        directions,
        absolute=15,
        unit="degree",
        circle=360,
    )
    yield within(
        "light_direction_difference",
        "the same, face lit from another side",
        "made",
        differences,
        absolute=15,
        unit="degree",
    )


def content_rows(stills: Sequence[Still]) -> Iterator[Row]:
    """What fills the frame."""
    kind = stills[0].kind
    amounts = (0.0, 4.0, 8.0, 16.0, 32.0)
    for name in (
        "background_texture",
        "background_edge_density",
        "background_complexity",
        "edge_density",
        "gradient",
        "texture_variance",
    ):
        yield ranked(
            name, "texture of 0 … 32 levels added behind the face", kind, curve(stills, name, amounts, _textured)
        )
    waves = (2.0, 4.0, 8.0, 16.0, 32.0)
    yield ranked(
        "pattern_score",
        "a chequered pattern of 12 pixels, 2 … 32 levels",
        kind,
        curve(stills, "pattern_score", waves, _patterned),
    )


def _dimmed(still: Still, gain: float) -> Pixels:
    return display(linear(still.rgb) * gain)


def _shifted(still: Still, offset: float) -> Pixels:
    return levels(still.rgb + float(offset))


def _tilted(still: Still, rise: float) -> Pixels:
    x = np.linspace(-0.5, 0.5, still.rgb.shape[1])[None, :, None]
    return levels(0.4 * (still.rgb.astype(float) - 128) + 128 + rise * x)


def _tilted_towards(rgb: Pixels, degrees: float) -> Pixels:
    height, width = rgb.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    along = np.cos(np.radians(degrees)) * (x - width / 2) - np.sin(np.radians(degrees)) * (y - height / 2)
    return display(linear(rgb) * (1 + 1.6 * along / max(height, width))[..., None])


def _warmed(still: Still, gain: float) -> Pixels:
    return display(linear(still.rgb) * 0.7 * np.array([gain, 1, 1 / gain]))


def _box(still: Still) -> tuple[slice, slice]:
    return still.face.clipped(*still.rgb.shape[:2])


def _face_mask(still: Still) -> np.ndarray:
    mask = np.zeros((*still.rgb.shape[:2], 1), bool)
    mask[_box(still)] = True
    return mask


def _warm_face(still: Still, gain: float) -> Pixels:
    return np.where(_face_mask(still), _warmed(still, gain), _warmed(still, 1.0)).astype(np.uint8)


def _lit_face(still: Still, stops: float) -> Pixels:
    light = 0.6 * linear(still.rgb)  # room for a brighter face
    return display(np.where(_face_mask(still), light * 2**stops, light))


def _relit(still: Still, degrees: float, amount: float) -> Pixels:
    """Shade the face like an ellipsoid that is lit from a side."""
    height, width = still.rgb.shape[:2]
    right, up, _, inside = ellipsoid(height, width, still.face)
    side = right * math.cos(math.radians(degrees)) + up * math.sin(math.radians(degrees))
    shading = np.where(inside.astype(bool), np.clip(1 + amount * side, 0.02, None) / (1 + amount / 2), 1)
    return display(linear(still.rgb) * shading[..., None])


def _textured(still: Still, amount: float) -> Pixels:
    height, width = still.rgb.shape[:2]
    texture = made_still(99, height, width).rgb.astype(np.float64).mean(axis=2)
    texture = texture - _smooth(texture)
    texture *= amount / texture.std()
    rows, columns = still.face.scaled(1.5).clipped(height, width)
    texture[rows, columns] = 0
    return levels(still.rgb * 0.8 + 25 + texture[..., None])


def _smooth(plane: np.ndarray) -> np.ndarray:
    return cv2.GaussianBlur(plane, (0, 0), 4)


def _patterned(still: Still, amount: float) -> Pixels:
    height, width = still.rgb.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    return levels(0.6 * still.rgb + 50 + amount * (np.sin(2 * np.pi * x / 12) * np.sin(2 * np.pi * y / 12))[..., None])
