"""What a clip of a corpus is to be: decided before any pixel is made, by the seed alone."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from touchstone.footage.corpus import Label
from touchstone.footage.interventions import Encoding

from .scene import Take

Difficulty = Literal["plain", "hard", "two"]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFile:
    """A file of the user's, cut to its first seconds.

    Attributes:
        path: the file.
        sha256: of its content.
        seconds: longest part that is taken.
        most: longest side, pixels; larger pictures are made smaller, for real and fake alike.
    """

    path: Path
    sha256: str
    seconds: float
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One planted defect.

    Attributes:
        intervention: its name.
        domain: key of its domain.
        dose: how much of it.
        unit: unit of the dose.
        region: what of the clip is changed.
        seed: of its random numbers.
    """

    intervention: str
    domain: str
    dose: float
    unit: str
    region: str
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One clip.

    Attributes:
        video: its key.
        label: ``real`` or ``fake``.
        origin: where its pictures come from: a made take, or a file of the user's.
        defects: in the order in which they are planted; none in a real clip.
        difficulty: ``plain``, ``hard`` (lowest dose), ``two`` defects; ``plain`` for real clips.
        encoding: how it is stored.
        codec: family of that.
        group: person.
        source: camera.
        dataset: corpus that it belongs to.
        scene: kind of background; ``None`` where it is not known.
        split: ``train``, ``val`` or ``test``.
    """

    video: str
    label: Label
    origin: Take | UserFile
    defects: tuple[Defect, ...]
    difficulty: Difficulty
    encoding: Encoding
    codec: str
    group: str
    source: str | None
    dataset: str
    scene: str | None
    split: str

    @property
    def method(self) -> str | None:
        """Domains of the defects, joined; ``None`` for real clips."""
        return "+".join(defect.domain for defect in self.defects) or None

    def digest(self, code: str) -> str:
        """Hash of everything that decides the clip's pixels, sound and file, with the hash of the code that makes it."""
        decided = [asdict(self.origin), [asdict(d) for d in self.defects], asdict(self.encoding), code]
        return hashlib.sha256(json.dumps(decided, sort_keys=True, default=str).encode()).hexdigest()
