"""The window as it was decoded, and the views that are made of it."""

from __future__ import annotations

import numpy as np
import pytest
from tests.conftest import moving_square
from tests.footage.observe.test_faces import textured

from touchstone.footage.faces import KnownFace
from touchstone.footage.media import Box, Frame, open_video, write_video
from touchstone.footage.observe import observe
from touchstone.footage.observe.face_watch import FaceWatch
from touchstone.footage.observe.window import Window
from touchstone.footage.views import VIEWS, CannotSeeError
from touchstone.vocabulary.domains import InputContract
from touchstone.vocabulary.errors import UsageError

CONTRACTS = {key: InputContract("view", view=key) for key in VIEWS}
FACE = "known:200,100,160,200"


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Four seconds of a texture that moves to the left by one pixel a frame, with sound."""
    path = tmp_path_factory.mktemp("window") / "clip.mp4"
    sound = np.random.default_rng(0).normal(0, 0.1, 16_000 * 4).astype(np.float32)
    write_video(path, textured(100, 480, 640), 25, sound=sound, rate=16_000)
    return path


def read(path, most=10**9, faces=None):
    """The stretch of a video, and its window's frames as they were decoded."""
    window, watch, frames = Window(most), FaceWatch(faces), []
    with open_video(path) as video:
        for frame in video.frames():
            if frame.in_window:
                window.add(frame, video)
                watch.remember(frame)
                frames.append((frame.index, frame.time, frame.luma, frame.rgb))
        return window.stretch(watch.boxes(), video.sound()), frames, video.window


def test_the_stretch_is_the_window_as_it_was_decoded(clip):
    stretch, frames, window = read(clip)
    assert len(window) == 50
    assert np.array_equal(stretch.luma, np.stack([luma for _, _, luma, _ in frames]))
    assert stretch.times.tolist() == [time for _, time, _, _ in frames]
    assert stretch.colored == (3, 9, 15, 21, 28, 34, 40, 46)  # centres of eight equal parts of 50
    assert np.array_equal(stretch.rgb, np.stack([frames[at][3] for at in stretch.colored]))
    assert stretch.sound is not None
    assert stretch.sound.start == pytest.approx(stretch.times[0], abs=0.05)
    assert stretch.sound.duration == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(("fit", "kept"), [(20, 20), (7, 7), (1, 2), (0, 2), (60, 50)])
def test_memory_is_bounded_by_taking_the_middle(clip, fit, kept):
    stretch, frames, _ = read(clip, most=fit * 480 * 640 + 5)
    first = (50 - kept) // 2
    assert np.array_equal(stretch.luma, np.stack([luma for _, _, luma, _ in frames[first : first + kept]]))
    assert len(stretch.faces) == len(stretch.times) == kept
    assert len(stretch.rgb) == len(stretch.colored) == min(8, kept)
    for picture, at in zip(stretch.rgb, stretch.colored, strict=True):
        assert np.array_equal(picture, frames[first + at][3])


def test_faces_come_back_in_pixels_of_the_frames(clip):
    box = Box(200, 100, 160, 200)
    stretch, _, _ = read(clip, faces=KnownFace(box))
    assert all(face is not None for face in stretch.faces)
    assert stretch.face == pytest.approx(box, abs=1.5)  # followed in a smaller copy
    with pytest.raises(CannotSeeError, match="no face"):
        _ = read(clip)[0].face


def test_a_known_face_far_from_the_corner_of_a_large_frame_is_followed(tmp_path):
    path = tmp_path / "large.mp4"
    box = Box(1300, 500, 400, 500)  # beyond the small copy in which it is followed
    write_video(path, textured(1, 1080, 1920) * 12, 25)
    stretch, _, _ = read(path, faces=KnownFace(box))
    assert stretch.faces == (pytest.approx(box, abs=2),) * 12


def test_every_view_is_made_of_the_same_stretch(clip):
    seen = observe(clip, tuple(CONTRACTS.values()), faces=FACE)
    assert seen.video["status"] == "ok", seen.video["reason"]
    assert seen.unseen == {}
    stretch, _, _ = read(clip, faces=KnownFace(Box(200, 100, 160, 200)))
    for key, contract in CONTRACTS.items():
        pictures = seen.pictures[contract]
        assert pictures.pixels.shape == (1, *VIEWS[key].shape)
        assert np.array_equal(pictures.pixels[0], VIEWS[key].make(stretch)), key
        assert pictures.index == (0,)
        assert pictures.time == (stretch.times[0],)


def test_pictures_and_views_are_read_side_by_side(clip):
    frame, view = InputContract(size=24), CONTRACTS["tm"]
    both = observe(clip, (frame, view), frames=3, faces=FACE)
    alone = observe(clip, (frame,), frames=3, faces=FACE)
    assert np.array_equal(both.pictures[frame].pixels, alone.pictures[frame].pixels)
    assert both.frames == alone.frames
    assert both.clips == alone.clips


def test_what_a_clip_does_not_show_is_said(tmp_path, clip):
    silent = tmp_path / "silent.mp4"
    write_video(silent, textured(30, 480, 640), 25)
    seen = observe(silent, tuple(CONTRACTS.values()), faces=FACE)
    assert seen.unseen == {CONTRACTS["av"]: "no sound"}
    assert set(seen.pictures) == {CONTRACTS[key] for key in VIEWS if key != "av"}
    everywhere = {
        "no face in at least half of the frames": {"faces": "cascade"},
        "faces were not looked for; analyse with --faces auto": {"faces": "none"},
        "no consecutive frames were read; analyse with --window 2": {"faces": FACE, "window": 0},
    }
    for reason, options in everywhere.items():
        seen = observe(clip, tuple(CONTRACTS.values()), frames=2, **options)
        assert seen.video["status"] == "ok"
        assert seen.unseen == dict.fromkeys(CONTRACTS.values(), reason)
        assert seen.pictures == {}


def test_a_single_frame_is_no_motion(tmp_path):
    path = tmp_path / "one.mp4"
    write_video(path, moving_square(1), 25)
    seen = observe(path, (CONTRACTS["tm"], CONTRACTS["cm"]), faces="known:10,10,40,40")
    assert seen.unseen == {CONTRACTS["tm"]: "a single frame: nothing moves"}
    assert set(seen.pictures) == {CONTRACTS["cm"]}


def test_pictures_that_change_their_size_are_no_stretch(clip):
    class Half:
        """A frame of half the size."""

        def __init__(self, frame: Frame) -> None:
            self.index, self.time = frame.index, frame.time
            self.luma, self.rgb = frame.luma[::2, ::2], frame.rgb[::2, ::2]

    window = Window()
    with open_video(clip, frames=0) as video:
        for frame in video.frames():
            window.add(frame if frame.index % 40 else Half(frame), video)  # pyright: ignore[reportArgumentType]
    with pytest.raises(CannotSeeError, match="change their size"):
        window.stretch({}, None)


def test_an_unknown_view_is_a_mistake_of_the_caller(clip):
    with pytest.raises(UsageError, match="no view is called 'xx'"):
        observe(clip, (InputContract("view", view="xx"),))
    with pytest.raises(UsageError, match="only a view has a name"):
        InputContract("view")
    with pytest.raises(UsageError, match="only a view has a name"):
        InputContract("frame", view="cm")
