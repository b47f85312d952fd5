"""What is said of best and worst."""

import polars as pl
import pytest
from tests.conclusions.small import detector, footage, performance

from touchstone.conclusions.examination import (
    Assessment,
    DetectorExamination,
    Examination,
    FootageExamination,
    OwnDomain,
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


def statements(*detectors, **compared):
    """What is said of the same performer as best and as worst."""
    performer = Performer(
        **{
            "detector": "cm",
            "accuracy": estimate(0.75),
            "assessment": RANKS,
            "distinct_from": (),
            "not_distinct_from": (),
            "comparisons": {},
            **compared,
        }
    )
    detectors = detectors or (detector("cm", performance=performance()),)
    both = performers(Examination(footage=footage(), detectors=detectors, best=performer, worst=performer))
    return tuple(named.statement for named in both if named is not None)


@pytest.mark.parametrize(
    ("others", "rest"), [(("av",), "the other"), (("av", "bg"), "all 2 others"), (("av", "bg", "rr"), "all 3 others")]
)
def test_best_has_the_highest_accuracy_and_worst_the_lowest(others, rest):
    end = (
        f"75 % [65, 85]; the paired comparison distinguishes it from {rest} (Holm). Separates fake from real: AUC 0.95"
    )
    assert statements(distinct_from=others) == (
        f"cm has the highest accuracy, {end}",
        f"cm has the lowest accuracy, {end}",
    )


@pytest.mark.parametrize(
    ("pair", "named"),
    [
        (comparison("cm", "av", 0.25), "av (+25 [+15, +35])"),
        (comparison("av", "cm", 0.25), "av (−25 [−35, −15])"),
        (comparison("cm", "av", -0.25), "av (−25 [−35, −15])"),
        (comparison("av", "cm", -0.25), "av (+25 [+15, +35])"),
        (comparison("cm", "av", 0.25, 0), "av (no video in common)"),
        (None, "av"),
    ],
)
def test_the_difference_is_that_of_the_performer_less_the_other(pair, named):
    end = (
        f"75 % [65, 85]; the paired comparison does not distinguish it from {named} (Holm). "
        "Separates fake from real: AUC 0.95"
    )
    compared = {} if pair is None else {"av": pair}
    assert statements(distinct_from=("bg",), not_distinct_from=("av",), comparisons=compared) == (
        f"cm has the highest accuracy, {end}",
        f"cm has the lowest accuracy, {end}",
    )


def test_where_a_specialist_is_judged_on_its_ground_the_accuracy_is_said_to_be_over_fakes_of_all_domains():
    ground = OwnDomain(videos=pl.DataFrame(), real=100, fake=40, left_out=60, overall=performance())
    end = (
        "75 % [65, 85]; the paired comparison distinguishes it from the other (Holm). "
        "Separates fake from real: AUC 0.95"
    )
    over = (
        f"cm has the highest accuracy, over fakes of all domains, {end}",
        f"cm has the lowest accuracy, over fakes of all domains, {end}",
    )
    plain = (f"cm has the highest accuracy, {end}", f"cm has the lowest accuracy, {end}")
    cm, av = detector("cm", performance=performance()), detector("av", performance=performance())
    judged = detector("bg", performance=performance(), judged_on=ground)
    assert statements(cm, av, judged, distinct_from=("av",)) == over
    assert statements(cm, av, distinct_from=("av",)) == plain
    unscored = detector("bg", word="not scored", judged_on=ground)
    assert statements(cm, av, unscored, distinct_from=("av",)) == plain


def test_an_assessment_that_starts_with_its_word_is_said_once():
    open_question = Assessment(word="cannot tell", statement="cannot tell at 6 videos")
    assert statements(distinct_from=("av",), assessment=open_question)[0] == (
        "cm has the highest accuracy, 75 % [65, 85]; the paired comparison distinguishes it from the other (Holm). "
        "Cannot tell at 6 videos"
    )


def test_without_a_best_one_nothing_is_said():
    assert performers(Examination(footage=FootageExamination(real=1, fake=1))) == (None, None)


def test_the_published_schema_calls_it_a_performer():
    types = json_schema("comprehensive_model_analysis.json")["$defs"]
    assert "Performer" in types
    assert types["Performer"]["title"] == "Performer"
