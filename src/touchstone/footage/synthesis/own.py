"""Clips of the user's own as ground for planted defects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Own:
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
