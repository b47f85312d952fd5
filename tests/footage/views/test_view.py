"""What holds for every view."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.footage.views.stretches import noise, stretch, tone

from touchstone.footage.media import Box
from touchstone.footage.views import VIEWS, CannotSeeError, Stretch, view_named
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError

BOXES = st.builds(Box, *[st.floats(-100, 300)] * 2, *[st.floats(0.5, 400)] * 2)


def test_every_domain_has_its_view():
    assert list(VIEWS) == list(DOMAINS)
    assert {name: view.name for name, view in VIEWS.items()} == {name: name for name in DOMAINS}
    with pytest.raises(UsageError, match="no view is called 'xx'; known are bg"):
        view_named("xx")


@pytest.mark.parametrize("key", VIEWS)
@given(size=st.tuples(st.integers(1, 260), st.integers(1, 260)), count=st.integers(2, 60), face=BOXES)
@example(size=(1, 1), count=2, face=Box(0, 0, 1, 1))
@example(size=(64, 64), count=2, face=Box(-10, -10, 90, 90))
@example(size=(63, 65), count=50, face=Box(500, 500, 20, 20))
@settings(max_examples=12, deadline=None)
def test_form_and_type_are_as_stated_for_any_frame_and_face(key, size, count, face):
    view = VIEWS[key]
    pixels = view.make(stretch(noise(count, *size), face, tone(440)))
    assert pixels.shape == view.shape
    assert pixels.dtype == np.dtype(view.dtype)
    assert np.isfinite(pixels.astype(np.float32)).all()


@pytest.mark.parametrize("key", VIEWS)
def test_what_a_view_needs_is_what_it_cannot_do_without(key):
    frames = noise(6, 80, 80)
    face, sound = Box(20, 20, 40, 40), tone(440)
    with pytest.raises(CannotSeeError, match="no face in at least half of the frames"):
        VIEWS[key].make(stretch(frames, None, sound))
    assert "face" in VIEWS[key].needs
    if "sound" in VIEWS[key].needs:
        with pytest.raises(CannotSeeError, match="no sound"):
            VIEWS[key].make(stretch(frames, face, None))
    else:
        assert np.array_equal(
            VIEWS[key].make(stretch(frames, face, None)), VIEWS[key].make(stretch(frames, face, sound))
        )


def test_the_face_is_the_median_where_half_of_the_frames_have_one():
    boxes = (Box(0, 0, 10, 10), None, Box(4, 2, 12, 10), None, Box(90, 90, 90, 90), None)
    frames = noise(6, 100, 100)
    seen = stretch(frames)

    def face(faces):
        return Stretch(
            luma=seen.luma, rgb=seen.rgb, colored=seen.colored, times=seen.times, faces=faces, sound=None
        ).face

    assert face(boxes) == Box(4, 2, 12, 10)
    with pytest.raises(CannotSeeError, match="no face"):
        face((*boxes[:4], None, None))
    with pytest.raises(CannotSeeError, match="no face"):
        face((None,) * 6)
