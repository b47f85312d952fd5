"""Names and words that need no question: labels that say that they are true, words of data sets, pairs in memory."""

import pytest
from tests.scores.conftest import labels_of
from tests.scores.forms.example import videos

import touchstone as ts
from touchstone.vocabulary.errors import UsageError

V = videos(40)


def read(place, **columns):
    columns = {"video": V.names} | columns
    lines = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    return place.read(place.file("s.csv", "\n".join(lines) + "\n"))


@pytest.mark.parametrize(
    "name",
    ["Ground Truth Label", "True Class", "label_true", "gt_class", "Actual Class", "class_gt", "label-expected", "correctClass"],
)
@pytest.mark.parametrize("predicted", ["label_pred", "Predicted Class"])
def test_names_of_true_labels(name, predicted, place):
    found = read(place, **{predicted: V.called, name: V.labels, "score": V.p})
    assert [labels_of(found)[n] for n in V.names] == V.labels


@pytest.mark.parametrize("words", [("nature", "ai"), ("natural", "synthetic_image"), ("0_real", "1_fake"), ("real_0", "fake_1")])
def test_words_of_data_sets_are_labels(words, place):
    found = read(place, label=[words[y] for y in V.coded], score=V.p)
    assert [labels_of(found)[n] for n in V.names] == V.labels


def test_they_are_folders_too(place):
    names = [f"val/{('nature', 'ai')[y]}/{n}" for n, y in zip(V.names, V.coded, strict=True)]
    found = read(place, video=names, score=V.p)
    assert [labels_of(found)[n] for n in names] == V.labels


@pytest.mark.parametrize("kind", [tuple, list])
def test_pairs_in_memory(kind):
    rows = [kind((n, float(p))) for n, p in zip(V.names, V.p, strict=True)]
    result = ts.examine(scores=rows, labels=V.labels)
    assert result.tables.videos["video"].to_list() == list(V.names)
    assert result.performance["n"].to_list() == [len(V)]


def test_rows_without_names_are_not_called_missing():
    with pytest.raises(UsageError, match="the rows of scores name no columns; give a polars or pandas DataFrame"):
        ts.examine(scores=[("a.mp4", "real", 0.3), ("b.mp4", "fake", 0.6)])
