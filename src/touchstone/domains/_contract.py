"""What a detector is fed and what it answers: the contract that travels with its weights."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)

Interpolation = Literal["bilinear", "bilinear_plain", "area"]


@dataclass(frozen=True, slots=True)
class InputContract:
    """How footage becomes a detector's input.

    Attributes:
        kind: ``frame`` (one picture, input [n, 3, size, size]) or ``clip`` (pictures in order,
            input [n, frames, 3, size, size]).
        size: side of the square picture, pixels.
        color: order of the channels.
        mean: per channel, of values scaled to 0–1; subtracted.
        std: per channel; divides.
        crop: what of the frame is shown: ``full``, the whole frame without keeping its aspect.
        interpolation: ``bilinear`` as torchvision's ``Resize`` does it on a PIL image (antialiased),
            ``bilinear_plain`` as OpenCV's ``INTER_LINEAR`` does it, or ``area``.
        frames: pictures in a clip, evenly spread over the window; 1 for ``frame``.
    """

    kind: Literal["frame", "clip"] = "frame"
    size: int = 224
    color: Literal["rgb", "bgr"] = "rgb"
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD
    crop: Literal["full"] = "full"
    interpolation: Interpolation = "bilinear"
    frames: int = 1

    def to_json(self) -> str:
        """The contract as the ``detectors`` table holds it."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class OutputContract:
    """What a detector's numbers mean.

    Attributes:
        kind: ``logits``, one per class.
        fake: index of the class *fake*.
    """

    kind: Literal["logits"] = "logits"
    fake: int = 1

    def to_json(self) -> str:
        """The contract as the ``detectors`` table holds it."""
        return json.dumps(asdict(self))
