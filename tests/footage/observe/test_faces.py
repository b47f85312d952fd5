"""Faces while a video is read."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from touchstone.footage.faces import Face
from touchstone.footage.media import Box, write_video
from touchstone.footage.observe import observe
from touchstone.footage.observe.face_watch import largest
from touchstone.vocabulary.errors import UsageError
from touchstone.vocabulary.tables import CLIPS, FRAMES, from_rows


def textured(count: int, height: int, width: int) -> list[np.ndarray]:
    dice = np.random.default_rng(0)
    wide = dice.integers(0, 256, (height // 8, width // 8 + 20, 3), np.uint8).repeat(8, 0).repeat(8, 1)
    return [np.ascontiguousarray(wide[:height, t : t + width]) for t in range(count)]


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "clip.mp4"
    sound = (0.1 * np.sin(np.arange(16_000 * 2) / 10)).astype(np.float32)
    write_video(path, textured(50, 480, 640), 25, sound=sound, rate=16_000)
    return path


def test_known_faces_are_in_both_tables(clip) -> None:
    seen = observe(clip, (), frames=3, faces="known:200,100,160,200")
    assert seen.video["status"] == "ok", seen.video["reason"]
    frames = from_rows([{"video": "k", **row} for row in seen.frames], FRAMES)
    assert frames["face_status"].to_list() == ["known"] * 3
    assert frames.select("face_x", "face_y", "face_width", "face_height").rows() == [(200, 100, 160, 200)] * 3
    assert frames["face_brightness"].null_count() == 0
    assert frames["quantiser"].null_count() == 0
    clips = from_rows([{"video": "k", **row} for row in seen.clips], CLIPS)
    assert clips["face_share"].to_list() == [1.0]
    assert clips["face_flicker"].null_count() == 0


def test_faces_that_are_not_looked_for_are_null(clip) -> None:
    seen = observe(clip, (), frames=2)
    for row in seen.frames:
        assert row["face_status"] is row["face_x"] is row["face_brightness"] is None
    assert seen.clips[0]["face_share"] is None


def test_a_video_without_a_face_says_none(clip) -> None:
    seen = observe(clip, (), frames=2, faces="cascade")
    assert {row["face_status"] for row in seen.frames} == {"none"}
    assert {row["face_x"] for row in seen.frames} == {None}
    assert seen.clips[0]["face_share"] == 0


def test_an_unknown_detector_is_the_users_mistake(clip) -> None:
    with pytest.raises(UsageError, match="no face detector"):
        observe(clip, (), faces="guess")


def test_the_largest_face_is_taken() -> None:
    small, large = Face(Box(0, 0, 10, 10), 3.0), Face(Box(50, 0, 40, 30), 1.0)
    assert largest([small, large]) is large
    assert largest([]) is None


def test_real_clips_have_faces(shared) -> None:
    manifest = pl.read_csv(shared / "footage/manifest.csv")
    for name in ("real/grid-01.mpg", "fake/sadtalker-06.mp4"):
        assert name in manifest["path"].to_list()
        seen = observe(shared / "footage" / name, (), faces="auto")
        assert {row["face_status"] for row in seen.frames} == {"detected"}
        assert seen.clips[0]["face_share"] == 1
        assert seen.clips[0]["face_jitter"] < 0.02
