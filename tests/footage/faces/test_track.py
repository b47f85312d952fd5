"""A face over a clip: on heads moved by known paths, through cuts, gaps and crowds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from tests.footage.faces.heads import SIZE, cut_out, jitter, moving, paste, paths, room, true_centres

from touchstone.footage.faces import Face, FaceDetector, face_status, open_face_detector, track_faces
from touchstone.footage.faces.chains import choose, persons
from touchstone.footage.faces.flow import follow, moved_box
from touchstone.footage.media import Box, open_video
from touchstone.vocabulary.errors import UsageError

PATHS = paths()


class Told(FaceDetector):
    """Gives the faces it was told, by the mark in the first pixel of each frame, shaken like a real detector's."""

    name, scale = "told", "always 1"

    def __init__(self, faces: dict[int, list[Box]], shake: float = 0.0) -> None:
        self.faces, self.shake, self.asked = faces, shake, []
        self._dice = np.random.default_rng(0)

    def detect(self, picture):
        frame = int(picture[0, 0])
        self.asked.append(frame)
        places = [
            np.array(box) + self._dice.normal(0, self.shake, 4) * (1, 1, 0, 0) for box in self.faces.get(frame, [])
        ]
        return [Face(Box(*place.tolist()), 1.0) for place in places]


def marked(frames: list[NDArray[np.uint8]]) -> list[NDArray[np.uint8]]:
    """Frames as luma, each with its number in the first pixel."""
    planes = []
    for number, frame in enumerate(frames):
        plane = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY) if frame.ndim == 3 else frame.copy()
        plane[0, 0] = number
        planes.append(plane)
    return planes


def textured(seed: int = 0) -> NDArray[np.uint8]:
    """A still picture full of corners, luma ``[200, 300]``."""
    dice = np.random.default_rng(seed)
    return cv2.resize(dice.integers(0, 256, (25, 38), np.uint8), (300, 200), interpolation=cv2.INTER_CUBIC).astype(
        np.uint8
    )


def centres(track) -> NDArray[np.float64]:
    return np.array([(f.box.x + f.box.width / 2, f.box.y + f.box.height / 2) for f in track])


@cache
def clip_of(name: str) -> NDArray[np.uint8]:
    return moving(PATHS[name])


@pytest.fixture(scope="module", params=["dlib", "cascade"])
def detector(request) -> FaceDetector:
    return open_face_detector(request.param)


@pytest.fixture(scope="module", params=sorted(PATHS))
def moved_head(request):
    return request.param, PATHS[request.param], clip_of(request.param)


def check_path(track, path) -> None:
    assert all(track)
    assert all(face.linked for face in track[1:])
    true = true_centres(path, centres(track))
    assert np.sqrt(((centres(track) - true) ** 2).mean()) < 1.5  # pixels, of a face 160 wide
    assert jitter(centres(track)) == pytest.approx(jitter(true), abs=0.06)
    sizes = np.array([face.box.width for face in track]) / path[:, 2]
    assert sizes.std() / sizes.mean() < 0.02


def test_a_moved_head_is_followed_on_its_path(moved_head, detector):
    """The track shakes as much as the head does, a still one by less than 0.06 pixels, whatever the detector's grid."""
    name, path, frames = moved_head
    track = track_faces(frames, detector)
    check_path(track, path)
    looks = {*range(0, len(frames), 5), len(frames) - 1}
    assert {t for t, face in enumerate(track) if face_status(face) == "detected"} >= looks
    assert face_status(track[1]) == "followed"
    if detector.name == "dlib":
        raw = [detector.detect(frame)[0] for frame in frames]
        assert name == "still" or jitter(centres(raw)) > 1.3 * jitter(centres(track))
        eyes = np.array([face.landmarks[36:48] for face in track if face and face.landmarks is not None])
        assert jitter(eyes) < jitter(path[:, :2]) + 0.5


def test_a_real_head_is_followed_on_its_path(footage: Path):
    with open_video(footage / "real" / "edtalk-input-04.mp4", 1, 0) as video:
        picture = next(frame for frame in video.frames() if frame.sampled).rgb
    dlib = open_face_detector("dlib")
    for name in ("shake", "drift"):
        path = PATHS[name][:20]
        check_path(track_faces(moving(path, cut_out(picture)), dlib), path)


def test_the_noise_of_detections_does_not_shake_the_track():
    """A still picture, a detector that is off by 4 pixels each time."""
    frames = marked([textured()] * 60)
    box = Box(100, 60, 90, 90)
    track = track_faces(frames, Told({t: [box] for t in range(60)}, shake=4.0))
    assert jitter(centres(track)) < 0.02
    assert np.abs(centres(track) - (145, 105)).max() < 4.0
    assert np.abs(centres(track) - (145, 105)).mean() < 1.5


def test_a_frame_without_a_face_has_none():
    frames = marked([textured()] * 12)
    assert track_faces(frames, Told({})) == [None] * 12
    assert track_faces([], Told({})) == []
    assert face_status(track_faces(frames[:1], Told({0: [Box(100, 60, 90, 90)]}))[0]) == "detected"


def test_a_face_begins_and_ends_where_it_does():
    """Seen in frames 7 to 18 only; the detector looks at every fifth."""
    box = Box(100, 60, 90, 90)
    track = track_faces(marked([textured()] * 30), Told({t: [box] for t in range(7, 19)}))
    assert [t for t, face in enumerate(track) if face] == list(range(7, 19))


@pytest.mark.parametrize(("gap", "bridged"), [(10, True), (25, False)])
def test_only_short_gaps_are_bridged(gap, bridged):
    box = Box(100, 60, 90, 90)
    seen = {t: [box] for t in range(60) if not 15 < t < 15 + gap}
    track = track_faces(marked([textured()] * 60), Told(seen))
    assert all(track) == bridged
    inside = {face_status(face) for face in track[16 : 15 + gap]}
    assert inside == ({"followed"} if bridged else {"none"})


def test_a_gap_is_not_bridged_where_the_picture_does_not_hold_together():
    """The face is hidden while the detector sees nothing: other content stands there."""
    box = Box(100, 60, 90, 90)
    frames = [textured(3 if 15 < t < 25 else 0) for t in range(40)]
    track = track_faces(marked(frames), Told({t: [box] for t in range(40) if not 15 < t < 25}))
    assert [t for t, face in enumerate(track) if not face] == list(range(16, 25))
    assert [t for t, face in enumerate(track) if face and not face.linked] == [0, 25]


def test_a_cut_breaks_the_link_and_nothing_else():
    box, other = Box(100, 60, 90, 90), Box(112, 64, 80, 80)
    frames = [textured(0)] * 13 + [textured(1)] * 17
    track = track_faces(marked(frames), Told({t: [box if t < 13 else other] for t in range(30)}))
    assert [t for t, face in enumerate(track) if face and not face.linked] == [0, 13]
    before, after = track[12:14]
    assert before
    assert after
    assert before.box == pytest.approx(box, abs=0.1)
    assert after.box == pytest.approx(other, abs=0.1)


def test_the_largest_most_central_person_is_taken_and_kept():
    near, far, aside = Box(110, 60, 80, 80), Box(200, 70, 40, 40), Box(0, 110, 84, 84)
    seen = {t: [far, aside, near] if t % 2 else [aside, near, far] for t in range(21)}
    track = track_faces(marked([textured()] * 21), Told(seen))
    assert np.abs(centres(track) - (150, 100)).max() < 0.2


def test_where_the_person_is_absent_the_next_one_is_taken_if_seen_twice():
    near, far = Box(110, 60, 80, 80), Box(230, 20, 40, 40)
    seen = {t: [near] for t in range(20)} | {t: [far] for t in range(20, 40)} | {55: [Box(20, 20, 50, 50)]}
    track = track_faces(marked([textured()] * 60), Told(seen))
    assert [t for t, face in enumerate(track) if not face] == list(range(40, 60))
    assert np.abs(centres(track[:20]) - (150, 100)).max() < 0.2
    assert np.abs(centres(track[20:40]) - (250, 40)).max() < 0.2


def test_chains_do_not_reach_over_long_gaps():
    box = Box(0, 0, 10, 10)
    chains = persons({0: [Face(box)], 5: [Face(box)], 30: [Face(box)]}, reach=17)
    assert [sorted(chain) for chain in chains] == [[0, 5], [30]]
    assert [sorted(chain) for chain in choose(chains, 20, 20)] == [[0, 5]]


@pytest.mark.parametrize("every", [1, 3, 7, 100])
def test_the_detector_is_asked_as_often_as_said(every):
    box = Box(100, 60, 90, 90)
    detector = Told({t: [box] for t in range(30)})
    assert all(track_faces(marked([textured()] * 30), detector, every=every))
    assert detector.asked == sorted({*range(0, 30, every), 29})


@pytest.mark.parametrize("settings", [{"every": 0}, {"longest_gap": -1}])
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(UsageError, match="every 1 or more frames"):
        track_faces([textured()], Told({}), **settings)


def test_known_regions_stay_where_they_are_on_a_still_picture():
    track = track_faces([textured()] * 9, open_face_detector("known:100,60,90,90"))
    assert [face_status(face) for face in track] == ["known"] + ["followed"] * 4 + ["known"] + ["followed"] * 2 + [
        "known"
    ]


@pytest.mark.parametrize(
    ("angle", "growth", "shift"), [(0, 1, (3.3, -1.7)), (3, 1.02, (0.5, 0.25)), (-2, 0.97, (12, 9))]
)
@pytest.mark.parametrize("width", [90, 300])
def test_motion_is_that_of_the_picture(angle, growth, shift, width):
    """A picture warped by a known similarity; also where faces are shrunk while they are followed."""
    scale = width / 90
    plane = cv2.resize(textured(), None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    box = Box(100 * scale, 60 * scale, width, width)
    true = cv2.getRotationMatrix2D((145 * scale, 105 * scale), angle, growth)
    true[:, 2] += np.array(shift) * scale
    after = cv2.warpAffine(plane, true, plane.shape[::-1], flags=cv2.INTER_CUBIC).astype(np.uint8)
    motion = follow(plane, after, box)
    assert motion is not None
    corners = np.array(
        [[box.x, box.y, 1], [box.x + width, box.y + width, 1], [box.x + width / 2, box.y + width / 2, 1]]
    )
    assert np.abs(corners @ motion.T - corners @ true.T).max() < 0.15 * scale
    assert moved_box(motion, box).width == pytest.approx(width * growth, rel=0.003)


@pytest.mark.parametrize(
    "after",
    [np.full((200, 300), 90, np.uint8), textured(7), np.zeros((100, 100), np.uint8)],
    ids=["flat", "cut", "size"],
)
def test_what_does_not_hold_together_is_not_followed(after):
    assert follow(textured(), after, Box(100, 60, 90, 90)) is None


def test_a_flat_face_or_one_outside_cannot_be_followed():
    flat = np.full((200, 300), 90, np.uint8)
    assert follow(flat, flat, Box(100, 60, 90, 90)) is None
    assert follow(textured(), textured(), Box(500, 60, 90, 90)) is None
    assert follow(textured(), textured(), Box(100, 60, 4, 4)) is None


def test_two_heads_of_which_one_is_nearer(detector):
    """The nearer head shakes; the smaller one beside it is still and must not be taken for it."""
    frames = []
    for across, down, _, _ in PATHS["shake"][:12]:
        frame = paste(room(*SIZE, seed=3), 400, 150, 150, seed=1)
        frames.append(paste(frame, 190 + across, 190 + down, 290))
    track = track_faces(np.stack(frames), detector)
    assert all(track)
    error = centres(track) - PATHS["shake"][:12, :2]
    assert np.abs(error.mean(axis=0) - (190, 205)).max() < 20
    assert (error - error.mean(axis=0)).std() < 0.6
