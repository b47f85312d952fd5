# pyright: reportArgumentType=false
"""From the findings of a run to its prescription: once from a small examination, once from tables."""

import pytest
from tests.conclusions.prescription.commands import understood
from tests.conclusions.prescription.inputs import COMMAND, SEEN, finding, part
from tests.conclusions.small import detector, difference, estimate, footage, performance

from touchstone.conclusions.diagnosis import diagnose
from touchstone.conclusions.examination import Ensembles, Examination, examine
from touchstone.conclusions.prescription import (
    Advice,
    DetectorPrescription,
    EnsembleAdvice,
    Member,
    Rates,
    Standing,
    Task,
    prescribe,
)
from touchstone.testing import constant, ranks, tables
from touchstone.testing import footage as videos


def test_a_standing_takes_what_advice_needs_from_the_examination():
    rates = [estimate(value) for value in (0.8, 0.9, 0.7, 0.2)]
    measured = performance(accuracy=rates[0], real=rates[1], fake=rates[2], bias=rates[3], threshold=0.4)
    worst, weak = part("fps"), part("width")
    worst, strong, unclear = (
        type(weak)(**{**fields(weak), "accuracy_difference": difference(value, half, p=p)})
        for value, half, p in ((-0.3, 0.05, 0.001), (0.3, 0.05, 0.001), (-0.3, 0.05, 0.2))
    )
    seen = detector("cm", statement="AUC 0.910", performance=measured, slices=(weak, strong, worst, unclear))
    assert Standing.of(seen) == Standing(
        name="cm",
        assessment=seen.assessment,
        rates=Rates(threshold=0.4, accuracy=rates[0], real_accuracy=rates[1], fake_accuracy=rates[2], bias=rates[3]),
        weak=(worst, weak),
    )


def fields(item):
    return {name: getattr(item, name) for name in item.__slots__}


def test_what_scored_nothing_has_no_rates():
    seen = detector("rr", word="not loaded", statement="truncated")
    assert Standing.of(seen) == Standing(name="rr", assessment=seen.assessment, rates=None, weak=())


@pytest.mark.parametrize("word", ["ranks", "below chance", "no signal", "cannot tell", "not scored", "not loaded"])
def test_one_word_says_that_fake_and_real_are_separated(word):
    assert Standing.of(detector("cm", word=word)).ranks is (word == "ranks")


def test_the_whole_prescription_of_a_small_run():
    cm = detector(
        "cm", statement="AUC 0.910", auc=estimate(0.91), performance=performance(accuracy=0.9, real=0.9, fake=0.9)
    )
    tm = detector("tm", word="not loaded", statement="truncated")
    examined = Examination(footage=footage(), detectors=(tm, cm), ensembles=Ensembles(ranking=("cm",), kept=("cm",)))
    found = prescribe(examined, [finding("weights.unreadable", "tm", remedy="copy it again")], COMMAND)
    assert found.detectors == (
        DetectorPrescription(
            detector="tm",
            priority="HIGH",
            priority_reason="critical finding weights.unreadable",
            advice=(
                Advice(
                    topic="training_focus",
                    text="Copy it again",
                    findings=("weights.unreadable",),
                    evidence=(SEEN,),
                    verify=f"{COMMAND} --only tm",
                ),
            ),
        ),
        DetectorPrescription(
            detector="cm",
            priority="LOW",
            priority_reason="accuracy 0.900 [0.850, 0.950], n = 200, and no critical or moderate finding",
            advice=(),
        ),
    )
    because = "cm is the only detector that is shown to separate fake from real: AUC 0.910"
    assert found.ensemble == EnsembleAdvice(
        recommended="best single",
        because=because,
        leader="cm",
        members=(
            Member(detector="cm", included=True, weight=1.0, reason="AUC 0.910"),
            Member(detector="tm", included=False, weight=0.0, reason="truncated"),
        ),
    )
    assert [phase.sentences for phase in found.phases] == [
        ("tm: Copy it again",), (), (), (),
        ("cm: Confirm cm on footage of sources that are not in this corpus before it is deployed",),
    ]  # fmt: skip
    assert [phase.empty_because for phase in found.phases] == [
        None,
        "no threshold to move (besides those in phase 1) and no weak slice was found in the 1 detector that scored",
        "300 real and 300 fake videos: enough, balanced, readable, without duplicates, and none of 0 tests of a file property "
        "against the label stood out",
        f"none of 1 loaded detectors ignores time or sound that its domain needs; {because}",
        None,
    ]
    assert {task.verify for phase in found.phases for task in phase.tasks} == {COMMAND, f"{COMMAND} --only tm"}


@pytest.fixture(scope="module")
def run():
    """Two good detectors of which one has its threshold in the wrong place, and one that answers one score."""
    given = tables(
        {"cm": ranks(3, shift=2), "bg": ranks(3), "tm": constant(1)},
        videos(80, source=lambda i: f"site {i // 2 % 3}"),
        units=1,
    )
    examined = examine(given)
    findings = diagnose(examined, given, COMMAND)
    return findings, prescribe(examined, findings, COMMAND)


def test_from_tables_to_the_roadmap(run):
    _, found = run
    assert {p.detector: p.priority for p in found.detectors} == {"cm": "MEDIUM", "bg": "LOW", "tm": "HIGH"}
    assert [[(t.model, *t.findings) for t in phase.tasks] for phase in found.phases] == [
        [("tm", "scores.constant"), ("cm", "scores.threshold_shift")],
        [],
        [],  # both others are known to ±0.05, and the AUC of one score says nothing
        [("ensemble",)],
        [("bg",)],
    ]


def test_from_tables_to_the_ensemble(run):
    _, found = run
    # Each of the two ranks nearly without an error: no combination is shown to do better.
    assert found.ensemble.recommended == "best single"
    assert found.ensemble.weights == {"cm": 0.0, "bg": 1.0, "tm": 0.0}
    assert {r.held_out for r in found.ensemble.rules} == {"sources"}
    assert {r.held_out for r in found.ensemble.milder} == {"groups"}


def test_every_task_and_every_advice_has_evidence_and_a_command_that_is_understood(run):
    findings, found = run
    tasks: list[Task] = [task for phase in found.phases for task in phase.tasks]
    advice = [advice for detector in found.detectors for advice in detector.advice]
    assert all(item.evidence for item in (*tasks, *advice))
    assert all(task.exit_criterion for task in tasks)
    said = [understood(item.verify) for item in (*findings, *tasks, *advice)]
    assert {name for name, _ in said} == {"analyze"}
    assert {domain for _, words in said for domain in words.get("only", [])} == {"cm", "tm"}
    moved = next(task for task in tasks if task.findings == ("scores.threshold_shift",))
    threshold = understood(moved.verify)[1]["threshold"]
    assert f" {threshold:.3f}" in moved.action
