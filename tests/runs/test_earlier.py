"""Run folders that an earlier version wrote still open, and one that it began is continued to the same tables.

``earlier/`` holds twelve small clips, a run over them that is finished and one that was stopped after its first batch, both
written before the tree was laid out in wings.
"""

import json
import os
import platform
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from touchstone.detectors.inference import Silent
from touchstone.runs.analysis import AnalysisSettings, analyze
from touchstone.runs.conclusions import conclude
from touchstone.runs.folder import RunFolder
from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.processes import cores
from touchstone.vocabulary.tables import SCORES, TABLES, read_table

EARLIER = Path(__file__).parent / "earlier"
CHANGED = 10**18
"""Time in nanoseconds at which the clips were last changed, which a checkout does not keep."""


@pytest.fixture
def earlier(tmp_path, monkeypatch):
    """The folder, with what differs between machines as it is on this one: times, versions, processors."""
    folder = Path(shutil.copytree(EARLIER, tmp_path / "earlier"))
    for clip in (folder / "footage").glob("*.mp4"):
        os.utime(clip, ns=(CHANGED, CHANGED))
    for name in ("finished", "begun"):
        record = json.loads((folder / name / "run.json").read_text())
        settings = record["settings"]
        settings["threads"] = cores()
        settings["versions"] = {
            library: platform.python_version() if library == "python" else version(library)
            for library in settings["versions"]
        }
        (folder / name / "run.json").write_text(json.dumps(record))
    monkeypatch.chdir(folder)
    return folder


def _analysis(out: str) -> AnalysisSettings:
    return AnalysisSettings(
        corpus=Path("footage"),
        detectors=Path("detectors.toml"),
        out=Path(out),
        device="cpu",
        faces="none",
        frames=2,
        window=0.4,
        workers=1,
    )


def test_a_finished_run_is_concluded_again_with_the_same_findings(earlier):
    conclude(RunFolder(earlier / "finished"))
    before, after = (
        json.loads(path.read_text())["findings"]
        for path in (earlier / "finished/findings.json", earlier / "finished/analysis/findings.json")
    )
    assert [(f["code"], f["subject"], f["verdict"], f["confidence"]) for f in after] == [
        (f["code"], f["subject"], f["verdict"], f["confidence"]) for f in before
    ]
    assert (earlier / "finished/report.html").stat().st_size > 10_000


def test_a_run_that_was_stopped_is_continued_to_the_same_tables(earlier):
    assert read_table(SCORES, earlier / "begun/tables").height == 0
    analyze(_analysis("begun"), Silent())
    for table in TABLES.values():
        before, after = (read_table(table, earlier / run / "tables") for run in ("finished", "begun"))
        # Where weights lie decides nothing. Other processors round otherwise in the last digits.
        left_out = [column for column in ("path", "jpeg") if column in before.columns]
        # What the earlier version did not measure is no difference.
        left_out += [c for c in before.columns if c not in left_out and before[c].null_count() == before.height]
        assert_frame_equal(after.drop(left_out), before.drop(left_out), rel_tol=1e-3, abs_tol=1e-3)


def test_a_finished_run_is_not_scored_again(earlier):
    scored = json.loads((earlier / "finished/run.json").read_text())["scored"]
    analyze(_analysis("finished"), Silent())
    assert json.loads((earlier / "finished/run.json").read_text())["scored"] == scored


def test_a_run_of_code_that_is_not_known_to_fill_the_tables_alike_is_refused(earlier):
    path = earlier / "begun/run.json"
    record = json.loads(path.read_text())
    record["settings"]["code_hash"] = "0" * 64
    path.write_text(json.dumps(record))
    with pytest.raises(RunError, match="another setting of code_hash"):
        analyze(_analysis("begun"), Silent())
