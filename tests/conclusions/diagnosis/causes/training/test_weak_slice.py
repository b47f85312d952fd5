"""Parts of the footage that are called less accurately: which part of a column is shown, and what confirms it."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

import pytest
from tests.conclusions.diagnosis.causes.scores.facts import facts
from tests.conclusions.diagnosis.shown import entry, holds, lines, shown
from tests.conclusions.small import detector, difference, estimate, of_detector

from touchstone.conclusions.diagnosis.causes.training.weak_slice import CAUSE, weak_slices, worst_slices
from touchstone.conclusions.metrics import ConfirmedSlice, Slice

BH = "Benjamini–Hochberg"


def part(name="b", loss=-0.2, half=0.05, *, p: float | None = 0.001, column="dataset", low=None):
    """A part of the footage; ``loss`` is its accuracy minus that of the rest."""
    return Slice(
        column=column,
        name=name,
        low=low,
        high=None if low is None else low + 1,
        real=20,
        fake=31,
        accuracy=estimate(0.6, n=51),
        auc=estimate(None),
        accuracy_difference=difference(loss, half, p=p, test="Mantel–Haenszel", correction=None if p is None else BH),
        auc_difference=difference(None, p=None),
        note=None,
    )


def again(name="b", loss=-0.15, *, column="dataset"):
    """A part that was found on one half of the groups and is weak on the other."""
    return ConfirmedSlice(part=part(name, column=column), confirmed=difference(loss, test="exact"), candidates=3)


def asked(*slices, confirmed=(), measured=True):
    given = facts(confirmed_slices=tuple(confirmed)) if measured else None
    return worst_slices(of_detector(detector(slices=slices, facts=given)))


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        pytest.param(
            asked(part(), confirmed=[again()]),
            """
            training.weak_slice confirmed, cm: symptom, moderate, likely
              - for (accuracy of the slice on all videos, least 0.08) accuracy where dataset b (20 real, 31 fake:
                  0.600 [0.550, 0.650], n = 51) minus that of the rest at equal label: -0.200 [-0.250, -0.150],
                  n = 200 [scores (Mantel–Haenszel, Benjamini–Hochberg) (Wilson), -0.2 from -0.25 to -0.15, n
                  200]
              - for (accuracy of the slice on the other half, least 0.05) dataset b, found weak on one half of
                  the groups (one of 3 candidates): the same difference on the other half: -0.150 [-0.200,
                  -0.100], n = 200 [scores (exact, Benjamini–Hochberg) (Wilson), -0.15 from -0.2 to -0.1, n 200]
              do cm is less accurate where dataset b: train with more such videos; accuracy there 0.600 [0.550,
                  0.650], n = 51
              asked whole True, again True
            """,
            id="confirmed on the other half",
        ),
        pytest.param(
            asked(part()),
            """
            training.weak_slice suspected, cm: symptom, moderate, likely
              - for (accuracy of the slice on all videos, least 0.08) accuracy where dataset b (20 real, 31 fake:
                  0.600 [0.550, 0.650], n = 51) minus that of the rest at equal label: -0.200 [-0.250, -0.150],
                  n = 200 [scores (Mantel–Haenszel, Benjamini–Hochberg) (Wilson), -0.2 from -0.25 to -0.15, n
                  200]
              do cm is less accurate where dataset b: confirm this on other videos, then train with more such
                  videos; accuracy there 0.600 [0.550, 0.650], n = 51
              asked whole True
            """,
            id="tested where it was found",
        ),
        pytest.param(
            asked(part(loss=-0.05)),
            """
            training.weak_slice, cm: nothing
              - against (accuracy of the slice on all videos, least 0.08) accuracy where dataset b (20 real, 31
                  fake: 0.600 [0.550, 0.650], n = 51) minus that of the rest at equal label: -0.050 [-0.100,
                  0.000], n = 200 [scores (Mantel–Haenszel, Benjamini–Hochberg) (Wilson), -0.05 from -0.1 to 0,
                  n 200]
              asked whole False
            """,
            id="too small a loss",
        ),
    ],
)
def test_what_it_says(answers, text):
    (answer,) = answers
    assert shown(answer) == lines(text)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"loss": -0.08}, True),
        ({"loss": -0.0799}, False),
        ({"half": 0.2}, False),
        ({"half": 0.1999}, True),
        ({"p": 0.01}, True),
        ({"p": 0.010001}, False),
        ({"loss": 0.3}, False),
        ({"loss": None, "half": None}, False),
    ],
)
def test_a_part_that_is_not_confirmed(given, says):
    (answer,) = asked(part(**given))
    assert holds(answer) == ("suspected" if says else None, {"whole": says})


@pytest.mark.parametrize(("p", "whole"), [(0.05, True), (0.0501, False)])
def test_a_part_that_is_confirmed_needs_less(p, whole):
    (answer,) = asked(part(p=p), confirmed=[again()])
    assert holds(answer) == ("confirmed" if whole else "suspected", {"whole": whole, "again": True})


def names(answers):
    return [a.witnesses[0].evidence.statement.split(" (")[0] for a in answers]


def test_the_worst_part_of_every_column_is_shown():
    slices = (
        part("a", -0.1),
        part("b", -0.3),
        part("c", -0.2),
        part("x", 0.1, column="method"),
        part("y", 0.2, column="method"),
    )
    assert names(asked(*slices)) == ["accuracy where dataset b", "accuracy where method x"]
    assert names(asked(*slices, measured=False)) == ["accuracy where dataset b", "accuracy where method x"]


def test_of_equal_parts_the_first_is_shown():
    assert names(asked(part("a"), part("b"))) == ["accuracy where dataset a"]


def test_an_undefined_difference_counts_as_none():
    assert names(asked(part("a", None, None), part("b", -0.1))) == ["accuracy where dataset b"]
    assert names(asked(part("a", None, None), part("b", 0.1))) == ["accuracy where dataset a"]
    assert names(asked(part("a", None, None), part("b", 0.9))) == ["accuracy where dataset a"]


def test_a_part_that_was_not_tested_is_passed_over():
    assert names(asked(part("a", -0.9, p=None), part("b", -0.1))) == ["accuracy where dataset b"]
    assert asked(part("a", -0.9, p=None)) == []


def test_the_part_that_was_found_on_one_half_is_shown_rather_than_a_worse_one():
    slices = (part("a", -0.5), part("b", -0.2), part("c", -0.9))
    (answer,) = asked(*slices, confirmed=[again("b"), again("a")])
    assert names([answer]) == ["accuracy where dataset b"]
    assert "dataset b, found weak on one half" in answer.witnesses[1].evidence.statement


def test_ranges_of_a_quantity_need_not_be_the_same_on_both_halves():
    slices = (part("1 to 2", -0.5, column="brightness", low=1.0), part("2 to 3", -0.6, column="brightness", low=2.0))
    (answer,) = asked(*slices, confirmed=[again("1 to 3", column="brightness")])
    assert names([answer]) == ["accuracy where brightness 2 to 3"]
    assert "brightness 1 to 3, found weak on one half" in answer.witnesses[1].evidence.statement


def test_other_columns_do_not_confirm():
    (answer,) = asked(part(), confirmed=[again(column="method")])
    assert [w.name for w in answer.witnesses] == ["whole"]


def test_weak_slices_are_significant_and_lower_the_worst_first():
    slices = (
        part("a", -0.1),
        part("b", -0.3),
        part("c", 0.3),
        part("d", -0.2, p=0.06),
        part("e", -0.2, p=0.05),
        part("f", -0.04),
    )
    assert [s.name for s in weak_slices(detector(slices=tuple(slices)))] == ["b", "e", "a"]


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        training.weak_slice: symptom, moderate: clearly less accurate on one part of the videos
          needs scores videos frames clips; asked of detector
          additional_datasets, phase 2, of biased None
          done on new videos the accuracy of the slice is no longer below that of the rest, after correction
          whole (accuracy of the slice on all videos, least 0.08): accuracy below that of the rest at equal
              label, p after Benjamini–Hochberg
          again (accuracy of the slice on the other half, least 0.05): found on one half of the groups,
              confirmed on the other, p after Benjamini–Hochberg
        """)
    assert CAUSE.of_detector is worst_slices
