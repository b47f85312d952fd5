"""The views of whole pictures: bg and tm, and the crop that they share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.footage.views.stretches import counting, noise, stretch

from touchstone.footage.media import Box
from touchstone.footage.views import VIEWS, CannotSeeError
from touchstone.footage.views.crop import crop

FACE = Box(100, 50, 120, 140)


def test_a_crop_at_its_own_size_is_the_picture_itself():
    picture = noise(1, 90, 120)[0]
    assert np.array_equal(crop(picture, Box(20, 10, 48, 48), 48), picture[10:58, 20:68])
    assert np.array_equal(crop(picture, Box(20, 10, 30, 20), 20, 30), picture[10:30, 20:50])


def test_beyond_the_frame_its_edge_is_repeated():
    picture = noise(1, 60, 60)[0]
    cut = crop(picture, Box(-10, -10, 40, 40), 40)
    assert np.array_equal(cut[10:, 10:], picture[:30, :30])
    assert (cut[:10, 10:] == picture[0, :30]).all()
    assert (cut[:10, :10] == picture[0, 0]).all()


@given(level=st.integers(0, 255), x=st.floats(-90, 90), y=st.floats(-90, 90), side=st.floats(0.1, 200))
@settings(max_examples=50, deadline=None)
def test_a_crop_of_one_level_has_that_level(level, x, y, side):
    picture = np.full((50, 70), level, np.uint8)
    assert (crop(picture, Box(x, y, side, side), 24) == level).all()


def test_frames_in_order_around_the_middle():
    seen = VIEWS["tm"].make(stretch(counting(60), FACE))
    for region in (0, 1):
        assert seen[:, region].reshape(48, -1).mean(axis=1).tolist() == list(range(6, 54))
        assert seen[:, region].reshape(48, -1).std(axis=1).max() == 0


def test_a_shorter_stretch_runs_forth_and_back():
    seen = VIEWS["tm"].make(stretch(counting(20), FACE))[:, 0, 0, 0].astype(int).tolist()
    assert seen[:20] == list(range(20))
    assert seen[20:38] == list(range(18, 0, -1))
    assert seen[38:] == list(range(10))
    assert set(np.abs(np.diff(seen))) == {1}


def test_in_a_single_frame_nothing_moves():
    with pytest.raises(CannotSeeError, match="a single frame"):
        VIEWS["tm"].make(stretch(counting(1), FACE))


def test_face_and_whole_frame_are_apart():
    luma = np.full((10, 240, 320), 40, np.uint8)
    luma[:, 20:220, 70:250] = 200  # more than 1.2 times the face
    seen = VIEWS["bg"].make(stretch(luma, FACE))
    near, whole = seen[:, 0], seen[:, 1]
    assert (near[:, :3] == 200).all()
    bright = 200 * 180 / (240 * 320)
    assert whole[:, :3].mean() == pytest.approx(40 + 160 * bright, abs=1)
    assert whole[:, 3].mean() / 255 == pytest.approx(FACE.width * FACE.height / (240 * 320), abs=0.002)
    assert near[:, 3].mean() / 255 == pytest.approx(1 / 1.2**2, abs=0.02)
    assert (near[:, 3, 30:66, 30:66] == 255).all()


def test_colours_keep_their_order_and_frames_their_places():
    luma = counting(16, 96, 96)
    colored = np.zeros((8, 96, 96, 3), np.uint8)
    colored[..., 0], colored[..., 1], colored[..., 2] = 10, 20, 30
    colored += np.arange(8, dtype=np.uint8)[:, None, None, None]
    seen = VIEWS["bg"].make(stretch(luma, Box(20, 20, 40, 40), rgb=colored))
    assert seen[:, 1, :3, 0, 0].tolist() == [[12, 22, 32], [16, 26, 36]]
