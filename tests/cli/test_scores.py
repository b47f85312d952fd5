import subprocess
import sys
from pathlib import Path

import pytest

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
