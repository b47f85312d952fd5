"""Reference specialists from the files to the report, on real encoded video."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import polars as pl
import pytest
from rich.console import Console
from tests.conftest import moving_square
from tests.references import make_tiny, save_tiny

from touchstone.cli.summary import print_summary
from touchstone.detectors.inference import Silent
from touchstone.footage.media import write_video
from touchstone.runs.analysis import AnalysisSettings, analyze
from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.tables import SCORES, read_table


@pytest.fixture(scope="module")
def analysis(tmp_path_factory):
    """Six clips without sound, one file that is no video, and three specialists."""
    with pytest.MonkeyPatch.context() as patch:
        make_tiny(patch)
        root = tmp_path_factory.mktemp("references")
        for number in range(6):
            path = root / "footage" / ("real", "fake")[number % 2] / f"{number}.mp4"
            path.parent.mkdir(parents=True, exist_ok=True)
            write_video(path, moving_square(12, seed=number), 25)
        (root / "footage/real/broken.mp4").write_bytes(b"not a video")
        for key in ("cm", "av", "tm"):
            save_tiny(root / "models", key)
        yield AnalysisSettings(
            corpus=root / "footage", detectors=root / "models", out=root / "run", device="cpu", faces="known:20,8,48,48"
        )


@pytest.fixture(scope="module")
def run(analysis):
    analyze(analysis, Silent())
    return analysis.out


def test_what_cannot_be_seen_is_abstained_and_never_a_score(run):
    scores = read_table(SCORES, run / "tables")
    assert scores.filter(status="ok").group_by("detector").len().sort("detector").rows() == [("cm", 6), ("tm", 6)]
    abstained = scores.filter(status="abstained")
    assert abstained.select("detector", "unit", "index", "reason").unique().rows() == [("av", "clip", 0, "no sound")]
    assert abstained.height == 6
    assert abstained["p_fake"].null_count() == 6
    assert scores.filter(status="failed").height == 3


def test_abstained_videos_are_counted_and_shown(run):
    text = (run / "analysis/av_model_detailed_analysis.json").read_text()
    (counts,) = found(json.loads(text), "abstained_videos")
    assert counts == 6
    assert "no sound" in text
    assert "0.5" not in {str(value) for value in found(json.loads(text), "p_fake")}
    page = (run / "report.html").read_text()
    assert "abstained" in page
    assert "no sound" in page
    summary = json.loads((run / "analysis/comprehensive_model_analysis.json").read_text())
    assert 6 in found(summary, "abstained_videos")


def test_the_terminal_says_who_abstained(analysis, run, monkeypatch):
    make_tiny(monkeypatch)
    text = io.StringIO()
    print_summary(analyze(analysis, Silent()), Console(file=text, width=120))
    said = " ".join(text.getvalue().split())
    assert (
        "av: of 7 videos 0 have a score (0 of 4 real, 0 of 3 fake); the 7 others (1 failed, 6 abstained) are left out"
        in said
    )
    assert "cm, tm: of 7 videos 6 have a score" in said


def found(tree, name):
    """All values of that name, however deep."""
    if isinstance(tree, list):
        return [value for item in tree for value in found(item, name)]
    if not isinstance(tree, dict):
        return []
    own = [tree[name]] if name in tree else []
    return own + [value for item in tree.values() for value in found(item, name)]


def test_causes_that_lie_in_the_structure_are_not_found_where_they_are_not(run):
    findings = json.loads((run / "analysis/findings.json").read_text())["findings"]
    assert not [f for f in findings if f["code"].startswith(("structure.", "weights.wrong", "weights.unreadable"))]
    verify = {f["verify"] for f in findings if f["subject"] == "tm"}
    assert all(command.endswith(" --faces known:20,8,48,48 --only tm") for command in verify)
    assert verify


def test_the_run_is_known_by_the_content_of_the_files(analysis, run, monkeypatch):
    make_tiny(monkeypatch)
    before = (run / "tables/scores.parquet").read_bytes()
    (analysis.detectors / "cm.safetensors").write_bytes((analysis.detectors / "cm.safetensors").read_bytes())
    analyze(analysis, Silent())
    assert (run / "tables/scores.parquet").read_bytes() == before
    save_tiny(analysis.detectors, "cm", seed=5)
    with pytest.raises(RunError, match="detectors"):
        analyze(analysis, Silent())
    save_tiny(analysis.detectors, "cm")


def test_where_faces_are_not_looked_for_the_reason_says_what_to_do(analysis, tmp_path, monkeypatch):
    make_tiny(monkeypatch)
    analyze(replace(analysis, out=tmp_path / "run", faces="none", only=("cm",)), Silent())
    scores = read_table(SCORES, tmp_path / "run/tables").filter(pl.col("status") != "failed")
    assert scores.select("status", "reason").unique().rows() == [
        ("abstained", "faces were not looked for; analyse with --faces auto")
    ]
