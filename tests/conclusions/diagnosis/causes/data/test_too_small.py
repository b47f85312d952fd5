"""Golden sentences of too few videos: what is there, what an AUC known to ±0.05 takes, and what is lacking."""

from dataclasses import asdict

import pytest
from tests.conclusions.small import footage

from touchstone.conclusions.diagnosis.causes.data.too_small import CAUSE, too_small
from touchstone.conclusions.diagnosis.finding import Evidence, Finding
from touchstone.conclusions.examination import Examination


def finding(statement, least, n, remedy):
    return Finding(
        code="data.too_small",
        kind="info",
        severity="minor",
        subject="footage",
        verdict="confirmed",
        confidence=1.0,
        evidence=(Evidence(statement=statement, source="videos", value=least, n=n),),
        remedy=remedy,
        verify="",
    )


@pytest.mark.parametrize(
    ("real", "fake", "groups", "expected"),
    [
        (256, 300, None, (
            "256 real and 300 fake videos, assumed independent; an AUC known to ±0.05 takes about 257 per class", 256, 556,
            "add about 1 real and 0 fake videos of other persons or clips",
        )),
        (300, 256, None, (
            "300 real and 256 fake videos, assumed independent; an AUC known to ±0.05 takes about 257 per class", 256, 556,
            "add about 0 real and 1 fake videos of other persons or clips",
        )),
        (900, 800, (250, 12), (
            "250 real and 12 fake groups; an AUC known to ±0.05 takes about 257 per class", 12, 1700,
            "add about 7 real and 245 fake groups",
        )),
        (0, 0, None, (
            "0 real and 0 fake videos, assumed independent; an AUC known to ±0.05 takes about 257 per class", 0, 0,
            "add about 257 real and 257 fake videos of other persons or clips",
        )),
        (257, 257, None, None),
        (300, 300, (257, 257), None),
        (200, 200, (257, 257), None),  # groups count, not videos
    ],
)  # fmt: skip
def test_the_classes_are_counted_each_by_itself(real, fake, groups, expected):
    seen = footage(real, fake, groups=groups, failed_real=int(not real))
    assert too_small(Examination(footage=seen)) == (None if expected is None else finding(*expected))


def test_without_a_video_nothing_is_asked():
    assert too_small(Examination(footage=footage(0, 0))) is None


def test_a_single_video_is_enough_to_ask():
    found = too_small(Examination(footage=footage(1, 0)))
    assert found == finding(
        "1 real and 0 fake videos, assumed independent; an AUC known to ±0.05 takes about 257 per class", 0, 1,
        "add about 256 real and 257 fake videos of other persons or clips",
    )  # fmt: skip


def test_what_the_cause_says_of_itself():
    assert {key: value for key, value in asdict(CAUSE).items() if value} == {
        "code": "data.too_small",
        "kind": "info",
        "severity": "minor",
        "meaning": "too few videos to know an AUC to ±0.05",
        "needs": ("videos", "scores"),
        "topic": "specific_needs",
        "phase": 3,
        "done": "each class has the number of videos, or groups, that the remedy asks for",
        "of_footage": too_small,
    }
