"""Time of every frame indicator: ``python benchmarks/indicators.py [HEIGHT WIDTH]``.

Prints milliseconds of processor time on one core, median of many runs on a synthetic frame with a natural spectrum.
Parts that several indicators share (luma, gradients, edges, block transform) are listed on their own and not counted
again.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

import cv2
import numpy as np

from touchstone.indicators import ClipMeter, _compression, _lighting, _sharpness, _texture, measure_frame
from touchstone.indicators._picture import Picture

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


def milliseconds(work: Callable[[], object]) -> float:
    """Median time of a piece of work."""
    times = []
    for _ in range(RUNS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return 1000 * float(np.median(times))


def main() -> None:
    if hasattr(os, "sched_setaffinity"):  # matrix products would use all cores
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    height, width = (int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (720, 1280)
    rgb = frame(height, width)
    picture = Picture(rgb)
    shared = ("histogram", "steps", "slopes", "edges", "blocks")

    def build(part: str) -> object:
        picture.__dict__.pop(part, None)
        return getattr(picture, part)

    rows: list[tuple[str, str, float]] = [("shared", "luma", milliseconds(lambda: Picture(rgb)))]
    rows += [("shared", part, milliseconds(lambda part=part: build(part))) for part in shared]
    families: dict[str, tuple[Callable[[Picture], object], ...]] = {
        "lighting": (
            _lighting.brightness,
            _lighting.contrast,
            _lighting.histogram_peaks,
            _lighting.shadow_ratio,
            _lighting.highlight_ratio,
            _lighting.lighting_plane,
            _lighting.color_temperature,
        ),
        "texture": (
            _texture.background_complexity,
            _texture.edge_density,
            _texture.gradient,
            _texture.texture_variance,
            _texture.pattern_score,
        ),
        "sharpness": (_sharpness.laplacian_variance, _sharpness.noise_level),
        "compression": (_compression.blockiness, _compression.dct_high_frequency_share, _compression.quantiser),
    }
    for family, measures in families.items():
        for measure in measures:
            rows.append((family, measure.__name__, milliseconds(lambda measure=measure: measure(picture))))
    print(f"{width}×{height}, one core, median of {RUNS} runs, milliseconds of processor time")
    for family, name, spent in rows:
        print(f"  {family:12} {name:26} {spent:8.2f}")
    print(f"  {'':12} {'sum of the above':26} {sum(row[2] for row in rows):8.2f}")
    print(f"  {'':12} {'measure_frame':26} {milliseconds(lambda: measure_frame(rgb)):8.2f}")
    luma = [np.roll(picture.luma, shift, axis=1) for shift in range(2)]
    meter = ClipMeter()
    turn = iter(range(10**9))
    print(f"  {'':12} {'ClipMeter.add':26} {milliseconds(lambda: meter.add(luma[next(turn) % 2])):8.2f}")


if __name__ == "__main__":
    main()
