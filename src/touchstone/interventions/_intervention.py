"""One known change: its name, its dose, what it needs, and the function that makes it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ._clip import Clip

Change = Callable[[Clip, float, np.random.Generator], Clip]
Region = Literal["frame", "face", "mouth", "background", "sound"]
Need = Literal["face", "sound"]


@dataclass(frozen=True, slots=True)
class Intervention:
    """A known change to a clip.

    The sham arm is dose ``None``: the same decoding and the same encoding, and nothing between them.

    Attributes:
        name: unique, in the words of the field.
        domain: key of the domain that it belongs to (``bg cm av rr ll tm``), or ``common``.
        unit: unit of the dose; ``""`` for a pure number, ``on/off`` where 1 is the only dose.
        doses: a low, a medium and a high dose; the same one thrice where it is on or off.
        region: what of the clip it changes.
        needs: what a clip must have: a face in most frames, a sound.
        meaning: what it does, in one line.
        source: paper, standard or tool of the method.
        change: clip, dose and random numbers → a new clip; pictures outside the region stay as they are.
    """

    name: str
    domain: str
    unit: str
    doses: tuple[float, float, float]
    region: Region
    needs: frozenset[Need]
    meaning: str
    source: str
    change: Change

    def apply(self, clip: Clip, dose: float | None, seed: int) -> Clip:
        """The changed clip; ``clip`` itself for the sham, ``dose=None``.

        The same clip, dose and seed give the same pixels and samples on the same machine.
        """
        if dose is None:
            return clip
        digest = hashlib.sha256(f"{self.name}:{seed}".encode()).digest()
        return self.change(clip, dose, np.random.default_rng(int.from_bytes(digest[:8], "big")))
