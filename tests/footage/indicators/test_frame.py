"""All indicators of a frame together: names, ranges, and what any picture at all gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from tests.footage.indicators.pictures import compressed, landscape

from touchstone.footage.indicators import measure_frame
from touchstone.footage.media import Box
from touchstone.vocabulary.domains import FRAME_INDICATORS
from touchstone.vocabulary.errors import UsageError


def assert_in_range(measured_values: dict[str, float | None]) -> None:
    assert list(measured_values) == [indicator.name for indicator in FRAME_INDICATORS]
    for indicator in FRAME_INDICATORS:
        value = measured_values[indicator.name]
        if value is not None:
            assert type(value) is float
            assert math.isfinite(value)
            assert indicator.low <= value <= indicator.high, indicator.name


@given(hnp.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3))))
@settings(max_examples=60, deadline=None)
def test_any_small_picture(rgb: np.ndarray) -> None:
    assert_in_range(measure_frame(rgb))


@given(st.integers(1, 200), st.integers(1, 200), st.integers(0, 255), st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_any_size_flat_and_noisy(height: int, width: int, level: int, seed: int) -> None:
    assert_in_range(measure_frame(np.full((height, width, 3), level, np.uint8)))
    assert_in_range(measure_frame(np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)))


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (8, 8), (9, 9), (7, 300), (17, 16)])
def test_odd_shapes(shape: tuple[int, int]) -> None:
    assert_in_range(measure_frame(np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)))


def test_a_black_frame() -> None:
    measured_values = measure_frame(np.zeros((64, 64, 3), np.uint8))
    defined = {name for name, value in measured_values.items() if value is not None}
    assert defined == {
        "brightness",
        "contrast",
        "histogram_peaks",
        "shadow_clipping",
        "highlight_clipping",
        "lighting_gradient",
        "background_complexity",
        "edge_density",
        "gradient",
        "texture_variance",
        "laplacian_variance",
        "moire",
        "noise_level",
        "blockiness",
        "blockiness_off_grid",
        "estimated_quality",
        "double_compression",
    }
    assert measured_values["brightness"] == measured_values["contrast"] == 0


@given(
    hnp.arrays(np.uint8, st.tuples(st.integers(30, 90), st.integers(30, 90), st.just(3))),
    st.floats(-20, 60),
    st.floats(-20, 60),
    st.floats(20, 70),
)
@settings(max_examples=25, deadline=None)
def test_any_face(rgb: np.ndarray, x: float, y: float, side: float) -> None:
    assert_in_range(measure_frame(rgb, Box(x, y, side, side)))


def test_only_what_needs_a_face_depends_on_it() -> None:
    without, measured_values = measure_frame(landscape()), measure_frame(landscape(), Box(200, 80, 200, 200))
    lost = {name for name in without if without[name] is None and measured_values[name] is not None}
    assert {name for name in measured_values if measured_values[name] != without[name]} == lost


def test_a_luma_may_be_given() -> None:
    luma = np.full((64, 64), 77, np.uint8)
    assert measure_frame(landscape(0, 64, 64), luma=luma)["brightness"] == 77
    with pytest.raises(UsageError, match="luma"):
        measure_frame(landscape(0, 64, 64), luma=luma[1:])


def test_extremes_stay_in_range() -> None:
    y, x = np.mgrid[0:128, 0:128]
    checkers = ((x + y) % 2 * 255).astype(np.uint8)
    blocks = ((x // 8 + y // 8) % 2 * 255).astype(np.uint8)
    for luma in (checkers, blocks, 255 - blocks):
        assert_in_range(measure_frame(np.repeat(luma[..., None], 3, axis=2)))
    for quality in (1, 50, 100):
        assert_in_range(measure_frame(compressed(landscape(), quality)))


def test_the_frame_is_not_changed_and_need_not_be_contiguous() -> None:
    wide = landscape()
    copy = wide.copy()
    view = wide[::2, ::-1]
    assert measure_frame(view) == measure_frame(np.ascontiguousarray(view))
    np.testing.assert_array_equal(wide, copy)


def test_wrong_pictures_are_told() -> None:
    for wrong in (np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)):
        with pytest.raises(UsageError, match=r"uint8 \[H, W, 3\]"):
            measure_frame(wrong)  # pyright: ignore[reportArgumentType]
