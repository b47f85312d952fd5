"""How clips are stored: codec families, and a quality that is drawn for every file."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from touchstone.footage.interventions import Encoding


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One codec and what its files look like.

    Attributes:
        name: word for it.
        suffix: ending of its files.
        codec: encoder, as FFmpeg names it.
        options: settings that do not depend on quality.
        quality: best and worst value of its quality scale.
        scales: names of that scale's options; MPEG-4 takes the smallest and the largest quantiser.
        least_side: shortest side that it takes, pixels; x265 writes beyond its memory below.
        most_fps: highest frame rate that it takes; ``None`` where there is no such limit.
        largest_numerator: of the frame rate as a fraction; ``None`` where there is no such limit.
    """

    name: str
    suffix: str
    codec: str
    options: tuple[tuple[str, str], ...]
    quality: tuple[float, float]
    scales: tuple[str, ...] = ("crf",)
    least_side: int = 2
    most_fps: int | None = None
    largest_numerator: int | None = None

    def takes(self, width: int, height: int, fps: Fraction) -> bool:
        """Whether it encodes pictures of this size, pixels, at this rate, frames per second."""
        return (
            min(width, height) >= self.least_side
            and (self.most_fps is None or fps <= self.most_fps)
            and (self.largest_numerator is None or fps.numerator <= self.largest_numerator)
        )


_H265 = "log-level=none:pools=none:frame-threads=1:wpp=0"

ENCODER_FAMILIES: tuple[Family, ...] = (
    Family(name="h264", suffix=".mp4", codec="libx264", options=(("preset", "veryfast"), ("mbtree", "0")),
        quality=(17, 29)),
    Family(name="hevc", suffix=".mp4", codec="libx265", options=(("preset", "ultrafast"), ("x265-params", _H265)),
        quality=(18, 30), least_side=64),
    Family(name="mpeg4", suffix=".avi", codec="mpeg4", options=(), quality=(2, 7), scales=("qmin", "qmax"),
        largest_numerator=65_535),
    Family(name="av1", suffix=".mp4", codec="libsvtav1", options=(("preset", "10"), ("svtav1-params", "lp=1")),
        quality=(24, 44), least_side=64, most_fps=240),
    Family(name="vp9", suffix=".webm", codec="libvpx-vp9", quality=(26, 46),
        options=(("deadline", "realtime"), ("cpu-used", "8"), ("row-mt", "0"))),
)  # fmt: skip
"""The last one is kept for the test split."""

_BITS_PER_PIXEL = (0.05, 0.30)  # at a steered rate
_LEAST_BITS = 1000  # a second; x264 refuses less
_STEERED = 0.5  # share of files whose rate is steered, not their quality


def draw_encoding(
    family: Family, width: int, height: int, fps: Fraction, rng: np.random.Generator, *, best: bool = False
) -> Encoding:
    """One encoding of a family: half of the files at a constant quality, half at a rate; or all at the family's best quality.

    Drawn again for every file and without a look at its label, so that what a file weighs says little about it: a
    defect that costs bits costs quality instead where the rate is steered, and is lost among the qualities elsewhere.
    """
    steered = bool(rng.random() < _STEERED) and not best
    better, worse = family.quality
    worse = better if best else worse
    value = round(float(rng.uniform(better, worse)))
    per_pixel = float(np.exp(rng.uniform(*np.log(_BITS_PER_PIXEL))))
    gop = str(int(rng.choice([25, 50, 100])))
    options = {**dict(family.options), "g": gop}
    # VP9 takes a quality only where no rate is asked for
    bits = 0 if family.codec == "libvpx-vp9" else None
    if steered:
        bits = max(_LEAST_BITS, round(per_pixel * width * height * float(fps)))
    else:
        options |= dict.fromkeys(family.scales, str(value))
    return Encoding(family.suffix, family.codec, options, bits=bits)
