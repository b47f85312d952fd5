import json
import subprocess
import sys
from pathlib import Path

import pytest

from touchstone.cli import app
from touchstone.cli.app import guarded

TOUCHSTONE = str(Path(sys.executable).parent / "touchstone")


def call(*arguments, cwd):
    return subprocess.run(
        [TOUCHSTONE, "scores", *arguments], capture_output=True, text=True, cwd=cwd, timeout=300, check=False
    )


def test_help_has_examples(tmp_path):
    done = call("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "touchstone scores scores.csv --out runs/scores" in done.stdout


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("video,label,score\na,fake,maybe\n", [], "touchstone: s.csv, row 2: column 'score' holds 'maybe'"),
        ("video,label,score\na,fake,0.5\n", ["--map", "score"], "touchstone: --map takes FIELD=COLUMN"),
        (
            "video,label,score\na,fake,0.5\n",
            ["--map", "group=personn"],
            "touchstone: --map group=personn: no file has a column",
        ),
        ("", [], "touchstone: s.csv is empty"),
    ],
)
def test_a_mistake_is_one_line_and_code_2(tmp_path, text, options, words):
    (tmp_path / "s.csv").write_text(text)
    done = call("s.csv", "--out", "run", *options, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(words)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("threshold", ["nan", "-0.1", "1.1", "inf", "half"])
def test_a_threshold_outside_0_to_1_is_refused_before_anything_is_read(tmp_path, threshold):
    done = call("absent.csv", "--out", "run", "--threshold", threshold, cwd=tmp_path)
    assert done.returncode == 2
    assert "--threshold" in done.stderr
    assert "absent.csv" not in done.stderr


def test_columns_verdicts_and_counts_are_told(tmp_path):
    rows = [f"{i},{'fake' if i % 2 else 'real'},{0.9 if i % 2 else 0.1}" for i in range(60)]
    (tmp_path / "s.csv").write_text("\n".join(["video,label,score", *rows]) + "\n")
    (tmp_path / "c.json").write_text(
        '{"tm": {"real_correct": 50, "real_total": 50, "fake_correct": 0, "fake_total": 50}}'
    )
    done = call("s.csv", "c.json", "--out", "run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for words in (
        "s.csv: score: column 'score' as P(fake)",
        "30 real and 30 fake videos",
        "one answer",
        "Report  run/report.html",
    ):
        assert words in done.stdout
    again = subprocess.run(
        [TOUCHSTONE, "report", "run"], capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False
    )
    assert again.returncode == 0, again.stderr
    assert "one answer" in again.stdout


def commands(place):
    labels = "".join(f"{i},{i % 2},0.{i}\n" for i in range(1, 9))
    Path("s.csv").write_text(f"video,label,score\n{labels}")
    for label in ("real", "fake"):
        Path("footage", label).mkdir(parents=True, exist_ok=True)
        Path("footage", label, f"{label}.mp4").write_bytes(b"none")
    Path("d.toml").write_text('[ll]\nspecialist = "reference:ll"\n')
    return {
        "scores": ["scores", "s.csv", "--out", place],
        "analyze": ["analyze", "footage", "--detectors", "d.toml", "--faces", "none", "--out", place],
        "demo": ["demo", "--out", place],
        "corpus build": ["corpus", "build", place, "--clips", "2"],
        "train": ["train", "ll", "--corpus", "footage", "--out", place],
        "inspect": ["inspect", "s.csv", "--out", place],
        "report": ["report", place],
        "calibrate": ["calibrate", "ll", "--corpus", "footage", "--out", place],
    }


@pytest.mark.parametrize("place", ["file", "file/run"])
@pytest.mark.parametrize(
    "name", ["scores", "analyze", "demo", "corpus build", "train", "inspect", "report", "calibrate"]
)
def test_a_file_where_a_folder_is_wanted_is_one_line(tmp_path, monkeypatch, capsys, name, place):
    monkeypatch.chdir(tmp_path)
    Path("file").touch()
    arguments = commands(place)[name]
    monkeypatch.setattr(sys, "argv", ["touchstone", *arguments])
    assert guarded(lambda: app(arguments, standalone_mode=False)) == 2
    said = capsys.readouterr().err
    assert said.startswith("touchstone: ")
    assert said.count("\n") == 1


@pytest.mark.slow
def test_the_test_split_is_judged_and_all_pools(tmp_path):
    sides = [0.4 if i % 2 else -0.4 for i in range(160)]
    scores = [0.5 + side * (1 if i < 80 else i % 3 - 1) for i, side in enumerate(sides)]
    rows = [
        f"{i},{'fake' if i % 2 else 'real'},{'train' if i < 80 else 'test'},{score}" for i, score in enumerate(scores)
    ]
    (tmp_path / "s.csv").write_text("\n".join(["video,label,split,score", *rows]) + "\n")
    judged = call("s.csv", "--out", "run", cwd=tmp_path).stdout
    assert "40 real and 40 fake videos" in judged
    flat = " ".join(judged.split())
    assert "Judged on the split test: 80 videos; not judged: 80 of train (--split all pools them)" in flat
    assert "s: AUC 1.00" in flat
    assert "on the split that is judged; optimism +" in flat
    pooled = call("s.csv", "--out", "run", "--split", "all", cwd=tmp_path).stdout
    assert "80 real and 80 fake videos" in pooled
    assert "Judged on" not in pooled
    wrong = call("s.csv", "--out", "run", "--split", "val", cwd=tmp_path)
    assert wrong.returncode == 2
    assert wrong.stderr == "touchstone: --split val: no video is of that split; the table names test, train\n"


@pytest.mark.slow
def test_missing_scores_and_least_coverage(tmp_path):
    rows = [
        f"{i},{'fake' if i % 2 else 'real'},{'' if i < 8 and i % 2 else (i * 37 % 80 + 10 * (i % 2)) / 100}"
        for i in range(80)
    ]
    (tmp_path / "s.csv").write_text("\n".join(["video,label,score", *rows]) + "\n")
    words = (
        "s: of 80 videos 76 have a score (40 of 40 real, 36 of 40 fake; missing is not shown to go with the label, p = "
    )
    done = call("s.csv", "--out", "run", "--min-coverage", "0.95", cwd=tmp_path)
    flat = " ".join(done.stdout.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert "; the 4 others (missing) are left out (--missing exclude)" in flat
    assert words in flat
    short = call("s.csv", "--out", "run", "--min-coverage", "0.96", "--missing", "as-fake", cwd=tmp_path)
    assert short.returncode == 3
    assert short.stderr == (
        "touchstone: s has real scores for 76 of 80 videos (95 %), less than --min-coverage 0.96 asks for\n"
    )
    flat = " ".join(short.stdout.split())
    assert "the 4 others (missing) count with P(fake) 1 (--missing as-fake)" in flat
    record = json.loads((tmp_path / "run" / "run.json").read_text())
    assert (record["conclusions"]["missing"], record["conclusions"]["min_coverage"]) == ("as-fake", 0.96)
    page = " ".join((tmp_path / "run" / "report.html").read_text().split())
    assert "76 of 80 scored" in page
    assert "count with P(fake) 1 (--missing as-fake)" in page
    detail = json.loads((tmp_path / "run" / "analysis" / "comprehensive_model_analysis.json").read_text())
    metrics = detail["s"]["metrics"]
    assert (metrics["coverage"]["fake"]["ok"], metrics["coverage"]["fake"]["missing"]) == (36, 4)
    assert (metrics["coverage"]["share"], metrics["coverage"]["counted"]) == (0.95, "as-fake")
    assert metrics["auc"]["n"] == 80
    # the same again without options, and from the tables alone
    for command in (["scores", "s.csv", "--out", "run"], ["report", "run"]):
        again = subprocess.run(
            [TOUCHSTONE, *command], capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False
        )
        assert again.returncode == 3
    wrong = call("s.csv", "--out", "run", "--min-coverage", "1.1", cwd=tmp_path)
    assert wrong.returncode == 2
