"""Files that look like those of loops and of pandas, and are something else."""

import json

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table, videos

from touchstone.vocabulary.errors import TableError, UsageError

V = videos()


def labels(place):
    return place.file("labels.csv", table({"video": V.names, "label": V.labels}).decode())


@pytest.mark.parametrize("keys", [("score", "blur"), ("age", "p"), ("0", "1"), ("label", "x")])
def test_keys_that_say_what_they_hold_are_no_detectors(place, keys):
    content = {n: dict(zip(keys, (p, q), strict=True)) for n, p, q in zip(V.names, V.p.tolist(), V.q.tolist(), strict=True)}
    try:
        found = place.read(place.file("s.json", json.dumps(content)), labels=[labels(place)])
    except TableError:
        return
    assert not said(found, "which are read as detectors")


@pytest.mark.parametrize("value", [1.2, -0.1, None, "x"])
def test_one_number_outside_0_to_1_leaves_it_a_question(place, value):
    content = {n: {"meso": p, "xception": p} for n, p in zip(V.names, V.p.tolist(), strict=True)}
    content[V.names[3]]["xception"] = value
    with pytest.raises(TableError, match="no column of scores"):
        place.read(place.file("s.json", json.dumps(content)), labels=[labels(place)])


def test_other_members_of_models_are_said(place):
    of_one = [{"video": n, "label": y, "score": p} for n, y, p in zip(V.names, V.labels, V.p.tolist(), strict=True)]
    content = [{"model": name, "epochs": 3, "results": of_one} for name in ("meso", "xception")]
    found = place.read(place.file("s.json", json.dumps(content)))
    assert found.tables["detectors"].height == 2
    assert said(found, "epochs not used")


def halves(place, names):
    parts = [table({"video": V.names[at::2], "score": V.p[at::2]}).decode() for at in (0, 1)]
    return [place.file(f"{name}.csv", part) for name, part in zip(names, parts, strict=True)]


@pytest.mark.parametrize("names", [("1_real", "1_fake"), ("0_real", "1_fake"), ("1_real", "0_fake"), ("a-00-real", "a-01-fake")])
def test_words_of_classes_are_labels_whatever_number_each_has(place, names):
    assert set(place.read(*halves(place, names)).tables["videos"]["label"]) == {"real", "fake"}


@pytest.mark.parametrize("names", [("0_real", "1_real"), ("0", "1"), ("run_0_real", "net_1_fake")])
def test_numbers_alone_say_no_labels(place, names):
    with pytest.raises((TableError, UsageError), match="no labels"):
        place.read(*halves(place, names))


def test_a_column_0_beside_another_of_numbers_is_a_question(place):
    cells = {"video": V.names, "label": V.labels, "0": V.p, "size_of_it": np.arange(len(V))}
    with pytest.raises(TableError, match="size_of_it"):
        place.read(place.file("s.csv", table(cells).decode()))


def test_a_printed_index_that_does_not_count_from_0_or_1_is_a_question(place):
    lines = ["    video  label  p_fake", *(f"{i + 7:3}  v{i}.mp4  real  0.{i + 1}" for i in range(9))]
    with pytest.raises(TableError, match="one column only"):
        place.read(place.file("s.txt", "\n".join(lines)))


def test_rows_that_are_numbered_from_1_are_read(place):
    lines = ["    video  label  p_fake", *(f"{i + 1:3}  v{i}.mp4  {'fake' if i % 2 else 'real'}  0.{i + 1}" for i in range(9))]
    found = place.read(place.file("s.txt", "\n".join(lines)))
    assert found.tables["scores"]["p_fake"].sort().to_list() == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    assert found.tables["videos"]["label"].value_counts(sort=True).rows() == [("real", 5), ("fake", 4)]


def test_a_frame_that_was_printed_in_part_is_a_question(place):
    lines = ["    video  label  p_fake", *(f"{i}  v{i}.mp4  real  0.{i + 1}" for i in range(5)), "..   ...   ...   ..."]
    with pytest.raises(TableError, match="one column only"):
        place.read(place.file("s.txt", "\n".join([*lines, "99  v99.mp4  fake  0.9"])))
