"""A truth beside the answer of a pipeline, which is called ``label``: names of truth decide, else it is a question."""

import json
import random

import pytest
from tests.scores.conftest import labels_of, said, scores_of

from touchstone.scores.columns.truth_names import names_truth
from touchstone.vocabulary.errors import TableError

COUNT = 60
CHANCE = random.Random(11)
FAKE = [i % 2 == 1 for i in range(COUNT)]
P = [round(min(0.98, max(0.02, CHANCE.gauss(0.35 + 0.3 * fake, 0.25))), 3) for fake in FAKE]
P = [p if p != 0.5 else 0.51 for p in P]
TRUE = [("real", "fake")[fake] for fake in FAKE]
CALLED = [("real", "fake")[p >= 0.5] for p in P]
SURE = [max(p, round(1 - p, 3)) for p in P]
LABELS = {f"v{i}": TRUE[i] for i in range(COUNT)}
SCORES = {f"v{i}": P[i] for i in range(COUNT)}


def read(place, true="ground_truth", won="label", score="score", cells=(TRUE, CALLED, SURE), **options):
    rows = [",".join(map(str, (f"v{i}", *row))) for i, row in enumerate(zip(*cells, strict=True))]
    return place.read(place.file("s.csv", "\n".join([f"file,{true},{won},{score}", *rows]) + "\n"), **options)


def without_detector(found):
    return {video: pytest.approx(p) for (_, video), p in scores_of(found).items()}


@pytest.mark.parametrize("score", ["score", "confidence", "prob"])
@pytest.mark.parametrize(
    "name",
    [
        "ground_truth", "true_label", "gt", "y_true", "target", "truth", "actual", "real_label", "expected", "folder", "true",
        "label_true", "reference", "annotation", "groundTruth", "actual_class", "gold",
    ],
)  # fmt: skip
def test_the_column_that_names_the_truth_is_the_label(place, name, score):
    found = read(place, name, score=score)
    assert labels_of(found) == LABELS
    assert without_detector(found) == SCORES
    assert said(found, f"'{name}' is the truth, as its name says")
    assert said(found, f"(--map label=label --map predicted={name} says the opposite)")


def test_the_printed_options_give_the_opposite(place):
    found = read(place, columns={"label": "label", "predicted": "ground_truth"})
    assert labels_of(found) == {f"v{i}": CALLED[i] for i in range(COUNT)}
    assert without_detector(found) == {f"v{i}": SURE[i] if FAKE[i] else pytest.approx(1 - SURE[i]) for i in range(COUNT)}


@pytest.mark.parametrize(
    "cells",
    [
        (TRUE, [int(c == "fake") for c in CALLED], SURE),
        ([int(fake) for fake in FAKE], [c.upper() for c in CALLED], SURE),
        (TRUE, CALLED, [f"{100 * s:.1f}%" for s in SURE]),
        ([int(fake) for fake in FAKE], [int(c == "fake") for c in CALLED], SURE),
    ],
)
def test_codes_and_percent_are_read_alike(place, cells):
    found = read(place, cells=cells)
    assert labels_of(found) == LABELS
    assert without_detector(found) == SCORES


def test_two_such_files_are_two_detectors(place):
    rows = [{"file": f"v{i}", "ground_truth": TRUE[i], "label": CALLED[i], "score": SURE[i]} for i in range(COUNT)]
    other = [row | {"label": ("real", "fake")[i % 3 > 0], "score": SURE[-i]} for i, row in enumerate(rows)]
    files = [place.file(f"{n}.jsonl", "\n".join(map(json.dumps, some))) for n, some in (("a", rows), ("b", other))]
    found = place.read(*files)
    assert labels_of(found) == LABELS
    assert {detector for detector, _ in scores_of(found)} == {"a", "b"}


def test_where_no_name_says_it_both_readings_are_offered(place):
    first, second = "--map label=label --map predicted=class", "--map label=class --map predicted=label"
    with pytest.raises(TableError, match=f"say {first}, or {second}"):
        read(place, "class")
    found = read(place, "class", columns={"label": "class", "predicted": "label"})
    assert labels_of(found) == LABELS
    assert without_detector(found) == SCORES
    with pytest.raises(TableError, match="contradict each other"):
        read(place, "ground_truth", "actual")


def test_folders_are_the_truth_if_the_user_calls_the_label_the_class_that_won(place):
    called = [("real", "fake")[i % 4 in (1, 2)] for i in range(COUNT)]
    names = [f"{TRUE[i]}/v{i}" for i in range(COUNT)]
    rows = [f"{name},{word},{sure}" for name, word, sure in zip(names, called, SURE, strict=True)]
    path = place.file("f.csv", "\n".join(["file,label,score", *rows]) + "\n")
    with pytest.raises(TableError, match="or say --map predicted=label if the folders of the videos say them"):
        place.read(path)
    found = place.read(path, columns={"predicted": "label"})
    assert labels_of(found) == dict(zip(names, TRUE, strict=True))
    of_fake = [s if c == "fake" else 1 - s for s, c in zip(SURE, called, strict=True)]
    assert without_detector(found) == dict(zip(names, of_fake, strict=True))


def test_a_label_that_the_user_names_is_believed(place):
    found = read(place, columns={"label": "ground_truth"})
    assert labels_of(found) == LABELS
    assert without_detector(found) == SCORES


@pytest.mark.parametrize("name", ["predicted_true_class", "pred_label", "label", "class", "got", "model_target"])
def test_other_names_say_no_truth(name):
    assert not names_truth(name)
