import subprocess
import sys
from pathlib import Path

import pytest

TOUCHSTONE = str(Path(sys.executable).parent / "touchstone")


def call(*arguments):
    return subprocess.run([TOUCHSTONE, "corpus", *map(str, arguments)], capture_output=True, text=True, timeout=300)


@pytest.mark.slow
def test_a_corpus_is_built_shown_and_checked(tmp_path):
    built = call("build", tmp_path / "c", "--clips", 4, "--domains", "tm,rr", "--workers", 1)
    assert built.returncode == 0, built.stderr
    assert "4 clips in" in built.stdout
    again = call("build", tmp_path / "c", "--clips", 4, "--domains", "tm", "--domains", "rr")
    assert "0 of them made in this call" in again.stdout
    checked = call("check", tmp_path / "c")
    assert checked.returncode == 0, checked.stdout
    assert "2 real and 2 fake videos, no problem found" in checked.stdout
    shown = call("show", tmp_path / "c", "--domains", "av", "--out", tmp_path / "sheets")
    assert shown.returncode == 0, shown.stderr
    assert (tmp_path / "sheets/av.jpg").is_file()
    next((tmp_path / "c/real").iterdir()).write_bytes(b"broken")
    checked = call("check", tmp_path / "c")
    assert checked.returncode == 1
    assert "problem: 1 video(s) cannot be used" in checked.stdout


@pytest.mark.parametrize(
    ("asked", "more", "told"),
    [
        (3, (), "--clips 3 is not possible: a real clip has 1 fake(s), so clips come by 2"),
        (2, ("--planted", "each"), "--clips 2 is not possible: a real clip has 2 fake(s), so clips come by 3"),
        (2, (), ""),
    ],
)
def test_another_number_of_clips_than_was_asked_for_is_explained(asked, more, told, tmp_path):
    built = call("build", tmp_path / "c", "--clips", asked, "--domains", "tm,rr", "--seconds", 0.5, "--workers", 1, *more)
    assert built.returncode == 0, built.stderr
    flat = " ".join(built.stdout.split())
    assert told in flat
    assert ("is not possible" in flat) == bool(told)
