"""Enlarged clips and the factor."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.footage.indicators.pictures import landscape

from touchstone.footage.indicators import ClipMeter
from touchstone.footage.indicators.enlargement import EnlargementMeter, _antidiagonals, _detail, _pairs, _sums_of
from touchstone.footage.media import open_video, write_video

FRAMES = 24


def moving(seed: int, height: int, width: int, pixels: int = 2) -> list[np.ndarray]:
    """A landscape that glides by."""
    wide = landscape(seed, height, width + pixels * FRAMES)
    wide = wide if wide.ndim == 2 else cv2.cvtColor(wide, cv2.COLOR_RGB2GRAY)
    return [
        np.ascontiguousarray(wide[:, pixels * turn : pixels * turn + width]).astype(np.uint8) for turn in range(FRAMES)
    ]


def coded(planes: list[np.ndarray], crf: int, folder: Path) -> list[np.ndarray]:
    path = folder / "clip.mp4"
    write_video(path, (np.repeat(p[..., None], 3, axis=2) for p in planes), 25, options={"crf": str(crf)})
    with open_video(path, frames=0, window=10) as video:
        return [frame.luma for frame in video.frames()]


def enlarged(planes: list[np.ndarray], factor: float, how: int = cv2.INTER_LINEAR) -> list[np.ndarray]:
    height, width = (2 * round(side * factor / 2) for side in planes[0].shape)
    return [cv2.resize(p, (width, height), interpolation=how).astype(np.uint8) for p in planes]


def factor(planes: list[np.ndarray]) -> float | None:
    meter = EnlargementMeter()
    for plane in planes:
        meter.add(plane)
    return meter.factor


@pytest.mark.parametrize("crf", [12, 18])
@pytest.mark.parametrize("true", [1.2, 1.5, 1.75, 2.5])
def test_the_factor_is_found_after_h264(true: float, crf: int, tmp_path: Path) -> None:
    planes = enlarged(moving(1, 240, 320), true)
    assert factor(coded(planes, crf, tmp_path)) == pytest.approx(planes[0].shape[1] / 320, rel=0.01)


@pytest.mark.parametrize("how", [cv2.INTER_CUBIC, cv2.INTER_LANCZOS4])
def test_other_kernels(how: int, tmp_path: Path) -> None:
    planes = enlarged(moving(4, 240, 320), 1.5, how)
    assert factor(coded(planes, 18, tmp_path)) == pytest.approx(1.5, rel=0.01)


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("crf", [12, 18, 23, 30])
def test_what_was_not_enlarged_has_none(seed: int, crf: int, tmp_path: Path) -> None:
    planes = moving(seed, 240, 320)
    assert factor(planes) is None
    assert factor(coded(planes, crf, tmp_path)) is None


@pytest.mark.parametrize("pixels", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("seed", range(4))
def test_a_steady_pan_is_no_enlargement(seed: int, pixels: int) -> None:
    planes = moving(seed, 240, 320, pixels)
    assert factor(planes) is None
    assert factor(planes[:11]) is factor(planes[:1]) is None


def test_the_key_frame_is_not_needed(tmp_path: Path) -> None:
    frames = coded(enlarged(moving(1, 240, 320), 1.5), 18, tmp_path)
    assert factor(frames[3:]) == pytest.approx(1.5, rel=0.01)


def test_turning_the_picture_or_its_levels_changes_nothing(tmp_path: Path) -> None:
    frames = coded(enlarged(moving(2, 240, 320), 1.75), 18, tmp_path)
    straight = factor(frames)
    assert straight is not None
    for changed in (
        [f[:, ::-1] for f in frames],
        [f[::-1] for f in frames],
        [np.ascontiguousarray(f.T) for f in frames],
        [255 - f for f in frames],
    ):
        assert factor(changed) == pytest.approx(straight, rel=1e-6)


def test_the_clip_tells_it() -> None:
    meter = ClipMeter()
    for plane in enlarged(moving(3, 240, 320), 1.5):
        meter.add(plane)
    assert meter.result(None)["clip_upscale_factor"] == pytest.approx(1.5, rel=0.01)


def test_memory_and_work_do_not_grow_with_the_clip() -> None:
    frames = enlarged(moving(3, 240, 320), 1.5)
    meter = EnlargementMeter()
    for plane in (frames * 10)[:40]:
        meter.add(plane)
    before = [s.total.copy() for s in meter._sums]
    for _ in range(300):
        meter.add(frames[0])
    assert all(np.array_equal(a, s.total) for a, s in zip(before, meter._sums, strict=True))
    held = sum(s.total.nbytes + s.apart.nbytes + s.limit.nbytes for s in meter._sums)
    assert held < 24 * sum(frames[0].shape)


def test_frames_of_another_size_are_left_out() -> None:
    frames = enlarged(moving(3, 240, 320), 1.5)
    meter = EnlargementMeter()
    for number, plane in enumerate(frames):
        meter.add(plane if number != 5 else np.zeros((400, 400), np.uint8))
    assert meter.factor == pytest.approx(1.5, rel=0.01)


@pytest.mark.parametrize("shape", [(100, 400), (1, 1), (5000, 200)])
def test_too_small_too_large_and_flat(shape: tuple[int, int]) -> None:
    assert factor([np.full(shape, 9, np.uint8)] * 3) is None
    assert factor([np.full((240, 320), 9, np.uint8)] * 3) is None
    assert factor([]) is None


def test_sums_are_those_of_a_plain_loop() -> None:
    dice = np.random.default_rng(0)
    square = dice.standard_normal((7, 7))
    plain = [sum(square[i, k - i] for i in range(7) if 0 <= k - i < 7) for k in range(13)]
    assert _antidiagonals(square) == pytest.approx(plain)


def test_no_sum_is_more_than_its_limit() -> None:
    luma = np.random.default_rng(0).integers(0, 255, (240, 256), dtype=np.uint8)
    sums, most = _pairs(_detail(luma))
    assert len(sums) == len(_sums_of(256))
    assert (np.abs(sums) <= most * 1.0001).all()
