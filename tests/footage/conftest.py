"""Where the real footage is, if it is there."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def footage(shared: Path) -> Path:
    """Folder of real and fake clips; tests that want it are skipped where it is absent."""
    return shared / "footage"
