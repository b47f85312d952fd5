"""What the page says first: every sentence, word for word, and the order they come in."""

# pyright: reportArgumentType=false

from dataclasses import replace

import polars as pl
import pytest
from tests.conclusions.small import detector, difference, estimate, footage, performance

from touchstone.conclusions.diagnosis import Evidence, Finding
from touchstone.conclusions.examination import (
    Assessment,
    CountedDetector,
    CountedFile,
    CountedPair,
    Examination,
    OwnDomain,
    Performer,
)
from touchstone.conclusions.prescription import EnsembleAdvice, Prescription
from touchstone.report.artefacts import Material
from touchstone.report.page.story import story

ENSEMBLE = "Ensemble: cm alone is as good."
ON_THEIR_GROUND = (
    "Defects in this footage are known, so each specialist is judged without the fakes whose known defects are all in "
    "other domains; the AUC on all fakes is shown next to it."
)
BEST = Performer(
    detector="cm",
    accuracy=estimate(0.75, 0.1),
    assessment=Assessment(word="ranks", statement="AUC 0.95"),
    distinct_from=("av",),
    not_distinct_from=(),
    comparisons={},
)
IS_BEST = (
    "cm has the highest accuracy, 75 % [65, 85]; the paired comparison distinguishes it from the other (Holm). "
    "Separates fake from real: AUC 0.95."
)


def says(*detectors, findings=(), **examined):
    advice = EnsembleAdvice(recommended=None, because="cm alone is as good", leader="cm", members=())
    return story(
        Material(
            run=None,
            tables={},
            examined=Examination(footage=footage(), detectors=detectors, **examined),
            findings=findings,
            prescription=Prescription(detectors=(), ensemble=advice, phases=()),
            rows=pl.DataFrame(),
        )
    )


def finding(code, subject, verdict="confirmed", severity="critical", statements=("it is so",)):
    return Finding(
        code=code,
        kind="root",
        severity=severity,
        subject=subject,
        verdict=verdict,
        confidence=0.0 if verdict == "cannot_tell" else 1.0,
        evidence=tuple(Evidence.fact(statement, "scores") for statement in statements),
        remedy="mend it",
        verify="touchstone run",
    )


def counted(name, supports="above chance"):
    nothing = estimate(None)
    return CountedDetector(
        name=name,
        file="paper.csv",
        real_correct=8,
        real_total=10,
        fake_correct=7,
        fake_total=10,
        threshold=None,
        accuracy=nothing,
        real_accuracy=nothing,
        fake_accuracy=nothing,
        balanced_accuracy=nothing,
        bias=nothing,
        chance_p=0.04,
        label_p=0.04,
        supports=supports,
    )


def pair(first, second, conclusion):
    return CountedPair(
        first=first,
        second=second,
        accuracy=difference(0.1),
        paired_p_from=None,
        paired_p_to=None,
        conclusion=conclusion,
    )


def on_its_ground(name="cm"):
    ground = OwnDomain(videos=pl.DataFrame(), real=100, fake=40, left_out=60, overall=performance())
    return detector(name, performance=performance(), judged_on=ground)


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("ranks", "Shown to separate fake from real on this footage"),
        ("below chance", "Scores reals above fakes, the wrong way round"),
        ("no signal", "No signal; the scores do not separate fake from real"),
        ("cannot tell", "Cannot tell from this footage"),
        ("not scored", "Loaded, but scored no video"),
        ("not loaded", "Not loaded"),
    ],
)
def test_each_verdict_names_its_detectors(word, sentence):
    assert says(detector("cm", word=word)) == (f"{sentence}: cm.", ENSEMBLE)
    both = says(detector("cm", word=word), detector("av", word=word))
    assert both == (f"{sentence}: cm, av.", ENSEMBLE)


def test_verdicts_come_from_shown_to_separate_down_to_not_loaded():
    words = ("not loaded", "not scored", "cannot tell", "no signal", "below chance", "ranks")
    assert says(*(detector(f"d{i}", word=word) for i, word in enumerate(words))) == (
        "Shown to separate fake from real on this footage: d5.",
        "Scores reals above fakes, the wrong way round: d4.",
        "No signal; the scores do not separate fake from real: d3.",
        "Cannot tell from this footage: d2.",
        "Loaded, but scored no video: d1.",
        "Not loaded: d0.",
        ENSEMBLE,
    )


def test_without_a_detector_nothing_is_said():
    assert says() == ()


def test_specialists_on_their_ground_are_said_to_be_and_no_best_one_is_named():
    ranks = "Shown to separate fake from real on this footage: "
    assert says(on_its_ground(), detector("av"), best=BEST) == (f"{ranks}cm, av.", ON_THEIR_GROUND, ENSEMBLE)
    assert says(detector("cm"), detector("av"), best=BEST) == (f"{ranks}cm, av.", IS_BEST, ENSEMBLE)


def test_the_worst_detector_is_not_named():
    assert says(detector("cm"), worst=BEST) == ("Shown to separate fake from real on this footage: cm.", ENSEMBLE)


def test_counted_detectors_come_by_what_their_counts_support_and_only_pairs_told_apart_are_named():
    detectors = (
        counted("d1", "cannot tell"),
        counted("d2", "one answer"),
        counted("d3", "below chance"),
        counted("d4", "above chance"),
        counted("d5", "above chance"),
    )
    pairs = (
        pair("d4", "d3", "told apart"),
        pair("d4", "d1", "not told apart"),
        pair("d4", "d2", "depends on the overlap"),
        pair("d5", "d3", "told apart"),
    )
    assert says(counted=(CountedFile(file="paper.csv", detectors=detectors, pairs=pairs),)) == (
        "By counts alone (paper.csv), above chance: d4, d5; below chance: d3; one answer: d2; cannot tell: d1; "
        "told apart, however many videos they share: d4 and d3, d5 and d3.",
    )


@pytest.mark.parametrize("conclusion", ["not told apart", "depends on the overlap"])
def test_no_pair_of_counted_detectors_is_told_apart(conclusion):
    file = CountedFile(
        file="paper.csv", detectors=(counted("d1"), counted("d2")), pairs=(pair("d1", "d2", conclusion),)
    )
    assert says(counted=(file, replace(file, file="other.csv", detectors=file.detectors[:1], pairs=()))) == (
        "By counts alone (paper.csv), above chance: d1, d2; told apart, however many videos they share: no pair.",
        "By counts alone (other.csv), above chance: d1; told apart, however many videos they share: no pair.",
    )


def test_critical_findings_that_are_confirmed_are_named():
    fresh = finding("weights.partial_load", "cm")
    assert says(findings=(fresh,)) == ("1 critical finding is confirmed: cm (weights.partial_load).",)
    assert says(findings=(fresh, finding("scores.inverted", "av"))) == (
        "2 critical findings are confirmed: cm (weights.partial_load), av (scores.inverted).",
    )


def test_what_is_only_suspected_open_or_less_than_critical_is_not_named():
    others = (
        finding("weights.zeroed", "cm", verdict="suspected"),
        finding("weights.untrained", "cm", verdict="cannot_tell"),
        finding("scores.overconfident", "cm", severity="moderate"),
        finding("data.imbalance", "footage", severity="minor"),
        finding("scores.underconfident", "cm", severity="moderate", verdict="suspected"),
    )
    assert says(findings=others) == ()
    assert says(findings=(*others, finding("weights.partial_load", "av"))) == (
        "1 critical finding is confirmed: av (weights.partial_load).",
    )


def test_what_limits_every_detector_is_said_with_its_first_evidence():
    shortcut = finding(
        "data.shortcut", "footage", "suspected", statements=("the source alone tells the label", "so does the codec")
    )
    assert says(findings=(shortcut,)) == ("The source alone tells the label.",)
    duplicates = finding("data.duplicates", "footage", severity="moderate")
    assert says(findings=(duplicates,)) == ()


def test_verdicts_come_first_then_counts_then_what_limits_them_then_what_is_grave_best_and_ensemble():
    around = {
        "counted": (CountedFile(file="paper.csv", detectors=(counted("d1"),), pairs=()),),
        "findings": (
            finding("weights.partial_load", "av"),
            finding("data.shortcut", "footage", severity="moderate", statements=("the source tells the label",)),
        ),
        "best": BEST,
    }
    verdict = "Shown to separate fake from real on this footage: cm."
    between = (
        "By counts alone (paper.csv), above chance: d1; told apart, however many videos they share: no pair.",
        "The source tells the label.",
        "1 critical finding is confirmed: av (weights.partial_load).",
    )
    assert says(detector("cm"), **around) == (verdict, *between, IS_BEST, ENSEMBLE)
    assert says(on_its_ground(), **around) == (verdict, ON_THEIR_GROUND, *between, ENSEMBLE)
