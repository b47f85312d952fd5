import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.broken import KINDS

from touchstone.conclusions.examination import Question
from touchstone.detectors.inference import Silent
from touchstone.runs import RunFolder, conclude
from touchstone.runs.analysis import AnalysisSettings, analyze
from touchstone.vocabulary.errors import CorpusError, RunError, UsageError
from touchstone.vocabulary.tables import TABLES, read_table


def read(folder):
    return {name: read_table(table, folder / "tables") for name, table in TABLES.items()}


@pytest.fixture(scope="module")
def analysis(footage, checkpoints, tmp_path_factory):
    return AnalysisSettings(
        corpus=footage, detectors=checkpoints, out=tmp_path_factory.mktemp("runs") / "whole", device="cpu"
    )


@pytest.fixture(scope="module")
def whole(analysis):
    analyze(analysis, Silent())
    return analysis.out


def test_every_video_and_every_detector_is_accounted_for(whole):
    tables = read(whole)
    assert tables["videos"].height == 8 + len(KINDS) + 1
    failed = dict(tables["videos"].filter(pl.col("status") == "failed").select("video", "reason").iter_rows())
    assert len(failed) == len(KINDS) + 1
    assert failed["nowhere.mp4"] == "file not found"
    assert len(set(failed.values())) >= len(KINDS)  # each has a reason of its own
    detectors = {row["detector"]: row for row in tables["detectors"].iter_rows(named=True)}
    assert detectors["tm_legacy"]["status"] == "ok"
    assert "is truncated" in detectors["cm"]["reason"]
    assert detectors["av"]["layout"] == "tm_legacy"
    assert len(detectors["av"]["missing_keys"]) > 100
    assert tables["scores"].filter(pl.col("status") == "ok").height == 8


def test_the_run_says_what_it_was_made_of(whole):
    record = json.loads((whole / "run.json").read_text())
    assert record["scored"]
    assert record["finished"]
    assert record["settings"]["videos"] == 8 + len(KINDS) + 1
    assert not (whole / "parts").exists()


def test_all_files_are_written(whole):
    names = {path.name for path in (whole / "analysis").iterdir()}
    for key in ("cm", "av", "tm"):
        assert f"{key}_model_detailed_analysis.json" in names
    assert {
        "comprehensive_model_analysis.json", "overall_analysis_summary.json", "training_roadmap.json", "findings.json",
        "ensemble.json",
    } <= names  # fmt: skip
    summary = json.loads((whole / "analysis/overall_analysis_summary.json").read_text())
    assert sorted(str(x) for x in summary["analyses_failed"])
    assert (whole / "report.html").stat().st_size > 10_000


def test_a_finished_run_is_concluded_anew_without_footage(whole, analysis):
    before = (whole / "analysis/findings.json").read_bytes()
    conclude(RunFolder(whole), Question())
    assert (whole / "analysis/findings.json").read_bytes() == before
    conclude(RunFolder(whole), Question(threshold=0.9))
    changed = json.loads((whole / "analysis/comprehensive_model_analysis.json").read_text())
    assert "0.9" in json.dumps(changed)
    analyze(analysis, Silent())


def test_other_settings_need_another_folder(whole, analysis):
    with pytest.raises(RunError, match="frames"):
        analyze(replace(analysis, frames=4), Silent())


def test_mistakes_are_found_before_any_work(analysis, tmp_path):
    with pytest.raises(CorpusError, match="no such folder"):
        analyze(replace(analysis, corpus=tmp_path / "none"), Silent())
    with pytest.raises(UsageError, match="--only ll leaves no detector"):
        analyze(replace(analysis, only=("ll",)), Silent())
    with pytest.raises(UsageError, match="no device"):
        analyze(replace(analysis, device="warp"), Silent())


COMMAND = [str(Path(sys.executable).parent / "touchstone"), "analyze"]


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_killed_at_random_moments_it_ends_in_the_same_tables(footage, checkpoints, whole, tmp_path):
    out = tmp_path / "killed"
    command = [*COMMAND, str(footage), "--detectors", str(checkpoints), "--out", str(out), "--device", "cpu"]
    rng = np.random.default_rng(0)
    for _ in range(10):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(rng.uniform(0.5, 12))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for name, table in read(out).items():
        assert table.equals(read(whole)[name]), name
