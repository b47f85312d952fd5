"""Golden sentences of unbalanced classes, in both directions and on either side of a quarter."""

from dataclasses import asdict, replace

import pytest
from tests.conclusions.small import detector, estimate, footage, performance

from touchstone.conclusions.diagnosis.causes.data.imbalance import CAUSE, imbalance
from touchstone.conclusions.diagnosis.finding import Evidence, Finding
from touchstone.conclusions.examination import Examination, NextVideos
from touchstone.conclusions.metrics import MoreVideos


@pytest.mark.parametrize(
    ("real", "fake", "share", "statement", "remedy"),
    [
        (24, 76, 0.24, "24 real and 76 fake videos could be read",
         "add about 52 real videos, or weight the classes: 24 real and 76 fake videos could be read"),
        (76, 24, 0.24, "76 real and 24 fake videos could be read",
         "add about 52 fake videos, or weight the classes: 76 real and 24 fake videos could be read"),
        (249, 751, 0.249, "249 real and 751 fake videos could be read",
         "add about 502 real videos, or weight the classes: 249 real and 751 fake videos could be read"),
        (1, 0, 0.0, "1 real and 0 fake videos could be read",
         "add about 1 fake video, or weight the classes: 1 real and 0 fake videos could be read"),
    ],
)  # fmt: skip
def test_fewer_than_a_quarter_of_one_class_says_which_is_lacking(real, fake, share, statement, remedy):
    seen = footage(real, fake, failed_real=30, failed_fake=30)  # what could not be read does not count
    assert imbalance(Examination(footage=seen)) == Finding(
        code="data.imbalance",
        kind="info",
        severity="minor",
        subject="footage",
        verdict="confirmed",
        confidence=1.0,
        evidence=(Evidence(statement=statement, source="videos", value=share, n=real + fake),),
        remedy=remedy,
        verify="",
    )


@pytest.mark.parametrize(("real", "fake"), [(25, 75), (75, 25), (250, 750), (50, 50), (0, 0)])
def test_a_quarter_is_enough(real, fake):
    assert imbalance(Examination(footage=footage(real, fake))) is None


def test_where_the_width_of_an_auc_says_what_to_collect_equal_numbers_are_not_asked_for():
    auc = estimate(0.8, 0.08)
    more = MoreVideos(half_width=0.08, wanted=0.05, now=(0, 32, 27), add=(0, 0, 37), alone=(None, 0.08, 0.05))
    plan = NextVideos(detector="cm", auc=auc, grouped=True, more=more)
    examined = Examination(footage=footage(27, 153), detectors=(detector(auc=auc, performance=performance(), next_videos=plan),))
    found = imbalance(examined)
    assert found is not None
    assert found.remedy == (
        "weight the classes; collect what the width of the AUC asks for (data.too_small) rather than equal numbers: "
        "27 real and 153 fake videos could be read"
    )
    misaligned = replace(found, code="scores.misaligned", kind="root", subject="cm")
    alone = imbalance(examined, [misaligned])
    assert alone is not None
    assert alone.remedy.startswith("add about 126 real videos, or weight the classes")


def test_what_the_cause_says_of_itself():
    assert {key: value for key, value in asdict(CAUSE).items() if value} == {
        "code": "data.imbalance",
        "kind": "info",
        "severity": "minor",
        "meaning": "one class has fewer than a quarter of the videos",
        "needs": ("videos",),
        "topic": "data_balance",
        "phase": 3,
        "done": "the smaller class has at least a quarter of the videos",
        "of_run": imbalance,
    }
