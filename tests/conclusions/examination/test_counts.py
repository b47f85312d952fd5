import pytest

from touchstone.conclusions.examination import examine_counts
from touchstone.vocabulary.tables import COUNTS, from_rows

PUBLISHED = {"cm": (46, 24), "rr": (44, 12), "ll": (31, 25), "bg": (15, 39), "av": (12, 41), "tm": (50, 0)}


def counts(known, total=(50, 50)):
    return from_rows(
        [
            {"file": "c.json", "detector": name, "label": label, "total": n, "correct": right}
            for name, both in known.items()
            for label, right, n in zip(("real", "fake"), both, total, strict=True)
        ],
        COUNTS,
    )


@pytest.fixture
def file():
    (file,) = examine_counts(counts(PUBLISHED))
    return file


def test_of_the_published_six_one_differs_from_a_coin(file):
    assert {d.name: d.supports for d in file.detectors} == {
        "cm": "above chance", "rr": "cannot tell", "ll": "cannot tell", "bg": "cannot tell", "av": "cannot tell",
        "tm": "one answer",
    }  # fmt: skip
    accuracy = {d.name: round(d.accuracy.value, 2) for d in file.detectors}
    assert accuracy == {"cm": 0.70, "rr": 0.56, "ll": 0.56, "bg": 0.54, "av": 0.53, "tm": 0.50}


def test_fifty_six_percent_of_a_hundred_is_not_good(file):
    statement = next(d.statement for d in file.detectors if d.name == "rr")
    assert "56% [46%, 65%], 56 of 100 right: not distinguished from a coin (exact binomial p = 0.27" in statement
    assert "of 100 videos, 61 right would differ from a coin" in statement
    assert "to distinguish 56% from a coin takes about 543 videos" in statement


def test_one_answer_names_what_it_could_be(file):
    statement = next(d.statement for d in file.detectors if d.name == "tm")
    assert statement.startswith("all 100 videos were called real")
    assert "scores of single videos can" in statement


def test_pairs_are_told_apart_only_whatever_the_overlap(file):
    words = {(p.first, p.second): p.conclusion for p in file.pairs}
    assert words["cm", "tm"] == "told apart"
    assert words["rr", "ll"] == "not told apart"
    assert words["cm", "rr"] == "depends on the overlap"
    assert file.pair("tm", "cm") is file.pair("cm", "tm")


def test_classes_of_different_size_are_judged_by_whether_decisions_depend_on_the_label():
    (file,) = examine_counts(counts({"all fake but one": (1, 900), "good": (8, 850)}, (10, 900)))
    lazy, good = file.detectors
    assert lazy.accuracy.above(0.9)  # and worth nothing
    assert lazy.supports != "above chance" or lazy.label_p <= 0.05
    assert good.supports == "above chance"


def test_one_class_alone_supports_nothing():
    (file,) = examine_counts(counts({"x": (0, 40)}, (0, 50)))
    assert file.detectors[0].statement.startswith("only one class was counted")


def test_below_chance():
    (file,) = examine_counts(counts({"x": (10, 12)}))
    assert file.detectors[0].supports == "below chance"


def test_no_counts():
    assert examine_counts(COUNTS.empty()) == ()
