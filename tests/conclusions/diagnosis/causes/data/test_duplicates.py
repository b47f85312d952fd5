"""Golden sentences of what occurs more than once: content, rows of scores, base names, and rows that contradict each other."""

from dataclasses import asdict, replace

import pytest
from tests.conclusions.small import footage

from touchstone.conclusions.diagnosis.causes.data.duplicates import CAUSE
from touchstone.conclusions.diagnosis.causes.data.duplicates import _duplicates as duplicates
from touchstone.conclusions.diagnosis.finding import Evidence, Finding
from touchstone.conclusions.examination import Contradiction, Duplicates, Examination, RejectedRows


def finding(verdict, evidence, remedy, *, exact=True):
    return Finding(
        code="data.duplicates",
        kind="root",
        severity="minor",
        subject="footage",
        verdict=verdict,
        confidence=float(exact),
        evidence=tuple(Evidence(statement=s, source=source, value=v, n=n) for s, source, v, n in evidence),
        remedy=remedy,
        verify="",
    )


NOTHING = Duplicates()


def asked(repeats=NOTHING, rejected=None):
    """The answers; of a confidence that is learned, only that it is not 1."""
    examined = Examination(footage=footage(60, 40, failed_real=1, repeats=repeats), rejected=rejected)
    return [f if f is None or f.confidence == 1 else replace(f, confidence=0.0) for f in duplicates(examined)]


CONTENT = "4 video(s) have the same content as another (equal SHA-256), for instance a.mp4 = b.mp4 = c.mp4"
ROWS = "3 row(s) of scores have the same detector, video and unit as another"
NAMES = (
    "9 base name(s) belong to more than one video, 5 of them to both a real and a fake video, for instance 1.mp4, 2.mp4, "
    "3.mp4"
)
KEEP = f"keep one copy of each and remove the others: {CONTENT}"
REMOVE = f"remove the repeated rows, because means count them twice: {ROWS}"
JOIN = "join tables by path, never by base name: a join by name mixes the scores of real and fake videos"
COPIES = Duplicates(equal_content=(("a.mp4", "b.mp4", "c.mp4", "d.mp4"), ("e.mp4", "f.mp4")))
TWICE = Duplicates(base_names=9, base_names_of_two_labels=5, name_examples=("1.mp4", "2.mp4", "3.mp4", "4.mp4"))


@pytest.mark.parametrize(
    ("repeats", "expected"),
    [
        (COPIES, finding("confirmed", [(CONTENT, "videos: sha256", 4, 101)], KEEP)),
        (Duplicates(score_rows=3), finding("confirmed", [(ROWS, "scores: keys", 3, None)], REMOVE)),
        (TWICE, finding("suspected", [(NAMES, "videos", 5, 101)], JOIN, exact=False)),
        (replace(TWICE, equal_content=COPIES.equal_content, score_rows=3), finding(
            "confirmed",
            [(CONTENT, "videos: sha256", 4, 101), (ROWS, "scores: keys", 3, None), (NAMES, "videos", 5, 101)],
            f"{KEEP}; {REMOVE}; {JOIN}",
        )),
        (Duplicates(base_names=9, name_examples=("1.mp4",)), None),  # names that stay within one label do no harm
        (NOTHING, None),
    ],
)  # fmt: skip
def test_what_the_footage_repeats(repeats, expected):
    assert asked(repeats) == [expected, None]


WHICH = (
    "find out which rows are right: a file may hold two runs, or two videos may have the same name; none of these rows was "
    "used, and nothing was averaged"
)
SCORES = Contradiction(rows=5, cases=2, video="a.mp4", row=7, file="one.csv")
LABELS = Contradiction(rows=6, cases=3, video="b.mp4", row=1, file="two.csv")
OF_SCORES = (
    "5 rows give 2 detector × video pairs different scores, the first is a.mp4 in row 7 of one.csv",
    "rejected",
    5,
    5,
)
OF_LABELS = (
    "3 video(s) are labelled both real and fake in the files, the first is b.mp4 in row 1 of two.csv", "rejected", 6, 6,
)  # fmt: skip
OF_ONE_PAIR = (
    "5 rows give 1 detector × video pair different scores, the first is a.mp4 in row 7 of one.csv", "rejected", 5, 5,
)  # fmt: skip


@pytest.mark.parametrize(
    ("rejected", "evidence"),
    [
        (RejectedRows(scores=SCORES), [OF_SCORES]),
        (RejectedRows(scores=replace(SCORES, cases=1)), [OF_ONE_PAIR]),
        (RejectedRows(labels=LABELS), [OF_LABELS]),
        (RejectedRows(scores=SCORES, labels=LABELS), [OF_SCORES, OF_LABELS]),
    ],
)
def test_rows_that_contradict_each_other_say_where_the_first_is(rejected, evidence):
    assert asked(rejected=rejected) == [None, finding("confirmed", evidence, WHICH)]


def test_no_contradiction_is_no_finding():
    assert asked(rejected=RejectedRows()) == [None, None]


def test_what_the_cause_says_of_itself():
    assert {key: value for key, value in asdict(CAUSE).items() if value} == {
        "code": "data.duplicates",
        "kind": "root",
        "severity": "minor",
        "meaning": "videos, names or rows that occur more than once",
        "needs": ("videos", "scores"),
        "topic": "specific_needs",
        "phase": 3,
        "done": "no two videos have the same SHA-256, and no two rows of scores have the same detector, video and unit",
        "of_footage": duplicates,
    }
