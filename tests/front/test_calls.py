"""The four calls of ``import touchstone as ts``."""

from __future__ import annotations

import gc
import json
import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from tests.conftest import moving_square

import touchstone as ts
from touchstone.footage.media import write_video


@pytest.fixture(scope="module")
def scores() -> pl.DataFrame:
    rng = np.random.default_rng(0)
    fake = np.arange(80) % 2 == 1
    return pl.DataFrame(
        {
            "video": [f"{i:03d}.mp4" for i in range(80)], "label": np.where(fake, "fake", "real"),
            "group": [f"p{i // 2}" for i in range(80)],
            "p_cm": 1 / (1 + np.exp(-(3 * (fake - 0.5) + rng.normal(size=80)))), "p_<b>&": rng.random(80),
        }
    )  # fmt: skip


@pytest.fixture(scope="module")
def result(scores):
    return ts.examine(scores)


def test_a_result_holds_everything_that_a_run_says(result):
    assert result.tables.scores.height == 160
    assert [d.name for d in result.detectors] == ["cm", "<b>&"]
    row = result.performance.row(0, named=True)
    assert (row["detector"], row["verdict"], row["n"]) == ("cm", "ranks", 80)
    assert row["auc_low"] < row["auc"] < row["auc_high"]
    assert result.findings == tuple(result.findings)
    assert {f.subject for f in result.findings} <= {"cm", "<b>&", "footage", "ensemble"}
    assert result.ensemble.leader == "cm"
    assert [phase.phase for phase in result.roadmap] == [1, 2, 3, 4, 5]
    assert result.report.name == "report.html"


def test_it_is_shown_in_a_few_lines(result):
    lines = repr(result).splitlines()
    assert lines[0] == "40 real and 40 fake videos; fake if P(fake) ≥ 0.5"
    assert lines[2].split()[:2] == ["cm", "separates"]
    assert max(map(len, lines)) < 250
    assert len(lines) <= 16


def test_a_notebook_shows_names_as_text(result):
    html = result._repr_html_()
    assert "<td>&lt;b&gt;&amp;</td>" in html
    assert "<b>" not in html
    assert html.count("<tr>") == 3


def test_the_same_scores_in_a_file_say_the_same(result, scores, tmp_path):
    scores.write_csv(tmp_path / "scores.csv")
    for given in (tmp_path / "scores.csv", str(tmp_path / "scores.csv"), [tmp_path / "scores.csv"]):
        assert ts.examine(given).performance.equals(result.performance)
    apart = scores.drop("label")
    labels = dict(scores.select("video", "label").iter_rows())
    assert ts.examine(apart, labels).performance.equals(result.performance)
    scores.select("video", "label", "group").write_csv(tmp_path / "labels.csv")
    assert ts.examine(apart, tmp_path / "labels.csv").performance.equals(result.performance)
    assert (
        ts.examine(apart.drop("video"), scores["label"].to_list()).performance["auc"].equals(result.performance["auc"])
    )


def test_words_in_a_list_are_labels_unless_files_are_called_so(tmp_path, monkeypatch):
    data = {"mine": [0.1, 0.9] * 10}
    assert ts.examine(data, labels=["real", "fake"] * 10).performance["accuracy"].to_list() == [1.0]
    with pytest.raises(ts.UsageError, match="not as one value per row"):
        ts.examine("scores.csv", labels=[0, 1])


def test_options_are_those_of_the_command(scores):
    turned = scores.with_columns(p_cm=1 - pl.col("p_cm")).select("video", "label", score="p_cm")
    assert ts.examine(turned, fake_is="low", threshold=0.3).examined.question.threshold == 0.3
    assert ts.examine(turned, fake_is="low").performance["auc"][0] > 0.8
    odd = turned.rename({"score": "x", "label": "y"})
    named = ts.examine(odd, columns={"p_fake": "x", "label": "y"}, label_fake="real")
    assert named.performance["auc"][0] > 0.8


def test_what_is_said_can_be_heard(scores):
    heard = []
    ts.examine(scores, say=heard.append)
    assert any("read as" in note for note in heard)


def test_a_folder_is_kept_and_taken_up_again(scores, tmp_path):
    folder = tmp_path / "run"
    ts.examine(scores, out=folder, threshold=0.7)
    again = ts.examine(scores, out=folder)
    assert again.examined.question.threshold == 0.7
    command = json.loads((folder / "analysis/findings.json").read_text())["run"]["command"]
    assert command == "touchstone scores given/scores.parquet --out NEW --threshold 0.7"
    assert pl.read_parquet(folder / "given/scores.parquet").equals(scores)
    with pytest.raises(ts.RunError, match="another setting of tables"):
        ts.examine(scores.head(40), out=folder)


def test_a_temporary_folder_lives_as_long_as_the_result(scores, tmp_path):
    result = ts.examine(scores)
    folder = result.folder
    page = result.save(tmp_path / "kept")
    assert page.is_file()
    assert result.report == page
    del result
    gc.collect()
    assert not folder.parent.exists()
    assert ts.load(tmp_path / "kept").performance["auc"][0] > 0.8


def test_nothing_is_left_of_a_call_that_failed(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ts.TableError):
        ts.examine({"video": ["a"], "label": ["real"], "p_fake": ["maybe"]})
    assert list(tmp_path.iterdir()) == []


def test_who_stops_an_analysis_without_a_folder_is_told_that_nothing_is_kept(monkeypatch, tmp_path):
    def stopped(settings, _progress):
        settings.out.mkdir()
        raise ts.StoppedError("Stopped. What was scored is saved")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("touchstone.runs.analysis.analyze", stopped)
    with pytest.raises(ts.StoppedError, match="nothing is kept"):
        ts.analyze("footage", "detectors.toml")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ts.StoppedError, match="is saved"):
        ts.analyze("footage", "detectors.toml", out=tmp_path / "run")


def test_a_result_is_saved_to_an_empty_place_only(result, tmp_path):
    (tmp_path / "mine.txt").touch()
    with pytest.raises(ts.RunError, match="is not empty"):
        result.save(tmp_path)


def test_a_loaded_run_says_the_same_and_writes_nothing(result, tmp_path):
    result.save(tmp_path / "run")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "run").rglob("*")}
    loaded = ts.load(tmp_path / "run")
    assert loaded.performance.equals(result.performance)
    assert loaded.findings == result.findings
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "run").rglob("*")} == before
    assert ts.load(tmp_path / "run", threshold=0.9, aggregation="max").examined.question.threshold == 0.9
    with pytest.raises(ts.RunError, match="holds no run"):
        ts.load(tmp_path / "nowhere")


@pytest.mark.slow
def test_scores_need_no_network():
    code = "import sys, touchstone as ts; ts.examine([0.1, 0.9] * 5, [0, 1] * 5); sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_counts_alone_are_a_result():
    counts = {"tm": {"real_correct": 50, "real_total": 50, "fake_correct": 0, "fake_total": 50}}
    result = ts.examine(counts)
    assert result.performance.height == 0
    assert result.tables.counts.height > 0
    assert repr(result)
    assert result._repr_html_()


SCRIPT = """
import sys
import touchstone as ts

print("script", flush=True)
result = ts.analyze(sys.argv[1], sys.argv[2], device="cpu", faces="none", workers=2)
print(result.tables.videos["status"].to_list(), result.performance["detector"].to_list())
"""


@pytest.mark.slow
def test_a_plain_script_analyses_footage(tmp_path):
    for number, label in enumerate(("real", "fake")):
        (tmp_path / "footage" / label).mkdir(parents=True)
        write_video(tmp_path / "footage" / label / f"{number}.mp4", moving_square(20, seed=number), 25)
    detectors = tmp_path / "detectors.toml"
    detectors.write_text('[light]\nspecialist = "reference:ll"\n')
    script = tmp_path / "plain.py"
    script.write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, script, tmp_path / "footage", detectors],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "script"
    assert done.stdout.count("script") == 1
    assert done.stdout.splitlines()[-1] == "['ok', 'ok'] ['light']"


def test_a_mistake_is_an_error_of_touchstone(tmp_path):
    with pytest.raises(ts.CorpusError, match="no such folder"):
        ts.analyze(tmp_path / "nowhere", "detectors.toml")
    with pytest.raises(ts.UsageError, match="a checkpoint is a path, a state dict or a module, not int"):
        ts.inspect(5)  # pyright: ignore[reportArgumentType]
    with pytest.raises(ts.UsageError, match="there is no layout 'xx'"):
        ts.inspect("a.pt", as_="xx")


def test_a_checkpoint_is_inspected_from_file_or_memory(tmp_path):
    import torch

    torch.manual_seed(0)
    module = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.BatchNorm1d(64))
    path = tmp_path / "mine.pt"
    torch.save({"model_state_dict": module.state_dict(), "epoch": 3}, path)
    from_file = ts.inspect(path)
    in_memory = ts.inspect({"model_state_dict": module.state_dict(), "epoch": 3})
    for inspected in (in_memory, ts.inspect(module.state_dict()), ts.inspect(module)):
        assert inspected.tables.tensors.drop("detector").equals(from_file.tables.tensors.drop("detector"))
    checkpoint = in_memory.inspection.files[0].checkpoint
    assert checkpoint is not None
    assert checkpoint.metadata == {"epoch": 3}
    assert [f.code for f in in_memory.findings] == [f.code for f in from_file.findings]
    assert in_memory.report is None
    assert repr(in_memory).startswith("1 checkpoint, ")
    assert "<td>state_dict</td>" in in_memory._repr_html_()
    page = in_memory.save(tmp_path / "inspection")
    assert page.is_file()
    assert in_memory.report == page
    with pytest.raises(ts.RunError, match="holds no run"):
        ts.load(tmp_path / "inspection")
    torch.save(module.state_dict(), tmp_path / "yours.pt")
    assert ts.inspect([path, tmp_path / "yours.pt"]).tables.detectors["detector"].to_list() == ["mine", "yours"]
