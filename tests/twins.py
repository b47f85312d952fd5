"""Fakes for tests: a detector that needs no weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from touchstone.detectors.kinds import Detector, DetectorCard
from touchstone.vocabulary.domains import InputContract


class BrightnessDetector(Detector):
    """Calls bright pictures fake: the logit is (mean level − 100) / 10, which a test can compute by itself."""

    def __init__(self, name: str = "bright", kind: str = "frame", frames: int = 1, size: int = 32) -> None:
        contract = InputContract(kind=kind, size=size, frames=frames)  # pyright: ignore[reportArgumentType]
        self.card = DetectorCard(name=name, kind="test", input=contract)
        self.calls: list[int] = []

    def score(self, pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Shape [n]."""
        self.calls.append(len(pictures))
        return (pictures.reshape(len(pictures), -1).mean(axis=1) - 100) / 10
