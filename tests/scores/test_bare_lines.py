"""Lines without header whose labels are codes."""

import numpy as np
import pytest
from tests.scores.conftest import labels_of, said

from touchstone.vocabulary.errors import TableError


def lines(place, columns, separator=" "):
    rows = zip(*columns, strict=True)
    return place.file("s.txt", "".join(separator.join(map(str, row)) + "\n" for row in rows))


def drawn(count=40, seed=0):
    rng = np.random.default_rng(seed)
    codes = [i % 2 for i in range(count)]
    scores = [round(float(1 / (1 + np.exp(-rng.normal(2 * c - 1, 1.5)))), 4) for c in codes]
    return [f"v{i}.mp4" for i in range(count)], codes, scores


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (0, 1, 3, 2), (4, 0, 1, 2)])
@pytest.mark.parametrize("separator", [" ", ",", "\t"])
def test_codes_that_no_threshold_gives_are_labels(place, order, separator):
    names, codes, scores = drawn()
    every = [names, codes, scores, [int(p >= 0.4) for p in scores], list(range(40))]
    found = place.read(lines(place, [every[i] for i in order], separator))
    assert labels_of(found) == {n: ("real", "fake")[c] for n, c in zip(names, codes, strict=True)}
    assert dict(found.tables["scores"].select("video", "p_fake").iter_rows()) == dict(zip(names, scores, strict=True))
    assert said(found, "no threshold on")
    assert said(found, "--label-fake 0 says the opposite")


def test_codes_that_a_threshold_gives_are_a_question(place):
    names, _, scores = drawn()
    path = lines(place, [names, [int(p >= 0.5) for p in scores], scores])
    with pytest.raises(TableError, match=r"decisions or labels; if it does, say --map 'label=column 2'"):
        place.read(path)
    assert place.read(path, columns={"label": "column 2"}).tables["videos"].height == 40


@pytest.mark.parametrize("words", [("0", "1"), ("real", "fake")])
@pytest.mark.parametrize("turned", [False, True])
def test_lines_of_a_label_and_a_score_are_videos_by_their_number(place, words, turned):
    _, codes, scores = drawn()
    columns = [[words[c] for c in codes], scores]
    found = place.read(lines(place, columns[::-1] if turned else columns))
    both = found.tables["scores"].join(found.tables["videos"].select("video", "label"), on="video").sort("video")
    assert both.select("label", "p_fake").rows() == [(("real", "fake")[c], p) for c, p in zip(codes, scores, strict=True)]
    assert said(found, "no column names the videos, so each row is one")
