"""What the networks expect and return: the preprocessing contract travels with the weights."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.detectors.keys import check_layout
from touchstone.vocabulary.domains import InputContract, OutputContract


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
_CLIP = Contract(InputContract("clip", frames=16), OutputContract(), ("time",))


def contract(key: str) -> Contract:
    """The contract of layout ``key``.

    Raises:
        UsageError: no such layout.

    >>> contract("tm").expects, contract("tm_legacy").expects
    ((), ('time',))
    """
    check_layout(key)
    return _CLIP if key == "tm_legacy" else _FRAME
