"""A take: one person before one background under one light, in front of one camera, as pictures and sound."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from touchstone.footage.interventions import Clip
from touchstone.footage.media import Box

from .background import Background
from .body import BODY_LEFT, BODY_TOP, draw_body
from .camera import CAMERAS, Sensor
from .draw import dice, whole
from .face import FacePainter, Pose, face_box, mouth_box
from .head import sculpt
from .light import draw_light
from .motion import move
from .person import draw_person
from .pixels import Map, moved_by
from .voice import RATE, speak

SIZES = ((256, 256), (320, 240), (288, 288), (352, 288), (384, 288), (400, 300), (480, 360))
"""Width and height of frames, pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """What decides the pictures and the sound of a clip before anything is done to it.

    Attributes:
        seed: of the corpus.
        number: of the take; every draw below depends on it and on the seed.
        person: number of the person.
        camera: name of the camera.
        family: kind of background.
        width: pixels.
        height: pixels.
        fps: frames per second.
        frames: how many.
    """

    seed: int
    number: int
    person: int
    camera: str
    family: str
    width: int
    height: int
    fps: Fraction
    frames: int


@dataclass(frozen=True, slots=True, eq=False)
class Footage:
    """A take, made.

    Attributes:
        clip: pictures and sound, with the exact face in every frame.
        mouths: the exact mouth in every frame.
        openings: of the mouth in every frame, 0 to 1.
    """

    clip: Clip
    mouths: tuple[Box, ...]
    openings: tuple[float, ...]


def shoot(take: Take) -> Footage:
    """Make the pictures and the sound of a take: the same ones every time on one machine."""
    person = draw_person(take.seed, take.person)
    light = draw_light(take.seed, take.number)
    camera = next(c for c in CAMERAS if c.name == take.camera)
    rng = dice(take.seed, "take", take.number)
    height, width = take.height, take.width
    scale = float(np.clip(rng.uniform(0.235, 0.285) * height, 62, 110))
    centre = (width * rng.uniform(0.44, 0.56), height * rng.uniform(0.47, 0.53) + 0.02 * scale)
    exposure = rng.uniform(0.85, 1.25)
    times = np.arange(take.frames) / float(take.fps)
    speech = speak(person, take.frames / float(take.fps), dice(take.seed, "voice", take.number))
    opening = speech.at(times)
    poses = move(times, opening, centre, scale, dice(take.seed, "motion", take.number))
    face = FacePainter(sculpt(person, scale), light)
    paint = whole(take.seed, "wall", take.number)
    wall = Background(take.family, paint, light, height=height, width=width, scale=scale)
    body = draw_body(person, light, scale)
    sensor = Sensor(camera, exposure, height, width, dice(take.seed, "noise", take.number))
    shake = _shake(take.frames, camera.shake, dice(take.seed, "shake", take.number))
    frames = np.empty((take.frames, height, width, 3), np.uint8)
    for k, pose in enumerate(poses):
        light_in = _compose(face, wall, body, pose, centre=centre, scale=scale, size=(height, width))
        frames[k] = sensor.expose(moved_by(light_in, float(shake[k, 0]), float(shake[k, 1]), width, height))
    boxes = tuple(face_box(p, scale, person.width) for p in poses)
    clip = Clip(frames, take.fps, boxes, speech.sound, RATE)
    return Footage(clip, tuple(mouth_box(p, scale) for p in poses), tuple(float(a) for a in opening))


def _compose(
    face: FacePainter,
    wall: Background,
    body: tuple[Map, Map],
    pose: Pose,
    *,
    centre: tuple[float, float],
    scale: float,
    size: tuple[int, int],
) -> Map:
    height, width = size
    rows, columns, colour, cover = face.draw(pose, height, width)
    trunk, opaque = body
    x = centre[0] + 0.6 * (pose.x - centre[0]) + BODY_LEFT * scale
    y = centre[1] + 0.8 * (pose.y - centre[1]) + BODY_TOP * scale
    over = moved_by(opaque, x, y, width, height, repeat=False)
    worn = moved_by(trunk, x, y, width, height)
    silhouette = over.copy()
    part = silhouette[rows, columns]
    np.maximum(part, cover, out=part)
    picture = wall.draw(silhouette)
    picture += (worn - picture) * over[..., None]
    part = picture[rows, columns]
    part += (colour - part) * cover[..., None]
    return picture


def _shake(frames: int, size: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """Movement of the camera in every frame, pixels, ``[T, 2]``: smooth, as a hand's."""
    steps = rng.standard_normal((frames + 16, 2))
    kernel = np.hanning(17)[1:-1]
    smooth = np.stack([np.convolve(steps[:, axis], kernel / np.linalg.norm(kernel), "valid") for axis in range(2)], 1)
    return size * smooth[:frames]
