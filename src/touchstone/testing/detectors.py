"""A detector that needs no weights, and a kind of detector that loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from touchstone.detectors.kinds import Detector, DetectorCard, Keep, Kind, Settings
from touchstone.vocabulary.domains import InputContract

if TYPE_CHECKING:
    import torch


class BrightnessDetector(Detector):
    """Calls bright pictures fake: the log-odds are (mean level − 100) / 10, so a test can compute the expected score.

    Args:
        name: its name in every table.
        kind: whether it scores frames or clips.
        frames: pictures in a clip.
        size: side of the pictures, pixels.
        level: mean level, 0 to 255, at which P(fake) is 0.5.

    Attributes:
        calls: number of pictures or clips in each call of :meth:`score`.

    >>> detector = BrightnessDetector()
    >>> detector.score(np.full((2, 32, 32, 3), 110, np.uint8)).tolist(), detector.calls
    ([1.0, 1.0], [2])
    """

    def __init__(
        self,
        name: str = "bright",
        kind: Literal["frame", "clip"] = "frame",
        *,
        frames: int = 1,
        size: int = 32,
        level: float = 100.0,
    ) -> None:
        contract = InputContract(kind=kind, size=size, frames=frames)
        self.card = DetectorCard(name=name, kind="brightness", input=contract)
        self.calls: list[int] = []
        self._level = level

    def score(self, pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Log-odds of *fake*, shape [n]."""
        self.calls.append(len(pictures))
        return (pictures.reshape(len(pictures), -1).mean(axis=1) - self._level) / 10


class BrightnessSettings(Settings):
    """Settings of a section of ``detectors.toml``: ``brightness = 100``.

    Attributes:
        brightness: a picture is called fake if its mean level, 0 to 255, is at least this.
    """

    brightness: float


class BrightnessKind(Kind[BrightnessSettings]):
    """The smallest kind of detector: no file, no network.

    >>> kind = BrightnessKind()
    >>> kind.fingerprint(BrightnessSettings(brightness=80))
    {'brightness': 80.0}
    """

    name = "brightness"
    description = "calls bright pictures fake; for tests"
    settings = BrightnessSettings

    def load(self, settings: BrightnessSettings, name: str, device: torch.device, keep: Keep) -> BrightnessDetector:
        """The detector, on any device; it has no tensors to keep."""
        del device, keep
        return BrightnessDetector(name, level=settings.brightness)

    def fingerprint(self, settings: BrightnessSettings) -> dict[str, float]:
        """The level, the only setting that scores depend on."""
        return {"brightness": settings.brightness}
