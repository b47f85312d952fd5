# pyright: reportOptionalMemberAccess=false
"""Golden sentences of too few videos: what is there, what an AUC known to ±0.05 takes, and what is lacking."""

from dataclasses import asdict, replace

import pytest
from tests.conclusions.small import detector, estimate, footage, performance

from touchstone.conclusions.diagnosis import CAUSES
from touchstone.conclusions.diagnosis.causes.data.too_small import _ANOTHER_AUC, CAUSE, in_words, too_small
from touchstone.conclusions.diagnosis.finding import Evidence, Finding
from touchstone.conclusions.examination import Examination, NextVideos, RichCell, Turned, TurnedSet
from touchstone.conclusions.metrics import MoreVideos


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


def measured(name, half, plan=None):
    auc = estimate(0.8, half)
    return detector(name, auc=auc, performance=performance(), next_videos=plan)


def plan(half, *, alone=(0.08, 0.06, None), add=(12, 90, 0), best=None, grouped=True):
    more = MoreVideos(half_width=half, wanted=0.05, now=(60, 40, 0), add=add, alone=alone)
    return NextVideos(detector="cm", auc=estimate(0.8, half), grouped=grouped, more=more, best=best)


def test_it_is_silent_where_every_interval_is_narrow_enough_however_few_the_videos_are():
    few = footage(60, 40)
    assert too_small(Examination(footage=few, detectors=(measured("cm", 0.0549), measured("bg", 0.02)))) is None
    assert too_small(Examination(footage=few, detectors=(measured("cm", 0.06),))) is not None


def test_the_widest_interval_says_what_to_add_the_width_to_expect_and_which_videos_help_most():
    best = RichCell(label="fake", column="method", name="Wav2Lip", videos=25, times=2.34)
    wide = measured("cm", 0.11, plan(0.11, best=best))
    narrower = measured("bg", 0.07, plan(0.07))
    found = too_small(Examination(footage=footage(60, 40, groups=(60, 40)), detectors=(narrower, wide)))
    assert found == finding(
        "60 real and 40 fake groups; the AUC of cm is 0.800 [0.690, 0.910], n = 200, known to ±0.11", 40, 100,
        "add about 12 real and 90 fake groups like these: then the AUC of cm is known to ±0.05 (as many real ones alone ±0.08, "
        "fake ones alone ±0.06); of the fake ones, a video with method Wav2Lip narrows it 2.3 times as much as another (25 now)",
    )  # fmt: skip


def test_groups_of_both_labels_are_added_whole():
    mixed = plan(0.11, add=(0, 0, 70), alone=(None, None, 0.05), grouped=True)
    found = too_small(Examination(footage=footage(60, 40), detectors=(measured("cm", 0.11, mixed),)))
    assert found.remedy == "add about 70 mixed groups like these: then the AUC of cm is known to ±0.05"


@pytest.mark.parametrize(
    ("add", "alone", "remedy"),
    [
        ((0, 0, 37), (None, 0.0837, 0.0496),
         "add about 37 mixed groups like these: then the AUC of cm is known to ±0.05 (as many fake ones alone ±0.08)"),
        ((0, 9, 0), (0.0561, 0.0499, None),
         "add about 9 fake groups like these: then the AUC of cm is known to ±0.05 (as many real ones alone ±0.06)"),
        ((3, 8, 20), (0.08, 0.07, 0.0512),
         "add about 3 real, 8 fake and 20 mixed groups like these: then the AUC of cm is known to ±0.05 (as many real ones alone "
         "±0.080, fake ones alone ±0.070, mixed ones alone ±0.051)"),
    ],
)  # fmt: skip
def test_only_kinds_to_add_are_counted_and_alternatives_have_the_digits_that_tell_them_apart(add, alone, remedy):
    assert in_words(plan(0.11, add=add, alone=alone)) == remedy


@pytest.mark.parametrize("code", _ANOTHER_AUC)
def test_nothing_is_asked_for_a_detector_that_has_another_auc_once_it_is_repaired(code):
    wide, narrower = measured("cm", 0.11, plan(0.11)), measured("bg", 0.07, replace(plan(0.07), detector="bg"))
    few = footage(60, 40)
    of_cm = replace(finding("", 0, 0, ""), code=code, kind="root", subject="cm")
    assert CAUSES[code].of_detector or CAUSES[code].of_weights or CAUSES[code].of_footage
    assert too_small(Examination(footage=few, detectors=(wide,)), [of_cm]) is None
    assert "of bg is known" in too_small(Examination(footage=few, detectors=(wide, narrower)), [of_cm]).remedy
    suspected, said = replace(of_cm, verdict="suspected"), replace(of_cm, kind="info")
    for other in (suspected, said, replace(of_cm, code="scores.weak")):
        assert "of cm is known" in too_small(Examination(footage=few, detectors=(wide, narrower)), [other]).remedy


def test_nothing_is_asked_for_a_detector_that_shows_turned_labels():
    auc = estimate(0.8)
    shown = Turned(inside=auc, elsewhere=auc, as_given=auc, turned=auc)
    turned = TurnedSet(column="dataset", name="a", real=20, fake=20, by={"cm": shown}, opinions=1, against=0, of_detectors=1)
    examined = Examination(footage=footage(60, 40), detectors=(measured("cm", 0.11, plan(0.11)),), turned=(turned,))
    assert too_small(examined) is None


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
        "of_run": too_small,
    }
