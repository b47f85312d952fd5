"""From a recipe to a file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from touchstone.footage.faces import FaceDetector, open_face_detector, track_faces
from touchstone.footage.interventions import INTERVENTIONS, Clip, read_clip, write_clip
from touchstone.footage.media import Box
from touchstone.vocabulary.errors import MediaError, TouchstoneError
from touchstone.vocabulary.hashes import ROOT, hash_of_code
from touchstone.vocabulary.tables import write_bytes

from .recipe import Recipe, UserFile
from .scene import shoot

_ROOMS = ("interventions", "media", "synthesis")
# These decide what is made, not how: what they decide is in the recipes.
_OUTSIDE = {"__init__", "build", "card", "ledger", "defects", "plan", "plan_own", "cell", "show"}
_LIBRARIES = ("av", "numpy", "opencv-python-headless", "scipy")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenClip:
    """One clip that was written.

    Attributes:
        video: its key.
        digest: of its recipe and of the code.
        sha256: of the file.
        size: bytes.
        faces: one box per frame, pixels; ``None`` where there is none.
    """

    video: str
    digest: str
    sha256: str
    size: int
    faces: tuple[Box | None, ...]


def make(folder: Path, recipes: Sequence[Recipe], code: str) -> list[WrittenClip]:
    """Write the clips of one origin, whose pictures are made or read once.

    Args:
        folder: of the corpus.
        recipes: of the same origin.
        code: hash of the code.

    Raises:
        TouchstoneError: the user's clip cannot be read, or a defect cannot be planted in it.
    """
    cv2.setNumThreads(1)
    untouched = origin(recipes[0])
    return [_write(folder, untouched, recipe, code) for recipe in recipes]


def origin(recipe: Recipe) -> Clip:
    """Pictures and sound before anything is done to them: the take, or the user's clip."""
    if isinstance(recipe.origin, UserFile):
        source = recipe.origin
        try:
            return read_clip(source.path, seconds=source.seconds, max_side=source.most, faces=find_faces)
        except MediaError as error:
            raise MediaError(f"{source.path.name}: {error}") from error
    return shoot(recipe.origin).clip


def planted(clip: Clip, recipe: Recipe) -> Clip:
    """The clip with the defects of a recipe; a real one goes through the sham of nothing."""
    for defect in recipe.defects:
        clip = INTERVENTIONS[defect.intervention].apply(clip, defect.dose, defect.seed)
    return replace(clip, encoding=recipe.encoding)


def _write(folder: Path, untouched: Clip, recipe: Recipe, code: str) -> WrittenClip:
    path = folder / recipe.video
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    aside.unlink(missing_ok=True)
    try:
        clip = planted(untouched, recipe)
        write_clip(clip, aside)
        data = aside.read_bytes()
        write_bytes(path, data)
    except TouchstoneError as error:
        raise type(error)(f"{recipe.video}: {error}") from error
    finally:
        aside.unlink(missing_ok=True)
    return WrittenClip(
        video=recipe.video,
        digest=recipe.digest(code),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        faces=clip.faces,
    )


def find_faces(frames: NDArray[np.uint8]) -> list[Box | None]:
    """The face in every frame, by the detector that is installed; for :func:`touchstone.footage.interventions.read_clip`."""
    return [None if face is None else face.box for face in track_faces(frames, _detector())]


@cache
def _detector() -> FaceDetector:
    return open_face_detector("auto")


@cache
def code_hash() -> str:
    """Hash of the code that makes clips, and of the libraries under it."""
    paths = (path for room in _ROOMS for path in (ROOT / "footage" / room).rglob("*.py") if path.stem not in _OUTSIDE)
    return hash_of_code(paths, _LIBRARIES)
