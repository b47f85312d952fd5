"""Frames blurred, noisy, enlarged and filmed from a screen in known ways."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from touchstone.footage.indicators import measure_frame
from touchstone.footage.media import Frame, open_video, write_video

from ._case import Row, ranked, right_of_answers, separated, within
from ._light import curve, measure
from ._material import Pixels, Still, grey_rgb, levels
from ._oracle import mirror_is_there

_BLURS = (0.5, 0.8, 1.2, 1.8, 2.7, 4.0)
_SIGMAS = (1.0, 2.0, 4.0, 8.0, 15.0)
_KINDS = {"bilinear": cv2.INTER_LINEAR, "bicubic": cv2.INTER_CUBIC, "Lanczos": cv2.INTER_LANCZOS4}
_FACTORS = (1.2, 1.33, 1.5, 1.6, 1.75, 2.0, 2.2, 2.5, 3.0)


def detail_rows(stills: Sequence[Still]) -> Iterator[Row]:
    """Blur and moiré."""
    kind = stills[0].kind
    yield ranked(
        "laplacian_variance",
        "blurred by 0.5 … 4 pixels",
        kind,
        curve(stills, "laplacian_variance", _BLURS, _blurred),
        falling=True,
    )
    yield ranked("blur_width", "blurred by 0.5 … 4 pixels", kind, curve(stills, "blur_width", _BLURS, _blurred))
    yield ranked(
        "sharpness_ratio",
        "face alone blurred by 0.5 … 4 pixels",
        kind,
        curve(stills, "sharpness_ratio", _BLURS, _blurred_face),
        falling=True,
    )
    yield ranked(
        "effective_resolution",
        "blurred by 0.5 … 4 pixels",
        kind,
        curve(stills, "effective_resolution", _BLURS, _blurred),
        falling=True,
    )
    waves = (1.0, 2.0, 4.0, 8.0, 16.0)
    yield ranked(
        "moire", "a slanted wave of 1 … 16 levels, 5.3 pixels long", kind, curve(stills, "moire", waves, _waved)
    )


def edge_rows() -> Iterator[Row]:
    """Steps of known softness."""
    pairs = []
    for sigma in (0.8, 1.2, 1.8, 2.7, 4.0):
        step = np.where(np.arange(480) % 120 < 60, 60.0, 190.0)
        plane = np.asarray(cv2.GaussianBlur(np.tile(step, (320, 1)), (0, 0), sigma), np.float64)
        pairs.append((sigma, measure_frame(grey_rgb(plane))["blur_width"]))
    yield within(
        "blur_width", "steps blurred by 0.8 … 4 pixels", "made", pairs, absolute=0.1, relative=0.1, unit="pixel"
    )


def noise_rows(stills: Sequence[Still]) -> Iterator[Row]:
    """Noise of known strength, everywhere, in the face, with the light."""
    kind = stills[0].kind
    base = [Still(s.kind, _roomy(s.rgb), s.face) for s in stills]
    yield ranked("noise_level", "white noise, σ 1 … 15", kind, curve(base, "noise_level", _SIGMAS, _noisy))
    for name in ("noise_floor", "face_noise", "background_noise"):
        pairs = [(sigma, measure(s, _noisy(s, sigma), name)) for s in base for sigma in _SIGMAS]
        yield within(name, "white noise, σ 1 … 15", kind, pairs, absolute=0.3, relative=0.1, unit="level")
    yield ranked("noise_ratio", "σ 2 behind a face of σ 1 … 15", kind, curve(base, "noise_ratio", _SIGMAS, _noisy_face))
    pairs = []
    for number, still in enumerate(base):
        dice = np.random.default_rng(number)
        plane = cv2.cvtColor(still.rgb, cv2.COLOR_RGB2GRAY).astype(float)
        for slope in (0.0, 0.1, 0.2, 0.4):
            noise = np.sqrt(2 + slope * plane) * dice.standard_normal(plane.shape)
            pairs.append((slope, measure(still, grey_rgb(plane + noise), "noise_slope")))
    yield within(
        "noise_slope", "variance 2 + (0 … 0.4) × luma", kind, pairs, absolute=0.03, relative=0.25, unit="level"
    )


def size_rows(stills: Sequence[Still]) -> Iterator[Row]:
    """Enlarged by known factors: not compressed, then as H.264."""
    kind = stills[0].kind
    small = [_halved(still) for still in stills]
    yield ranked(
        "effective_resolution",
        "enlarged 1.2 … 3 times, bicubic",
        kind,
        [
            (
                _FACTORS,
                [_measured(_enlarged(g, f, cv2.INTER_CUBIC), "effective_resolution") for f in _FACTORS],
            )
            for g in small
        ],
        falling=True,
    )
    before = [_measured(g, "resampling_trace") for g in small]
    after = []
    for name, how in _KINDS.items():
        pairs = []
        for plane in small:
            for factor in _FACTORS:
                larger = _enlarged(plane, factor, how)
                measured = measure_frame(grey_rgb(larger))
                after.append(measured["resampling_trace"])
                pairs.append((larger.shape[1] / plane.shape[1], measured["upscale_factor"]))
        label = f"enlarged 1.2 … 3 times, {name}"
        yield within("upscale_factor", label, kind, pairs, relative=0.05)
        yield right_of_answers("upscale_factor", f"the same: {label}", kind, pairs, relative=0.05)
    yield separated("resampling_trace", "not enlarged, or 1.2 … 3 times", kind, before, after)
    unchanged = [(1.0, 1.0 if _measured(g, "upscale_factor") is None else 9.0) for g in small]
    yield within("upscale_factor", "not enlarged: a factor is an error", kind, unchanged, absolute=0.01)


def coded_size_rows(stills: Sequence[Still], crf: int) -> Iterator[Row]:
    """The same after H.264."""
    pairs, none = [], []
    there = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        for still in stills:
            plane = _halved(still)
            none.append((1.0, 1.0 if _factor(_coded(plane, crf, path)) is None else 9.0))
            for factor in (1.2, 1.5, 1.75, 2.0, 2.5):
                larger = _enlarged(plane, factor, cv2.INTER_LINEAR)
                frame = _coded(larger, crf, path)
                pairs.append((larger.shape[1] / plane.shape[1], _factor(frame)))
                there += factor != 2 and mirror_is_there(frame.luma, pairs[-1][0])  # at 2 blocks have a line too
    kind = stills[0].kind
    label = f"enlarged 1.2 … 2.5 times, bilinear, then H.264 crf {crf}"
    yield within("upscale_factor", label, kind, pairs, relative=0.05)
    row = right_of_answers("upscale_factor", f"the same: {label}", kind, pairs, relative=0.05)
    yield replace(
        row, result=f"{row.result}; a search that knows the factor sees {there} of {4 * len(stills)} (without 2.0)"
    )
    yield within("upscale_factor", f"not enlarged, H.264 crf {crf}: a factor is an error", kind, none, absolute=0.01)


def _coded(plane: np.ndarray, crf: int, path: Path) -> Frame:
    even = plane[: plane.shape[0] // 2 * 2, : plane.shape[1] // 2 * 2]
    write_video(path, [grey_rgb(even)] * 3, 25, options={"crf": str(crf)})
    with open_video(path, frames=1, window=0) as video:
        return next(iter(video.frames()))


def _factor(frame: Frame) -> float | None:
    return measure_frame(frame.rgb, luma=frame.luma)["upscale_factor"]


def _enlarged(plane: Any, factor: float, how: int) -> Any:
    size = (round(plane.shape[1] * factor), round(plane.shape[0] * factor))
    return cv2.resize(plane, size, interpolation=how)


def _measured(plane: Any, name: str) -> float | None:
    return measure_frame(grey_rgb(plane))[name]


def _halved(still: Still) -> Any:
    """Luma at half the size: detail reaches to single pixels, and little is left of earlier compression."""
    plane = cv2.cvtColor(still.rgb, cv2.COLOR_RGB2GRAY)
    return cv2.resize(plane, (plane.shape[1] // 2, plane.shape[0] // 2), interpolation=cv2.INTER_AREA)


def _roomy(rgb: Pixels) -> Pixels:
    """Without clipping, and without own noise of the finest kind."""
    return levels(cv2.GaussianBlur(rgb, (0, 0), 1.0) * 0.75 + 30)


def _noisy(still: Still, sigma: float) -> Pixels:
    noise = np.random.default_rng(round(10 * sigma)).standard_normal(still.rgb.shape[:2])
    return levels(still.rgb + sigma * noise[..., None])


def _noisy_face(still: Still, sigma: float) -> Pixels:
    rgb = _noisy(still, 2.0)
    place = still.face.clipped(*rgb.shape[:2])
    rgb[place] = _noisy(still, sigma)[place]
    return rgb


def _blurred(still: Still, sigma: float) -> Pixels:
    return cv2.GaussianBlur(still.rgb, (0, 0), sigma).astype(np.uint8)


def _blurred_face(still: Still, sigma: float) -> Pixels:
    rgb = still.rgb.copy()
    place = still.face.clipped(*rgb.shape[:2])
    rgb[place] = _blurred(still, sigma)[place]
    return rgb


def _waved(still: Still, amount: float) -> Pixels:
    height, width = still.rgb.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    wave = np.sin(2 * np.pi * (0.97 * x + 0.55 * y) / 5.3 / np.hypot(0.97, 0.55))
    return levels(0.8 * still.rgb + 25 + amount * wave[..., None])
