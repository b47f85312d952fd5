"""Labels that only folders, methods or one column of marks tell, and scores that one word of a name tells: read, and said."""

import numpy as np
import pytest
from tests.scores.conftest import said

from touchstone.vocabulary.errors import TableError

RNG = np.random.default_rng(9)
FAKE = [bool(i % 2) for i in range(24)]
P = np.round(np.where(FAKE, RNG.uniform(0.3, 0.99, 24), RNG.uniform(0.01, 0.7, 24)), 4)


def read(place, head, cells, p=P, labels=(), **options):
    rows = [f"{cell},{score}" for cell, score in zip(map(cells, range(24)), p, strict=True)]
    return place.read(place.file("s.csv", "\n".join([head, *rows])), labels=labels, **options)


def labelled(found):
    """Labels in the order of the names, which end in the row."""
    table = found.tables["videos"].with_columns(row=found.tables["videos"]["video"].str.extract(r"v(\d+)").cast(int))
    return [label == "fake" for label in table.sort("row")["label"]]


def values(found):
    table = found.tables["scores"]
    table = table.with_columns(row=table["video"].str.extract(r"v(\d+)").cast(int)).sort("row")
    return table["p_fake"].round(4).to_list()


def turned(place):
    """A file of labels that says the opposite of all."""
    return [place.file("labels.csv", "\n".join(["video,label", *(f"v{i},{'real' if FAKE[i] else 'fake'}" for i in range(24))]))]


FOLDERS = {
    "real/v1": lambda i: f"{'fake' if FAKE[i] else 'real'}/v{i}",
    "train/real/v1": lambda i: f"{('train', 'test')[i % 3 == 0]}/{'fake' if FAKE[i] else 'real'}/v{i}",
    "FaceForensics++": lambda i: f"manipulated_sequences/DF/v{i}" if FAKE[i] else f"original_sequences/yt/v{i}",
    "Celeb-DF": lambda i: f"data/Celeb-synthesis/v{i}.mp4" if FAKE[i] else f"data/YouTube-real/v{i}.mp4",
}


@pytest.mark.parametrize("form", FOLDERS)
def test_folders_say_labels_where_nothing_else_does(place, form):
    found = read(place, "video,prob", FOLDERS[form])
    assert labelled(found) == FAKE
    assert said(found, "the folders of the videos say real (12) and fake (12)")
    assert labelled(read(place, "video,prob", FOLDERS[form], labels=turned(place))) == [not fake for fake in FAKE]


@pytest.mark.parametrize("form", [lambda i: f"real/v{i}", lambda i: f"data/v{i}", lambda i: f"real/fake/v{i}"])
def test_folders_that_name_one_label_or_none_or_both_say_nothing(place, form):
    with pytest.raises(TableError, match="no labels"):
        read(place, "video,prob", form)


@pytest.mark.parametrize("column", ["method", "manipulation", "generator"])
def test_a_method_that_is_real_says_labels(place, column):
    def cells(i):
        return f"v{i},{('DF', 'FS')[i % 3 == 0] if FAKE[i] else 'original'}"

    found = read(place, f"video,{column},prob", cells)
    assert labelled(found) == FAKE
    assert said(found, f"'{column}' says real (original), and all else counts as fake: df, fs")
    assert labelled(read(place, f"video,{column},prob", cells, labels=turned(place))) == [not fake for fake in FAKE]
    other = read(place, f"video,{column},prob", cells, columns={"label": column}, label_fake=("original",))
    assert labelled(other) == [not fake for fake in FAKE]


def test_reals_of_two_kinds_are_all_real(place):
    kinds = ("youtube", "actors", "real")
    found = read(place, "video,method,prob", lambda i: f"v{i},{'DF' if FAKE[i] else kinds[i % 3]}")
    assert labelled(found) == FAKE
    assert said(found, "says real (actors, real, youtube), and all else counts as fake: df")


@pytest.mark.parametrize(("column", "one"), [("fake", True), ("real", False), ("Deepfake", True)])
def test_marks_of_one_class_beside_scores_are_labels(place, column, one):
    def cells(i):
        return f"v{i},{int(FAKE[i] == one)}"

    found = read(place, f"video,{column},prob", cells)
    assert (labelled(found), values(found)) == (FAKE, P.tolist())
    assert labelled(read(place, f"video,{column},prob", cells, labels=turned(place))) == [not fake for fake in FAKE]


def test_marks_without_scores_are_answers(place):
    with pytest.raises(TableError, match="no labels"):
        place.read(place.file("s.csv", "\n".join(["video,fake", *(f"v{i},{int(FAKE[i])}" for i in range(24))])))


@pytest.mark.parametrize(
    ("column", "real"),
    [("spoof_score", False), ("genuine_prob", True), ("bonafide-score", True), ("oof_pred", False), ("anomaly_score", False)],
)
def test_a_score_by_one_word_of_its_name(place, column, real):
    found = read(place, f"video,label,{column}", lambda i: f"v{i},{int(FAKE[i])}", 1 - P if real else P)
    assert values(found) == P.tolist()


def test_of_two_words_for_scores_none_is_taken(place):
    with pytest.raises(TableError, match="no column of scores"):
        read(place, "video,label,decision_function,anomaly_score", lambda i: f"v{i},{int(FAKE[i])},0.{i + 10}")


@pytest.mark.parametrize(("names", "low"), [("logit_0,logit_1", 3), ("out0,out1", 0)])
def test_two_numbered_logits(place, names, low):
    half = np.log(P / (1 - P)) / 2
    found = read(place, f"video,label,{names}", lambda i: f"v{i},{int(FAKE[i])},{low - half[i]:.6f}", np.round(low + half, 6))
    assert np.allclose(values(found), P, atol=2e-4)
    assert said(found, "--fake-is low turns it round")
