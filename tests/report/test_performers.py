"""What is said of best and worst."""

from touchstone.conclusions.examination import (
    Assessment,
    DetectorExamination,
    Examination,
    FootageExamination,
    Performer,
)
from touchstone.conclusions.metrics import Comparison, Difference, Estimate
from touchstone.report import json_schema
from touchstone.report.artefacts import performers
from touchstone.vocabulary.domains import DOMAINS

RANKS = Assessment(word="ranks", statement="AUC 0.95")


def estimate(value, n=50):
    return Estimate(value=value, low=value - 0.1, high=value + 0.1, n=n, groups=None, method="by hand")


def comparison(first, second, value, n=50):
    difference = Difference(
        estimate=estimate(value, n) if n else Estimate.undefined(n=0, groups=None, method="x"), test="x"
    )
    return Comparison(first=first, second=second, n=n, only_first=0, only_second=0, accuracy=difference, auc=difference)


def said(performer):
    detector = DetectorExamination(name="cm", row={}, domain=DOMAINS["cm"], assessment=RANKS)
    best, worst = performers(
        Examination(footage=FootageExamination(real=1, fake=1), detectors=(detector,), best=performer)
    )
    assert worst is None
    assert best is not None
    return best


def test_whom_it_is_not_told_from_is_named_with_the_difference_in_its_direction():
    best = said(
        Performer(
            detector="cm",
            accuracy=estimate(0.75),
            assessment=RANKS,
            distinct_from=("av",),
            not_distinct_from=("bg", "rr", "ll"),
            comparisons={
                "bg": comparison("bg", "cm", -0.25),
                "rr": comparison("cm", "rr", 0.25),
                "ll": comparison("cm", "ll", 0.0, 0),
            },
        )
    )
    assert best.statement == (
        "cm has the highest accuracy, 75 % [65, 85]; the paired comparison does not distinguish it from bg (+25 [+15, +35]), "
        "rr (+25 [+15, +35]), ll (no video in common) (Holm). Separates fake from real: AUC 0.95"
    )
    assert best.model_name == DOMAINS["cm"].name
    assert not best.supported


def test_who_is_told_from_all_is_supported():
    best = said(
        Performer(
            detector="cm",
            accuracy=estimate(0.75),
            assessment=RANKS,
            distinct_from=("av", "bg"),
            not_distinct_from=(),
            comparisons={},
        )
    )
    assert best.supported
    assert "the paired comparison distinguishes it from all 2 others (Holm)" in best.statement


def test_without_a_best_one_nothing_is_said():
    assert performers(Examination(footage=FootageExamination(real=1, fake=1))) == (None, None)


def test_the_published_schema_calls_it_a_performer():
    types = json_schema("comprehensive_model_analysis.json")["$defs"]
    assert "Performer" in types
    assert types["Performer"]["title"] == "Performer"
