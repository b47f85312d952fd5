"""What a detector is fed and what it answers: the contract that travels with its weights."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from typing import Literal

from touchstone.vocabulary.errors import UsageError

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)

Interpolation = Literal["bilinear", "bilinear_plain", "area"]


@dataclass(frozen=True, slots=True)
class InputContract:
    """How footage becomes a detector's input.

    Attributes:
        kind: ``frame`` (one picture, input [n, 3, size, size]), ``clip`` (pictures in order,
            input [n, frames, 3, size, size]) or ``view`` (what the view of that name shows of the window of consecutive
            frames, input [n, *shape of the view]; the settings of pictures have no meaning then).
        size: side of the square picture, pixels.
        color: order of the channels.
        mean: per channel, of values scaled to 0–1; subtracted.
        std: per channel; divides.
        crop: what of the frame is shown: ``full``, the whole frame without keeping its aspect.
        interpolation: ``bilinear`` as torchvision's ``Resize`` does it on a PIL image (antialiased),
            ``bilinear_plain`` as OpenCV's ``INTER_LINEAR`` does it, or ``area``.
        frames: pictures in a clip, evenly spread over the window; 1 for ``frame``.
        view: name of the view, for ``view`` alone.

    Raises:
        UsageError: a view without a name, or a name without a view.

    >>> InputContract("view", view="tm").to_json()
    '{"kind": "view", "view": "tm"}'
    """

    kind: Literal["frame", "clip", "view"] = "frame"
    size: int = 224
    color: Literal["rgb", "bgr"] = "rgb"
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD
    crop: Literal["full"] = "full"
    interpolation: Interpolation = "bilinear"
    frames: int = 1
    view: str | None = None

    def __post_init__(self) -> None:
        if (self.kind == "view") != bool(self.view):
            raise UsageError(
                f"a contract of kind {self.kind!r} cannot have the view {self.view!r}; only a view has a name"
            )

    @property
    def unit(self) -> Literal["frame", "clip"]:
        """What one score is about, as the ``scores`` table names it: a view is about the clip."""
        return "frame" if self.kind == "frame" else "clip"

    def to_json(self) -> str:
        """The contract as the ``detectors`` table holds it: the settings that have a meaning for its kind."""
        if self.kind == "view":
            return json.dumps({"kind": self.kind, "view": self.view})
        settings = asdict(self)
        del settings["view"]
        return json.dumps(settings)


@dataclass(frozen=True, slots=True)
class OutputContract:
    """What a detector's numbers mean.

    Attributes:
        kind: ``logits`` or ``probability``, one per class or a single one.
        fake: index of the class *fake*; of a single number 1 where a high one means fake, 0 where a low one does.
        offset: log-odds that are added to the network's own.
        temperature: divides their sum; more than 0.
        threshold: P(fake), between 0 and 1, at which the detector decides after that.

    >>> OutputContract().to_json()
    '{"kind": "logits", "fake": 1}'
    """

    kind: Literal["logits", "probability"] = "logits"
    fake: int = 1
    offset: float = 0.0
    temperature: float = 1.0
    threshold: float = 0.5

    def calibrated(self, log_odds: float) -> float:
        """The network's log-odds of *fake* as the ``scores`` table holds them, counted from where the detector decides.

        One threshold holds for all detectors of a run, 0.5 unless the user says otherwise; so a detector that decides elsewhere
        is moved there. Where its threshold is 0.5, nothing is moved, and its probabilities stay as they were calibrated.

        >>> OutputContract(offset=1.0, temperature=2.0).calibrated(3.0)
        2.0
        >>> OutputContract(threshold=0.75).calibrated(math.log(3))  # P(fake) was 0.75
        0.0
        """
        return (log_odds + self.offset) / self.temperature - math.log(self.threshold / (1 - self.threshold))

    def to_json(self) -> str:
        """The contract as the ``detectors`` table holds it; what changes nothing is left out."""
        neutral = {"offset": 0.0, "temperature": 1.0, "threshold": 0.5}
        return json.dumps({name: value for name, value in asdict(self).items() if neutral.get(name) != value})
