"""Columns whose names may mean a split: their words tell."""

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table, videos

NAMES = ["fold", "Mode", "set", "partition", "subset", "stage", "split"]


def read(place, column, values, **options):
    v = videos()
    order = np.random.default_rng(1).permutation(len(v))
    columns = {"video": v.names, "label": v.labels, "p_fake": v.p, column: values(v)}
    path = place.folder / "s.csv"
    path.write_bytes(table({name: [cells[i] for i in order] for name, cells in columns.items()}))
    return v, place.read(path, **options)


@pytest.mark.parametrize("name", NAMES)
def test_words_for_splits_make_a_split(name, place):
    words = ["Train", "validation", "test_unseen", "test"]
    v, found = read(place, name, lambda v: [words[i % 4] for i in range(len(v))])
    assert found.tables["videos"]["split"].to_list() == [words[i % 4] for i in range(len(v))]


@pytest.mark.parametrize("name", ["subset", "set", "partition"])
@pytest.mark.parametrize("real", ["original", ""])
def test_words_of_one_label_each_are_methods(name, real, place):
    def methods(v):
        return [("Deepfakes", "FaceSwap")[i % 3 == 0] if fake else real for i, fake in enumerate(v.fake)]

    v, found = read(place, name, methods)
    wanted = [method if fake else None for method, fake in zip(methods(v), v.fake, strict=True)]
    assert found.tables["videos"]["method"].to_list() == wanted
    assert found.tables["videos"]["split"].null_count() == len(v)


@pytest.mark.parametrize("cells", [lambda i: i % 5, lambda i: f"fold_{i % 5}"], ids=["numbers", "words"])
def test_folds_of_a_cross_validation_are_no_splits_and_the_line_says_so(cells, place):
    v, found = read(place, "fold", lambda v: [cells(i) for i in range(len(v))])
    assert found.tables["videos"]["split"].null_count() == len(v)
    assert set(found.tables["properties"]["property"]) == {"fold"}
    assert said(found, "column 'fold' holds no words for train, validation or test, so it is not a split")
    assert said(found, "--map split=fold")
    _, named = read(place, "fold", lambda v: [cells(i) for i in range(len(v))], columns={"split": "fold"})
    assert named.tables["videos"]["split"].n_unique() == 5


def test_words_under_both_labels_are_a_property(place):
    v, found = read(place, "subset", lambda v: [("c23", "c40")[i % 3 == 0] for i in range(len(v))])
    assert found.tables["videos"]["method"].null_count() == len(v)
    assert set(found.tables["properties"]["property"]) == {"subset"}
