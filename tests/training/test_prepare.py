import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from touchstone.detectors.inference import Silent
from touchstone.footage.corpus import open_corpus
from touchstone.training import prepare as module
from touchstone.training.prepare import left_out, prepare
from touchstone.training.reading import sight_of
from touchstone.training.samples import Samples
from touchstone.vocabulary.errors import TaskCrashError, TaskMemoryError, TaskTimeoutError


class Counts(Silent):
    def __init__(self):
        self.said, self.read, self.total, self.done = [], 0, 0, 0

    def note(self, text):
        self.said.append(text)

    def start(self, total, done, estimate):
        self.total, self.done = total, done

    def advance(self, videos):
        self.read += videos


@pytest.fixture
def small_shards(monkeypatch):
    monkeypatch.setattr("touchstone.training.store.SHARD", 2)


@pytest.mark.slow
def test_clips_are_read_once_for_all_and_what_is_missing_is_read_again(squares, tmp_path, small_shards, monkeypatch):
    samples = Samples(open_corpus(squares))
    sights = (sight_of("cm", "reference"), sight_of("cm", "full"))
    counts = Counts()
    stores = prepare(samples, sights, tmp_path, counts, workers=1)
    assert (counts.total, counts.done, counts.read) == (5, 0, 5)
    rows = [i for i, reason in enumerate(stores["frames"].reasons()) if reason is None]
    assert len(rows) == 4
    before = stores["frames"].take(rows)
    assert left_out(stores["cm"], range(5))[0].startswith("4 clip(s) left out: no face")

    (tmp_path / "frames/00001.json").unlink()
    counts = Counts()
    again = prepare(samples, sights, tmp_path, counts, workers=1)
    assert (counts.total, counts.done, counts.read) == (5, 3, 2)
    assert np.array_equal(again["frames"].take(rows), before)
    assert not counts.said

    monkeypatch.setattr(module, "code_digest", lambda: "other")
    monkeypatch.setattr(module, "_seen", lambda asks, workers: ({"cm": "not read"} for _ in asks))
    counts = Counts()
    other = prepare(samples, sights[:1], tmp_path, counts, workers=1)
    assert counts.read == 5
    assert "prepared again" in counts.said[0]
    assert set(other["cm"].reasons()) == {"not read"}


def test_a_reader_that_dies_or_hangs_costs_one_clip():
    from touchstone.training.reading import Ask

    class Failed:
        def __init__(self, error):
            self.error = error

        def result(self):
            raise self.error

    ask = Ask(video="a", path=Path("a"), sights=("cm", "tm"))
    for error, word in (
        (TaskTimeoutError(300), "reading took longer than 300 s"),
        (TaskCrashError("signal SIGSEGV"), "reading crashed twice (signal SIGSEGV)"),
        (TaskMemoryError(2_000_000_000), "reading took more memory than the 2.0 GB it may take"),
    ):
        seen = module._outcome(ask, Failed(error))
        assert set(seen) == {"cm", "tm"}
        assert all(word == reason for reason in seen.values())


def test_reading_processes_never_load_torch():
    code = "import sys, touchstone.training.reading; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
