"""Tables of labels and scores without names of videos."""

from __future__ import annotations

import pytest

from touchstone.scores import read_score_files
from touchstone.vocabulary.errors import TableError


@pytest.mark.parametrize("header", ["y_true,y_score", "label,p_fake", "gt,pred"])
def test_rows_of_labels_and_scores_alone_are_videos(tmp_path, header):
    rows = [(i % 2, round(i / 40, 3)) for i in range(30)]
    (tmp_path / "s.csv").write_text(header + "\n" + "".join(f"{y},{p}\n" for y, p in rows))
    read = read_score_files([tmp_path / "s.csv"])
    both = read.tables["scores"].join(read.tables["videos"].select("video", "label"), on="video").sort("video")
    assert both.select("label", "p_fake").rows() == [(("real", "fake")[y], p) for y, p in rows]
    assert any("no column names the videos, so each row is one" in note for note in read.notes)


@pytest.mark.parametrize("cells", [lambda i: f"clip{i}", lambda i: str(7 * i)])
def test_a_column_that_may_hold_names_is_a_question(tmp_path, cells):
    rows = "".join(f"{cells(i)},{i % 2},{i / 40}\n" for i in range(30))
    (tmp_path / "s.csv").write_text("handle,y_true,y_score\n" + rows)
    with pytest.raises(TableError, match=r"no column names the videos.*--map video=COLUMN"):
        read_score_files([tmp_path / "s.csv"])
