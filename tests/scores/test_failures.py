"""Rows that failed by the word of a column other than that of states: fillers are no scores, differing numbers are."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest

from touchstone.scores import Options, read_score_files
from touchstone.vocabulary.sheets import Sheet


def table(name: str, bad: object, good: object, filler: float | None, seed: int = 0, failed: int = 10) -> Sheet:
    """40 videos with a column of which some cells say that scoring failed; ``nan`` as filler leaves their own scores."""
    chance = random.Random(seed)
    broken = set(chance.sample(range(40), failed))
    scores = [round(chance.uniform(0.01, 0.99), 4) for _ in range(40)]
    columns: dict[str, list[object]] = {
        "video": [f"v{i}.mp4" for i in range(40)],
        "label": [("real", "fake")[i % 2] for i in range(40)],
        "score": [scores[i] if i not in broken or filler != filler else filler for i in range(40)],
        name: [bad if i in broken else good for i in range(40)],
    }
    order = list(columns)
    chance.shuffle(order)
    return Sheet(path=Path("t.csv"), kind="parquet", frame=pl.DataFrame({c: columns[c] for c in order}, strict=False))


def states(sheet: Sheet, options: Options | None = None) -> tuple[dict[str, int], tuple[str, ...], pl.DataFrame]:
    read = read_score_files([sheet], options=options)
    return dict(read.tables["scores"]["status"].value_counts().iter_rows()), read.notes, read.tables["scores"]


@pytest.mark.parametrize("filler", [0.0, 0.5, None, 0.123])
@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("success", False, True),
        ("Success", "no", "yes"),
        ("valid", 0, 1),
        ("face_detected", 0, 1),
        ("ok", "false", "true"),
        ("failed", True, False),
        ("has_error", 1, 0),
        ("n_faces", 0, 2),
        ("num_faces", 0, 1),
        ("error", "no face found", None),
        ("error_message", "decoder: no frames", "ok"),
        ("exception", "IndexError", ""),
        ("ProbeStatus", "NonProcessed", "Processed"),
        ("status_code", 500, 200),
        ("HTTP-Status", 404, 200),
        ("exit_code", 1, 0),
        ("result_code", "E_FACE", "S_OK"),
        ("num_frames", 0, 30),
        ("frames_decoded", 0, 12),
        ("face_confidence", 0.0, 0.99),
        ("note", "no face", None),
        ("comments", "kein Gesicht", ""),
    ],
)
def test_a_filler_in_rows_that_failed_is_no_score(name, bad, good, filler):
    counts, _, scores = states(table(name, bad, good, filler, seed=1))
    assert counts == {"ok": 30, "failed": 10}
    assert scores.filter(status="failed")["p_fake"].null_count() == 10


@pytest.mark.parametrize(("name", "bad", "good"), [("valid", 0, 1), ("success", False, True), ("failed", "yes", "no")])
def test_scores_that_differ_count_and_the_note_names_the_option_that_drops_them(name, bad, good):
    sheet = table(name, bad, good, float("nan"), seed=2)
    counts, notes, _ = states(sheet)
    assert counts == {"ok": 40}
    assert any(f"column {name!r} says that 10 rows failed, but their scores differ" in note for note in notes)
    assert any(f"say --map status={name}" in note for note in notes)
    assert states(sheet, Options(columns={"status": name}))[0] == {"ok": 30, "failed": 10}


@pytest.mark.parametrize(
    ("name", "bad", "good"), [("n_faces", 0, 1), ("face_detected", False, True), ("error", "blurred", None)]
)
def test_one_row_fails_with_a_usual_filler_and_counts_with_another_number(name, bad, good):
    assert states(table(name, bad, good, 0.0, failed=1))[0] == {"ok": 39, "failed": 1}
    assert states(table(name, bad, good, 0.731, failed=1))[0] == {"ok": 40}


@pytest.mark.parametrize(
    ("name", "bad", "good"),
    [
        ("error", 0.3, 0.1),
        ("mood", 0, 1),
        ("correct", False, True),
        ("faces", 1, 2),
        ("country_code", 49, 33),
        ("num_frames", 300, 200),
    ],
)
def test_columns_about_something_else_say_nothing_of_failures(name, bad, good):
    assert states(table(name, bad, good, 0.0))[0] == {"ok": 40}


def test_a_column_that_may_mark_a_split_is_offered_as_one_where_its_rows_have_scores():
    sheet = table("is_valid", 0, 1, float("nan"), seed=3)
    counts, notes, _ = states(sheet)
    assert counts == {"ok": 40}
    assert any("say --map status=is_valid; if it marks a split, say --map split=is_valid" in note for note in notes)
    videos = read_score_files([sheet], options=Options(columns={"split": "is_valid"})).tables["videos"]
    assert dict(videos["split"].value_counts().iter_rows()) == {"val": 30, "train": 10}


@pytest.mark.parametrize("name", ["note", "comments"])
def test_a_remark_on_rows_whose_scores_are_their_own_says_nothing_of_failures(name):
    assert states(table(name, "blurred", None, float("nan")))[0] == {"ok": 40}
    assert states(table(name, "blurred", None, 0.0, failed=2))[0] == {"ok": 40}


def test_a_remark_beside_a_score_that_other_rows_have_too_says_nothing_of_failures():
    sheet = table("note", "blurred", None, 0.0, failed=5)
    saturated = pl.when(pl.col("score") < 0.5).then(0.0).otherwise(1.0)
    frame = sheet.frame.with_columns(score=pl.when(pl.col("note").is_null()).then(saturated).otherwise("score"))
    assert states(Sheet(path=sheet.path, kind="parquet", frame=frame))[0] == {"ok": 40}


def test_of_several_remarks_those_fail_whose_rows_hold_one_score():
    sheet = table("note", "no face", "indoor", 0.5)
    assert states(sheet)[0] == {"ok": 30, "failed": 10}
    kept = Options(columns={"property_note": "note"})
    assert states(sheet, kept)[0] == {"ok": 40}


def test_a_number_of_frames_that_says_which_rows_failed_still_describes_the_videos():
    read = read_score_files([table("num_frames", 0, 30, 0.5)])
    assert sorted(read.tables["videos"]["frame_count"].unique().to_list()) == [0, 30]
