"""Golden sentences of splits that share files, groups or identities."""

from dataclasses import asdict

import pytest
from tests.conclusions.small import footage

from touchstone.conclusions.diagnosis.causes.data.leakage import CAUSE, leakage
from touchstone.conclusions.diagnosis.finding import Evidence, Finding
from touchstone.conclusions.examination import Examination, Leak

REMEDY = (
    "put every group, with its donors, into one split only; until then, do not choose a checkpoint, threshold or weights by "
    "results on these splits: "
)
FILES = Leak(by="sha256", shared=2, videos=5, splits=("test", "train"), examples=("a.mp4", "b.mp4", "c.mp4", "d.mp4"))
GROUPS = Leak(by="group", shared=1, videos=3, splits=("test", "train", "validation"), examples=("person 7",))
DONORS = Leak(by="donor", shared=4, videos=9, splits=("a", "b"), examples=("person 1", "person 2"))
OF_FILES = (
    "files in more than one split: 2, with 5 videos (equal SHA-256; test, train), for instance a.mp4, b.mp4, c.mp4"
)
OF_GROUPS = (
    "groups (persons or clips) in more than one split: 1, with 3 videos (equal group; test, train, validation), for "
    "instance person 7"
)
OF_DONORS = (
    "identities in more than one split: 4, with 9 videos (donor in one split, donor or group in another; a, b), for "
    "instance person 1, person 2"
)


@pytest.mark.parametrize(
    ("leaks", "evidence", "remedy"),
    [
        ((FILES,), [(OF_FILES, "videos: split, sha256", 2, 5)], REMEDY + OF_FILES),
        ((GROUPS,), [(OF_GROUPS, "videos: split, group", 1, 3)], REMEDY + OF_GROUPS),
        ((DONORS,), [(OF_DONORS, "videos: split, donor", 4, 9)], REMEDY + OF_DONORS),
        ((FILES, DONORS), [(OF_FILES, "videos: split, sha256", 2, 5), (OF_DONORS, "videos: split, donor", 4, 9)],
         f"{REMEDY}{OF_FILES}; {OF_DONORS}"),
    ],
)  # fmt: skip
def test_every_way_is_named_with_its_videos(leaks, evidence, remedy):
    assert leakage(Examination(footage=footage(leaks=leaks))) == Finding(
        code="data.leakage",
        kind="root",
        severity="moderate",
        subject="footage",
        verdict="confirmed",
        confidence=1.0,
        evidence=tuple(Evidence(statement=s, source=source, value=v, n=n) for s, source, v, n in evidence),
        remedy=remedy,
        verify="",
    )


def test_splits_that_share_nothing_are_no_finding():
    assert leakage(Examination(footage=footage())) is None


def test_what_the_cause_says_of_itself():
    assert {key: value for key, value in asdict(CAUSE).items() if value} == {
        "code": "data.leakage",
        "kind": "root",
        "severity": "moderate",
        "meaning": "the same video or person is in more than one split",
        "needs": ("videos",),
        "topic": "specific_needs",
        "phase": 1,
        "done": "no file, group or donor is in more than one split",
        "of_footage": leakage,
    }
