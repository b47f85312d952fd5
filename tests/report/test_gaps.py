"""What is said of gaps between groups, word for word."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tests.conclusions.small import difference, estimate

from touchstone.conclusions.metrics import GroupGap
from touchstone.report import gap_sentences


def gap(column="gender", name="female", measure: Any = "accuracy of fakes", *, p=0.0001, value=-0.4, **changes):
    values = {
        "low": None, "high": None, "worst": estimate(0.5, 0.1, n=80), "groups": 2, "compared": 12,
        "gap": difference(value, 0.1, p=p, correction="Holm"),
    }  # fmt: skip
    return GroupGap(column=column, name=name, measure=measure, **{**values, **changes})


def said(*gaps, parts=(), telling=()):
    detector = SimpleNamespace(name="cm", gaps=gaps, parts=[SimpleNamespace(column=c) for c in parts])
    footage = SimpleNamespace(telling=[SimpleNamespace(name=n, auc=0.95, chance=0.55) for n in telling])
    examined: Any = SimpleNamespace(scored=[detector], footage=footage)
    return gap_sentences(examined)


def test_the_worst_group_its_measure_the_rest_and_the_gap():
    assert said(gap()) == (
        "cm, gender: worst where female: accuracy of fakes 50 % [40, 60], n = 80, against 90 % in the rest: "
        "−40 points [−50, −30], p < 0.001 (Holm, 12 comparisons)",
    )
    auc = gap("skin_tone", "6", "AUC", value=-0.2, worst=estimate(0.7, 0.05, n=150))
    assert said(auc) == (
        "cm, skin tone: worst where 6: AUC 0.70 [0.65, 0.75], n = 150, against 0.90 in the rest: −0.20 [−0.30, −0.10], "
        "p < 0.001 (Holm, 12 comparisons)",
    )


def test_a_range_is_named_by_its_ends():
    assert "worst where 18 to 25:" in said(gap("age", "18 to 25", low=18.0, high=25.0))[0]


def test_each_property_is_named_once_by_its_surest_gap():
    assert len(said(gap(), gap(measure="AUC"), gap("race", "x"))) == 2


def test_a_gap_of_persons_that_may_be_chance_is_said_to_be_and_one_of_others_is_left_to_the_page():
    sentences = said(gap(p=0.4, value=-0.05), gap("codec", "vp9", p=0.4, value=-0.05))
    assert len(sentences) == 1
    assert sentences[0].startswith("cm, gender: ")
    assert sentences[0].endswith("p = 0.40 (Holm, 12 comparisons); not told apart from chance")


def test_groups_of_persons_that_are_too_small_cannot_tell():
    assert said(parts=("race", "race", "codec")) == (
        "cm, race: cannot tell: no two groups have 20 videos, and 10 of a label, each",
    )


def test_a_property_that_predicts_the_label_is_said_and_its_gap_is_not():
    sentences = said(
        gap("compression", "c40", of_label=True), parts=("compression",), telling=("compression", "unseen")
    )
    assert sentences == (
        "compression (AUC 0.95, 0.55 by chance) predicts the label by itself: gaps between its groups are not read as gaps of a "
        "detector",
    )
    both = said(parts=("compression", "codec"), telling=("compression", "codec"))
    assert both[0].endswith(
        "predict the label by themselves: gaps between their groups are not read as gaps of a detector"
    )
