"""What the system refuses is one line that says what to do."""

import errno
from pathlib import Path

import pytest

from touchstone.vocabulary.errors import FileError
from touchstone.vocabulary.system import of_system, regular_file, system_errors


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EEXIST, "name another folder"),
        (errno.ENOTDIR, "name another folder"),
        (errno.EACCES, "change its permissions"),
        (errno.EROFS, "change its permissions"),
        (errno.ENOSPC, "free some space"),
        (errno.ENAMETOOLONG, "shorter path"),
        (errno.ENOENT, "check the path"),
    ],
)
def test_each_refusal_says_what_to_do(number, words):
    said = str(of_system(OSError(number, "refused", "runs/today")))
    assert said.startswith("runs/today: refused; ")
    assert words in said


def test_a_broken_connection_stays_what_it_is():
    for error in (BrokenPipeError, TimeoutError):
        with pytest.raises(error), system_errors():
            raise error
    with pytest.raises(FileError, match="nowhere: No such file or directory"), system_errors(), Path("nowhere").open():
        pass


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="no files that the system makes up")
def test_a_file_that_the_system_makes_up_is_refused_and_an_empty_one_is_not(tmp_path):
    (tmp_path / "empty.csv").touch()
    assert regular_file(tmp_path / "empty.csv") == 0
    (tmp_path / "link.csv").symlink_to("/proc/version")
    with pytest.raises(OSError, match="the system makes it up while it is read; write what it gives into a file"):
        regular_file(tmp_path / "link.csv")
