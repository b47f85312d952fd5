"""A folder that one process fills is refused to others, until it is done or dead."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from touchstone.vocabulary.errors import CorpusError
from touchstone.vocabulary.tables import locked

HOLDER = """
import sys
from collections.abc import Callable
from pathlib import Path
from touchstone.vocabulary.errors import CorpusError
from touchstone.vocabulary.tables import locked
with locked(Path(sys.argv[1]), CorpusError, "folder"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such locks")
def test_a_folder_that_another_process_holds_is_refused_until_it_is_killed(tmp_path: Path):
    folder = tmp_path / "new"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(CorpusError, match=r"being filled by another process.*choose another folder"),
            locked(folder, CorpusError, "folder"),
        ):
            pass
        other.kill()
    with locked(folder, CorpusError, "folder"):
        assert (folder / ".lock").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
@pytest.mark.parametrize(
    "put",
    [
        lambda lock, elsewhere: lock.symlink_to(elsewhere),
        lambda lock, elsewhere: lock.symlink_to(elsewhere.with_name("nowhere")),
        lambda lock, elsewhere: lock.symlink_to("/dev/null"),
        lambda lock, elsewhere: lock.mkdir(),
        lambda lock, elsewhere: os.mkfifo(lock),
    ],
    ids=["a link", "a link to nothing", "a device", "a folder", "a pipe"],
)
def test_what_is_in_the_place_of_the_lock_is_refused_and_stays_as_it_is(tmp_path: Path, put: Callable[..., object]):
    elsewhere = tmp_path / "thesis.tex"
    elsewhere.write_text("years of work")
    folder = tmp_path / "run"
    folder.mkdir()
    put(folder / ".lock", elsewhere)
    with (
        pytest.raises(CorpusError, match=r"\.lock is a link, a folder or a device, not a plain file; remove it"),
        locked(folder, CorpusError, "folder"),
    ):
        pass
    assert elsewhere.read_text() == "years of work"
    assert not elsewhere.with_name("nowhere").exists()


def test_a_lock_that_holds_something_keeps_it(tmp_path: Path):
    (tmp_path / ".lock").write_text("years of work")
    with locked(tmp_path, CorpusError, "folder"):
        pass
    assert (tmp_path / ".lock").read_text() == "years of work"


def test_a_refusal_inside_is_not_said_of_the_lock(tmp_path: Path):
    with pytest.raises(FileNotFoundError) as error, locked(tmp_path, CorpusError, "folder"):
        (tmp_path / "nowhere").read_bytes()
    assert error.value.filename == str(tmp_path / "nowhere")
