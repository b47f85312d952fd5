"""``touchstone scores --explain`` says how a table is read, and nothing else."""

import json

import numpy as np
import pytest
from tests.cli.test_scores import call
from tests.scores.forms.example import table, videos


@pytest.fixture
def winner(tmp_path):
    v = videos()
    columns = {
        "video": v.names,
        "label": v.labels,
        "predicted": v.called,
        "confidence": v.winner,
        "blur": np.arange(len(v)),
    }
    (tmp_path / "s.csv").write_bytes(table(columns))
    return tmp_path


def test_it_says_how_columns_are_read_and_which_rows_count_and_writes_nothing(winner):
    done = call("s.csv", "--explain", cwd=winner)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert any(
        "'confidence' is never below 0.5, so it is the confidence of the class in 'predicted'" in x for x in lines
    )
    assert any("(if it is P(fake), say --map p_fake=confidence)" in x for x in lines)
    assert any("not used: 'blur'" in x for x in lines)
    assert lines[-2:] == [
        "counts: 20 real and 20 fake videos",
        "counts: s: 40 video scores count; 40 of 40 videos have a score",
    ]
    assert [path.name for path in winner.iterdir()] == ["s.csv"]


@pytest.mark.slow
def test_the_same_lines_are_kept_in_the_run(winner):
    lines = call("s.csv", "--explain", cwd=winner).stdout.splitlines()
    assert call("s.csv", "--out", "run", cwd=winner).returncode == 0
    kept = json.loads((winner / "run/run.json").read_text())
    assert kept["notes"] == [line for line in lines if not line.startswith("counts:")]


def test_a_question_is_one_line_and_code_2(tmp_path):
    v = videos()
    (tmp_path / "s.csv").write_bytes(table({"video": v.names, "label": v.labels, "confidence": v.winner}))
    done = call("s.csv", "--explain", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "--map p_fake=confidence if it is P(fake)" in done.stderr


def test_without_explain_a_run_needs_a_place(winner):
    done = call("s.csv", cwd=winner)
    assert done.returncode == 2
    assert "say where the run is written, as in --out runs/mine; or say --explain" in done.stderr


def test_rows_that_do_not_count_are_counted(tmp_path):
    v = videos(12)
    p = [*map(str, v.p[:10]), "error", "nan"]
    columns = {"video": [*v.names, v.names[0]], "label": [*v.labels, v.labels[0]], "p_fake": [*p, p[0]]}
    (tmp_path / "s.csv").write_bytes(table(columns))
    lines = call("s.csv", "--explain", cwd=tmp_path).stdout.splitlines()
    assert "counts: s: 10 video scores count, 2 failed; 10 of 12 videos have a score" in lines
    assert "counts: left out: 1 rows (identical)" in lines


@pytest.mark.parametrize(
    ("said", "first", "videos"),
    [
        ((), "counts: judged on the split test (eval), 12 videos; left out 20 of fit, 8 of tune (--split all pools them)", 12),
        (("--split", "train"), "counts: judged on the split train (fit), 20 videos; left out 12 of eval, 8 of tune", 20),
        (("--split", "all"), "counts: 20 real and 20 fake videos", 40),
    ],
)
def test_it_counts_the_rows_of_the_split_that_a_run_judges(tmp_path, said, first, videos):
    stage = ["fit"] * 20 + ["tune"] * 8 + ["eval"] * 12
    rows = [f"v{i}.mp4,{('real', 'fake')[i % 2]},{word},{i / 50}" for i, word in enumerate(stage)]
    (tmp_path / "s.csv").write_text("\n".join(["video,label,stage,score", *rows]) + "\n")
    lines = [line for line in call("s.csv", "--explain", *said, cwd=tmp_path).stdout.splitlines() if "counts:" in line]
    assert lines[0].startswith(first)
    assert lines[-1] == f"counts: s: {videos} video scores count; {videos} of {videos} videos have a score"


def test_splits_that_a_run_would_ask_about_are_asked_here(tmp_path):
    rows = [f"v{i}.mp4,{('real', 'fake')[i % 2]},{i % 3},{i / 50}" for i in range(40)]
    (tmp_path / "s.csv").write_text("\n".join(["video,label,split,score", *rows]) + "\n")
    done = call("s.csv", "--explain", cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "column of splits holds '0', '1', '2'" in done.stderr
