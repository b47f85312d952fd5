"""Regions: what is outside one stays as it is."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.footage.interventions.clips import small

from touchstone.footage.interventions import INTERVENTIONS, change_part, mouth, patches
from touchstone.footage.media import Box

BOXES = st.builds(
    Box, st.floats(-40, 70), st.floats(-40, 60), st.floats(6, 60), st.floats(6, 60)
)  # many of them partly outside


def ellipse(box: Box, height: int, width: int) -> np.ndarray:
    """Pixels whose centre lies in the ellipse that fills a box."""
    y, x = np.mgrid[0:height, 0:width] + 0.5
    return ((x - box.x) / box.width * 2 - 1) ** 2 + ((y - box.y) / box.height * 2 - 1) ** 2 < 1 + 1e-4


@pytest.mark.parametrize("name", [name for name, change in INTERVENTIONS.items() if change.region == "face"])
@settings(max_examples=6, deadline=None)
@given(box=BOXES, seed=st.integers(0, 99))
def test_pixels_outside_the_face_stay(name: str, box: Box, seed: int) -> None:
    clip = small(2, 44, 58, box, seed=seed)
    change = INTERVENTIONS[name]
    after = change.apply(clip, change.doses[2], seed)
    changed = (after.frames != clip.frames).any(axis=(0, 3))
    assert not (changed & ~ellipse(box, 44, 58)).any()


@pytest.mark.parametrize("name", [name for name, change in INTERVENTIONS.items() if change.region == "mouth"])
@settings(max_examples=20, deadline=None)
@given(box=BOXES, seed=st.integers(0, 99))
def test_pixels_outside_the_mouth_stay(name: str, box: Box, seed: int) -> None:
    clip = small(12, 44, 58, box, seed=seed)
    change = INTERVENTIONS[name]
    after = change.apply(clip, change.doses[2], seed)
    changed = (after.frames != clip.frames).any(axis=(0, 3))
    lower = box.y + 0.58 * box.height
    assert not (changed & ~ellipse(mouth(box), 44, 58)).any()
    assert not changed[: max(0, int(lower))].any()


@pytest.mark.parametrize("name", [name for name, change in INTERVENTIONS.items() if change.region == "background"])
@settings(max_examples=6, deadline=None)
@given(box=BOXES, seed=st.integers(0, 99))
def test_the_face_before_a_changed_background_stays(name: str, box: Box, seed: int) -> None:
    clip = small(2, 44, 58, box, seed=seed)
    change = INTERVENTIONS[name]
    after = change.apply(clip, change.doses[2], seed)
    changed = (after.frames != clip.frames).any(axis=(0, 3))
    inner = box.scaled(0.5)
    assert not (changed & ellipse(inner, 44, 58)).any()


def test_the_weight_is_whole_inside_and_falls_off_without_a_step() -> None:
    clip = small(1, 200, 200, Box(20, 20, 160, 160))
    (patch,) = patches(clip, "face")
    assert patch.weight[80, 80] == 1
    assert patch.weight[0, 0] == 0
    assert np.abs(np.diff(patch.weight, axis=1)).max() < 0.1
    assert ((patch.weight == 1).mean() > 0.2) & ((patch.weight > 0).mean() < np.pi / 4 + 0.01)


def test_a_patch_follows_its_face() -> None:
    clip = small(3)
    moving = dataclasses.replace(clip, faces=tuple(Box(10 + 5 * t, 8, 20, 20) for t in range(3)))
    after = change_part(moving, "face", lambda frame, patch: 255 - patch.cut(frame))
    centres = []
    for before, now in zip(clip.frames, after.frames, strict=True):
        columns = np.flatnonzero((before != now).any(axis=(0, 2)))
        centres.append((columns[0] + columns[-1]) / 2)
    assert np.diff(centres) == pytest.approx([5, 5], abs=1)


def test_the_person_is_found_before_a_plain_wall() -> None:
    """A dark figure whose outline is known, before a bright wall."""
    height, width, box = 120, 160, Box(60, 30, 40, 48)
    y, x = np.mgrid[0:height, 0:width]
    head = np.hypot((x - 80) / 24, (y - 50) / 34) < 1
    body = np.hypot((x - 80) / 55, (y - 125) / 42) < 1
    figure = head | body
    rng = np.random.default_rng(0)
    picture = np.where(figure[..., None], [110, 80, 70], [170, 200, 220]) + rng.integers(-6, 7, (height, width, 3))
    clip = dataclasses.replace(small(1, height, width, box), frames=picture.astype(np.uint8)[None])
    (patch,) = patches(clip, "background")
    silhouette = patch.weight < 0.5
    assert (silhouette & figure).sum() / (silhouette | figure).sum() > 0.93
