"""Tiles are pieces of the frame, untouched."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.footage.views.stretches import counting, noise, stretch

from touchstone.footage.media import Box
from touchstone.footage.views import VIEWS
from touchstone.footage.views.tiles import TILE_SIDE, TILES, cut, tile_places

FACE = Box(100, 50, 120, 140)


@given(
    height=st.integers(TILE_SIDE, 400), width=st.integers(TILE_SIDE, 400), x=st.floats(-50, 300), y=st.floats(-50, 300),
    across=st.floats(10, 300), down=st.floats(10, 300),
)  # fmt: skip
@settings(max_examples=80, deadline=None)
def test_tiles_begin_on_the_grid_inside_the_frame(height, width, x, y, across, down):
    for places in tile_places(Box(x, y, across, down), height, width):
        assert len(places) == TILES
        for top, left in places:
            assert top % 8 == left % 8 == 0
            assert 0 <= top <= height - TILE_SIDE
            assert 0 <= left <= width - TILE_SIDE


def test_tiles_are_byte_for_byte_those_of_the_frames():
    sharp = (1, 8, 10, 19)  # one in each of four equal parts of 20
    plain = noise(20)
    blurred = [frame if at in sharp else cv2.GaussianBlur(frame, (0, 0), 1.5) for at, frame in enumerate(plain)]
    frames = np.stack(blurred).astype(np.uint8)
    seen = VIEWS["cm"].make(stretch(frames, FACE))
    places = tile_places(FACE, *frames.shape[1:])
    for number, at in enumerate(sharp):
        for region in (0, 1):
            for tile, (top, left) in enumerate(places[region]):
                assert np.array_equal(
                    seen[number, region, tile], frames[at, top : top + TILE_SIDE, left : left + TILE_SIDE]
                )


def test_tiles_of_the_face_lie_in_it_and_the_rest_does_not_touch_it():
    inside, outside = tile_places(FACE, 480, 640)
    for top, left in inside:  # a tile snaps to the grid by at most half a cell
        assert FACE.x - 4 <= left <= FACE.x + FACE.width - TILE_SIDE + 4
        assert FACE.y - 4 <= top <= FACE.y + FACE.height - TILE_SIDE + 4
    for top, left in outside:
        apart_across = left + TILE_SIDE <= FACE.x or left >= FACE.x + FACE.width
        apart_down = top + TILE_SIDE <= FACE.y or top >= FACE.y + FACE.height
        assert apart_across or apart_down
    assert len(set(outside)) == TILES


def test_a_face_that_fills_the_frame_leaves_a_rest_all_the_same():
    frames = noise(4, 128, 128)
    seen = VIEWS["rr"].make(stretch(frames, Box(0, 0, 128, 128)))
    _, outside = tile_places(Box(0, 0, 128, 128), 128, 128)
    for tile, (top, left) in enumerate(outside):
        assert np.array_equal(seen[0, 1, tile], frames[0, top : top + TILE_SIDE, left : left + TILE_SIDE])


def test_a_frame_smaller_than_a_tile_is_mirrored():
    frame = noise(1, 40, 100)[0]
    places = tile_places(Box(10, 5, 30, 30), 40, 100)
    tiles = cut(frame, places)
    for region in (0, 1):
        for tile, (top, left) in zip(tiles[region], places[region], strict=True):
            assert top == 0
            assert np.array_equal(tile[:40], frame[:, left : left + TILE_SIDE])
            assert np.array_equal(tile[40:], frame[:, left : left + TILE_SIDE][::-1][: TILE_SIDE - 40])


def test_pairs_for_noise_are_consecutive_and_cut_at_the_same_places():
    seen = VIEWS["ll"].make(stretch(counting(50), FACE)).astype(int)
    assert (seen[:, 1] - seen[:, 0] == 1).all()
    assert seen[:, 0, 0, 0, 0, 0].tolist() == [8, 25, 41]  # centres of three equal parts of 50
    frames = noise(50)
    again = VIEWS["ll"].make(stretch(frames, FACE))
    (top, left), *_ = tile_places(FACE, 240, 320)[0]
    assert np.array_equal(again[1, 1, 0, 0], frames[26, top : top + TILE_SIDE, left : left + TILE_SIDE])
    assert (VIEWS["ll"].make(stretch(counting(1), FACE)) == 0).all()
