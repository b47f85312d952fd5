"""Sentences that the page itself words, as a reader sees them."""

# pyright: reportArgumentType=false

from dataclasses import replace
from types import SimpleNamespace

import pytest
from tests.conclusions.small import estimate, footage
from tests.report.plain import page, rendered

from touchstone.conclusions.diagnosis import Evidence
from touchstone.conclusions.examination import (
    ContradictedSource,
    Examination,
    LabelExamination,
    Origin,
    Suspect,
)

LABELS = LabelExamination(
    detectors=("cm", "av"),
    n=400,
    towards=(3, 11),
    away=(2, 5),
    p_value=0.01,
    p_by_label=(0.1, 0.02),
    wrong_share=estimate(0.04, 0.02),
    floor=0.015,
    place=estimate(0.9),
    shared=None,
    concentrated=None,
    suspects=(),
    sources=(),
)
SOURCE = ContradictedSource(source="web", real=7, fake=9, position=estimate(0.8, 0.1), by=("cm", "av"))
SUSPECT = Suspect(
    video="a/b.mp4",
    label="real",
    position=0.96,
    chance=0.25,
    by_detector={"cm": 1.04, "av": None},
    source="web",
    group=None,
)
CONTRADICT = (
    "Detectors used: cm, av. Their scores contradict the label of 3 real and 11 fake videos. They support the label of 2 "
    "real and 5 fake videos as strongly; scatter alone does both equally often. Estimated share of wrong labels: 4 % [2, 6]; "
    "a share below 1.5 % could not be distinguished from scatter."
)
LOOK = "Detectors make mistakes, so look at the videos before you change a label."


def of_labels(labels):
    return rendered("footage.html.j2", page(Examination(footage=footage(), labels=labels)))


def test_labels_that_scores_contradict_are_counted_by_label():
    assert of_labels(replace(LABELS, sources=(SOURCE,))) == [
        "Footage",
        "Labels that the scores contradict",
        f"{CONTRADICT} {LOOK}",
        "Source web (7 real, 9 fake): mean position 0.80 [0.70, 0.90], where 0 is typical of its label and 1 of the other; "
        "by cm, av.",
    ]


def test_where_they_gather_is_named_and_a_source_that_no_detector_shows_by_itself_says_so():
    labels = replace(LABELS, concentrated=("swap", 9, 11), sources=(replace(SOURCE, by=()),))
    assert of_labels(labels)[2:] == [
        f"{CONTRADICT} 9 of 11 are from swap; videos of a kind that all detectors get wrong look the same. {LOOK}",
        "Source web (7 real, 9 fake): mean position 0.80 [0.70, 0.90], where 0 is typical of its label and 1 of the other; "
        "by no detector by itself.",
    ]


@pytest.mark.parametrize(("count", "listed"), [(1, ""), (50, ""), (51, "; the first 50 of 51")])
def test_suspect_labels_come_with_what_their_position_means(count, listed):
    suspects = (SUSPECT, *[replace(SUSPECT, label="fake", source=None)] * (count - 1))
    seen = of_labels(replace(LABELS, suspects=suspects))
    assert seen[2:6] == [
        f"{CONTRADICT} {LOOK}",
        f"Most contradicted label first{listed}. Position: 0 is typical of its label, 1 of the other label. By chance: share "
        "of the list, down to this line, that scatter explains.",
        "video | label | position | by chance | by detector | source",
        "a/b.mp4 | real | 0.96 | 25 % | cm 1.0, av – | web",
    ]
    assert seen[6:] == ["a/b.mp4 | fake | 0.96 | 25 % | cm 1.0, av – | –"] * (min(count, 50) - 1)


def test_without_a_contradicted_video_or_source_nothing_is_said():
    assert of_labels(LABELS) == of_labels(None) == ["Footage"]


def test_sources_say_whether_they_hold_both_labels():
    origins = (Origin(name="a", real=2, fake=3), Origin(name="b", real=4, fake=0), Origin(name="c", real=0, fake=5))
    assert rendered("footage.html.j2", page(Examination(footage=footage(origins=origins)))) == [
        "Footage",
        "Sources by label, readable videos",
        "source | real | fake | holds both labels",
        "a | 2 | 3 | yes",
        "b | 4 | 0 | no, one label",
        "c | 0 | 5 | no, one label",
    ]


def test_videos_without_sources_and_properties_cannot_be_checked_for_them():
    seen = Examination(footage=footage())
    assert rendered("footage.html.j2", page(seen, pictured=False)) == [
        "Videos",
        "The files name neither sources nor properties of the videos, so it cannot be determined whether one of these "
        "reveals the label.",
    ]


def test_what_reveals_the_label_is_said_with_all_its_evidence_and_other_findings_are_not():
    shortcut, other = (
        SimpleNamespace(code=code, evidence=(Evidence.fact(first, "videos"), Evidence.fact("so do files", "videos")))
        for code, first in (("data.shortcut", "the source tells"), ("data.imbalance", "fakes are few"))
    )
    seen = rendered("footage.html.j2", page(Examination(footage=footage()), footage=(other, shortcut)))
    assert seen == ["Footage", "The source tells. So do files."]
