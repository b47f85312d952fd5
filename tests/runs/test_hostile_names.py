"""Names that move the cursor, turn the line around, hide, or run in a spreadsheet: escaped where shown, true in the tables."""

import csv
import io
import json
import unicodedata

import polars as pl
import pytest
from rich.console import Console

import touchstone as ts
from touchstone.cli.summary import print_summary
from touchstone.runs.scores import ExaminationSettings, examine_scores
from touchstone.vocabulary.tables import SCORES, read_table

NAMES = [
    "\x1b[31mred.mp4", "a\rb.mp4", "a\nb.mp4", "\x9b2J.mp4", "a\u202egpj.mp4", "a\u2066b\u2069.mp4", "a\u200bb.mp4",
    "a\u2028b.mp4", "tag\U000e0041.mp4", "a\ufeffb.mp4", "a\u200db.mp4", "=cmd|' /C calc'!A0.mp4", "+1+1.mp4", "-x.mp4",
    "@SUM(A1).mp4", "'=quoted.mp4", "<script>alert(1)</script>.mp4", "[red]x[/]", "{{ 7*7 }}.mp4", "Größe 日本.mp4",
]  # fmt: skip
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def hidden(text, allowed="\n"):
    return sorted({c for c in set(text) - set(allowed) if unicodedata.category(c) in HIDDEN})


def row(number, name):
    failed = {"p_fake": None, "status": "failed", "reason": f"broken {name}"}
    scored = {"p_fake": number % 2 / 2 + 0.2, "status": "ok", "reason": None}
    facts = {"label": ("real", "fake")[number % 2], "group": f"g{name}", "source": NAMES[number % 3]}
    return {
        "video": name,
        "method": NAMES[-number] if number % 2 else None,
        **facts,
        **(failed if number == 4 else scored),
    }


def texts(value):
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("names")
    rows = [row(number, name) for number, name in enumerate(NAMES)]
    (folder / "scores.json").write_text(json.dumps(rows))
    said = []
    settings = ExaminationSettings(tables=(folder / "scores.json",), out=folder / "run")
    written = examine_scores(settings, said.append)
    return folder, written, said


def keys():
    return sorted(name.replace("\\", "/") for name in NAMES)


def test_the_tables_hold_the_true_names(run):
    folder, _, _ = run
    assert sorted(read_table(SCORES, folder / "run/tables")["video"]) == keys()


def test_the_page_and_the_json_files_show_nothing_hidden_and_the_json_is_true(run):
    folder, written, _ = run
    assert hidden(written.report.read_text()) == []
    assert "<script>alert(1)" not in written.report.read_text()
    names = set()
    for path in (folder / "run/analysis").glob("*.json"):
        text = path.read_text()
        assert hidden(text) == [], path.name
        names |= set(texts(json.loads(text)))
    assert names >= set(keys()) - {NAMES[4]}  # it has no score


def test_the_terminal_shows_nothing_hidden(run):
    _, written, _ = run
    print_summary(written, Console(file=(printed := io.StringIO()), width=100))
    result = ts.load(written.folder)
    for text in (printed.getvalue(), repr(result), result._repr_html_()):  # pyright: ignore[reportPrivateUsage]
        assert hidden(text) == []


def test_the_csv_runs_nothing_and_is_read_back_as_it_was(run, tmp_path):
    folder, _, _ = run
    path = folder / "run/analysis/per_video_scores.csv"
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline="")))
    assert not [cell for row in rows for cell in row if cell.strip()[:1] in tuple("=+-@") and cell]
    result = ts.examine(path)
    assert sorted(result.tables.scores["video"]) == keys()
    assert any("apostrophe" in note for note in result.notes)
    saved = ts.load(folder / "run").save(tmp_path / "raw", raw_csv=True).parent / "analysis/per_video_scores.csv"
    raw = [row[1] for row in csv.reader(io.StringIO(saved.read_bytes().decode(), newline=""))][1:]
    assert sorted(raw) == keys()
    again = pl.read_csv(ts.load(folder / "run").save(tmp_path / "safe").parent / "analysis/per_video_scores.csv")
    assert again.height == len(NAMES)
