"""Several passes through the frames of one name: videos of equal names, where a column, their order or their scores say so."""

import numpy as np
import polars as pl
import pytest
from tests.scores.conftest import said

from touchstone.vocabulary.errors import TableError

NAMES = 12


def lines(methods, *, frames=4, column: str | None = "method", shuffled=False, near=None):
    """Rows of each method in turn: every name of it, with its frames; ``near``: the scores of a name are alike everywhere."""
    rng = np.random.default_rng(5)
    scores = {m: rng.uniform(0.1, 0.5, NAMES) if m == "original" else rng.uniform(0.2, 0.9, NAMES) for m in methods}
    rows = []
    for method in methods:
        for name in range(NAMES):
            for frame in range(frames or 1):
                score = (near[name] if near is not None else scores[method][name]) + frame * 0.001
                cells = {"video": f"{name:03d}", "frame": frame, column: method}
                cells |= {"label": _label(method), "p_fake": f"{score:.4f}"}
                rows.append({n: c for n, c in cells.items() if n and (frames or n != "frame")})
    rows = [rows[i] for i in rng.permutation(len(rows))] if shuffled else rows
    return [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]


def _label(method):
    return "real" if method == "original" else "fake"


def counts(found):
    videos, scores = found.tables["videos"], found.tables["scores"]
    return videos.filter(label="real").height, videos.filter(label="fake").height, scores.filter(status="ok").height


@pytest.mark.parametrize("frames", [0, 4])
@pytest.mark.parametrize("column", ["method", "type", None])
@pytest.mark.parametrize("methods", [("original", "DF", "FS"), ("original", "DF", "original", "FS")])
def test_two_methods_of_equal_names_are_videos_and_real_ones_scored_twice_count_once(place, frames, column, methods):
    found = place.read(place.file("s.csv", "\n".join(lines(methods, frames=frames, column=column))))
    assert counts(found) == (NAMES, 2 * NAMES, 3 * NAMES * (frames or 1))
    if column:
        assert set(found.tables["videos"].filter(label="fake")["method"]) == {"DF", "FS"}


def test_shuffled_frames_without_a_column_are_faces_and_the_note_asks_for_the_column(place):
    rows = lines(("original", "DF", "FS"), column="tool", shuffled=True)
    bare = place.file("s.csv", "\n".join(lines(("original", "DF", "FS"), column=None, shuffled=True)))
    assert said(
        place.read(bare), "if they are different videos of equal names, say --map method=COLUMN, with the column that"
    )
    with pytest.raises(TableError, match="nothing tells which frame is of which video"):
        place.read(bare, rows_are="videos")
    found = place.read(place.file("t.csv", "\n".join(rows)), columns={"method": "tool"})
    assert counts(found) == (NAMES, 2 * NAMES, 12 * NAMES)


def of_frames(column, *, shuffled=False, left_out=()):
    """Frames of two fakes of each name side by side, and of one real video; the number of the fake is in a column."""
    rng = np.random.default_rng(7)
    rows = [
        {
            "video": f"{name:03d}",
            "frame": frame,
            "label": label,
            "p_fake": f"{rng.uniform(0.1, 0.4) + 0.5 * which:.4f}",
            column: which,
        }
        for label, number in (("real", 1), ("fake", 2))
        for name in range(NAMES)
        for frame in range(4)
        for which in range(number)
        if (name, frame, which) not in left_out
    ]
    rows = [rows[i] for i in rng.permutation(len(rows))] if shuffled else rows
    rows = [{n: c for n, c in row.items() if n} for row in rows]
    return "\n".join([",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)])


@pytest.mark.parametrize(("column", "shuffled"), [("", False), ("which", False), ("which", True), ("seat", True)])
def test_rows_are_videos_settles_frames_side_by_side_by_a_column_or_by_their_order(place, column, shuffled):
    path = place.file("s.csv", of_frames(column, shuffled=shuffled))
    assert said(place.read(path), "different videos of equal names, say --rows-are videos")
    found = place.read(path, rows_are="videos")
    assert counts(found) == (NAMES, 2 * NAMES, 12 * NAMES)
    spread = found.tables["scores"].group_by("video").agg(pl.col("p_fake").max() - pl.col("p_fake").min())
    assert spread["p_fake"].max() < 0.4
    assert said(
        found,
        "told apart by" if column else "the first row of each frame of the first, and so on, in the order of the file",
    )


def test_frames_that_one_of_two_videos_lacks_leave_the_others_with_their_videos(place):
    path = place.file("s.csv", of_frames("", left_out={(3, 1, 1), (5, 2, 1)}))
    assert counts(place.read(path, rows_are="videos")) == (NAMES, 2 * NAMES, 12 * NAMES - 2)


def test_rows_are_frames_takes_back_that_passes_are_videos(place):
    path = place.file("s.csv", "\n".join(lines(("original", "DF", "FS"), column=None)))
    assert said(place.read(path), "(if they are of one video, say --rows-are frames)")
    assert counts(place.read(path, rows_are="frames"))[:2] == (NAMES, NAMES)


def test_alike_passes_of_both_labels_are_one_video_unless_said(place):
    near = np.linspace(0.1, 0.9, NAMES)
    path = place.file("s.csv", "\n".join(lines(("original", "original", "DF", "DF"), column=None, near=near)))
    text = path.read_text().splitlines()
    path.write_text("\n".join([text[0], *(row if i % 7 else row + "1" for i, row in enumerate(text[1:]))]))
    assert counts(place.read(path))[:2] == (NAMES, NAMES)
    assert counts(place.read(path, rows_are="videos"))[:2] == (2 * NAMES, 2 * NAMES)


@pytest.mark.parametrize("frames", [0, 2])
def test_equal_names_in_two_data_sets_and_under_both_labels(place, frames):
    rng = np.random.default_rng(6)
    rows = [
        f"{d},{i:03d}{f',{f}' if frames else ''},{label},{p:.4f}"
        for d in "AB"
        for label in ("real", "fake")
        for i, p in enumerate(rng.uniform(0.1, 0.9, NAMES))
        for f in range(frames or 1)
    ]
    head = f"dataset,video{',frame' if frames else ''},label,p_fake"
    found = place.read(place.file("s.csv", "\n".join([head, *rows])))
    assert counts(found)[:2] == (2 * NAMES, 2 * NAMES)
    assert found.tables["videos"]["dataset"].value_counts()["count"].to_list() == [2 * NAMES, 2 * NAMES]
