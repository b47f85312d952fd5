# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportCallIssue=false
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from touchstone.footage.faces import open_face_detector
from touchstone.footage.synthesis import CAMERAS, Plan, Take, scene, shoot
from touchstone.footage.synthesis.background import BACKGROUND_FAMILIES, Background
from touchstone.footage.synthesis.camera import Sensor
from touchstone.footage.synthesis.face import FacePainter, Pose, face_box, mouth_box
from touchstone.footage.synthesis.head import sculpt
from touchstone.footage.synthesis.light import Light, draw_light
from touchstone.footage.synthesis.person import draw_person

SCALE = 70.0
TAKE = Take(
    seed=0, number=5, person=2, camera="webcam", family="plaster", width=256, height=256, fps=Fraction(25), frames=6
)


def lamp(x):
    z = np.sqrt(1 - x * x - 0.01)
    return Light((x, -0.1, float(z)), (1.0, 1.0, 1.0), (0.2, 0.2, 0.2), 0.1, 0.0)


def pose(**more):
    return replace(Pose(x=128.0, y=128.0, yaw=0.0, pitch=0.0, roll=0.0, mouth=0.0, lids=0.0), **more)


def drawn(light, at):
    rows, columns, colour, cover = FacePainter(sculpt(draw_person(0, 2), SCALE), light).draw(at, 256, 256)
    picture = np.zeros((256, 256, 3), np.float32)
    picture[rows, columns] = colour * cover[..., None]
    return picture


def inside(picture, box):
    return picture[box.clipped(256, 256)]


def test_the_same_take_gives_the_same_pixels_and_sound():
    first, again = shoot(TAKE), shoot(TAKE)
    assert (first.clip.frames == again.clip.frames).all()
    assert (first.clip.sound == again.clip.sound).all()
    assert first.clip.faces == again.clip.faces
    assert not (shoot(replace(TAKE, number=6)).clip.frames == first.clip.frames).all()


def test_other_rounding_changes_almost_nothing(monkeypatch):
    """Another machine adds in another order: errors of single precision, here a hundred times as large."""
    there = shoot(TAKE).clip.frames
    compose = scene._compose
    rng = np.random.default_rng(0)

    def shaken(*given, **named):
        picture = compose(*given, **named)
        return picture * (1 + 6e-6 * rng.standard_normal(picture.shape, np.float32))

    monkeypatch.setattr(scene, "_compose", shaken)
    here = shoot(TAKE).clip.frames
    assert (there != here).any()
    error = np.mean((there.astype(float) - here) ** 2)
    assert 10 * np.log10(255**2 / error) > 60


def test_frames_have_the_form_that_the_take_asks_for():
    footage = shoot(TAKE)
    assert footage.clip.frames.shape == (6, 256, 256, 3)
    assert footage.clip.frames.dtype == np.uint8
    assert len(footage.clip.faces) == len(footage.mouths) == len(footage.openings) == 6
    assert len(footage.clip.sound) == round(6 / 25 * footage.clip.rate)
    assert 15 < footage.clip.frames.mean() < 220


@pytest.mark.parametrize("x", [-0.6, 0.6])
def test_the_side_towards_the_lamp_is_the_bright_one(x):
    box = face_box(pose(), SCALE, 1.0)
    face = inside(drawn(lamp(x), pose()), box).mean(axis=(0, 2))
    left, right = np.array_split(face, 2)
    assert (right.mean() > 1.3 * left.mean()) == (x > 0)
    assert (left.mean() > 1.3 * right.mean()) == (x < 0)


@pytest.mark.parametrize("family", BACKGROUND_FAMILIES)
@pytest.mark.parametrize("x", [-0.5, 0.5])
def test_the_shadow_on_the_wall_falls_away_from_the_lamp(family, x):
    cover = np.zeros((256, 256), np.float32)
    cover[80:180, 108:148] = 1
    wall = Background(family=family, seed=4, light=lamp(x), height=256, width=256, scale=SCALE)
    dark = (wall.draw(np.zeros_like(cover)) - wall.draw(cover)).sum(axis=(0, 2))
    assert dark.min() >= -1e-3
    centre = (dark * np.arange(256)).sum() / dark.sum()
    assert (centre - 127.5) * x < 0
    assert abs(centre - 127.5) > 10


def test_turning_the_head_turns_its_shading_not_the_light():
    """A head turned towards the lamp has less of a dark side."""

    def ratio(yaw):
        at = pose(yaw=yaw)
        left, right = np.array_split(inside(drawn(lamp(0.6), at), face_box(at, SCALE, 1.0)).mean(axis=(0, 2)), 2)
        return right.mean() / left.mean()

    assert ratio(0.25) < ratio(0.0) < ratio(-0.25)


def test_the_mouth_opens_and_the_lids_close():
    shut, wide = (drawn(lamp(0.2), pose(mouth=m)) for m in (0.0, 0.25))
    box = mouth_box(pose(), SCALE)
    dark = [(inside(p, box).mean(axis=-1) < 0.06).mean() for p in (shut, wide)]
    assert dark[0] < 0.1 < 0.15 < dark[1]
    above = np.s_[0:120]
    assert np.allclose(shut[above], wide[above], atol=1e-3)
    opened, closed = (drawn(lamp(0.2), pose(lids=lid)) for lid in (0.0, 1.0))
    changed = np.abs(opened - closed).sum(axis=-1) > 0.05
    ys, xs = np.nonzero(changed)
    assert changed.any()
    assert ys.min() > 128 - 0.3 * SCALE
    assert ys.max() < 128 + 0.15 * SCALE
    assert xs.min() > 128 - 0.6 * SCALE
    assert xs.max() < 128 + 0.6 * SCALE


def test_boxes_follow_the_head():
    still, moved = (face_box(pose(x=x), SCALE, 1.0) for x in (100.0, 120.0))
    assert moved.x - still.x == pytest.approx(20)
    assert face_box(pose(yaw=0.2), SCALE, 1.0).x > face_box(pose(), SCALE, 1.0).x
    assert mouth_box(pose(mouth=0.2), SCALE).height == pytest.approx(mouth_box(pose(), SCALE).height + 0.2 * SCALE)


def test_light_comes_from_above_and_from_the_front():
    for take in range(50):
        light = draw_light(1, take)
        assert np.linalg.norm(light.direction) == pytest.approx(1)
        assert light.direction[1] < 0 < light.direction[2]
        assert max(light.ambient) < 0.5 * max(light.colour)


@pytest.mark.parametrize("camera", CAMERAS, ids=lambda c: c.name)
def test_noise_grows_with_light_as_photons_ask(camera):
    """The spread of a flat field, brought back to linear light, against the camera's two numbers."""
    flat = replace(camera, vignette=0.0, balance=(1.0, 1.0))
    for level in (0.1, 0.5):
        sensor = Sensor(flat, 1.0, 128, 128, np.random.default_rng(0))
        seen = sensor.expose(np.full((128, 128, 3), level, np.float32)).astype(float)
        slope = (level**-1) * seen.mean() / flat.gamma  # of the tone curve, levels per unit of light
        wanted = np.sqrt(flat.photons * level + flat.reading**2) * slope
        rounding = np.sqrt(1 / 12)
        assert np.hypot(wanted, rounding) == pytest.approx(seen.std(), rel=0.2)


@pytest.mark.slow
def test_the_detector_finds_the_heads_where_they_are():
    pytest.importorskip("dlib")
    detector = open_face_detector("dlib")
    hits = looked = 0
    for recipe in Plan(seed=11, clips=40, seconds=(0.1, 0.12)).recipes()[::2]:
        clip = shoot(recipe.origin).clip
        box = clip.faces[1]
        looked += 1
        for face in detector.detect(clip.frames[1]):
            x, y = face.box.x + face.box.width / 2, face.box.y + face.box.height / 2
            hits += box.x < x < box.x + box.width and box.y < y < box.y + box.height
    assert looked == 20
    assert hits >= 18
