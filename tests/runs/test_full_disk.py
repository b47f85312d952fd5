"""A disk that fills up at any moment: one line, nothing half-written is believed, the same call goes on to the same tables."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import moving_square

from touchstone.detectors.inference import Silent
from touchstone.footage.media import write_video
from touchstone.runs.analysis import AnalysisSettings, analyze
from touchstone.runs.inspection import inspect
from touchstone.runs.scores import ExaminationSettings, examine_scores
from touchstone.vocabulary.errors import FileError, RunError
from touchstone.vocabulary.system import system_errors
from touchstone.vocabulary.tables import TABLES, read_table

FSYNC = os.fsync


class Full:
    """The disk is full at one write, and at all after it until it is freed."""

    def __init__(self, monkeypatch):
        self.left = None
        self.writes = 0
        monkeypatch.setattr(os, "fsync", self)

    def __call__(self, handle):
        self.writes += 1
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
        FSYNC(handle)

    def at(self, write, call):
        """Call with a disk that is full from this write on; what is said is one line."""
        self.left = write
        with pytest.raises(FileError) as error, system_errors():
            call()
        self.left = None
        said = str(error.value)
        assert ": No space left on device; free some space, or name another place" in said, said
        assert "\n" not in said
        assert ".tmp" not in said


@pytest.fixture
def full(monkeypatch):
    return Full(monkeypatch)


def read(folder):
    return {name: read_table(table, folder / "tables") for name, table in TABLES.items()}


def same(first, second):
    return all(first[name].equals(second[name]) for name in TABLES)


def files(folder):
    """Every file but the lock and the record, whose times differ."""
    return sorted(
        str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file() and p.name not in (".lock", "run.json")
    )


def scores_of(tmp_path):
    rows = "".join(f"{n}.mp4,{('real', 'fake')[n % 2]},{0.3 + 0.4 * (n % 2)}\n" for n in range(8))
    (tmp_path / "scores.csv").write_text(f"video,label,p_fake\n{rows}")

    def call(out):
        examine_scores(ExaminationSettings(tables=(tmp_path / "scores.csv",), out=tmp_path / out), lambda _text: None)

    return call


def every(call, full, tmp_path, step):
    """Fill the disk at every write of a call, or at every so many-th, in a folder of its own; then go on."""
    full.writes = 0
    call("whole")
    for write in range(0, full.writes, step):
        out = f"at {write}"
        full.at(write, lambda out=out: call(out))
        call(out)
        assert same(read(tmp_path / "whole"), read(tmp_path / out)), write
        assert files(tmp_path / "whole") == files(tmp_path / out), write


@pytest.mark.parametrize("step", [17, pytest.param(1, marks=pytest.mark.slow)])
def test_scores(tmp_path, full, step):
    every(scores_of(tmp_path), full, tmp_path, step)


def test_one_folder_survives_a_disk_that_is_full_again_and_again(tmp_path, full):
    call = scores_of(tmp_path)
    call("whole")
    for write in (0, 3, 14, 25, 5):
        full.at(write, lambda: call("out"))
    call("out")
    assert same(read(tmp_path / "whole"), read(tmp_path / "out"))


@pytest.fixture
def footage(tmp_path):
    """Nine clips, so two batches."""
    for number in range(9):
        path = tmp_path / "footage" / ("real", "fake")[number % 2] / f"{number}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        write_video(path, moving_square(5, seed=number), 25)
    (tmp_path / "detectors.toml").write_text('[light]\nspecialist = "reference:ll"\n')
    return tmp_path


def analysis(root, out):
    return AnalysisSettings(
        corpus=root / "footage", detectors=root / "detectors.toml", out=root / out, device="cpu", faces="none", workers=1,
        frames=2, window=0.1,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_footage(footage, full):
    every(lambda out: analyze(analysis(footage, out), Silent()), full, footage, 4)


@pytest.mark.slow
def test_checkpoints(tmp_path, full):
    from touchstone.detectors.keys import shipped_weights

    full.writes = 0
    inspect([shipped_weights("ll")], out=tmp_path / "whole")
    for write in range(full.writes):
        out = tmp_path / f"at {write}"
        full.at(write, lambda out=out: inspect([shipped_weights("ll")], out=out))
        assert inspect([shipped_weights("ll")], out=out).report
        assert files(out) == files(tmp_path / "whole")


REAL_DISK = """
set -e
mount -t tmpfs -o size=$1k tmpfs "$2/disk"
cd "$2"
if "$3" -m touchstone scores "$2/scores.csv" --out disk/run > said 2>&1; then echo fits; exit 0; fi
mv said first
mount -o remount,size=50m "$2/disk"
"$3" -m touchstone scores "$2/scores.csv" --out disk/run > said 2>&1
cp -r disk/run "$2/run"
"""


@pytest.mark.slow
@pytest.mark.parametrize("size", [4, 20, 40, 60, 100])
def test_a_small_disk(tmp_path, size):
    """A real one, of so many KiB, in a namespace of its own."""
    if subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True).returncode:
        pytest.skip("no namespaces here")
    scores_of(tmp_path)("whole")
    (tmp_path / "disk").mkdir()
    command = ["unshare", "-m", "sh", "-c", REAL_DISK, "sh", str(size), tmp_path, sys.executable]
    ended = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr + (tmp_path / "said").read_text()
    if ended.stdout.strip() == "fits":
        pytest.skip("all of it fits")
    assert "No space left on device; free some space" in " ".join((tmp_path / "first").read_text().split())
    assert "Traceback" not in (tmp_path / "first").read_text()
    assert same(read(tmp_path / "whole"), read(tmp_path / "run"))
    assert files(tmp_path / "whole") == files(tmp_path / "run")


BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]
"""Makes root a user whom permissions bind."""


def bound(*arguments, cwd):
    command = [*(BOUND if os.geteuid() == 0 else ()), sys.executable, "-m", "touchstone", *arguments]
    return subprocess.run(command, cwd=cwd, check=False, capture_output=True, text=True)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() == 0 and shutil.which("setpriv") is None, reason="nothing is read-only for root")
def test_a_folder_that_is_read_only(tmp_path):
    scores_of(tmp_path)("run")
    for path in (tmp_path / "run", *(tmp_path / "run").rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "run").rglob("*")}
    for command in ("scores scores.csv --out run", "scores scores.csv --out run/new", "report run"):
        ended = bound(*command.split(), cwd=tmp_path)
        assert ended.returncode == 2, ended.stderr
        assert ended.stderr.startswith("touchstone: "), ended.stderr
        assert "Permission denied; change its permissions, or name another place" in ended.stderr
        assert ended.stderr.count("\n") == 1
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "run").rglob("*")} == before
    for path in (tmp_path / "run").rglob("*"):
        path.chmod(0o755)


@pytest.mark.parametrize("inside", ["run", "run/deeper"])
def test_out_that_is_a_file(tmp_path, inside):
    call = scores_of(tmp_path)
    (tmp_path / "run").write_text("mine")
    with (
        pytest.raises(FileError, match=r"it is a file, or part of its path is, where a folder is wanted"),
        system_errors(),
    ):
        call(inside)
    assert (tmp_path / "run").read_text() == "mine"


@pytest.mark.parametrize("name", ["tables", "analysis", "report.html"])
def test_something_else_in_the_place_of_what_a_run_writes(tmp_path, name):
    call = scores_of(tmp_path)
    (tmp_path / "run").mkdir()
    call("run")
    path: Path = tmp_path / "run" / name
    path.rename(tmp_path / "aside")
    path.mkdir() if name == "report.html" else path.write_text("mine")
    with pytest.raises(RunError, match=r"is not a (file|folder), and a run writes .* of that name; remove it") as error:
        call("run")
    assert "\n" not in str(error.value)
    path.rmdir() if path.is_dir() else path.unlink()
    call("run")
