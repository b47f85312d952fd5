"""Golden sentences of videos that could not be read: how many of each label, and the three most frequent reasons."""

from dataclasses import asdict

import pytest
from tests.conclusions.small import footage

from touchstone.conclusions.diagnosis.causes.data.unreadable import CAUSE
from touchstone.conclusions.diagnosis.causes.data.unreadable import _unreadable as unreadable
from touchstone.conclusions.diagnosis.finding import Evidence, Finding
from touchstone.conclusions.examination import Examination

FOUR = (("no video stream", 4), ("moov atom not found", 3), ("empty file", 2), ("no frames", 1))


@pytest.mark.parametrize(
    ("real", "fake", "reasons", "statement", "remedy"),
    [
        (7, 3, FOUR,
         "10 of 100 videos could not be read (7 real, 3 fake): no video stream (4); moov atom not found (3); empty file (2)",
         "replace or remove these videos; the videos table lists each of them with its reason: no video stream (4); "
         "moov atom not found (3); empty file (2)"),
        (0, 1, (("empty file", 1),), "1 of 91 videos could not be read (0 real, 1 fake): empty file (1)",
         "replace or remove these videos; the videos table lists each of them with its reason: empty file (1)"),
        (1, 0, (("empty file", 1),), "1 of 91 videos could not be read (1 real, 0 fake): empty file (1)",
         "replace or remove these videos; the videos table lists each of them with its reason: empty file (1)"),
    ],
)  # fmt: skip
def test_they_are_counted_with_their_reasons(real, fake, reasons, statement, remedy):
    seen = footage(50, 40, failed_real=real, failed_fake=fake, reasons=reasons)
    assert unreadable(Examination(footage=seen)) == Finding(
        code="data.unreadable",
        kind="root",
        severity="minor",
        subject="footage",
        verdict="confirmed",
        confidence=1.0,
        evidence=(Evidence(statement=statement, source="videos", value=real + fake, n=90 + real + fake),),
        remedy=remedy,
        verify="",
    )


def test_where_all_could_be_read_there_is_no_finding():
    assert unreadable(Examination(footage=footage(50, 40))) is None


def test_what_the_cause_says_of_itself():
    assert {key: value for key, value in asdict(CAUSE).items() if value} == {
        "code": "data.unreadable",
        "kind": "root",
        "severity": "minor",
        "meaning": "videos that could not be read",
        "needs": ("videos",),
        "topic": "specific_needs",
        "phase": 3,
        "done": "no video is listed as failed",
        "of_footage": unreadable,
    }
