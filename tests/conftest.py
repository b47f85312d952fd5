"""What several rooms' tests share."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import settings

from touchstone.footage.media.scheduling import keeper
from touchstone.vocabulary.cache import CACHE_VARIABLE, Cache
from touchstone.vocabulary.tables import TENSORS

# How long an example takes says something of the machine, not of the code: a busy one must not fail a test.
# Which examples are drawn depends on the test alone: new ones are for the fuzzers (make fuzz), and never fail a run by chance.
settings.register_profile("unhurried", deadline=None, derandomize=True)
settings.load_profile("unhurried")


# What a test computes is not kept for another, nor among the files of whoever runs the tests.
os.environ[CACHE_VARIABLE] = "off"

_PUT_BACK = keeper()


@pytest.fixture(autouse=True)
def usual_scheduling():
    """A test that encodes AV1 by itself, as root, leaves no real-time thread to those after it."""
    yield
    _PUT_BACK()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cache:
    """A cache of this test alone, whatever room the disk has."""
    monkeypatch.setattr("touchstone.vocabulary.cache.LEAST_FREE", 0)
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return Cache(tmp_path / "cache")


@pytest.fixture
def unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of checkpoints are read in this process, and their tensors have no rows: measuring takes most of the time."""
    monkeypatch.setattr("touchstone.detectors.isolation.apart.ROOT", Path(Path.cwd().anchor))
    monkeypatch.setattr("touchstone.detectors.isolation.meant.checkpoint_rows", lambda *_: TENSORS.empty())


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real clips and tables; tests that ask for it are skipped where it is absent."""
    path = Path(os.environ.get("TOUCHSTONE_SHARED", Path(__file__).parents[2] / "shared"))
    if not path.is_dir():
        pytest.skip("no folder with real clips: set TOUCHSTONE_SHARED")
    return path


def moving_square(frames: int = 30, width: int = 96, height: int = 64, seed: int = 0):
    """Pictures of a bright square that moves over a textured ground."""
    rng = np.random.default_rng(seed)
    ground = rng.integers(20, 120, (height, width, 3)).astype(np.uint8)
    for frame in range(frames):
        picture = ground.copy()
        left = 2 * frame % (width - 16)
        picture[24:40, left : left + 16] = 200
        yield picture
