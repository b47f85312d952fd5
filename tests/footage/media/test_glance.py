"""A look at many files: whatever one of them does to its process, the others are looked at."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
from tests.conftest import moving_square

from touchstone.footage.media import glance, glances, write_video


def hangs_or_dies(path, frames):
    """Stands in for a file that hangs its reader, ends it, or takes its memory."""
    match path.name:
        case "hangs":
            time.sleep(600)
        case "dies":
            os._exit(3)
        case "large":
            raise MemoryError
    return glance.Glance(sha256=f"{path.name} {frames}")


@pytest.mark.slow
def test_a_file_that_hangs_dies_or_takes_too_much_costs_itself(monkeypatch):
    monkeypatch.setattr(glance, "look_at", hangs_or_dies)
    paths = [Path(name) for name in ("a", "hangs", "dies", "b", "large", "c")]
    seen = {path.name: look for path, look in zip(paths, glances(paths, 1, timeout=3, workers=2), strict=True)}
    assert {name: look.failure for name, look in seen.items() if look.failure} == {
        "hangs": "time", "dies": "crash", "large": "memory",
    }  # fmt: skip
    assert seen["hangs"].reason == "reading took longer than 3 s"
    assert [seen[name].sha256 for name in "abc"] == ["a 1", "b 1", "c 1"]


def test_what_a_look_says_is_what_the_file_is(tmp_path):
    path = tmp_path / "clip.mp4"
    write_video(path, moving_square(12), 25)
    look = glance.look_at(path, 1)
    assert look.facts is not None
    assert look.facts.frame_count == 12
    assert (look.sha256, look.file_size) == (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)


@pytest.mark.timeout(60)
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp4")
    look = glance.look_at(tmp_path / "pipe.mp4", 0)
    assert (look.facts, look.failure, look.reason) == (None, "file", "a named pipe, not a plain file")
