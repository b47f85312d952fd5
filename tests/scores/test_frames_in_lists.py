"""Lists by frame, of numbers or of classes, in documents and in the cells of a table."""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scores.conftest import said
from tests.scores.forms.example import labels_of, table, videos

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets.listed import _list_of

V = videos(30)
LENGTHS = np.random.default_rng(2).integers(1, 7, len(V))
FRAMES = [[round(float(p), 4)] * n for p, n in zip(V.p, LENGTHS, strict=True)]
PAIRS = [[[round(1 - p, 4), p] for p in frames] for frames in FRAMES]
LOGITS = [[[0.5, round(0.5 + float(np.log(p / (1 - p))), 5)] for p in frames] for frames in FRAMES]


def means(found):
    scores = found.tables["scores"].filter(status="ok")
    assert scores["detector"].n_unique() == 1
    counts = scores["video"].value_counts().sort("video")["count"].to_list()
    return scores.group_by("video").agg(pl.col("p_fake").mean()).sort("video")["p_fake"].to_list(), counts


def document(place, content):
    place.file("labels.csv", labels_of(V).decode())
    return place.read(place.file("s.json", json.dumps(content)), labels=[place.folder / "labels.csv"])


def cells(place, name, values, **more):
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": V.names, "label": V.labels, name: values} | more))
    return place.read(path)


@pytest.mark.parametrize("lists", [FRAMES, PAIRS, LOGITS, [[[p] for p in f] for f in FRAMES]])
def test_an_object_of_lists_by_frame(lists, place):
    p, counts = means(document(place, dict(zip(V.names, lists, strict=True))))
    assert p == pytest.approx(V.p, abs=1e-4)
    assert counts == LENGTHS.tolist()


def test_lists_of_a_class_are_turned(place):
    by_class = [[list(c) for c in zip(*pairs, strict=True)] for pairs in PAIRS]
    p, counts = means(document(place, dict(zip(V.names, by_class, strict=True))))
    assert p == pytest.approx(V.p, abs=1e-4)
    assert counts == LENGTHS.tolist()


@pytest.mark.parametrize("nothing", [None, []])
def test_a_video_without_a_list_has_no_score(nothing, place):
    lists = [nothing if i == 3 else pairs for i, pairs in enumerate(PAIRS)]
    found = document(place, dict(zip(V.names, lists, strict=True)))
    assert found.tables["scores"]["video"].n_unique() == len(V) - 1
    assert V.names[3] not in found.tables["scores"]["video"]


def test_inner_lists_that_are_no_classes_are_a_question(place):
    lists = [[[p, p / 3, p / 5] for p in frames] for frames in FRAMES]
    with pytest.raises(TableError, match="neither sum to 1 nor hold single numbers"):
        document(place, dict(zip(V.names, lists, strict=True)))


@pytest.mark.parametrize("name", ["scores", "p_fake", "Frame Probs", "outputs"])
@pytest.mark.parametrize("write", [json.dumps, lambda x: str(np.array(x)), lambda x: f"tensor({x}, device='cuda:0')"])
@pytest.mark.parametrize("lists", [FRAMES, PAIRS], ids=["numbers", "classes"])
def test_cells_of_a_table_hold_lists(name, write, lists, place):
    p, counts = means(cells(place, name, [write(x) for x in lists]))
    assert p == pytest.approx(V.p, abs=1e-4)
    assert counts == LENGTHS.tolist()


def test_numbers_of_frames_beside_them_are_kept(place):
    steps = [json.dumps([10 * i for i in range(n)]) for n in LENGTHS]
    found = cells(place, "scores", [json.dumps(x) for x in FRAMES], frame_idx=steps)
    assert found.tables["scores"].filter(video=V.names[0])["index"].to_list() == [10 * i for i in range(LENGTHS[0])]


def test_a_score_of_the_video_beside_lists_is_the_score(place):
    found = cells(place, "frame_scores", [json.dumps([0.5] * n) for n in LENGTHS], p_fake=V.p)
    assert means(found) == (pytest.approx(V.p), [1] * len(V))


def test_rows_keep_the_numbers_that_they_have_in_the_file(place):
    lists = [json.dumps(x) for x in FRAMES]
    with pytest.raises(TableError, match=r"s\.csv, row 4"):
        cells(place, "scores", lists, status=["odd" if i == 2 else "ok" for i in range(len(V))])
    assert said(cells(place, "scores", lists), "read as the scores of its frames")


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.booleans())
@settings(max_examples=50, deadline=None)
def test_what_numpy_and_json_write_is_read_as_it_was(numbers, nested):
    value = [[1 - x, x] for x in numbers] if nested and len(numbers) > 1 else numbers
    assert _list_of(json.dumps(value)) == value
    assert _list_of(str([np.float64(x) for x in numbers])) == numbers
    assert np.array(_list_of(str(np.array(value)))) == pytest.approx(np.array(value), abs=1e-7)


@pytest.mark.parametrize("cell", ["clip (2)", "[a]", "['x']", "[[1, 2], [3]]", "[", "", "0.5", "[1,,2]", "{}"])
def test_other_cells_are_no_lists(cell):
    assert _list_of(cell) is None


@pytest.mark.parametrize("mark", [";", "|", " ", "; ", " / ", ", "])
@pytest.mark.parametrize("header", ["video,label,scores", "name,y,frame_probs", ""])
@pytest.mark.parametrize("uneven", [False, True])
def test_frames_that_a_mark_joins(place, mark, header, uneven):
    rng = np.random.default_rng(2)
    rows = {f"v{i}x.mp4": (i % 2, rng.random(6 - uneven * (i % 3)).round(4).tolist()) for i in range(30)}
    lines = [f'{v},{y},"{mark.join(map(str, p))}"' for v, (y, p) in rows.items()]
    found = place.read(place.file("s.csv", "\n".join([*[header][: bool(header)], *lines]) + "\n"))
    read = found.tables["scores"].sort("video", "index").group_by("video", maintain_order=True).agg("p_fake")
    assert dict(read.iter_rows()) == {v: p for v, (_, p) in rows.items()}
    assert set(found.tables["scores"]["unit"]) == {"frame"}
