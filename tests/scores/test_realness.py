"""Scores that are high for real, as a word of their name says."""

import pytest
from tests.scores.conftest import said, scores_of

WORDS = [
    "authenticity", "realness", "genuineness", "trust", "credibility", "integrity", "naturalness", "realism", "legit", "bonafide",
]  # fmt: skip


def rows(name, *scores):
    return [f"video,label,{name}", *(f"v{i},{('real', 'fake')[i % 2]},{p}" for i, p in enumerate(scores))]


@pytest.mark.parametrize("name", ["{}_score", "{} prob", "score_{}", "p_{}", "{}_probability"])
@pytest.mark.parametrize("word", WORDS)
def test_they_are_turned_round_with_a_note(place, word, name):
    column = name.format(word)
    path = place.file("s.csv", "\n".join(rows(column, 0.9, 0.2, 0.8, 0.35)) + "\n")
    found = place.read(path)
    assert scores_of(found) == {("s", "v0"): 0.1, ("s", "v1"): 0.8, ("s", "v2"): 0.2, ("s", "v3"): 0.65}
    assert said(found, f"column '{column}' is P(real)")
    assert said(found, "--fake-is high says the opposite")
    assert scores_of(place.read(path, fake_is="high"))["s", "v0"] == 0.9


def test_an_unknown_word_is_read_as_p_fake_and_the_note_offers_the_opposite(place):
    path = place.file("s.csv", "\n".join(rows("oof_pred", 0.9, 0.2, 0.8, 0.35)) + "\n")
    assert said(place.read(path), "if these are high for real, say --fake-is low")
    assert scores_of(place.read(path, fake_is="low"))["s", "v0"] == 0.1


def test_beside_p_fake_it_adds_nothing(place):
    found = place.scores("video,label,p_fake,authenticity_score", "a,real,0.1,0.7", "b,fake,0.8,0.4")
    assert found == {("scores", "a"): 0.1, ("scores", "b"): 0.8}


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("word", ["naturalness", "trust", "integrity"])
def test_it_takes_no_place_of_a_detector(place, word, turned):
    order = -1 if turned else 1
    header = ("video", "label", f"{word}_score", "xception_score")
    rows = [header, ("a", "real", 0.6, 0.1), ("b", "fake", 0.7, 0.8), ("c", "real", 0.4, 0.3)]
    lines = [",".join(map(str, (*row[:2], *row[2:][::order]))) for row in rows]
    found = place.read(place.file("s.csv", "\n".join(lines) + "\n"))
    assert scores_of(found) == {("xception", "a"): 0.1, ("xception", "b"): 0.8, ("xception", "c"): 0.3}
    assert said(found, f"'{word}_score' does not count")
