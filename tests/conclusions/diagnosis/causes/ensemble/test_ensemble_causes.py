"""Golden sentences of detectors together: a broken member, two that make the same errors, a mean that is worse than one."""

# Limits and options of the small builders are typed by their defaults alone.
# pyright: reportArgumentType=false, reportCallIssue=false

from dataclasses import asdict, replace

import pytest
from tests.conclusions.small import difference, estimate

from touchstone.conclusions.diagnosis.causes.ensemble import broken_member, redundant, worse_than_member
from touchstone.conclusions.diagnosis.causes.ensemble.harmful import harmful
from touchstone.conclusions.diagnosis.finding import Evidence, Finding
from touchstone.conclusions.examination import EnsembleExamination, ErrorPair, Part

SOURCE = "scores of the videos that all members scored"


def part(name, gain, shapley=0.1):
    return Part(detector=name, gain=gain, shapley=shapley)


def together(*parts, **changed):
    return EnsembleExamination(members=("cm", "bg", "ll"), videos=80, parts=parts, **changed)


def plain(answer):
    """Of a confidence that is learned, only that it is not 1."""
    return answer if answer is None or answer.confidence == 1 else replace(answer, confidence=0.0)


def evidence(statement, value, interval=None, n=200):
    return Evidence(
        statement=statement,
        source=SOURCE if interval is None else f"{SOURCE} (Wilson)",
        value=value,
        interval=interval,
        n=n,
    )


def finding(code, severity, subject, verdict, found, remedy, *, exact=False):
    return Finding(
        code=code,
        kind="symptom",
        severity=severity,
        subject=subject,
        verdict=verdict,
        confidence=float(exact),
        evidence=tuple(found),
        remedy=remedy,
        verify="",
    )


# ------------------------------------------------------------------------------------------------------ harm

HARM = estimate(-0.005, low=-0.01, high=-0.001)
"""Just enough: half a hundredth of AUC is lost, and the whole interval is below 0."""


def test_a_member_harms_from_half_a_hundredth_of_auc_on():
    parts = [
        part("cm", HARM),
        part("small", estimate(-0.0049, low=-0.01, high=-0.001)),
        part("unsure", estimate(-0.02, low=-0.05, high=0.0)),
        part("helps", estimate(0.02, low=0.01, high=0.03)),
        part("single", None),
        part("undefined", estimate(None)),
        part("no interval", estimate(-0.02, None)),
        part("worse", estimate(-0.2, 0.1)),
    ]
    assert [p.detector for p in harmful(together(*parts))] == ["cm", "worse"]


@pytest.mark.parametrize(
    ("shapley", "verdict", "said"),
    [(0.0, "confirmed", "+0.000"), (-0.0123, "confirmed", "-0.012"), (0.001, "suspected", "+0.001")],
)
def test_a_broken_member(shapley, verdict, said):
    found = broken_member.broken_members(together(part("ll", HARM, shapley), part("cm", estimate(0.1, 0.05))))
    assert [plain(f) for f in found] == [
        finding(
            "ensemble.broken_member",
            "moderate",
            "ll",
            verdict,
            [
                evidence(
                    "AUC of the mean rank of all members minus the AUC without it: -0.005 [-0.010, -0.001], n = 200",
                    -0.005,
                    (-0.01, -0.001),
                ),
                evidence(
                    f"its Shapley value (its share of the AUC above 0.5 that all members reach together) is {said}",
                    shapley,
                    n=80,
                ),
            ],
            "leave ll out of the ensemble until it is repaired: it changes the AUC of the mean rank by -0.005 [-0.010, "
            "-0.001], n = 200",
        )
    ]


def test_two_broken_members_are_two_findings_and_none_is_none():
    found = broken_member.broken_members(together(part("ll", HARM), part("cm", HARM)))
    assert [f.subject for f in found] == ["ll", "cm"]
    assert broken_member.broken_members(together(part("ll", estimate(0.1, 0.05)))) == []


# ----------------------------------------------------------------------------------------------------- alike

LITTLE = estimate(0.004, low=-0.002, high=0.01)
MORE = estimate(0.004, low=-0.002, high=0.0101)


def pair(low=0.95, *, same=False):
    return ErrorPair(first="cm", second="bg", correlation=estimate(0.97, low=low, high=0.99), same=same)


def alike(low="0.950"):
    return evidence(
        f"rank correlation of cm and bg inside each label: 0.970 [{low}, 0.990], n = 200", 0.97, (float(low), 0.99)
    )


def adds(name, said="0.004 [-0.002, 0.010], n = 200"):
    return evidence(f"AUC of the mean rank of all members minus the AUC without {name}: {said}", 0.004, (-0.002, 0.01))


RUN_ONE = "run only one of cm and bg: they make the same errors (rank correlation 0.970 [0.950, 0.990], n = 200)"


@pytest.mark.parametrize(
    ("given", "first", "second", "expected"),
    [
        (pair(), LITTLE, LITTLE, ("confirmed", [alike(), adds("cm"), adds("bg")])),
        (pair(), LITTLE, MORE, ("confirmed", [alike(), adds("cm")])),
        (pair(), MORE, LITTLE, ("confirmed", [alike(), adds("bg")])),
        (pair(), MORE, MORE, ("suspected", [alike()])),
        (pair(), None, estimate(0.004, None), ("suspected", [alike()])),
        (pair(0.9499), LITTLE, LITTLE, None),
    ],
)
def test_two_that_make_nearly_the_same_errors(given, first, second, expected):
    (found,) = redundant.redundant(together(part("cm", first), part("bg", second), pairs=(given,)))
    assert plain(found) == (
        None if expected is None else finding("ensemble.redundant", "minor", "ensemble", *expected, RUN_ONE)
    )


def test_a_correlation_without_an_interval_is_not_enough():
    given = replace(pair(), correlation=estimate(0.99, None))
    assert redundant.redundant(together(part("cm", LITTLE), part("bg", LITTLE), pairs=(given,))) == [None]


def test_two_with_equal_scores_are_a_fact_whatever_the_interval():
    (found,) = redundant.redundant(together(part("cm", MORE), part("bg", MORE), pairs=(pair(0.5, same=True),)))
    assert found == finding(
        "ensemble.redundant",
        "minor",
        "ensemble",
        "confirmed",
        [evidence("cm and bg give equal scores to all 80 videos", 1, n=80), alike("0.500")],
        "run only one of cm and bg: they make the same errors (rank correlation 0.970 [0.500, 0.990], n = 200)",
        exact=True,
    )


def test_every_pair_is_asked_about():
    found = redundant.redundant(together(part("cm", MORE), part("bg", MORE), pairs=(pair(0.5), pair())))
    assert [f is None for f in found] == [True, False]


# ---------------------------------------------------------------------------------------- worse than a member

BETTER = difference(0.01, p=0.05, low=0.002, high=0.018)
BEST = evidence(
    "AUC of the best single detector minus that of the mean probability of all, on held-out groups: 0.010 [0.002, 0.018], "
    "n = 200",
    0.01,
    (0.002, 0.018),
)


def without(name):
    return evidence(
        f"AUC of the mean rank of all members minus the AUC without {name}: -0.005 [-0.010, -0.001], n = 200",
        -0.005,
        (-0.01, -0.001),
    )


@pytest.mark.parametrize(
    ("parts", "verdict", "found", "then"),
    [
        ((part("cm", estimate(0.1, 0.05)),), "suspected", [BEST], "weight the members, or use the best detector alone"),
        ((part("ll", HARM),), "confirmed", [BEST, without("ll")], "leave out ll"),
        ((part("ll", HARM), part("bg", HARM)), "confirmed", [BEST, without("ll"), without("bg")], "leave out ll, bg"),
    ],
)
def test_the_best_single_detector_beats_the_mean(parts, verdict, found, then):
    assert plain(worse_than_member.worse_than_member(together(*parts, best_over_mean=BETTER))) == finding(
        "ensemble.worse_than_member",
        "moderate",
        "ensemble",
        verdict,
        found,
        f"do not average all 3 detectors: the AUC of the best single one is higher by 0.010 [0.002, 0.018], n = 200; {then}",
    )


@pytest.mark.parametrize(
    "best",
    [
        None,
        difference(0.01, p=0.0501, low=0.002, high=0.018),
        difference(0.01, p=None, low=0.002, high=0.018),
        difference(0.0099, p=0.05, low=0.002, high=0.018),
        difference(0.01, p=0.05, low=0.0, high=0.02),
        difference(-0.05, p=0.001),
        difference(None, p=0.001),
    ],
)
def test_where_it_does_not_there_is_no_finding(best):
    assert worse_than_member.worse_than_member(together(part("ll", HARM), best_over_mean=best)) is None


# ------------------------------------------------------------------------------------------------- themselves


def test_what_the_causes_say_of_themselves():
    assert [{k: v for k, v in asdict(m.CAUSE).items() if v} for m in (broken_member, redundant, worse_than_member)] == [
        {
            "code": "ensemble.broken_member",
            "kind": "symptom",
            "severity": "moderate",
            "meaning": "the ensemble is better without it",
            "needs": ("scores", "videos"),
            "topic": "training_focus",
            "phase": 1,
            "done": "leaving the member out no longer raises the AUC of the ensemble",
            "of_ensemble": broken_member.broken_members,
        },
        {
            "code": "ensemble.redundant",
            "kind": "symptom",
            "severity": "minor",
            "meaning": "two detectors make the same errors",
            "needs": ("scores", "videos"),
            "topic": "architecture",
            "phase": 4,
            "done": "no two members have a rank correlation of 0.95 or more inside the labels",
            "of_ensemble": redundant.redundant,
        },
        {
            "code": "ensemble.worse_than_member",
            "kind": "symptom",
            "severity": "moderate",
            "meaning": "the mean of all detectors is worse than one of them",
            "needs": ("scores", "videos"),
            "topic": "training_focus",
            "phase": 4,
            "done": "the recommended combination is not beaten by a single detector on held-out groups",
            "of_ensemble": worse_than_member.worse_than_member,
        },
    ]
