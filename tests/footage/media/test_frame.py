"""Pixels: colours, depths, odd sizes, and agreement with OpenCV."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.footage.media.clips import encode, scene

from touchstone.footage.media import Frame, open_video

Pixels = NDArray[np.uint8]
SIZE = (96, 64)
FIVE = list(range(5))
NEAR_LOSSLESS = {"qp": "4"}


def first_frame(path: Path) -> Frame:
    with open_video(path) as video:
        return next(video.frames())


def opencv(path: Path) -> list[Pixels]:
    """All frames as OpenCV reads them, RGB."""
    capture = cv2.VideoCapture(str(path))
    frames: list[Pixels] = []
    while True:
        read, frame = capture.read()
        if not read:
            return frames
        frames.append(frame[..., ::-1].astype(np.uint8))


@pytest.mark.parametrize(("crf", "size"), [("10", (96, 64)), ("23", (94, 66)), ("40", (96, 64)), ("23", (1280, 720))])
def test_untagged_h264_equals_opencv(crf: str, size: tuple[int, int], tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp4", "libx264", {"crf": crf}, list(range(12)), size=size)
    expected = opencv(path)
    with open_video(path) as video:
        for frame in video.frames():
            np.testing.assert_array_equal(frame.rgb, expected[frame.index])


def test_real_footage_equals_opencv(footage: Path) -> None:
    for path in sorted(footage.glob("*/*"))[::9]:
        expected = opencv(path)
        with open_video(path, window=0.2) as video:
            assert video.facts.frame_count == len(expected)
            for frame in video.frames():
                np.testing.assert_array_equal(frame.rgb, expected[frame.index])


# encoder, file, pixel format, mean error in levels that storing the scene so may cost
STORED = [
    ("libx264", "a.mp4", "yuv444p", 1.5),
    ("libx264", "a.mp4", "yuv422p", 3.5),
    ("libx264", "a.mp4", "yuv420p10le", 3.5),
    ("libx264", "a.mp4", "yuv444p10le", 1.5),
    ("ffv1", "a.mkv", "yuva420p", 3.5),
    ("ffv1", "a.mkv", "yuv422p10le", 3.5),
    ("ffv1", "a.mkv", "yuv411p", 4.5),
    ("ffv1", "a.mkv", "bgra", 0.0),
    ("libx264rgb", "a.mp4", "bgr24", 1.5),
    ("qtrle", "a.mov", "argb", 0.0),
    ("png", "a.mov", "rgb48be", 0.0),
    ("mjpeg", "a.avi", "yuvj420p", 4.5),
]


@pytest.mark.parametrize(("codec", "file", "pixel_format", "tolerance"), STORED)
@pytest.mark.parametrize("size", [SIZE, (95, 63)])
def test_pixel_formats(
    codec: str, file: str, pixel_format: str, tolerance: float, size: tuple[int, int], tmp_path: Path
) -> None:
    if size != SIZE and codec == "libx264" and not pixel_format.startswith("yuv444"):
        pytest.skip("the encoder wants even sizes")
    options = {"qp": "1"} if "264" in codec else {"q": "1"} if codec == "mjpeg" else {}
    frame = first_frame(encode(tmp_path / file, codec, options, FIVE, size=size, pixel_format=pixel_format))
    truth = scene(0, *size)
    assert frame.rgb.dtype == frame.luma.dtype == np.uint8
    assert frame.rgb.shape == truth.shape
    assert np.abs(frame.rgb.astype(int) - truth).mean() <= tolerance
    grey = cv2.cvtColor(truth, cv2.COLOR_RGB2GRAY).astype(int)
    assert np.abs(frame.luma - grey).mean() <= max(1.0, tolerance)


@pytest.mark.parametrize("pixel_format", ["gray", "gray10le", "gray16le"])
def test_grey_is_full_range(pixel_format: str, tmp_path: Path) -> None:
    frame = first_frame(encode(tmp_path / "a.mkv", "ffv1", {}, FIVE, pixel_format=pixel_format))
    grey = cv2.cvtColor(scene(0), cv2.COLOR_RGB2GRAY).astype(int)
    assert np.abs(frame.luma - grey).mean() < 2
    np.testing.assert_array_equal(frame.luma, frame.rgb[..., 1])


def test_palette(tmp_path: Path) -> None:
    frame = first_frame(encode(tmp_path / "a.gif", "gif", {}, FIVE, pixel_format="rgb8"))
    assert np.abs(frame.rgb.astype(int) - scene(0)).mean() < 25  # 3, 3 and 2 bits
    np.testing.assert_array_equal(frame.luma, cv2.cvtColor(frame.rgb, cv2.COLOR_RGB2GRAY))


# ITU-R BT.601, BT.709 and BT.2020: weights of red and blue; FFmpeg's numbers of the matrices and ranges.
MATRICES = {
    "601": (0.299, 0.114, 6),
    "709": (0.2126, 0.0722, 1),
    "2020": (0.2627, 0.0593, 9),
    "none": (0.299, 0.114, 2),
}


@pytest.mark.parametrize("matrix", MATRICES)
@pytest.mark.parametrize("full", [False, True])
def test_tagged_matrix_and_range_are_honoured(matrix: str, full: bool, tmp_path: Path) -> None:
    red, blue, number = MATRICES[matrix]
    path = encode(
        tmp_path / "a.mp4",
        "libx264",
        NEAR_LOSSLESS,
        [0, 1, 2],
        pixel_format="yuv444p",
        colorspace=number,
        color_range=2 if full else 1,
    )
    # The planes that were stored, straight from the decoder; then the standard's formula.
    with av.open(str(path)) as container:
        picture = next(container.decode(video=0))
        planes = [
            np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[:64, :96].astype(float)
            for plane in picture.planes
        ]
    y, cb, cr = planes
    y, cb, cr = (y / 255, (cb - 128) / 255, (cr - 128) / 255) if full else (
        (y - 16) / 219, (cb - 128) / 224, (cr - 128) / 224
    )  # fmt: skip
    r, b = y + 2 * (1 - red) * cr, y + 2 * (1 - blue) * cb
    g = (y - red * r - blue * b) / (1 - red - blue)
    expected = np.clip(np.stack([r, g, b], axis=-1) * 255, 0, 255)
    frame = first_frame(path)
    assert np.abs(frame.rgb - expected).max() < 3
    assert np.abs(frame.luma - np.clip(y * 255, 0, 255)).max() <= 0.51


def test_luma_needs_no_colours(tmp_path: Path) -> None:
    frame = first_frame(encode(tmp_path / "a.mp4", "libx264", {}, FIVE))
    assert frame.luma.shape == (64, 96)
    assert frame._rgb is None
    assert frame.rgb is frame.rgb


def test_a_frame_outlives_its_video(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp4", "libx264", {}, list(range(30)))
    with open_video(path, 3, 0) as video:
        kept = list(video.frames())
    expected = opencv(path)
    for frame in kept:
        np.testing.assert_array_equal(frame.rgb, expected[frame.index])
