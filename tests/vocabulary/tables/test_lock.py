"""A folder that one process fills is refused to others, until it is done or dead."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from touchstone.vocabulary.errors import CorpusError
from touchstone.vocabulary.tables import locked

HOLDER = """
import sys
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
