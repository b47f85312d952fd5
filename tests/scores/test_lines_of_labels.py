"""Lines without header with two columns of labels: the truth, and the class that the detector chose."""

import re

import numpy as np
import pytest
from tests.scores.conftest import labels_of, said, scores_of

from touchstone.vocabulary.errors import TableError

WORDS = [("real", "fake"), ("REAL", "FAKE"), ("genuine", "spoof"), (0, 1), ("0.0", "1.0")]
SEPARATORS = [",", "\t", " ", ";"]


def drawn(count=60, seed=3):
    rng = np.random.default_rng(seed)
    codes = [i % 2 for i in range(count)]
    scores = [round(float(1 / (1 + np.exp(-rng.normal(2 * c - 1, 1.5)))), 4) for c in codes]
    return codes, scores


def lines(place, columns, separator=","):
    rows = zip(*columns, strict=True)
    return place.file("s.txt", "".join(separator.join(map(str, row)) + "\n" for row in rows))


def expected(codes, scores):
    names = [f"clip{c}.mp4" for c in range(len(codes))]
    return (
        names,
        {n: ("real", "fake")[c] for n, c in zip(names, codes, strict=True)},
        dict(zip(names, scores, strict=True)),
    )


def by_video(found):
    return {video: p for (_, video), p in scores_of(found).items()}


@pytest.mark.parametrize("order", ["vtcp", "vctp", "vctp"[::-1], "cvpt", "tvpc"])
@pytest.mark.parametrize("threshold", [0.5, 0.43])
@pytest.mark.parametrize(
    ("true", "chosen"), [(WORDS[3], WORDS[0]), (WORDS[0], WORDS[1]), (WORDS[2], WORDS[3]), (WORDS[3], WORDS[3])]
)
def test_a_column_that_a_threshold_gives_is_not_the_truth(place, order, threshold, true, chosen):
    codes, scores = drawn()
    names, labels, p = expected(codes, scores)
    held = {"v": names, "t": [true[c] for c in codes], "c": [chosen[s > threshold] for s in scores], "p": scores}
    found = place.read(lines(place, [held[at] for at in order], SEPARATORS[len(order + str(true)) % 4]))
    assert labels_of(found) == labels
    assert by_video(found) == p
    place_of_choice = f"column {order.index('c') + 1}"
    assert said(found, f"'{place_of_choice}' follows a threshold on 'column {order.index('p') + 1}' in every row")
    turned = place.read(place.folder / "s.txt", columns={"label": place_of_choice})
    assert labels_of(turned) == {n: ("real", "fake")[s > threshold] for n, s in p.items()}


def confidences(scores, percent):
    shares = [max(s, 1 - s) for s in scores]
    return (
        [f"{100 * c:.2f}" for c in shares]
        if percent == "percent"
        else [f"{100 * c:.2f}%" if percent else f"{c:.4f}" for c in shares]
    )


@pytest.mark.parametrize("order", ["vtcp", "vctp", "vcpt", "vpct", "tvcp"])
@pytest.mark.parametrize(
    ("true", "chosen"), [(WORDS[0], WORDS[0]), (WORDS[0], WORDS[3]), (WORDS[3], WORDS[1]), (WORDS[3], WORDS[3])]
)
@pytest.mark.parametrize("percent", ["", "%", "percent"])
def test_truth_and_class_of_a_confidence_are_a_question_whose_ways_are_right(place, order, true, chosen, percent):
    codes, scores = drawn()
    names, labels, p = expected(codes, scores)
    held = {
        "v": names,
        "t": [true[c] for c in codes],
        "c": [chosen[s > 0.5] for s in scores],
        "p": confidences(scores, percent),
    }
    path = lines(place, [held[at] for at in order], "\t" if percent else ",")
    with pytest.raises(TableError, match="one is the truth and one the class that won; say --map") as error:
        place.read(path)
    ways = [
        dict(re.findall(r"--map '(\w+)=(column \d)'", way))
        for way in str(error.value).split("; say ")[1].split(", or ")
    ]
    right = {"label": f"column {order.index('t') + 1}", "predicted": f"column {order.index('c') + 1}"}
    assert right in ways
    for columns in (right, *({field: column} for field, column in right.items())):
        for scale in [None, "percent"] if percent == "percent" else [None]:
            found = place.read(path, columns=columns, scale=scale)
            assert labels_of(found) == labels
            assert by_video(found) == pytest.approx(p, abs=1e-4)


def test_two_columns_of_words_that_contradict_each_other_are_a_question(place):
    codes, scores = drawn()
    other = [c if i % 3 else 1 - c for i, c in enumerate(codes)]
    names, labels, p = expected(codes, scores)
    path = lines(place, [names, [WORDS[0][c] for c in codes], [WORDS[1][c] for c in other], scores])
    with pytest.raises(
        TableError, match=r"say --map 'label=column 2' or --map 'label=column 3' for the one that is the truth"
    ):
        place.read(path)
    found = place.read(path, columns={"label": "column 2"})
    assert (labels_of(found), by_video(found)) == (labels, p)


def test_columns_that_say_the_same_are_one(place):
    codes, scores = drawn()
    names, labels, p = expected(codes, scores)
    found = place.read(lines(place, [names, codes, [WORDS[0][c] for c in codes], [1 - c for c in codes], scores]))
    assert (labels_of(found), by_video(found)) == (labels, p)
