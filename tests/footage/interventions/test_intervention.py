"""What holds for every known change."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.footage.interventions.clips import heard, small

from touchstone.footage.interventions import INTERVENTIONS, ON_OFF, Clip, Intervention
from touchstone.footage.media import Box
from touchstone.vocabulary.errors import UsageError

EACH = pytest.mark.parametrize("change", INTERVENTIONS.values(), ids=INTERVENTIONS.keys())


def same(a: Clip, b: Clip) -> bool:
    sounds = a.sound is b.sound or (a.sound is not None and b.sound is not None and np.array_equal(a.sound, b.sound))
    return np.array_equal(a.frames, b.frames) and sounds and a.faces == b.faces


@EACH
def test_same_seed_same_clip_and_what_came_in_is_untouched(change: Intervention) -> None:
    clip = small()
    before = clip.frames.copy(), None if clip.sound is None else clip.sound.copy()
    first, second = (change.apply(clip, change.doses[1], 7) for _ in range(2))
    assert same(first, second)
    np.testing.assert_array_equal(clip.frames, before[0])
    np.testing.assert_array_equal(clip.sound, before[1])


@EACH
def test_shape_rate_and_storage_stay(change: Intervention) -> None:
    clip = small()
    after = change.apply(clip, change.doses[2], 7)
    assert after.frames.shape == clip.frames.shape
    assert after.frames.dtype == np.uint8
    assert len(after.faces) == len(clip.faces)
    assert (after.fps, after.rate, after.encoding) == (clip.fps, clip.rate, clip.encoding)
    assert heard(after).shape == heard(clip).shape
    assert heard(after).dtype == np.float32
    assert np.abs(heard(after)).max() <= 1


@EACH
def test_only_the_region_s_kind_changes(change: Intervention) -> None:
    clip = small(16)
    after = change.apply(clip, change.doses[2], 7)
    assert np.array_equal(after.frames, clip.frames) == (change.region == "sound")
    assert np.array_equal(heard(after), heard(clip)) == (change.region != "sound")


@EACH
@pytest.mark.parametrize(
    ("count", "height", "width", "box"),
    [
        (1, 48, 64, Box(18, 8, 26, 32)),  # one frame
        (3, 47, 61, Box(18, 8, 26, 32)),  # odd sizes
        (3, 48, 64, Box(-12, -10, 26, 32)),  # half outside, upper left
        (3, 48, 64, Box(50.3, 30.7, 26.1, 32.2)),  # half outside, lower right
        (2, 48, 64, Box(500, 500, 20, 20)),  # outside altogether
        (2, 17, 17, Box(2, 2, 13, 13)),  # as small as videos are taken
        (2, 48, 64, Box(10, 10, 2, 2)),  # a face of two pixels
        (2, 48, 64, Box(-40, -40, 200, 200)),  # a face larger than the frame
    ],
)
def test_odd_clips_do_not_crash(change: Intervention, count: int, height: int, width: int, box: Box) -> None:
    clip = small(count, height, width, box)
    after = change.apply(clip, change.doses[1], 0)
    assert after.frames.shape == clip.frames.shape
    assert len(after.faces) == count


@pytest.mark.parametrize("colour", [0, 255])
@EACH
def test_black_and_white_pictures_do_not_crash(change: Intervention, colour: int) -> None:
    clip = small(2)
    plain = dataclasses.replace(clip, frames=np.full_like(clip.frames, colour), sound=np.zeros(16_000, np.float32))
    after = change.apply(plain, change.doses[1], 0)
    assert np.isfinite(heard(after)).all()


@EACH
def test_the_sham_is_the_clip_itself(change: Intervention) -> None:
    clip = small()
    assert change.apply(clip, None, 3) is clip


@pytest.mark.parametrize(
    "change", [c for c in INTERVENTIONS.values() if c.unit != ON_OFF and c.limits[0] == 0], ids=lambda c: c.name
)
def test_a_dose_of_nothing_changes_hardly_anything(change: Intervention) -> None:
    if change.domain == "cm" and change.unit in ("CRF", "quality"):
        pytest.skip("an encoder's quality has no value that changes nothing")
    if change.domain == "ll" and change.unit == "stops":
        pytest.skip("no light missing still means a sensor, and the enhancement")
    if change.name == "upscale_sharpen":
        pytest.skip("the rescaling before the sharpening stays")
    clip = small(12)
    after = change.apply(clip, 0, 3)
    assert np.abs(after.frames.astype(int) - clip.frames).max() <= 1
    assert np.abs(heard(after) - heard(clip)).max() < 1e-6


def test_a_missing_face_is_told() -> None:
    clip = small(box=None)
    for change in INTERVENTIONS.values():
        if "face" in change.needs:
            with pytest.raises(
                UsageError, match=r"needs a face in at least half of the frames; there is one in 0 of 4"
            ):
                change.apply(clip, change.doses[0], 0)
        else:
            change.apply(clip, change.doses[0], 0)


def test_a_face_in_half_of_the_frames_is_enough() -> None:
    clip = small()
    half = dataclasses.replace(clip, faces=(clip.faces[0], None, clip.faces[0], None))
    for change in INTERVENTIONS.values():
        after = change.apply(half, change.doses[1], 0)
        if change.region in ("face", "mouth"):
            np.testing.assert_array_equal(after.frames[1::2], clip.frames[1::2])
    fewer = dataclasses.replace(clip, faces=(clip.faces[0], None, None, None))
    with pytest.raises(UsageError, match="1 of 4"):
        INTERVENTIONS["relight"].check(fewer, 40)


def test_missing_sound_is_told() -> None:
    clip = small(sound=False)
    for change in INTERVENTIONS.values():
        if "sound" in change.needs:
            for dose in (change.doses[0], None):
                with pytest.raises(UsageError, match="needs sound, and the clip has none"):
                    change.apply(clip, dose, 0)
        else:
            assert change.apply(clip, change.doses[0], 0).sound is None


@pytest.mark.parametrize(
    ("name", "dose", "words"),
    [
        ("jpeg", 0, "a dose of 1 to 100 quality, not 0"),
        ("relight", 91, "a dose of 0 to 90 °, not 91"),
        ("relight", float("nan"), "not nan"),
        ("mute", 0.5, "a dose of 1 on/off, not 0.5"),
        ("blur", 6, "a dose of 1 to 5 level, not 6"),
    ],
)
def test_a_dose_that_makes_no_sense_is_told(name: str, dose: float, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        INTERVENTIONS[name].apply(small(), dose, 0)


@pytest.mark.parametrize("name", ["relight", "cast_shadow", "replace_background", "region_noise", "shuffle", "moire"])
def test_another_seed_is_another_change(name: str) -> None:
    clip, change = small(8), INTERVENTIONS[name]
    assert not np.array_equal(
        change.apply(clip, change.doses[2], 0).frames, change.apply(clip, change.doses[2], 1).frames
    )
