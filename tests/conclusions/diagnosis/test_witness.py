"""Verdicts by the catalogue's rules, and the probability by Bayes' rule worked out by hand."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportOperatorIssue=false, reportArgumentType=false, reportCallIssue=false

import math
from dataclasses import replace

import pytest

from touchstone.conclusions.diagnosis import learned as module
from touchstone.conclusions.diagnosis.causes.scores.overconfident import CAUSE
from touchstone.conclusions.diagnosis.learned import CEILING, PRIOR, Likelihood, probability
from touchstone.conclusions.diagnosis.witness import verdict_of
from touchstone.conclusions.metrics import Estimate

CODE = CAUSE.code


def ask(name, holds):
    if name not in CAUSE.witnesses:
        return replace(ask("smooth", holds), name=name, measurement=name)
    return CAUSE.witness(
        name,
        holds,
        statement="measured",
        estimate=Estimate(value=0.5, low=0.4, high=0.6, n=100, groups=None, method="test"),
        source="scores",
    )


def conclude(at_most="confirmed", **holds):
    asked = tuple(ask(name, value) for name, value in holds.items())
    return CAUSE.conclusion("cm", asked, "fix it", at_most=at_most)


@pytest.mark.parametrize(
    ("holds", "verdict"),
    [
        ({"temperature": True, "smooth": True}, "confirmed"),
        ({"temperature": True, "held_out": True}, "suspected"),  # one measurement twice
        ({"temperature": True, "smooth": False}, "suspected"),
        ({"temperature": True, "smooth": None}, "suspected"),
        ({"temperature": None, "smooth": False}, "cannot_tell"),
        ({"temperature": False, "smooth": False}, None),
        ({}, None),
    ],
)
def test_two_different_measurements_confirm_and_one_suspects(holds, verdict):
    assert verdict_of(conclude(**holds).witnesses) == verdict
    found = conclude(**holds).finding
    assert (None if found is None else found.verdict) == (None if verdict == "cannot_tell" else verdict)


def test_what_the_tables_leave_open_is_no_more_than_suspected():
    assert conclude("suspected", temperature=True, smooth=True).finding.verdict == "suspected"


def test_witnesses_say_which_way_they_point():
    found = conclude(smooth=False, temperature=True, held_out=None).finding
    assert [e.points for e in found.evidence] == ["for", "against", "neither"]
    assert found.evidence[0].measurement == "fitted temperature"
    assert found.evidence[0].minimum == 0.17
    assert found.evidence[0].interval == (0.4, 0.6)


def test_probability_is_bayes_rule_over_measurements(monkeypatch):
    counts = {
        "temperature": Likelihood(89, 99, 0, 99),
        "held_out": Likelihood(9, 19, 1, 99),
        "smooth": Likelihood(59, 99, 4, 99),
        "hardly asked": Likelihood(9, 9, 0, 9),
    }
    monkeypatch.setitem(module.LIKELIHOODS, CODE, counts)
    monkeypatch.setattr(module, "VERDICTS", {})
    odds = PRIOR / (1 - PRIOR)
    temperature, smooth, no_smooth = 89.5 / 0.5, 59.5 / 4.5, 40.5 / 95.5
    cases = [
        ({}, odds),
        ({"smooth": True}, odds * smooth),
        ({"smooth": False}, odds * no_smooth),
        ({"smooth": None}, odds),
        ({"temperature": True, "held_out": True}, odds * temperature),
        ({"temperature": True, "smooth": False}, odds * temperature * no_smooth),
        ({"temperature": None, "smooth": True}, odds * smooth),
        ({"hardly asked": True, "smooth": True}, odds * smooth),
    ]
    for holds, want in cases:
        asked = [ask(name, value) for name, value in holds.items()]
        assert probability(CODE, asked) == pytest.approx(min(CEILING, want / (1 + want)), abs=6e-4)
    assert math.isclose(counts["smooth"].ratio(holds=True), math.log(smooth))
    monkeypatch.setattr(module, "VERDICTS", {f"{CODE} suspected": (7, 10)})
    sure = [ask("temperature", True)]
    assert probability(CODE, sure) == pytest.approx((7 + 1) / (10 + 2), abs=6e-4)
    assert probability(CODE, sure, "confirmed") == pytest.approx(odds * temperature / (1 + odds * temperature), abs=6e-4)
