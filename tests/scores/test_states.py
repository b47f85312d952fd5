"""Columns of states: which rows failed is told by words, and where these are codes by the scores beside them."""

import random

import pytest
from tests.scores.conftest import said

COUNT = 60
CHANCE = random.Random(2)
SCORES = [round(CHANCE.uniform(0.01, 0.99), 4) for _ in range(COUNT)]
RARE = set(CHANCE.sample(range(COUNT), 6))


def file(place, name, cell, score=lambda i: SCORES[i]):
    rows = [f"v{i}.mp4,{('real', 'fake')[i % 2]},{score(i)},{cell(i)}" for i in range(COUNT)]
    return place.file("s.csv", "\n".join([f"video,label,prob,{name}", *rows]) + "\n")


def counts(found):
    return dict(found.tables["scores"]["status"].value_counts().iter_rows())


@pytest.mark.parametrize("filler", ["", "-1", "0.5"])
@pytest.mark.parametrize(("name", "bad", "good"), [("status", 1, 0), ("status", 0, 1), ("exit_code", 137, 0)])
def test_the_code_that_fails_is_the_one_without_scores(place, name, bad, good, filler):
    path = file(place, name, lambda i: bad if i in RARE else good, lambda i: filler if i in RARE else SCORES[i])
    found = place.read(path)
    assert counts(found) == {"ok": COUNT - 6, "failed": 6}
    assert said(found, f"status: column '{name}' says that 6 rows failed")
    assert said(found, f"(if not, say --map property_{name}={name})")


@pytest.mark.parametrize(("bad", "good"), [(1, 0), (0, 1)])
def test_where_scores_do_not_tell_every_row_counts_and_the_line_names_what_takes_the_rarer_code(place, bad, good):
    path = file(place, "status", lambda i: bad if i in RARE else good)
    found = place.read(path)
    assert counts(found) == {"ok": COUNT}
    assert said(found, f"--map status=status takes those with {bad}, the rarer one")
    found = place.read(path, columns={"status": "status"})
    assert counts(found) == {"ok": COUNT - 6, "failed": 6}
    assert said(found, f"{bad} = failed")
    assert said(found, f"{good} = ok")


def test_what_each_word_was_taken_for_is_said_with_what_undoes_it(place):
    path = file(place, "status", lambda i: ("timeout", "skipped", "success")[i % 3])
    found = place.read(path)
    assert said(found, "status: column 'status', skipped = abstained, success = ok, timeout = failed")
    assert said(found, "(if it says something else, say --map property_status=status)")
    assert counts(place.read(path, columns={"property_status": "status"})) == {"ok": COUNT}


@pytest.mark.parametrize(("name", "words"), [("state", ["CA", "NY", "OK", "TX"]), ("status", ["published", "draft"])])
def test_words_that_are_no_states_are_a_property(place, name, words):
    found = place.read(file(place, name, lambda i: words[i // 2 % len(words)]))
    assert counts(found) == {"ok": COUNT}
    assert found.tables["properties"]["value"].n_unique() == len(words)


def test_words_in_place_of_a_score_are_said(place):
    found = place.read(file(place, "note", lambda i: "x", lambda i: ("ERROR", "no face")[i % 2] if i in RARE else SCORES[i]))
    assert counts(found) == {"ok": COUNT - 6, "failed": 6}
    assert said(found, "column 'prob' holds 'ERROR', 'no face' in 6 rows in place of a score: they count as failed")
