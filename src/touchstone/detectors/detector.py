"""The small interface that every detector has."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from touchstone.vocabulary.domains import InputContract, OutputContract


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorCard:
    """What is known of a detector that was loaded.

    Attributes:
        name: its name in every table.
        kind: what it is, as ``detectors.toml`` names it.
        domain: key of the domain that it is for, if any.
        input: what it is fed.
        output: what its numbers mean.
        path: file of its weights, as it was given.
        sha256: hash of that file.
        layout: known checkpoint layout that was recognised.
        architecture: network in one line.
        parameters: trainable parameters.
        expects: what it claims to use: ``time``, ``audio``.
    """

    name: str
    kind: str
    domain: str | None = None
    input: InputContract = InputContract()
    output: OutputContract = OutputContract()
    path: str | None = None
    sha256: str | None = None
    layout: str | None = None
    architecture: str | None = None
    parameters: int | None = None
    expects: tuple[str, ...] = ()

    def row(self) -> dict[str, Any]:
        """Its row of the ``detectors`` table."""
        return {
            "detector": self.name, "kind": self.kind, "domain": self.domain, "path": self.path, "sha256": self.sha256,
            "layout": self.layout, "architecture": self.architecture, "parameters": self.parameters, "status": "ok",
            "missing_keys": [], "unexpected_keys": [], "input": self.input.to_json(),
            "output": self.output.to_json(), "expects": list(self.expects),
        }  # fmt: skip


class Detector(ABC):
    """Anything that scores pictures of a video.

    To write one: hold a :class:`DetectorCard` in ``card``, whose ``input`` says which pictures you want, and
    write :meth:`score`. It is called in one process, and from its main thread alone unless ``concurrent`` is true; it must
    not depend on what it was called with before.

    Attributes:
        card: what is known of it.
        concurrent: whether :meth:`score` may be called by several threads at once, each with pictures of its own. They are then
            shared out among the cores, and torch has one thread for each of them where there are enough for every core.
            Ctrl-C waits for those that have begun.
    """

    card: DetectorCard
    concurrent: bool = False

    @abstractmethod
    def score(self, pictures: NDArray[Any]) -> NDArray[np.float64]:
        """Log-odds of *fake*, shape [n].

        Args:
            pictures: uint8 RGB, [n, size, size, 3] for frames, [n, frames, size, size, 3] for clips, not yet normalised;
                for views [n, *shape], as the view stores it.

        Raises:
            RuntimeError, ValueError: these pictures cannot be scored; they become failed rows, and the text is their
                reason. So does any other error, and any answer but n numbers.
        """
