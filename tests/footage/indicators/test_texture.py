"""Edges, fine structure, repetition."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.footage.indicators.pictures import blurred, grey, landscape, noisy, plane

from touchstone.footage.indicators import measure_frame


def test_edge_density_is_opencvs_canny() -> None:
    picture = landscape(1)
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    edges = cv2.Canny(luma, 100, 200, L2gradient=True)
    assert measure_frame(picture)["edge_density"] == pytest.approx(np.count_nonzero(edges) / edges.size)


def test_one_edge_is_one_line_of_pixels() -> None:
    levels = np.full((100, 200), 60.0)
    levels[:, 100:] = 180
    assert measure_frame(grey(levels))["edge_density"] == pytest.approx(100 / 20_000, rel=0.05)


def test_background_is_what_lies_outside_the_ellipse() -> None:
    dice = np.random.default_rng(0)
    y, x = np.mgrid[0:200, 0:300]
    radius = np.hypot((x - 149.5) / 105, (y - 99.5) / 70)
    rough = 128 + 60 * np.sign(dice.standard_normal((200, 300)))
    busy_middle = measure_frame(grey(np.where(radius < 0.9, rough, 128)))
    busy_border = measure_frame(grey(np.where(radius > 1.05, rough, 128)))
    assert busy_middle["background_complexity"] == 0
    assert busy_middle["edge_density"] > 0.05  # pyright: ignore[reportOptionalOperand]
    assert busy_border["background_complexity"] > 0.1  # pyright: ignore[reportOptionalOperand]


@pytest.mark.parametrize("slope", [0.5, 1, 2])
def test_gradient_of_a_plane_is_its_slope(slope: float) -> None:
    measured = measure_frame(plane(slope * 99, 0, height=80, width=100))["gradient"]
    assert measured == pytest.approx(slope, rel=0.03)


def test_texture_variance_is_the_variance_within_tiles() -> None:
    picture = landscape(2, 123, 155)
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[:120, :152].astype(float)
    tiles = luma.reshape(15, 8, 19, 8).swapaxes(1, 2)
    assert measure_frame(picture)["texture_variance"] == pytest.approx(tiles.var(axis=(2, 3)).mean(), rel=1e-4)


@pytest.mark.parametrize("period", [7, 10, 16, 25])
@pytest.mark.parametrize("height", [40, 360])
def test_a_repeating_pattern_is_found(period: int, height: int) -> None:
    dice = np.random.default_rng(0)
    tile = dice.integers(60, 200, (period, period))
    levels = np.tile(tile, (height // period + 1, 640 // period + 1))[:height, :640]
    if period < height / 4:
        assert measure_frame(grey(levels))["pattern_score"] > 0.9  # pyright: ignore[reportOptionalOperand]


def test_noise_is_no_pattern() -> None:
    measured = measure_frame(noisy(plane(0, 0, height=360, width=640), 20))["pattern_score"]
    assert measured is not None
    assert measured < 0.05


def test_a_pattern_drowns_in_noise_steadily() -> None:
    x = np.arange(640)
    stripes = np.tile(128 + 20 * np.sign(np.sin(2 * np.pi * x / 12)), (360, 1))
    scores = [measure_frame(noisy(grey(stripes), sigma))["pattern_score"] for sigma in (0, 10, 20, 40)]
    assert scores == sorted((score for score in scores if score is not None), reverse=True)
    # The detail filter leaves 0.28 of the stripes' variance (0.18 of their fundamental, all of their overtones) and
    # 0.9 of the noise's; both have a variance of 400.
    assert scores[2] == pytest.approx(0.28 / (0.28 + 0.9), abs=0.05)


def test_no_detail_no_pattern() -> None:
    assert measure_frame(plane(0, 0))["pattern_score"] is None
    assert measure_frame(plane(0, 0, height=15, width=200))["pattern_score"] is None


@pytest.mark.parametrize("name", ["edge_density", "gradient", "texture_variance"])
def test_blur_takes_texture_away(name: str) -> None:
    values = [measure_frame(blurred(landscape(), sigma))[name] for sigma in (0.5, 1, 2, 4)]
    assert values == sorted((value for value in values if value is not None), reverse=True)
    assert values[0] != values[-1]
