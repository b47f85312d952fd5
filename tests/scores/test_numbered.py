"""Tables of labels and scores without names of videos."""

from __future__ import annotations

import pytest

from touchstone.scores import Options, read_score_files
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
@pytest.mark.parametrize("name", ["handle", "uuid", "url", "utt", ""])
def test_the_only_column_that_tells_rows_apart_names_the_videos(tmp_path, name, cells):
    rows = "".join(f"{cells(i)},{i % 2},{i / 40}\n" for i in range(30))
    (tmp_path / "s.csv").write_text(f"{name},y_true,y_score\n" + rows)
    read = read_score_files([tmp_path / "s.csv"])
    p = dict(read.tables["scores"].select("video", "p_fake").iter_rows())
    assert p == {cells(i): i / 40 for i in range(30)}
    assert any("alone tells rows apart, so it names them" in note and "--map video=COLUMN" in note for note in read.notes)


def test_beside_frames_it_names_the_videos_that_they_are_of(tmp_path):
    rows = "".join(f"c{i // 3},{i % 3},{i // 3 % 2},{i / 40}\n" for i in range(30))
    (tmp_path / "s.csv").write_text("asset,frame,y_true,y_score\n" + rows)
    assert read_score_files([tmp_path / "s.csv"]).tables["videos"].height == 10


def test_two_columns_that_may_name_videos_are_a_question(tmp_path):
    rows = "".join(f"clip{i},x{i},{i % 2},{i / 40}\n" for i in range(30))
    (tmp_path / "s.csv").write_text("handle,other,y_true,y_score\n" + rows)
    with pytest.raises(TableError, match=r"no column names the videos.*--map video=COLUMN"):
        read_score_files([tmp_path / "s.csv"])
    read = read_score_files([tmp_path / "s.csv"], options=Options(columns={"video": "other"}))
    assert read.tables["videos"]["video"].sort()[0] == "x0"
