"""Statistics of the block transform."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.fft import idctn
from tests.footage.indicators.pictures import blurred, compressed, grey, landscape, plane

from touchstone.footage.indicators import measure_frame


def drawn(shape: float, rows: int = 50, columns: int = 60, seed: int = 0) -> np.ndarray:
    """A picture whose coefficients follow a generalised Gaussian."""
    dice = np.random.default_rng(seed)
    values = dice.gamma(1 / shape, size=(rows * columns, 8, 8)) ** (1 / shape)
    values *= dice.choice([-1, 1], values.shape) * 12 / values.std()
    values[:, 0, 0] = 0
    blocks = idctn(values, axes=(1, 2), norm="ortho")
    return grey(blocks.reshape(rows, columns, 8, 8).swapaxes(1, 2).reshape(8 * rows, 8 * columns) + 128)


@pytest.mark.parametrize("shape", [0.6, 1.0, 1.4, 2.0])
def test_the_shape_is_found(shape: float) -> None:
    assert measure_frame(drawn(shape))["dct_shape"] == pytest.approx(shape, rel=0.1)


def test_benfords_law_holds_for_what_spreads_over_a_decade() -> None:
    # Magnitudes log-uniform over a decade follow the law exactly (Benford 1938).
    dice = np.random.default_rng(0)
    values = np.zeros((3000, 64))
    values[:, 1:] = 10 ** dice.uniform(0.5, 1.5, (3000, 63)) * dice.choice([-1, 1], (3000, 63))
    blocks = idctn(values.reshape(-1, 8, 8), axes=(1, 2), norm="ortho")
    picture = grey(blocks.reshape(50, 60, 8, 8).swapaxes(1, 2).reshape(400, 480) + 128)
    measured = measure_frame(picture)["benford_deviation"]
    assert measured is not None
    assert measured < 0.06


def test_coarse_quantisation_breaks_it() -> None:
    picture = landscape()
    values = [
        measure_frame(p)["benford_deviation"] for p in (picture, compressed(picture, 50), compressed(picture, 10))
    ]
    assert values == sorted(v for v in values if v is not None)


@pytest.mark.parametrize(("first", "last"), [(50, 75), (60, 90), (75, 90)])
def test_twice_compressed_pictures_stand_out(first: int, last: int) -> None:
    picture = blurred(landscape(1), 0.7)
    once = measure_frame(compressed(picture, last))["double_compression"]
    twice = measure_frame(compressed(compressed(picture, first), last))["double_compression"]
    assert once is not None
    assert twice is not None
    assert once < 5
    assert twice > 10


def test_flat_frames_have_no_statistics() -> None:
    measured = measure_frame(plane(0, 0))
    assert measured["dct_shape"] is measured["benford_deviation"] is None
    assert measure_frame(landscape(0, 5, 5))["double_compression"] is None
