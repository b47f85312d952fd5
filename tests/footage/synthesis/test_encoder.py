import io
from fractions import Fraction

import numpy as np
import pytest

from touchstone.footage.media import write_video
from touchstone.footage.synthesis.encoder import ENCODER_FAMILIES, draw_encoding

CONTAINERS = {".mp4": "mp4", ".avi": "avi", ".webm": "webm"}
SIZES = [(2, 2), (8, 8), (16, 64), (64, 16), (48, 64), (64, 64), (96, 1280)]
RATES = [
    Fraction(1, 1001),
    Fraction(1, 2),
    Fraction(60_000, 1001),
    Fraction(120_000, 1001),
    Fraction(240),
    Fraction(9000),
]


@pytest.mark.parametrize("family", ENCODER_FAMILIES, ids=lambda family: family.name)
def test_a_family_encodes_what_it_says_it_takes(family):
    shapes = [(size, Fraction(25)) for size in SIZES] + [((64, 64), fps) for fps in RATES]
    taken = [(size, fps) for size, fps in shapes if family.takes(*size, fps)]
    assert ((64, 64), Fraction(25)) in taken
    for (width, height), fps in taken:
        for seed in range(3):  # at a quality, and at a rate
            rng = np.random.default_rng(seed)
            encoding = draw_encoding(family, width, height, fps, rng)
            frames = rng.integers(0, 255, (3, height, width, 3), dtype=np.uint8)
            assert (
                write_video(
                    io.BytesIO(),
                    frames,
                    fps,
                    codec=encoding.codec,
                    options=encoding.options,
                    bits=encoding.bits,
                    pixel_format=encoding.pixel_format,
                    container=CONTAINERS[family.suffix],
                )
                == 3
            )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("fps", RATES)
def test_some_family_takes_any_footage(size, fps):
    assert sum(family.takes(size[0], size[1], fps) for family in ENCODER_FAMILIES) >= 2
