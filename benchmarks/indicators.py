"""Time of every frame indicator: ``python benchmarks/indicators.py [HEIGHT WIDTH]``.

Prints milliseconds of processor time on one core, median of many runs on a synthetic frame with a natural spectrum.
Parts that several indicators share (luma, gradients, edges, block transform) are listed separately and counted once.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

import cv2
import numpy as np

from touchstone.footage.faces import Face
from touchstone.footage.indicators import (
    ClipMeter,
    coefficients,
    compression,
    grid,
    lighting,
    measure_frame,
    sharpness,
    spectrum,
    texture,
)
from touchstone.footage.indicators.illumination import illumination
from touchstone.footage.indicators.noise import noise
from touchstone.footage.indicators.picture import Picture
from touchstone.footage.indicators.resampling import resampling
from touchstone.footage.indicators.temperature import temperatures
from touchstone.footage.media import Box

RUNS = 25


def frame(height: int, width: int) -> np.ndarray:
    """A colourful frame, amplitudes falling as 1 / frequency, as soft as video is, uint8 ``[height, width, 3]``."""
    dice = np.random.default_rng(0)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width))
    frequency[0, 0] = np.inf
    planes = [np.fft.irfft2(np.fft.rfft2(dice.standard_normal((height, width))) / frequency) for _ in range(3)]
    rgb = np.stack([planes[0] + 0.3 * planes[1], planes[0], planes[0] + 0.3 * planes[2]], axis=-1)
    sharp = np.clip(128 + 45 * rgb / rgb.std(), 0, 255).astype(np.uint8)
    return cv2.GaussianBlur(sharp, (0, 0), 1.5).astype(np.uint8)


def milliseconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median time of a piece of work."""
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * float(np.median(times))


def main() -> None:
    if hasattr(os, "sched_setaffinity"):  # matrix products would use all cores
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    height, width = (int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (720, 1280)
    rgb = frame(height, width)
    face = Box(0.375 * width, 0.2 * height, 0.25 * width, 0.5 * height)
    picture = Picture(rgb, face)
    shared = ("histogram", "background_histogram", "steps", "slopes", "laplacian", "edges", "blocks", "spectrum")

    def build(part: str) -> object:
        picture.__dict__.pop(part, None)
        return getattr(picture, part)

    rows: list[tuple[str, str, float]] = [("shared", "luma", milliseconds(lambda: Picture(rgb)))]
    rows += [("shared", part, milliseconds(lambda part=part: build(part))) for part in shared]
    for family, measures in families().items():
        for name, measure in measures.items():
            rows.append((family, name, milliseconds(lambda measure=measure: measure(picture))))
    print(f"{width}×{height}, one core, median of {RUNS} runs, milliseconds of processor time")
    for family, name, spent in rows:
        print(f"  {family:12} {name:26} {spent:8.2f}")
    print(f"  {'':12} {'sum of the above':26} {sum(row[2] for row in rows):8.2f}")
    print(f"  {'':12} {'measure_frame':26} {milliseconds(lambda: measure_frame(rgb)):8.2f}")
    print(f"  {'':12} {'measure_frame with a face':26} {milliseconds(lambda: measure_frame(rgb, face)):8.2f}")
    _, data = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert decoded is not None
    coded = np.ascontiguousarray(decoded[..., ::-1]).astype(np.uint8)
    print(f"  {'':12} {'… of a JPEG':26} {milliseconds(lambda: measure_frame(coded, face)):8.2f}")
    half = cv2.resize(rgb, (width * 2 // 3, height * 2 // 3), interpolation=cv2.INTER_AREA)
    larger = cv2.resize(half, (width, height), interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    print(f"  {'':12} {'… enlarged 1.5 times':26} {milliseconds(lambda: measure_frame(larger, face)):8.2f}")
    luma = [np.roll(picture.luma, shift, axis=1) for shift in range(2)]
    meter = ClipMeter()
    turn = iter(range(10**9))
    print(f"  {'':12} {'ClipMeter.add':26} {milliseconds(lambda: meter.add(luma[next(turn) % 2])):8.2f}")
    print(f"  {'':12} {'2 s: add 60, result':26} {clip_milliseconds(luma):8.2f}")


def clip_milliseconds(luma: list[np.ndarray]) -> float:
    """Time of all clip indicators of 60 frames with known faces, without face detection."""

    def clip() -> None:
        meter = ClipMeter()
        for number in range(60):
            meter.add(luma[number % 2])
            meter.add_face(
                luma[number % 2][::2, ::2], Face(Box(200, 60, 120, 160), status="followed", linked=True), number / 30
            )
        meter.result(None)

    return milliseconds(clip, 5)


def families() -> dict[str, dict[str, Callable[[Picture], object]]]:
    """What is measured, by family."""
    quality = 75.0
    return {
        "lighting": {
            "histogram_peaks": lighting.histogram_peaks,
            "lighting_plane": lighting.lighting_plane,
            "illumination": illumination,
            "face_exposure_difference": lighting.face_exposure_difference,
            "color temperatures": temperatures,
        },
        "texture": {
            "background_complexity": texture.background_complexity,
            "background_edge_density": texture.background_edge_density,
            "background_texture": texture.background_texture,
            "gradient": texture.gradient,
            "pattern_score": texture.pattern_score,
        },
        "sharpness": {
            "laplacian_variance": sharpness.laplacian_variance,
            "blur_width": sharpness.blur_width,
            "sharpness_ratio": sharpness.sharpness_ratio,
            "effective_resolution": lambda picture: spectrum.effective_resolution(picture.spectrum),
            "moire": lambda picture: spectrum.moire(picture.spectrum),
            "resampling, upscale_factor": resampling,
        },
        "noise": {"noise_level": sharpness.noise_level, "noise by region, slope": noise},
        "compression": {
            "grid offsets, off_grid": grid.grid_offsets,
            "blockiness_difference": grid.blockiness_difference,
            "estimated_quality": compression.quantiser,
            "quality_difference": lambda picture: compression.quality_difference(
                picture, compression.quantiser(picture)
            ),
            "dct_shape": coefficients.dct_shape,
            "benford_deviation": lambda picture: coefficients.benford_deviation(picture, quality),
            "double_compression": lambda picture: coefficients.double_compression(picture, quality),
        },
    }


if __name__ == "__main__":
    main()
