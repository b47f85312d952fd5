import os
import signal
import time
from pathlib import Path

import pytest

from touchstone.detectors.inference import ReadingSettings, workers
from touchstone.footage.corpus import Entry
from touchstone.footage.observe import Observation


def hang_or_crash(path: Path, contracts, *, frames, window, faces):
    """Stands in for a decoder that hangs or dies."""
    if "hangs" in path.name:
        time.sleep(600)
    if "dies" in path.name:
        os.kill(os.getpid(), signal.SIGSEGV)
    return Observation(video={"status": "ok", "container": f"{frames} {window}"})


@pytest.fixture
def observe(monkeypatch):
    monkeypatch.setattr(workers, "observe", hang_or_crash)


def test_a_decoder_that_hangs_or_dies_costs_one_video(observe):
    entries = [Entry(video=name, path=Path(name), label="real") for name in ("a", "dies", "b", "hangs", "c")]
    read = workers.read_ahead(entries, ReadingSettings(frames=3, timeout=8, workers=1), (), ahead=3)
    seen = {entry.video: observation.video for entry, observation in read}
    assert list(seen) == ["a", "dies", "b", "hangs", "c"]
    assert "crashed" in seen["dies"]["reason"]
    assert "longer than 8 s" in seen["hangs"]["reason"]
    assert [seen[name]["container"] for name in "abc"] == ["3 2.0"] * 3
