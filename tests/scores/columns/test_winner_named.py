"""The class that won, in a column of any name, or in one that the user names."""

import random

import pytest
from tests.scores.conftest import said, scores_of

from touchstone.vocabulary.errors import TableError

COUNT = 40
CHANCE = random.Random(6)
P = [round(p, 3) if abs(p - 0.5) > 0.01 else 0.6 for p in (CHANCE.uniform(0.02, 0.98) for _ in range(COUNT))]
CALLED = ["fake" if p >= 0.5 else "real" for p in P]
TRUE = [CALLED[i] if i % 5 else ("real", "fake")[P[i] < 0.5] for i in range(COUNT)]


def read(place, column, score, more=(), **options):
    header = ",".join(["video", "ground_truth", column, score, *(name for name, _ in more)])
    rows = [
        ",".join([f"v{i}", TRUE[i], CALLED[i], f"{max(P[i], 1 - P[i]):.3f}", *(str(cell(i)) for _, cell in more)])
        for i in range(COUNT)
    ]
    return place.read(place.file("s.csv", "\n".join([header, *rows]) + "\n"), **options)


@pytest.mark.parametrize("score", ["score", "confidence", "prob"])
@pytest.mark.parametrize("column", ["got", "class", "model_says"])
def test_the_only_other_column_of_words_for_classes_is_the_class_that_won(place, column, score):
    found = read(place, column, score)
    assert scores_of(found) == {("s", f"v{i}"): P[i] for i in range(COUNT)}
    assert said(found, f"so it is the confidence of the class in '{column}'")


def test_of_two_such_columns_the_user_names_the_one(place):
    more = [("audio", lambda i: ("real", "fake")[i % 3 > 0])]
    with pytest.raises(TableError, match="say --map predicted=COLUMN"):
        read(place, "got", "score", more)
    found = read(place, "got", "score", more, columns={"predicted": "got"})
    assert scores_of(found) == {("s", f"v{i}"): P[i] for i in range(COUNT)}
