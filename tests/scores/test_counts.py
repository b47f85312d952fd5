"""Counts of right decisions as a form of their own."""

import json

import pytest
from tests.scores.conftest import said

from touchstone.vocabulary.errors import TableError

GOOD = {
    "cm": {
        "accuracy": 0.7,
        "real_acc": 0.92,
        "fake_acc": 0.48,
        "real_correct": 46,
        "real_total": 50,
        "fake_correct": 24,
        "fake_total": 50,
    }
}


def test_counts_become_their_own_table(place):
    found = place.read(place.file("c.json", json.dumps(GOOD)))
    assert found.tables["counts"].select("detector", "label", "total", "correct").rows() == [
        ("cm", "real", 50, 46),
        ("cm", "fake", 50, 24),
    ]
    assert found.tables["scores"].height == found.tables["detectors"].height == 0
    assert said(found, "nothing can be said about AUC")


def test_counts_in_text(place):
    found = place.read(
        place.file("c.csv", "model,tn,n_real,tp,n_fake,threshold\ncm,46,50,24,50,0.5\nbg,15,50,39,50,0.5\n")
    )
    assert found.tables["counts"]["correct"].to_list() == [46, 24, 15, 39]
    assert found.tables["counts"]["threshold"].to_list() == [0.5] * 4


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"real_correct": 51}, r"entry 1 \(cm\): 51 of 50 real videos"),
        ({"fake_correct": 2.5}, "fake_correct is 2.5, not a number of videos"),
        ({"real_total": None}, "real_total is empty, not a number of videos"),
        ({"real_total": float("nan")}, r"entry 1: real_total is nan, not a number of videos"),
        ({"fake_correct": float("inf")}, r"entry 1: fake_correct is inf, not a number of videos"),
        ({"real_total": 1e300}, r"entry 1: real_total is 1e\+300, not a number of videos"),
        ({"fake_total": 10**400}, r"entry 1: fake_total is inf, not a number of videos"),
        ({"real_acc": 0.5}, "real_acc 0.5 contradicts 46 of 50 decided correctly"),
    ],
)
def test_counts_that_cannot_be(place, changed, words):
    with pytest.raises(TableError, match=words):
        place.read(place.file("c.json", json.dumps({"cm": {**GOOD["cm"], **changed}})))


def test_a_detector_that_stands_twice(place):
    with pytest.raises(TableError, match="cm is in it twice"):
        place.read(place.file("c.csv", "model,tn,n_real,tp,n_fake\ncm,46,50,24,50\ncm,15,50,39,50\n"))
