"""Rows that contradict each other, counted by hand."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

from touchstone.conclusions.examination import Contradiction, examine
from touchstone.conclusions.examination.rejected import examine_rejected
from touchstone.testing import footage, ranks, tables
from touchstone.vocabulary.tables import REJECTED, from_rows


def row(place, kind="contradicting", video="a.mp4", detector="cm", file="s.csv"):
    return {
        "file": file, "row": place, "detector": detector, "video": video, "kind": kind, "value": 0.2, "reason": "x",
    }  # fmt: skip


def count(*rows):
    return examine_rejected(from_rows(rows, REJECTED))


def test_rows_and_pairs_are_counted_and_the_first_is_named():
    rejected = count(
        row(9), row(3, video="b.mp4"), row(4), row(1, file="t.csv"), row(5, detector="bg"), row(2, kind="identical")
    )
    assert rejected.scores == Contradiction(rows=5, cases=3, video="b.mp4", row=3, file="s.csv")
    assert rejected.labels is None


def test_labels_are_counted_by_video_alone():
    rejected = count(
        row(7, "contradicting label", detector=""),
        row(8, "contradicting label"),
        row(2, "contradicting label", "c.mp4"),
    )
    assert rejected.labels == Contradiction(rows=3, cases=2, video="c.mp4", row=2, file="s.csv")
    assert rejected.scores is None


def test_equal_rows_do_no_harm():
    assert count() is None
    assert count(row(1, "identical"), row(2, "identical")) is None


def test_a_run_may_have_no_such_table():
    made = tables({"cm": ranks(2)}, footage(20))
    assert examine(made).rejected is None
    assert examine(made | {"rejected": from_rows([row(4)], REJECTED)}).rejected.scores.row == 4
