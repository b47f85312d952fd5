"""Tables of labels and scores without names of videos."""

from __future__ import annotations

import numpy as np
import polars as pl
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


def of_frames(tmp_path, header, name, count=5):
    """Twenty videos, row by row in any order, with numbered frames."""
    rows = [(name(i), j, ("real", "fake")[i % 2], round(i / 40 + j / 1000, 3)) for i in range(20) for j in range(count)]
    rows = [rows[k] for k in np.random.default_rng(3).permutation(len(rows))]
    (tmp_path / "s.csv").write_text(header + "\n" + "".join(",".join(map(str, r)) + "\n" for r in rows))
    return tmp_path / "s.csv"


@pytest.mark.parametrize("frame", ["frame", "timestamp"])
@pytest.mark.parametrize("name", ["clip", "subject", "source", "scene"])
@pytest.mark.parametrize("cells", [lambda i: f"vid{i:03d}.mp4", lambda i: 7 * i + 3], ids=["words", "numbers"])
def test_a_column_that_repeats_beside_numbers_of_frames_names_the_videos(tmp_path, name, frame, cells):
    read = read_score_files([of_frames(tmp_path, f"{name},{frame},label,prob", cells)])
    assert read.tables["videos"].height == 20
    scores = read.tables["scores"]
    assert scores.height == 100
    assert scores.select(n=pl.struct("video", "index").n_unique()).item() == 100
    assert any(f"'{name}'" in note for note in read.notes)


@pytest.mark.parametrize("frame", ["idx", "take"])
def test_clips_of_words_with_one_label_each_are_videos_without_numbers_of_frames_too(tmp_path, frame):
    path = of_frames(tmp_path, f"clip,{frame},label,prob", lambda i: f"vid{i:03d}.mp4")
    read = read_score_files([path], options=Options(rows_are="frames"))
    assert read.tables["videos"].height == 20
    assert any("video: column 'clip'" in note for note in read.notes)


@pytest.mark.parametrize("persons", [20, 5])
def test_numbers_of_frames_that_come_again_without_videos_are_a_question(tmp_path, persons):
    """A person who is in real and in fake videos names none; one with two rows of a frame may."""
    path = of_frames(tmp_path, "subject,frame,label,prob", lambda i: f"person{i % persons}")
    path.write_text(path.read_text() + "person1,0,fake,0.5111\n")
    ways = "--map video=subject, or --rows-are videos" if persons == 20 else "--map video=COLUMN, or --rows-are videos"
    with pytest.raises(TableError, match=f"column 'frame' come again.*{ways}"):
        read_score_files([path])
    assert read_score_files([path], options=Options(rows_are="videos")).tables["videos"].height == 101
    if persons == 20:
        assert read_score_files([path], options=Options(columns={"video": "subject"})).tables["videos"].height == 20


def test_two_columns_that_may_name_videos_are_a_question(tmp_path):
    rows = "".join(f"clip{i},x{i},{i % 2},{i / 40}\n" for i in range(30))
    (tmp_path / "s.csv").write_text("handle,other,y_true,y_score\n" + rows)
    with pytest.raises(TableError, match=r"no column names the videos.*--map video=COLUMN"):
        read_score_files([tmp_path / "s.csv"])
    read = read_score_files([tmp_path / "s.csv"], options=Options(columns={"video": "other"}))
    assert read.tables["videos"]["video"].sort()[0] == "x0"


def repeated(tmp_path, name, names, *, index, beside, seed=0, labelled=True):
    """Forty videos with three rows each, in one block or row by row; the index of the table may come first."""
    rng = np.random.default_rng(seed)
    rows = [(n, i % 2, t, round(float(rng.uniform()), 4)) for t in range(3) for i, n in enumerate(names)]
    rows = [rows[i] for i in rng.permutation(len(rows))]
    header = [*([""] if index else []), name, *(["label"] if labelled else []), *([beside] if beside else []), "score"]
    lines = [",".join(header)]
    for number, (n, label, t, score) in enumerate(rows):
        cells = [*([number] if index else []), n, *([label] if labelled else []), *([t] if beside else []), score]
        lines.append(",".join(map(str, cells)))
    path = tmp_path / "s.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.mark.parametrize("cells", ["{:08x}-a", "clip{}", "7{:03d}"])
@pytest.mark.parametrize("name", ["sample", "asset", "uid"])
@pytest.mark.parametrize(("index", "beside"), [(True, "epoch"), (True, None), (True, "frame"), (False, "epoch"), (False, "take")])
def test_a_name_of_several_rows_names_videos_and_the_index_of_a_table_does_not(tmp_path, name, cells, index, beside):
    names = [cells.format(i) for i in range(40)]
    read = read_score_files([repeated(tmp_path, name, names, index=index, beside=beside)])
    assert set(read.tables["videos"]["video"].str.extract(r"([^/]+?)(?: \(row \d+\))?$")) == set(names)
    assert read.tables["detectors"].height == (3 if beside == "epoch" else 1)
    assert any(f"'{name}' alone" in note and "--map video=COLUMN" in note for note in read.notes)


def test_names_of_several_rows_are_seen_without_labels_beside_a_column_that_tells_the_rows_apart(tmp_path):
    names = [f"{i:x}q" for i in range(40)]
    labels = tmp_path / "labels.csv"
    labels.write_text("video,label\n" + "".join(f"{n},{i % 2}\n" for i, n in enumerate(names)))
    path = repeated(tmp_path, "sample", names, index=True, beside="epoch", labelled=False)
    read = read_score_files([path], [labels])
    assert read.tables["videos"].height == 40
    assert read.tables["detectors"].height == 3


@pytest.mark.parametrize("values", [lambda i: f"w{i % 10}", lambda i: f"w{i % 7}", lambda i: i % 10])
def test_words_with_both_labels_name_no_videos(tmp_path, values):
    rows = "".join(f"{i},{values(i)},{i // 10 % 2},{i / 91}\n" for i in range(90))
    (tmp_path / "s.csv").write_text(",place,y_true,y_score\n" + rows)
    assert read_score_files([tmp_path / "s.csv"]).tables["videos"].height == 90
