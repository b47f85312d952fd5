"""Lists of answers whose column of scores is called as labels are, beside a file of labels of the same header."""

import pytest
from tests.scores.conftest import labels_of, said, scores_of

COUNT = 30
NAMES = [f"clip{i}.mp4" for i in range(COUNT)]
P = [round(0.02 + 0.03 * i, 2) for i in range(COUNT)]
TRUE = [int(i % 3 == 0) for i in range(COUNT)]


@pytest.mark.parametrize("name", ["target", "is_fake", "y"])
@pytest.mark.parametrize("key", ["id", "uuid", "asset"])
def test_fractions_below_the_name_of_labels_are_scores(place, key, name):
    def write(file, cells):
        return place.file(file, f"{key},{name}\n" + "".join(f"{v},{c}\n" for v, c in zip(NAMES, cells, strict=True)))

    answers, truth = write("submission.csv", P), write("labels.csv", TRUE)
    for options in ({}, {"columns": {"p_fake": name}}):
        found = place.read(answers, labels=[truth], **options)
        assert scores_of(found) == {("submission", v): p for v, p in zip(NAMES, P, strict=True)}
        assert labels_of(found) == {v: ("real", "fake")[t] for v, t in zip(NAMES, TRUE, strict=True)}
        assert said(found, f"column '{name}' holds numbers from 0 to 1, so it is read as P(fake)") == (not options)
