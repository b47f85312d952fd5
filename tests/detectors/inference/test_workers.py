import os
import signal
import time
from pathlib import Path

import pytest

from touchstone.detectors.inference import ReadingSettings, workers
from touchstone.footage.corpus import Entry
from touchstone.footage.observe import Observation


def hang_or_crash(path: Path, contracts, *, frames, window, faces, measured=True):
    """Stands in for a decoder that hangs or dies."""
    if "hangs" in path.name:
        time.sleep(600)
    if "dies" in path.name:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "large" in path.name:
        raise MemoryError
    return Observation(video={"status": "ok", "container": f"{frames} {window}"})


@pytest.fixture
def observe(monkeypatch):
    monkeypatch.setattr(workers, "observe", hang_or_crash)


@pytest.mark.slow
def test_a_decoder_that_hangs_or_dies_costs_one_video(observe):
    entries = [Entry(video=name, path=Path(name), label="real") for name in ("a", "dies", "b", "hangs", "large", "c")]
    reading = ReadingSettings(frames=3, timeout=8, workers=1, memory=3_000_000_000)
    seen = {entry.video: o.video for entry, o in workers.read_ahead(entries, reading, (), ahead=3)}
    assert list(seen) == ["a", "dies", "b", "hangs", "large", "c"]
    failed = {name: (seen[name]["failure"], seen[name]["reason"]) for name in ("dies", "hangs", "large")}
    assert failed == {
        "dies": ("crash", "reading crashed twice (signal SIGSEGV)"),
        "hangs": ("time", "reading took longer than 8 s"),
        "large": ("memory", "reading took more memory than the 3.0 GB it may take"),
    }
    assert [seen[name]["container"] for name in "abc"] == ["3 2.0"] * 3
