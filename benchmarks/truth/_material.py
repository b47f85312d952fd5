"""Frames and clips that known changes are made to: made ones, and real ones where a folder of them is given."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from touchstone.footage.faces import open_face_detector
from touchstone.footage.media import Box, Sound, open_video

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """A frame with its face.

    Attributes:
        kind: ``made`` or ``real``.
        rgb: uint8 ``[H, W, 3]``.
        face: where its face is.
    """

    kind: str
    rgb: Pixels
    face: Box


@dataclass(frozen=True, slots=True, eq=False)
class Moving:
    """A clip.

    Attributes:
        kind: ``made`` or ``real``.
        luma: uint8 ``[T, H, W]``.
        times: seconds.
        sound: of the same stretch, if there is one.
    """

    kind: str
    luma: Pixels
    times: tuple[float, ...]
    sound: Sound | None


def ellipsoid(height: int, width: int, face: Box) -> tuple[NDArray[np.float64], ...]:
    """Parts of the surface normal of an ellipsoid in a box, to the right, upwards and forwards, and where it is."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    x = (x + 0.5 - face.x) / face.width * 2 - 1
    y = (y + 0.5 - face.y) / face.height * 2 - 1
    inside = x**2 + y**2 < 1
    forward = np.sqrt(np.clip(1 - x**2 - y**2, 0, 1))
    return x * inside, -y * inside, forward * inside, inside


def made_still(seed: int, height: int = 480, width: int = 640) -> Still:
    """An ellipsoid of skin before scenery whose spectrum falls as 1 / frequency."""
    dice = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width))
    frequency[0, 0] = np.inf
    planes = [np.fft.irfft2(np.fft.rfft2(dice.standard_normal((height, width))) / frequency) for _ in range(3)]
    scenery = np.stack([planes[0] + 0.2 * planes[1], planes[0], planes[0] + 0.2 * planes[2]], axis=-1)
    scenery *= 30 / scenery.std()
    face = Box(0.35 * width, 0.2 * height, 0.3 * width, 0.55 * height)
    _, _, forward, inside = ellipsoid(height, width, face)
    skin = np.array([175.0, 135.0, 115.0]) * (0.7 + 0.3 * forward[..., None]) + 0.3 * scenery
    rgb = np.where(inside[..., None].astype(bool), skin, 120 + scenery)
    return Still("made", np.clip(np.round(rgb), 0, 255).astype(np.uint8), face)


def real_stills(folder: Path, most: int, smallest: int) -> list[Still]:
    """The middle frame of real clips with a face, of those whose shorter side is ``smallest`` or more; spread over the folder."""
    detector = open_face_detector("auto")
    stills: list[Still] = []
    for path in _clips(folder):
        with open_video(path, frames=1, window=0) as video:
            if min(video.facts.width, video.facts.height) < smallest:
                continue
            for frame in video.frames():
                faces = detector.detect(frame.luma)
                if faces:
                    stills.append(Still("real", frame.rgb, max(faces, key=lambda f: f.box.width).box))
    return [stills[i] for i in np.unique(np.linspace(0, len(stills) - 1, most).round().astype(int))] if stills else []


def real_clips(
    folder: Path,
    most: int,
    seconds: float,
    *,
    sound: bool,
    smallest: int = 0,
    without: frozenset[str] = frozenset(),
) -> list[Moving]:
    """Windows of real clips, of those with sound where it is asked for; spread over the folder.

    ``smallest`` is the least shorter side; ``without`` names files, without their ending, that are left out.
    """
    chosen: list[Path] = []
    for path in _clips(folder):
        if path.stem in without:
            continue
        if smallest:
            with open_video(path, frames=0, window=seconds) as video:
                if min(video.facts.width, video.facts.height) < smallest:
                    continue
        if sound:
            with open_video(path, frames=0, window=seconds) as video:
                heard = video.sound()
            if heard is None or float(np.abs(heard.samples).max(initial=0)) < 0.01:
                continue
        chosen.append(path)
    places = np.unique(np.linspace(0, len(chosen) - 1, min(most, len(chosen))).round().astype(int))
    return [_moving(chosen[place], seconds) for place in places]


def _moving(path: Path, seconds: float) -> Moving:
    with open_video(path, frames=0, window=seconds) as video:
        frames = [(frame.luma, frame.time) for frame in video.frames()]
        return Moving("real", np.stack([f for f, _ in frames]), tuple(t for _, t in frames), video.sound())


def _clips(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in {".mp4", ".mpg", ".mov", ".webm", ".avi"})


def made_clip(seed: int, frames: int = 50, fps: float = 25.0) -> Moving:
    """A picture that glides by a pixel or so a frame before a still background, with noise of half a level."""
    dice = np.random.default_rng(seed)
    still = made_still(seed, 360, 480)
    grey = cv2.cvtColor(still.rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    rows, columns = still.face.scaled(1.2).clipped(*grey.shape)
    planes: list[Pixels] = []
    for turn in range(frames):
        picture = grey.copy()
        shift = np.array([[1, 0, 1.3 * turn - 30], [0, 1, 6 * np.sin(turn / 8)]])
        moved = cv2.warpAffine(grey, shift, grey.shape[::-1], borderMode=cv2.BORDER_REFLECT)
        picture[rows, columns] = moved[rows, columns]
        picture += 0.5 * dice.standard_normal(picture.shape).astype(np.float32)
        planes.append(np.clip(np.round(picture), 0, 255).astype(np.uint8))
    return Moving("made", np.stack(planes), tuple(np.arange(frames) / fps), None)


def grey_rgb(plane: NDArray[np.floating] | NDArray[np.integer]) -> Pixels:
    """A colourless picture, rounded and clipped."""
    levels = np.clip(np.round(plane), 0, 255).astype(np.uint8)
    return np.repeat(levels[..., None], 3, axis=2)


def levels(picture: NDArray[np.floating]) -> Pixels:
    """Rounded and clipped."""
    return np.clip(np.round(picture), 0, 255).astype(np.uint8)


def jpeg(rgb: Pixels, quality: int) -> Pixels:
    """The picture after a JPEG of a quality on the scale of the Independent JPEG Group (by Pillow)."""
    stream = io.BytesIO()
    Image.fromarray(rgb).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def linear(rgb: Pixels) -> NDArray[np.float64]:
    """Linear light of sRGB, 0–1."""
    share = rgb / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def display(light: NDArray[np.float64]) -> Pixels:
    """sRGB of linear light."""
    light = np.clip(light, 0, 1)
    return levels(255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055))
