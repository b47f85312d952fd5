"""Scaling and storing single pictures."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.footage.media.clips import scene

from touchstone.detectors.specialists import skeleton
from touchstone.footage.media import filmstrip, jpeg, resize
from touchstone.vocabulary.errors import UsageError

SIZES = [(720, 1280), (64, 96), (100, 100), (333, 211)]


@pytest.mark.parametrize(("height", "width"), SIZES)
@pytest.mark.parametrize("size", [224, (224, 224), (50, 300), (7, 5)])
def test_bilinear_is_what_torchvision_does(height: int, width: int, size: int | tuple[int, int]) -> None:
    skeleton("cm")  # makes torchvision importable where it was built for another torch
    from torchvision.transforms import Resize

    picture = scene(3, width, height)
    expected = np.asarray(Resize(size)(Image.fromarray(picture)))
    scaled = resize(picture, size)
    np.testing.assert_array_equal(scaled, expected)
    assert scaled.flags.writeable


@pytest.mark.parametrize(
    ("height", "width", "size", "expected"),
    [(720, 1280, 224, (224, 398)), (333, 211, 224, (353, 224)), (100, 100, 7, (7, 7)), (64, 96, (10, 9), (10, 9))],
)
def test_bilinear_is_pillows_and_one_number_is_the_shorter_side(
    height: int, width: int, size: int | tuple[int, int], expected: tuple[int, int]
) -> None:
    picture = scene(3, width, height)
    truth = Image.fromarray(picture).resize((expected[1], expected[0]), Image.Resampling.BILINEAR)
    np.testing.assert_array_equal(resize(picture, size), np.asarray(truth))


@pytest.mark.parametrize(("method", "how"), [("bilinear_plain", cv2.INTER_LINEAR), ("area", cv2.INTER_AREA)])
def test_opencv_methods(method: str, how: int) -> None:
    picture = scene(3, 1280, 720)
    np.testing.assert_array_equal(
        resize(picture, (224, 224), method),  # pyright: ignore[reportArgumentType]
        cv2.resize(picture, (224, 224), interpolation=how),
    )


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 80), st.integers(1, 80))
@settings(max_examples=40, deadline=None)
def test_any_size(height: int, width: int, to_height: int, to_width: int) -> None:
    picture = np.full((height, width, 3), 77, np.uint8)
    scaled = resize(picture, (to_height, to_width))
    assert scaled.shape == (to_height, to_width, 3)
    assert (scaled == 77).all()


def test_wrong_sizes_and_methods_are_told() -> None:
    with pytest.raises(UsageError, match="0×5"):
        resize(scene(0), (0, 5))
    with pytest.raises(UsageError, match="known are bilinear"):
        resize(scene(0), (5, 5), "cubic")  # pyright: ignore[reportArgumentType]


def test_jpeg() -> None:
    sizes = []
    for quality in (10, 50, 95):
        data = jpeg(scene(1), quality)
        opened = np.asarray(Image.open(io.BytesIO(data)))
        assert opened.shape == (64, 96, 3)
        sizes.append(len(data))
    assert sizes == sorted(sizes)
    assert Image.open(io.BytesIO(jpeg(scene(1)[..., 0], 90))).mode == "L"
    with pytest.raises(UsageError, match="1 to 100"):
        jpeg(scene(1), 0)


@pytest.mark.parametrize(("count", "width"), [(1, 240), (2, 480), (3, 720), (9, 720)])
def test_filmstrip_is_small_and_side_by_side(count: int, width: int) -> None:
    pictures = [np.full((720, 1080, 3), 25 * index, np.uint8) for index in range(count)]
    strip = np.asarray(Image.open(io.BytesIO(filmstrip(pictures))))
    assert strip.shape == (160, width, 3)
    assert strip[80, 10].mean() == pytest.approx(0, abs=2)
    assert strip[80, -10].mean() == pytest.approx(25 * (count - 1), abs=2)


def test_filmstrip_of_odd_pictures() -> None:
    assert Image.open(io.BytesIO(filmstrip([scene(0, 20, 1), scene(1, 1, 40)]))).height == 1
    with pytest.raises(UsageError, match="at least one"):
        filmstrip([])
