"""A detector that costs nothing, offered as another package would offer it, so that videos are analysed as they really are."""

from __future__ import annotations

import sys
from pathlib import Path

from touchstone.detectors.kinds import kinds
from touchstone.testing.detectors import BrightnessKind

KIND = BrightnessKind()
"""What the entry point names."""

SETTINGS = "[bright]\nbrightness = 100\n"
"""A ``detectors.toml`` with it."""


def offer(folder: Path) -> None:
    """Write what an installed package leaves, so that the folder on the path offers the kind."""
    installed = folder / "bright-1.dist-info"
    installed.mkdir(parents=True, exist_ok=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: bright\nVersion: 1\n")
    (installed / "entry_points.txt").write_text(f"[touchstone.detector_kinds]\nbright = {__name__}:KIND\n")


def install(folder: Path) -> None:
    """Let this process see the package, as if it had been installed before the process began."""
    sys.path.append(str(folder))
    kinds.cache_clear()
