"""Videos that failed because of the machine are read again, and nothing else changes."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import psutil
import pytest
from polars.testing import assert_frame_equal
from tests.conftest import moving_square
from tests.runs.starving import STARVED, starving

from touchstone.detectors.inference import Silent, again, workers
from touchstone.footage.media import write_video
from touchstone.runs import analysis
from touchstone.runs.analysis import AnalysisSettings, analyze
from touchstone.testing import BrightnessKind
from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.tables import TABLES, read_table


class Said(Silent):
    def __init__(self):
        self.lines = []

    def note(self, text):
        self.lines.append(text)


@pytest.fixture
def clips(tmp_path):
    root = tmp_path / "clips"
    for number in range(10):
        path = root / ("real", "fake")[number % 2] / f"{number}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_video(path, moving_square(8, seed=number), 25)
    (root / "real/broken.mp4").write_bytes(b"not a video")
    return root


@pytest.fixture
def settings(tmp_path, clips, offer, monkeypatch):
    offer("touchstone.detector_kinds", BrightnessKind(), "twin")
    monkeypatch.setattr(workers, "observe", starving)
    monkeypatch.setattr(analysis, "conclude", lambda *_, **__: None)  # the tables are what counts here
    (tmp_path / "detectors.toml").write_text("[a]\nbrightness = 90\n[b]\nbrightness = 100\n")
    return AnalysisSettings(
        corpus=clips, detectors=tmp_path / "detectors.toml", out=tmp_path / "run", device="cpu", faces="none", workers=2,
        frames=3, memory_per_worker=3,
    )  # fmt: skip


def tables(folder):
    return {name: read_table(table, folder / "tables") for name, table in TABLES.items()}


def equal(one, other):
    for name, table in one.items():
        assert_frame_equal(table, other[name], check_exact=True)


@pytest.fixture
def starved(settings, clips):
    """A finished run in which three videos failed because of the machine and one because of itself."""
    (clips / "starve").touch()
    said = Said()
    analyze(settings, said)
    (clips / "starve").unlink()
    return said


@pytest.mark.slow
def test_what_failed_because_of_the_machine_is_read_again_and_nothing_else(settings, starved, tmp_path):
    before = tables(settings.out)
    failed = before["videos"].filter(status="failed").select("video", "failure", "reason").rows()
    assert {video: failure for video, failure, _ in failed} == {
        "real/2.mp4": "memory", "fake/3.mp4": "crash", "real/8.mp4": "disk", "real/broken.mp4": "file",
    }  # fmt: skip
    assert {video: reason for video, _, reason in failed} | {"real/broken.mp4": ""} == {
        "real/2.mp4": "reading took more memory than the 3.0 GB it may take",
        "fake/3.mp4": "reading crashed twice (signal SIGBUS)",
        "real/8.mp4": "the file cannot be opened: No space left on device",
        "real/broken.mp4": "",
    }
    assert "3 video(s) failed because of the machine" in starved.lines[-1]

    said = Said()
    analyze(replace(settings, retry_failed=True), said)
    assert any(line.startswith("3 video(s) that failed because of the machine are read again") for line in said.lines)
    after = tables(settings.out)
    assert not (settings.out / "again").exists()
    whole = replace(settings, out=tmp_path / "whole")
    analyze(whole, Silent())
    equal(after, tables(whole.out))

    others = ~pl.col("video").is_in([f"{label}/{n}.mp4" for n in STARVED for label in ("real", "fake")])
    for name in ("videos", "frames", "clips", "scores", "previews"):
        assert_frame_equal(after[name].filter(others), before[name].filter(others), check_exact=True)

    said = Said()
    analyze(replace(settings, retry_failed=True), said)
    assert any("none is read again" in line for line in said.lines)
    equal(tables(settings.out), after)


@pytest.mark.slow
def test_one_of_fifty_videos_needs_more_memory_than_a_process_may_take(tmp_path, offer):
    offer("touchstone.detector_kinds", BrightnessKind(), "twin")
    root = tmp_path / "clips"
    for number in range(50):
        path = root / ("real", "fake")[number % 2] / f"{number}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        size = (4320, 7680) if number == 27 else (64, 96)
        frames = [np.full((*size, 3), 4 * number + k, np.uint8) for k in range(4)]
        write_video(path, frames, 25, options={"preset": "ultrafast"})
    (tmp_path / "detectors.toml").write_text("[a]\nbrightness = 90\n")
    settings = AnalysisSettings(
        corpus=root, detectors=tmp_path / "detectors.toml", out=tmp_path / "run", device="cpu", faces="none", workers=2,
        frames=3, memory_per_worker=0.5,
    )  # fmt: skip
    analyze(settings, Silent())
    failed = tables(settings.out)["videos"].filter(status="failed")
    assert failed.select("video", "failure").rows() == [("fake/27.mp4", "memory")]
    scored = tables(settings.out)["scores"].filter(status="ok")
    assert scored["video"].n_unique() == 49
    analyze(replace(settings, memory_per_worker=3, retry_failed=True), Silent())
    after = tables(settings.out)["scores"].filter(status="ok")
    assert after["video"].n_unique() == 50
    assert_frame_equal(after.filter(pl.col("video") != "fake/27.mp4"), scored, check_exact=True)


@pytest.mark.slow
def test_a_retry_that_was_stopped_in_its_midst_is_completed_by_any_call(settings, starved, tmp_path, monkeypatch):
    replaced, replace_table = [], again._replace

    def killed(table, *rest):
        if len(replaced) == 2:
            raise KeyboardInterrupt
        replaced.append(table)
        replace_table(table, *rest)

    monkeypatch.setattr(again, "_replace", killed)
    with pytest.raises(Exception, match="Stopped"):
        analyze(replace(settings, retry_failed=True), Silent())
    monkeypatch.setattr(again, "_replace", replace_table)
    analyze(settings, Silent())
    whole = replace(settings, out=tmp_path / "whole")
    analyze(whole, Silent())
    equal(tables(settings.out), tables(whole.out))
    assert json.loads((settings.out / "run.json").read_text())["again"] is None


@pytest.mark.slow
def test_only_a_retry_may_have_another_time_limit(settings, starved):
    with pytest.raises(RunError, match="another setting of timeout"):
        analyze(replace(settings, timeout=900), Silent())
    analyze(replace(settings, timeout=900, retry_failed=True), Silent())
    assert tables(settings.out)["videos"]["failure"].drop_nulls().to_list() == ["file"]
    with pytest.raises(RunError, match="another setting of frames"):
        analyze(replace(settings, frames=4, retry_failed=True), Silent())


COMMAND = [str(Path(sys.executable).parent / "touchstone"), "analyze"]
MOMENTS = 30


def _readers(process):
    """Processes of a run that read videos, also those that are starting."""
    try:
        return [child for child in psutil.Process(process.pid).children() if "spawn_main" in " ".join(child.cmdline())]
    except psutil.Error:
        return []


def _hit(process, dice):
    """Kill a reader or, one time in four, the main process."""
    readers = _readers(process)
    victim = dice.choice(readers).pid if readers and dice.random() < 0.75 else process.pid
    os.kill(victim, dice.choice([signal.SIGKILL, signal.SIGSEGV]))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_readers_and_the_main_process_killed_at_random_moments_change_no_table(footage, checkpoints, tmp_path):
    """Thirty kills, drawn: who, when and by which signal. A video that was hit twice is read again in the end."""
    base = [*COMMAND, str(footage), "--detectors", str(checkpoints), "--device", "cpu", "--workers", "2"]
    subprocess.run(
        [*base, "--out", str(tmp_path / "whole")], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    whole = tables(tmp_path / "whole")
    dice, moments, runs = random.Random(0), 0, 0
    while moments < MOMENTS:
        runs += 1
        out = tmp_path / f"killed-{runs}"
        command = [*base, "--out", str(out)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        begun = time.monotonic()
        while not _readers(process) and process.poll() is None and time.monotonic() - begun < 120:
            time.sleep(0.05)
        for _ in range(6):
            time.sleep(dice.uniform(0, 2))
            if process.poll() is not None:
                break
            _hit(process, dice)
            moments += 1
        process.wait()
        subprocess.run([*command, "--retry-failed"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for name, table in tables(out).items():
            # What is read again is scored in another batch, which may change the last digits.
            assert_frame_equal(table, whole[name], rel_tol=1e-3, abs_tol=1e-5)
