"""What makes a verdict, how findings are sorted, and what a cause writes into its finding: at every edge."""

# A result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false

from dataclasses import replace
from itertools import permutations

import pytest
from tests.conclusions.small import estimate

from touchstone.conclusions.diagnosis import Alternative, Cause, Evidence, Finding, LookAlike, Measure, learned
from touchstone.conclusions.diagnosis.cause import checked_by
from touchstone.conclusions.diagnosis.finding import gravest_first
from touchstone.conclusions.diagnosis.learned import Likelihood, of_verdict, probability
from touchstone.conclusions.diagnosis.witness import Conclusion, Witness, verdict_of

CAUSE = Cause(
    code="x.y",
    kind="root",
    severity="minor",
    meaning="",
    needs=(),
    explains=("x.z",),
    witnesses={"first": Measure("m", 0.1, ""), "again": Measure("m", 0.2, ""), "second": Measure("n", 0.3, "")},
)


def witnesses(**holds):
    return [CAUSE.witness(name, value, "seen", estimate(0.5)) for name, value in holds.items()]


@pytest.mark.parametrize(
    ("holds", "at_most", "verdict"),
    [
        ({}, "confirmed", None),
        ({"first": False}, "confirmed", None),
        ({"first": None}, "confirmed", "cannot_tell"),
        ({"first": False, "second": None}, "confirmed", "cannot_tell"),
        ({"first": None, "second": None}, "suspected", "cannot_tell"),
        ({"first": False, "second": False}, "suspected", None),
        ({"first": True}, "confirmed", "suspected"),
        ({"first": True, "again": True}, "confirmed", "suspected"),
        ({"first": True, "second": None}, "confirmed", "suspected"),
        ({"first": True, "second": True}, "confirmed", "confirmed"),
        ({"first": True, "again": False, "second": True}, "confirmed", "confirmed"),
        ({"first": True, "again": True, "second": True}, "confirmed", "confirmed"),
        ({"first": True, "second": True}, "suspected", "suspected"),
        ({"first": True}, "suspected", "suspected"),
    ],
)
def test_the_verdict_of_witnesses(holds, at_most, verdict):
    assert verdict_of(witnesses(**holds), at_most) == verdict
    if at_most == "confirmed":
        assert verdict_of(witnesses(**holds)) == verdict


FINDING = Finding(
    code="b.b", kind="root", severity="moderate", subject="b", verdict="suspected", confidence=0.5,
    evidence=(Evidence.fact("seen", "t"),), remedy="", verify="",
)  # fmt: skip


def of(**fields):
    return replace(FINDING, **fields)


@pytest.mark.parametrize(
    "ordered",
    [
        [
            of(verdict="confirmed", severity="minor", confidence=0.1),
            of(severity="critical", confidence=0.9),
            of(verdict="cannot_tell"),
        ],
        [of(severity="critical", confidence=0.1), of(confidence=0.9), of(severity="minor", confidence=1)],
        [of(confidence=0.51, subject="z"), of(confidence=0.5, subject="a"), of(confidence=0.49)],
        [of(subject="a", code="z.z"), of(subject="b", code="a.a"), of(subject="b", code="b.a")],
        [of(kind="symptom", subject="a"), of(kind="root", subject="b"), of(kind="info", subject="c")],
        [
            of(code="training.shortcut", subject="z", confidence=0.8),
            of(code="data.shortcut", subject="footage", confidence=0.9),
            of(code="training.shortcut", subject="a", confidence=0.7),
        ],
        [
            of(code="data.shortcut", subject="b", confidence=0.9),
            of(code="training.shortcut", subject="a", confidence=0.8),
        ],
        [
            of(code="data.shortcut", verdict="confirmed", confidence=0.9),
            of(code="training.shortcut", confidence=0.95),
        ],
    ],
    ids=[
        "verdict", "severity", "confidence", "subject and code", "the kind does not matter",
        "a detector that follows before the footage", "nothing of another detector", "no suspicion before what is confirmed",
    ],
)
def test_the_gravest_comes_first(ordered):
    for given in permutations(ordered):
        assert gravest_first(given, leads={"training.shortcut": ("data.shortcut",)}) == tuple(ordered)


@pytest.mark.parametrize(
    "ordered",
    [
        [
            of(verdict="cannot_tell", severity="minor"),
            of(kind="symptom", verdict="suspected"),
            of(kind="info", verdict="confirmed"),
        ],
        [of(verdict="confirmed"), of(verdict="suspected"), of(verdict="cannot_tell")],
        [of(severity="critical"), of(severity="moderate"), of(severity="minor")],
        [of(subject="a", confidence=0.1), of(subject="b", confidence=0.9), of(subject="c", confidence=0.5)],
    ],
    ids=["kind", "verdict", "severity", "the confidence does not matter"],
)
def test_roots_come_first_where_that_is_asked_for(ordered):
    for given in permutations(ordered):
        assert gravest_first(given, roots_first=True) == tuple(ordered)


@pytest.mark.parametrize("wrong", [{"evidence": ()}, {"confidence": 1.0001}, {"confidence": -0.0001}])
def test_a_finding_needs_evidence_and_a_confidence(wrong):
    with pytest.raises(ValueError, match=r"^b\.b of b needs evidence, and a confidence from 0 to 1$"):
        of(**wrong)


@pytest.mark.parametrize("confidence", [0, 1])
def test_a_confidence_goes_from_0_to_1(confidence):
    assert of(confidence=confidence).confidence == confidence


# ---------------------------------------------------------------------------------------------------------- evidence


def test_a_fact_has_no_interval():
    assert Evidence.fact("seen", "t", 0.5, 7) == Evidence(statement="seen", source="t", value=0.5, n=7)
    assert Evidence.fact("seen", "t") == Evidence(statement="seen", source="t")


@pytest.mark.parametrize(
    ("limits", "says", "interval"),
    [
        ({"half": 0.25}, "0.500 [0.250, 0.750], n = 9", (0.25, 0.75)),
        ({"half": None}, "0.500, no interval, n = 9", None),
        ({"half": None, "low": 0.25}, "0.500, no interval, n = 9", None),
        ({"half": None, "high": 0.75}, "0.500, no interval, n = 9", None),
    ],
)
def test_evidence_from_an_estimate_shows_its_numbers(limits, says, interval):
    assert Evidence.of("share", estimate(0.5, n=9, **limits)) == Evidence(
        statement=f"share: {says}", source="scores, videos (Wilson)", value=0.5, interval=interval, n=9
    )
    assert Evidence.of("share", estimate(0.5, n=9, **limits), "videos").source == "videos (Wilson)"


@pytest.mark.parametrize(("holds", "points"), [(True, "for"), (False, "against"), (None, "neither")])
def test_a_witness_says_which_way_it_points(holds, points):
    shown = CAUSE.witness("again", holds, "share", estimate(0.5, 0.25, n=9), source="videos")
    assert shown == Witness(
        name="again",
        measurement="m",
        holds=holds,
        evidence=Evidence(
            statement="share: 0.500 [0.250, 0.750], n = 9",
            source="videos (Wilson)",
            value=0.5,
            interval=(0.25, 0.75),
            n=9,
            measurement="m",
            minimum=0.2,
            points=points,
        ),
    )


def test_a_witness_without_an_estimate_shows_a_value():
    evidence = CAUSE.witness("second", True, "share", None, value=0.4).evidence
    assert evidence == Evidence(
        statement="share", source="scores, videos", value=0.4, measurement="n", minimum=0.3, points="for"
    )
    assert CAUSE.least("second") == 0.3


# ------------------------------------------------------------------------------------------------ findings of a cause


@pytest.mark.parametrize(
    ("verdict", "exact", "confidence"),
    [("confirmed", True, 1.0), ("suspected", True, 1.0), ("cannot_tell", True, 0.0), ("confirmed", False, 0.9),
     ("suspected", False, 0.6), ("cannot_tell", False, 0.0)],
)  # fmt: skip
def test_a_finding_of_a_cause(verdict, exact, confidence):
    seen = Evidence.fact("seen", "t")
    assert CAUSE.finding("cm", verdict, [seen], "mend", exact=exact, options=" --x") == Finding(
        code="x.y", kind="root", severity="minor", subject="cm", verdict=verdict, confidence=confidence, evidence=(seen,),
        remedy="mend", verify=" --x", explains=("x.z",), alternatives=(),
    )  # fmt: skip
    assert CAUSE.finding("cm", verdict, [seen], "mend").confidence == {"confirmed": 0.9, "suspected": 0.6}.get(
        verdict, 0
    )
    assert CAUSE.finding("cm", verdict, [seen], "mend").verify == ""


def test_a_conclusion_shows_first_what_supports_it():
    asked = witnesses(first=False, again=None, second=True)
    context = Evidence.fact("context", "t")
    answer = CAUSE.conclusion(
        "cm", asked, "mend", look_alikes=[LookAlike("x.z", "a look")], context=[context], options=" --x"
    )
    assert (answer.code, answer.subject, answer.witnesses) == ("x.y", "cm", tuple(asked))
    assert answer.finding.evidence == (asked[2].evidence, asked[0].evidence, asked[1].evidence, context)
    assert answer.finding.alternatives == (Alternative(code="x.z", separated_by="a look"),)
    assert (answer.finding.subject, answer.finding.verdict, answer.finding.remedy) == ("cm", "suspected", "mend")
    assert (answer.finding.verify, answer.finding.explains, answer.confirmed) == (" --x", ("x.z",), False)


@pytest.mark.parametrize(
    ("holds", "at_most", "verdict"),
    [
        ({"first": True, "second": True}, "confirmed", "confirmed"),
        ({"first": True, "second": True}, "suspected", "suspected"),
        ({"first": None}, "confirmed", None),
        ({"first": False}, "confirmed", None),
    ],
)
def test_a_conclusion_that_cannot_tell_is_not_a_finding(holds, at_most, verdict):
    answer = CAUSE.conclusion("cm", witnesses(**holds), "mend", at_most=at_most)
    assert (answer.finding and answer.finding.verdict) == verdict
    assert answer.confirmed is (verdict == "confirmed")


def test_without_options_the_command_is_that_of_the_run():
    answer = CAUSE.conclusion("cm", witnesses(first=True), "mend")
    assert (answer.finding.verify, answer.finding.alternatives, len(answer.finding.evidence)) == ("", (), 1)


def test_the_command_that_checks_a_finding():
    nothing = Conclusion(code="x.y", subject="cm", witnesses=(), finding=None)
    plain = of(verify=" --x")
    assert checked_by("run", [None, plain, nothing, replace(nothing, finding=of(code="c.c"))]) == [
        of(verify="run --x"),
        of(code="c.c", verify="run"),
    ]


@pytest.mark.parametrize("name", ["of_footage", "of_weights", "of_detector", "of_ensemble", "of_counts", "of_run"])
def test_a_cause_that_is_asked_of_anything_is_looked_for(name):
    assert not CAUSE.examined
    assert replace(CAUSE, **{name: lambda _: None}).examined


def test_what_a_cause_has_where_nothing_is_said():
    plain = Cause(code="x.y", kind="info", severity="minor", meaning="", needs=())
    assert (plain.topic, plain.phase, plain.phase_of_biased, plain.done) == ("training_focus", 1, None, "")
    assert (plain.witnesses, plain.explains, plain.look_alikes, plain.accounts_for, plain.limits_all) == (
        {},
        (),
        (),
        (),
        False,
    )


# -------------------------------------------------------------------------------------------------- learned confidence


@pytest.mark.parametrize(
    ("code", "verdict", "share"),
    [
        ("x.y", "confirmed", 0.9),
        ("x.y", "suspected", 0.6),
        ("x.y", "cannot_tell", 0.0),
        ("x.counted", "confirmed", 0.833),  # (9 + 1) / (10 + 2)
        ("x.counted", "suspected", 0.6),
        ("x.counted", "cannot_tell", 0.0),
    ],
)
def test_the_share_of_true_findings(monkeypatch, code, verdict, share):
    monkeypatch.setattr(learned, "VERDICTS", {"x.counted confirmed": (9, 10), "x.counted cannot_tell": (1, 1)})
    assert of_verdict(code, verdict) == share


OFTEN = Likelihood(89, 99, 0, 99)  # supports it 179 times as often with the fault as without
SELDOM = Likelihood(59, 99, 4, 99)


@pytest.mark.parametrize(
    ("counts", "holds", "verdict", "sure"),
    [
        ({}, {"first": True}, "confirmed", 0.9),
        ({}, {"first": True}, "suspected", 0.6),
        ({}, {}, "confirmed", 0.1),
        ({"first": SELDOM}, {"first": True}, "confirmed", 0.595),
        ({"first": SELDOM}, {"first": False}, "confirmed", 0.045),
        ({"first": SELDOM}, {"first": None}, "confirmed", 0.1),
        ({"first": OFTEN, "again": SELDOM}, {"first": True, "again": True}, "confirmed", 0.952),
        ({"first": SELDOM, "again": OFTEN}, {"first": True, "again": True}, "confirmed", 0.952),
        ({"first": OFTEN, "second": SELDOM}, {"first": True, "second": True}, "confirmed", 0.99),
        ({"first": OFTEN, "second": SELDOM}, {"first": True, "second": False}, "confirmed", 0.894),
        ({"first": OFTEN}, {"second": True, "first": True}, "confirmed", 0.952),
        ({"first": Likelihood(59, 99, 1, 19)}, {"first": True}, "confirmed", 0.9),
        ({"first": Likelihood(59, 99, 1, 20)}, {"first": True}, "confirmed", 0.481),
    ],
)
def test_the_probability_of_a_cause(monkeypatch, counts, holds, verdict, sure):
    monkeypatch.setattr(learned, "LIKELIHOODS", {"x.y": counts})
    monkeypatch.setattr(learned, "VERDICTS", {})
    assert probability("x.y", witnesses(**holds), verdict) == sure


def test_a_conclusion_takes_its_confidence_from_what_was_learned(monkeypatch):
    monkeypatch.setattr(learned, "LIKELIHOODS", {"x.y": {"first": OFTEN}})
    assert CAUSE.conclusion("cm", witnesses(first=True), "mend").finding.confidence == 0.952
    monkeypatch.setattr(learned, "LIKELIHOODS", {})
    monkeypatch.setattr(learned, "VERDICTS", {"x.y confirmed": (999, 999), "x.y suspected": (1, 2)})
    assert CAUSE.conclusion("cm", witnesses(first=True), "mend").finding.confidence == 0.5
    assert CAUSE.conclusion("cm", witnesses(first=True, second=True), "mend").finding.confidence == 0.99
    assert probability("x.y", witnesses(first=True)) == 0.5


def test_the_conventions_of_what_was_learned():
    assert (learned.PRIOR, learned.FEWEST_RUNS, learned.CEILING) == (0.1, 20, 0.99)
    assert learned.UNLEARNED == {"confirmed": 0.9, "suspected": 0.6, "cannot_tell": 0.0}
