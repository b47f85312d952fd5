"""Decisions beside scores: words that contradict every score turn them, unless labels or names say otherwise."""

import random

import pytest
from tests.scores.conftest import said, scores_of

COUNT = 60
CHANCE = random.Random(8)
FAKE = [i % 2 for i in range(COUNT)]
P = [round(min(0.99, max(0.01, CHANCE.gauss(0.35 + 0.3 * f, 0.2))), 3) for f in FAKE]
P = [p if p != 0.5 else 0.51 for p in P]


def read(place, score, called, name="prob", column="pred", labels=True, **options):
    """Scores and decisions of each video; what is read of them."""
    rows = [f"v{i},{score(i)},{called(i)},{('real', 'fake')[FAKE[i]]}" for i in range(COUNT)]
    rows = rows if labels else [row.rpartition(",")[0] for row in rows]
    path = place.file("s.csv", "\n".join([f"video,{name},{column}" + ",label" * labels, *rows]) + "\n")
    others = [place.file("l.csv", "video,label\n" + "".join(f"v{i},{('real', 'fake')[FAKE[i]]}\n" for i in range(COUNT)))]
    return place.read(path, labels=() if labels else others, **options)


def word(i):
    return ("real", "fake")[P[i] >= 0.5]


@pytest.mark.parametrize("labels", [True, False])
def test_words_that_contradict_every_score_turn_it(place, labels):
    found = read(place, lambda i: round(1 - P[i], 3), word, labels=labels)
    assert scores_of(found) == {("s", f"v{i}"): P[i] for i in range(COUNT)}
    assert said(found, "in 0 of 60 rows, so scores are high for real")
    assert said(found, "(--fake-is high reads them as they are)")
    kept = read(place, lambda i: round(1 - P[i], 3), word, labels=labels, fake_is="high")
    assert scores_of(kept) == {("s", f"v{i}"): round(1 - P[i], 3) for i in range(COUNT)}


@pytest.mark.parametrize(
    ("name", "score", "called"),
    [
        ("p_fake", lambda i: round(1 - P[i], 3), word),
        ("prob", lambda i: round(1 - P[i], 3), lambda i: int(P[i] >= 0.5)),
        ("prob", lambda i: round(1 - P[i], 3), lambda i: word(i) if i > 2 else ("fake", "real")[P[i] >= 0.5]),
    ],
)
def test_names_codes_and_exceptions_leave_it_to_the_user(place, name, score, called):
    found = read(place, score, called, name)
    assert scores_of(found) == {("s", f"v{i}"): score(i) for i in range(COUNT)}
    assert said(found, "scores seem to be high for real; if so, say --fake-is low")


@pytest.mark.parametrize(
    ("column", "called"), [("audio_label", lambda i: "real"), ("pred", lambda i: int(P[i] < 0.5))]
)
def test_no_option_is_named_where_the_labels_agree_with_the_scores(place, column, called):
    found = read(place, lambda i: P[i], called, column=column)
    assert scores_of(found) == {("s", f"v{i}"): P[i] for i in range(COUNT)}
    assert not said(found, "--fake-is")


def test_one_class_alone_says_nothing_of_the_scores(place):
    found = read(place, lambda i: P[i], lambda i: "real", column="audio_label", labels=False)
    assert not said(found, "--fake-is")
