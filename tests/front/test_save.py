# Mistakes are made on purpose.
# pyright: reportArgumentType=false
"""What a result is and keeps: its own page, its folder, its notes."""

from __future__ import annotations

import copy
import gc
import json
import pickle
import shutil

import polars as pl
import pytest

import touchstone as ts

P_FAKE = [0.1, 0.9, 0.3, 0.8, 0.45, 0.6] * 5
LABELS = [0, 1] * 15


def says(folder) -> tuple[float, float, bool]:
    """The threshold of the run, that of its JSON files, and whether the page shows it."""
    threshold = json.loads((folder / "run.json").read_text())["conclusions"]["threshold"]
    command = json.loads((folder / "analysis/findings.json").read_text())["run"]["command"]
    said = float(command.partition("--threshold ")[2] or 0.5)
    return threshold, said, f"--threshold {threshold:g}" in (folder / "report.html").read_text() or threshold == 0.5


def test_a_run_loaded_at_another_threshold_is_saved_at_that_threshold(tmp_path):
    ts.examine(P_FAKE, LABELS, out=tmp_path / "run")
    loaded = ts.load(tmp_path / "run", threshold=0.9)
    assert loaded.report is None
    page = loaded.save(tmp_path / "kept")
    assert loaded.report == page
    assert says(tmp_path / "kept") == (0.9, 0.9, True)
    assert says(tmp_path / "run") == (0.5, 0.5, True)
    assert ts.load(tmp_path / "kept").performance.equals(loaded.performance)


def test_a_result_saves_itself_after_its_folder_was_examined_again(tmp_path):
    first = ts.examine(P_FAKE, LABELS, out=tmp_path / "run")
    second = ts.examine(P_FAKE, LABELS, out=tmp_path / "run", threshold=0.3)
    assert first.report is None
    assert second.report == tmp_path / "run/report.html"
    first.save(tmp_path / "first")
    assert says(tmp_path / "first") == (0.5, 0.5, True)
    assert pl.read_parquet(tmp_path / "first/given/scores.parquet").height == 30


def test_a_result_is_not_saved_from_a_folder_that_holds_another_run(tmp_path):
    result = ts.examine(P_FAKE, LABELS, out=tmp_path / "run")
    shutil.rmtree(tmp_path / "run")
    with pytest.raises(ts.RunError, match="no longer holds the run"):
        result.save(tmp_path / "kept")
    ts.examine(P_FAKE[:20], LABELS[:20], out=tmp_path / "run")
    with pytest.raises(ts.RunError, match="no longer holds the run"):
        result.save(tmp_path / "kept")
    assert not (tmp_path / "kept").exists()


def test_a_place_that_cannot_be_written_is_one_line(tmp_path):
    result = ts.examine(P_FAKE, LABELS)
    (tmp_path / "file").touch()
    for place in ("/proc/x/y", None, "", tmp_path / "file", tmp_path / "file/x", result.folder / "inside"):
        with pytest.raises(ts.TouchstoneError) as error:
            result.save(place)
        assert "\n" not in str(error.value)


def test_a_copy_keeps_the_temporary_folder(tmp_path):
    result = ts.examine(P_FAKE, LABELS)
    folder, copies = result.folder, [copy.copy(result), copy.deepcopy(result)]
    del result
    gc.collect()
    assert folder.is_dir()
    assert copies[0].save(tmp_path / "kept").is_file()
    copies.clear()
    gc.collect()
    assert not folder.parent.exists()


def test_a_result_says_that_it_cannot_be_pickled():
    with pytest.raises(ts.UsageError, match=r"save it with result.save\(FOLDER\) and open it with ts.load\(FOLDER\)"):
        pickle.dumps(ts.examine(P_FAKE, LABELS))


def test_what_is_left_out_is_kept_as_notes(tmp_path):
    result = ts.examine({"p_mine": P_FAKE, "label": [None, None, *LABELS[2:]]}, out=tmp_path / "run")
    left = "2 videos are left out, nothing says whether they are fake; the first is row 00"
    assert left in result.notes
    assert left in repr(result)
    assert left in json.loads((tmp_path / "run/run.json").read_text())["notes"]
    assert ts.load(tmp_path / "run").notes == result.notes
    shown = [line for line in repr(result).splitlines() if line.startswith("note")]
    assert shown[-1] == f"notes: {len(result.notes) - 3} earlier in .notes"


def test_one_video_that_is_left_out_is_one():
    result = ts.examine({"p_mine": P_FAKE, "label": [None, *LABELS[1:]]})
    assert "1 video is left out, nothing says whether this video is fake: row 00" in result.notes


@pytest.mark.parametrize("column", ["label", "klass"])
def test_a_column_of_labels_that_gives_way_is_a_note(column):
    words = ["real", "fake"] * 15
    result = ts.examine({"p_mine": P_FAKE, column: words}, labels=[1, 1, *LABELS[2:]])
    said = f"scores: column '{column}' is not used, because labels= gives a label for each row; 1 of 30 differ"
    assert said in result.notes
    assert result.tables.videos["label"].to_list().count("fake") == 16


def test_a_detector_whose_name_means_something_else_does_not_vanish_silently():
    result = ts.examine({"width": P_FAKE, "mine": P_FAKE}, LABELS)
    assert any("'width' is read as what its name says" in note and "'p_width'" in note for note in result.notes)
    with pytest.raises(ts.UsageError, match=r"no column is left that holds scores: 'fps', 'group' are read as what"):
        ts.examine({"fps": P_FAKE, "group": P_FAKE}, LABELS)
    called = ts.examine({"p_width": P_FAKE, "p_mine": P_FAKE}, LABELS)
    assert called.performance["detector"].to_list() == ["width", "mine"]


def test_hidden_characters_in_names_are_shown_as_escapes():
    table = {"p_a\x1b[31m\nb": P_FAKE, "video": [f"{i:02d}\x1b" for i in range(30)]}
    result = ts.examine(table, LABELS)
    assert result.performance["detector"].to_list() == ["a\\x1b[31m\\nb"]
    assert result.report is not None
    for text in (repr(result), result._repr_html_(), result.report.read_text(), *result.notes):
        assert "\x1b" not in text
    assert "a\\x1b[31m\\nb" in result.report.read_text()
