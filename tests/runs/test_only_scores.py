"""Scores alone: the same ones as of a whole run, and nothing else."""

import json
from dataclasses import replace

import polars as pl
import pytest

from touchstone.conclusions.diagnosis import CAUSES
from touchstone.detectors.inference import Silent
from touchstone.runs.analysis import AnalysisSettings, analyze
from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.tables import TABLES, read_table


class Notes(Silent):
    def __init__(self):
        self.lines = []

    def note(self, text):
        self.lines.append(text)


def read(folder, name):
    return read_table(TABLES[name], folder / "tables")


@pytest.fixture(scope="module")
def both(footage, checkpoints, tmp_path_factory):
    """Settings of a whole run and of one of scores alone, and the notes of the latter."""
    runs = tmp_path_factory.mktemp("runs")
    whole = AnalysisSettings(corpus=footage, detectors=checkpoints, out=runs / "whole", device="cpu")
    scores = replace(whole, out=runs / "scores", only_scores=True)
    notes = Notes()
    analyze(whole, Silent())
    analyze(scores, notes)
    return whole, scores, notes.lines


def test_the_scores_are_those_of_a_whole_run(both):
    whole, scores, _ = both
    for name in ("scores", "videos", "detectors"):
        assert read(scores.out, name).equals(read(whole.out, name)), name
    assert read(scores.out, "scores").filter(pl.col("status") == "ok").height == 8


def test_nothing_else_is_measured_and_the_run_says_so(both):
    whole, scores, notes = both
    for name in ("frames", "clips", "previews", "tensors"):
        assert read(whole.out, name).height, name
        assert not read(scores.out, name).height, name
    said = "neither the footage nor the weights of the checkpoints"
    assert any(said in line for line in notes)
    assert said in (scores.out / "report.html").read_text()
    assert said not in (whole.out / "report.html").read_text()
    findings = json.loads((scores.out / "analysis/findings.json").read_text())["findings"]
    assert all("--only-scores" in finding["verify"] for finding in findings)
    assert not {f["code"] for f in findings if "tensors" in CAUSES[f["code"]].needs}


def test_a_whole_run_needs_another_folder(both):
    whole, scores, _ = both
    with pytest.raises(RunError, match="only_scores"):
        analyze(replace(whole, out=scores.out), Silent())
    analyze(scores, Silent())
