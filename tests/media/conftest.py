"""Where the real footage is, if it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def footage() -> Path:
    """Folder of real and fake clips; tests that want it are skipped where it is absent."""
    root = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("TOUCHSTONE_SHARED", root.parent / "shared")) / "footage"
    if not folder.is_dir():
        pytest.skip("no real footage here")
    return folder
