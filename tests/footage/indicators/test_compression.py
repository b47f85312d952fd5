"""Traces of block-based compression."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from scipy.fft import dctn
from tests.footage.indicators.pictures import blurred, compressed, grey, landscape, noisy, plane

from touchstone.footage.indicators import measure_frame
from touchstone.footage.indicators.compression import quantisation_table
from touchstone.footage.indicators.transform import BlockTransform


def measured(rgb: np.ndarray, name: str) -> float:
    value = measure_frame(rgb)[name]
    assert value is not None
    return value


def test_the_block_transform_is_scipys() -> None:
    luma = cv2.cvtColor(landscape(4, 91, 77), cv2.COLOR_RGB2GRAY).astype(np.uint8)
    blocks = luma[:88, :72].astype(float).reshape(11, 8, 9, 8).swapaxes(1, 2) - 128
    expected = dctn(blocks, axes=(2, 3), norm="ortho")
    transform = BlockTransform(luma, 10_000)
    np.testing.assert_allclose(transform.energy, (expected**2).mean(axis=(0, 1)), rtol=1e-4, atol=1e-3)
    sample = transform.sample.reshape(8, 8, 11, 9)
    np.testing.assert_allclose(sample, expected.transpose(2, 3, 0, 1), atol=1e-2)


@pytest.mark.parametrize("most", [1, 7, 50, 99])
def test_sampled_blocks_are_no_more_than_asked_for(most: int) -> None:
    luma = cv2.cvtColor(landscape(4, 91, 77), cv2.COLOR_RGB2GRAY).astype(np.uint8)
    assert 1 <= BlockTransform(luma, most).sample.shape[1] <= max(most, 9)


def test_blockiness_of_known_steps() -> None:
    # Steps of 4 at the edges of blocks, of 1 within them: 4 / 1 − 1.
    steps = np.where(np.arange(1, 160) % 8 == 0, 4, 1)
    line = np.concatenate([[0], np.cumsum(steps * np.where(np.arange(159) % 2, 1, -1))]) + 128
    levels = np.tile(line, (8, 1))  # 8 rows: no edges of blocks from above to below
    value = measured(grey(levels), "blockiness")
    rows = 7 * 160  # steps between rows are within blocks, and 0
    columns = int((steps == 1).sum()) * 8
    assert value == pytest.approx(4 / (columns / (columns + rows)) - 1, rel=1e-6)


def test_blockiness_falls_with_quality() -> None:
    values = [measured(compressed(landscape(), q), "blockiness") for q in (5, 15, 30, 50, 75, 90)]
    assert values == sorted(values, reverse=True)
    assert values[0] > 1


def test_untouched_pictures_are_not_blocky() -> None:
    assert measured(landscape(), "blockiness") < 0.02
    assert measured(plane(200, 100), "blockiness") < 0.1
    assert measured(plane(0, 0), "blockiness") == 0


def test_steps_do_not_wrap_around() -> None:
    """Bytes subtracted as bytes would make 250 → 5 a small step."""
    levels = np.full((64, 64), 250.0)
    levels[:, 8::16] = 5
    levels[:, 9::16] = 5
    dark = measured(grey(levels), "blockiness")
    light = measured(grey(255 - levels), "blockiness")
    assert dark == pytest.approx(light)


@pytest.mark.parametrize("quality", [5, 10, 25, 40, 50, 60, 75, 85, 90, 95, 97])
@pytest.mark.parametrize("seed", [0, 1])
def test_quality_of_a_jpeg_is_found(quality: int, seed: int) -> None:
    picture = blurred(landscape(seed), 0.7)
    assert measured(compressed(picture, quality), "estimated_quality") == pytest.approx(quality, abs=2)


def test_opencvs_jpeg_too() -> None:
    _, data = cv2.imencode(".jpg", landscape(5)[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])
    decoded = cv2.imdecode(data, cv2.IMREAD_COLOR)
    assert decoded is not None
    picture = decoded[..., ::-1].astype(np.uint8)
    assert measured(picture, "estimated_quality") == pytest.approx(60, abs=2)


@pytest.mark.parametrize("change", ["none", "noise", "blur", "shift", "scale"])
def test_without_a_grid_there_is_no_quality(change: str) -> None:
    picture = landscape(6)
    if change == "noise":
        picture = noisy(compressed(picture, 50), 3)
    elif change == "blur":
        picture = blurred(compressed(picture, 50), 1.5)
    elif change == "shift":
        picture = compressed(picture, 50)[3:, 5:]
    elif change == "scale":
        picture = cv2.resize(compressed(picture, 50), (500, 300), interpolation=cv2.INTER_LINEAR).astype(np.uint8)
    measured = measure_frame(picture)
    assert measured["estimated_quality"] == 100
    assert measured["quantization_noise"] is None


def test_quantization_noise_is_the_distance_from_the_grid() -> None:
    # After decoding only rounding is left: 1/12 of RGB and of luma each make 0.3 to 0.4 levels.
    once = measured(compressed(landscape(7), 60), "quantization_noise")
    assert 0.2 < once < 0.6
    rough = measured(noisy(compressed(landscape(7), 60), 0.5), "quantization_noise")
    assert rough > once


@pytest.mark.parametrize("level", [0, 50, 128, 200, 255])
def test_a_flat_frame_has_no_quality(level: int) -> None:
    assert measured(grey(np.full((64, 64), float(level))), "estimated_quality") == 100


def test_high_frequency_share_of_known_patterns() -> None:
    y, x = np.mgrid[0:64, 0:64]
    low = 128 + 50 * np.cos((2 * (x % 8) + 1) * np.pi / 16)
    high = 128 + 50 * (-1.0) ** (x + y)
    assert measured(grey(low), "dct_high_frequency_share") < 0.01
    assert measured(grey(high), "dct_high_frequency_share") > 0.5
    assert measure_frame(plane(0, 0))["dct_high_frequency_share"] is None


def test_high_frequency_share_falls_with_blur_and_rises_with_noise() -> None:
    soft = [measured(blurred(landscape(), sigma), "dct_high_frequency_share") for sigma in (0.4, 0.8, 1.6)]
    assert soft == sorted(soft, reverse=True)
    rough = [measured(noisy(landscape(), sigma), "dct_high_frequency_share") for sigma in (0, 5, 20)]
    assert rough == sorted(rough)
    # White noise has the same energy at all 63 frequencies; 32 of them count as high.
    assert measured(noisy(plane(0, 0, height=400, width=600), 20), "dct_high_frequency_share") == pytest.approx(
        32 / 63, abs=0.01
    )


@pytest.mark.parametrize("quality", range(1, 100, 7))
def test_tables_are_those_that_pillow_writes(quality: int, tmp_path) -> None:
    from PIL import Image

    Image.fromarray(landscape()).save(tmp_path / "a.jpg", quality=quality)
    with Image.open(tmp_path / "a.jpg") as picture:
        table = picture.quantization[0]  # pyright: ignore[reportAttributeAccessIssue]
    assert sorted(table) == sorted(quantisation_table(quality).ravel().tolist())
