"""One known change: its name, its dose, what it needs, and the function that makes it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from touchstone.vocabulary.errors import UsageError

from .clip import Clip

ChangeFunction = Callable[[Clip, float, np.random.Generator], Clip]
Region = Literal["frame", "face", "mouth", "background", "sound"]

ON_OFF = "on/off"
"""Unit of an intervention that is there or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention:
    """A known change to a clip.

    The sham arm is dose ``None``: the same decoding and the same encoding, and nothing between them.

    Attributes:
        name: unique, in the words of the field.
        domain: key of the domain that it belongs to (``bg cm av rr ll tm``), or ``common``.
        unit: unit of the dose; ``""`` for a pure number, ``on/off`` where 1 is the only dose.
        doses: a low, a medium and a high dose; the same one thrice where it is on or off. The number itself falls
            where less of it is the stronger change (a quality, say).
        region: what of the clip it changes.
        meaning: what it does, in one line.
        source: paper, standard or tool of the method.
        change: clip, dose and random numbers → a new clip; pictures outside the region stay as they are.
        limits: smallest and largest dose that make sense.
        forges: whether a specialist is taught to call it fake. A sound that is muted, cut off above or compressed is not taught
            as one: telephones and codecs do the same.
    """

    name: str
    domain: str
    unit: str
    doses: tuple[float, float, float]
    region: Region
    meaning: str
    source: str
    change: ChangeFunction
    limits: tuple[float, float] = (0.0, math.inf)
    forges: bool = True

    @property
    def needs(self) -> frozenset[str]:
        """What a clip must have: a ``face`` in most frames (also where the background is changed), a ``sound``."""
        return frozenset(() if self.region == "frame" else {"sound" if self.region == "sound" else "face"})

    def apply(self, clip: Clip, dose: float | None, seed: int) -> Clip:
        """The changed clip; ``clip`` itself for the sham, ``dose=None``.

        The same clip, dose and seed give the same pixels and samples on the same machine.

        Raises:
            UsageError: the dose is out of its limits, or the clip lacks what the change needs.
        """
        self.check(clip, dose)
        if dose is None:
            return clip
        digest = hashlib.sha256(f"{self.name}:{seed}".encode()).digest()
        return self.change(clip, dose, np.random.default_rng(int.from_bytes(digest[:8], "big")))

    def check(self, clip: Clip, dose: float | None) -> None:
        """Say what prevents this change, if anything does; the sham needs what the dose needs.

        Raises:
            UsageError: the dose is out of its limits, or the clip lacks what the change needs.
        """
        if dose is not None:
            low, high = (1, 1) if self.unit == ON_OFF else self.limits
            if not low <= dose <= high:
                allowed = "1" if low == high else f"{low:g} or more" if math.isinf(high) else f"{low:g} to {high:g}"
                raise UsageError(f"{self.name} takes a dose of {allowed} {self.unit}, not {dose:g}".replace("  ", " "))
        with_face = sum(face is not None for face in clip.faces)
        if "face" in self.needs and 2 * with_face < len(clip.frames):
            raise UsageError(
                f"{self.name} needs a face in at least half of the frames; there is one in {with_face} of {len(clip.frames)}:"
                " take another clip, or a change of the whole frame"
            )
        if "sound" in self.needs and (clip.sound is None or len(clip.sound) == 0):
            raise UsageError(f"{self.name} needs sound, and the clip has none: take another clip")
