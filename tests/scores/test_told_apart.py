"""Notes call files and columns by names that the user's files have, and no two files alike."""

from contextlib import nullcontext, suppress
from pathlib import Path

import polars as pl
import pytest

from touchstone.scores import read_score_files
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Sheet

COUNT = 40


def table(path: str, shift: int = 0, columns: dict[str, list[str]] | None = None) -> Sheet:
    n = COUNT
    plain = {
        "video": [f"v{i + shift}.mp4" for i in range(n)],
        "label": ["real", "fake"] * (n // 2),
        "p_fake": [0.1 + (i * 7 % n) / 100 + 0.3 * (i % 2) for i in range(n)],
    }
    return Sheet(path=Path(path), kind="text", frame=pl.DataFrame({**plain, **(columns or {})}))


def test_files_of_equal_names_are_called_by_what_tells_them_apart():
    found = read_score_files([table("runs/a/out/preds.csv"), table("runs/b/out/preds.csv")])
    assert found.tables["detectors"]["detector"].to_list() == ["a/out/preds", "b/out/preds"]
    assert "a/out/preds.csv: video: column 'video'" in found.notes
    assert "b/out/preds.csv: video: column 'video'" in found.notes
    both = read_score_files([table("train/preds.csv"), table("test/preds.csv", shift=100)])
    assert {note.partition(":")[0] for note in both.notes if "score: " in note} == {"train/preds.csv", "test/preds.csv"}
    forms = read_score_files([table("out/preds.csv"), table("out/preds.json")])
    assert forms.tables["detectors"]["detector"].to_list() == ["preds.csv", "preds.json"]


def test_notes_say_the_names_of_the_columns_that_the_file_has():
    columns = {"sex": ["f", "f", "m", "m"] * 10, "mean": ["1"] * 40, "column 4": [str(i) for i in range(40)]}
    notes = read_score_files([table("s.csv", columns=columns)]).notes
    assert any(note.startswith("properties: gender from 'sex' (2 values)") for note in notes)
    unused = next(note for note in notes if note.startswith("not used"))
    assert "'mean' (it has one value)" in unused
    assert "'column 4' (it counts the rows)" in unused


def test_a_column_that_was_made_of_others_is_not_said_to_be_in_the_file():
    sheet = table("s.csv")
    p = sheet.frame["p_fake"]
    frame = sheet.frame.drop("p_fake").with_columns(prob_real=1 - p, prob_fake=p)
    made = Sheet(path=sheet.path, kind="text", frame=frame)
    assert "s.csv: score: p_fake (made of other columns) as P(fake)" in read_score_files([made]).notes


def test_a_column_whose_name_is_an_expression_is_a_column():
    notes = read_score_files([table("s.csv", columns={"^.*$": ["a", "b", "a", "b"] * 10, "^$": ["1"] * 40})]).notes
    assert any("'^$ (column 5)' (it has one value)" in note for note in notes)


@pytest.mark.parametrize("name", ["*", "^.*$"])
@pytest.mark.parametrize("role", ["video", "label", "score", "won", "confidence", "frame", "method"])
def test_whatever_a_column_holds_its_name_stands_for_no_other(role, name):
    scores = [0.05 + 0.02 * i for i in range(COUNT)]
    columns = {
        "video": [f"v{i}.mp4" for i in range(COUNT)], "label": ["real", "fake"] * (COUNT // 2), "score": scores,
        "won": [int(p >= 0.5) for p in scores], "confidence": [max(p, 1 - p) for p in scores],
        "frame": list(range(COUNT)), "method": ["a", "b"] * (COUNT // 2),
    }  # fmt: skip
    frame = pl.DataFrame({name if column == role else column: cells for column, cells in columns.items()})
    # without its name the score, or the label, may be a question; any other column is not needed
    with suppress(TableError) if role in ("video", "label", "score") else nullcontext():
        read = read_score_files([Sheet(path=Path("s.csv"), kind="parquet", frame=frame)]).tables["scores"]
        assert set(read["p_fake"].round(6)) <= {round(p, 6) for p in scores}
