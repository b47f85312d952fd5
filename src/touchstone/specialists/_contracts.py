"""What the networks expect and return: the preprocessing contract travels with the weights."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

from touchstone.errors import UsageError

from ._layouts import LAYOUTS


@dataclass(frozen=True, slots=True)
class InputContract:
    """How footage becomes the input of a network.

    Attributes:
        kind: ``frame`` (one picture [3, size, size]) or ``clip`` ([frames, 3, size, size]).
        size: pixels of both sides after resizing.
        color: order of the channels, ``rgb`` or ``bgr``.
        mean: subtracted per channel after scaling 0–255 to 0–1.
        std: divided by, per channel.
        crop: ``full`` is the whole frame, whatever its aspect.
        interpolation: ``bilinear`` is Pillow's, antialiased, as torchvision's ``Resize`` does it.
        frames: frames of a clip, evenly spaced over ``seconds``; 1 for a frame.
        seconds: what a clip spans; 0 for a frame.
    """

    kind: Literal["frame", "clip"]
    size: int = 224
    color: Literal["rgb", "bgr"] = "rgb"
    mean: tuple[float, float, float] = (0.485, 0.456, 0.406)
    std: tuple[float, float, float] = (0.229, 0.224, 0.225)
    crop: str = "full"
    interpolation: str = "bilinear"
    frames: int = 1
    seconds: float = 0.0

    def to_json(self) -> str:
        """The contract in one line of JSON, for the ``detectors`` table."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class OutputContract:
    """What a network returns.

    Attributes:
        kind: ``logits`` (two values, softmax gives probabilities) or ``probability``.
        fake: index of the class *fake*.

    >>> OutputContract().to_json()
    '{"kind": "logits", "fake": 1}'
    """

    kind: Literal["logits", "probability"] = "logits"
    fake: int = 1

    def to_json(self) -> str:
        """The contract in one line of JSON, for the ``detectors`` table."""
        return json.dumps(asdict(self))


@dataclass(frozen=True, slots=True)
class Contract:
    """Everything that a caller of a network must know.

    Attributes:
        input: how footage becomes input.
        output: what comes back.
        expects: what the network claims to use beside single pictures: ``time``, ``audio``.
    """

    input: InputContract
    output: OutputContract
    expects: tuple[str, ...] = ()


_FRAME = Contract(InputContract("frame"), OutputContract())
# Nothing is published of how many frames the older temporal model was trained on, nor how far apart. Sixteen
# over two seconds (8 frames per second) is our assumption; it fits the default window of clips.
_CLIP = Contract(InputContract("clip", frames=16, seconds=2.0), OutputContract(), ("time",))


def contract(key: str) -> Contract:
    """The contract of layout ``key``.

    Raises:
        UsageError: no such layout.

    >>> contract("tm").expects, contract("tm_legacy").expects
    ((), ('time',))
    """
    if key not in LAYOUTS:
        raise UsageError(f"no specialist is called {key!r}; known are {', '.join(LAYOUTS)}")
    return _CLIP if key == "tm_legacy" else _FRAME
