# pyright: reportArgumentType=false
"""The whole roadmap: names, tasks in their phases, and why a phase is empty."""

from dataclasses import replace

import pytest
from tests.conclusions.prescription.inputs import COMMAND, SEEN, finding, part, standing
from tests.conclusions.small import estimate, footage

from touchstone.conclusions.diagnosis import CAUSES, Evidence
from touchstone.conclusions.prescription import DetectorPrescription, EnsembleAdvice, Member, Phase, RuleResult, Task
from touchstone.conclusions.prescription.roadmap import plan

PHASES = [
    (1, "Critical issues", "0-2 weeks", "HIGH"),
    (2, "Model-specific improvements", "2-6 weeks", "HIGH"),
    (3, "Dataset enhancement", "4-8 weeks", "MEDIUM"),
    (4, "Architecture optimization", "6-10 weeks", "MEDIUM"),
    (5, "Production optimization", "8-12 weeks", "LOW"),
]
ALONE = EnsembleAdvice(recommended="best single", because="cm is alone", leader="cm", members=())


def prescription(name="cm", priority="HIGH"):
    return DetectorPrescription(detector=name, priority=priority, priority_reason="", advice=())


def planned(detectors=(), findings=(), prescriptions=(), ensemble=ALONE, around=None):
    return plan(detectors, around or footage(), findings, prescriptions, ensemble, command=COMMAND)


def tasks(number, *given, **rest):
    return planned(*given, **rest)[number - 1].tasks


def test_the_phases_are_those_of_the_guide():
    assert [(p.phase, p.name, p.duration, p.priority) for p in planned()] == PHASES


EMPTY = {
    1: "{scored} of {total} detectors scored; none has a critical finding, an accuracy below 60% that no finding accounts for, "
    "or a bias beyond 30% whose interval excludes 0",
    2: "no threshold to move (besides those in phase 1) and no weak slice was found in the {scored} detectors that scored",
    3: "{real} real and {fake} fake videos: enough, balanced, readable, without duplicates, "
    "and none of {tests} tests of a file property against the label stood out",
    4: "none of {loaded} loaded detectors ignores time or sound that its domain needs; {because}",
    5: "{ranks} of {total} detectors are shown to separate fake from real on this footage and {low} have LOW priority; "
    "none meets both conditions, so none is ready for production",
}


def test_an_empty_phase_says_why():
    detectors = [
        standing("cm"),
        standing("bg", word="no signal", accuracy=estimate(0.6)),
        standing("ll", word="not scored", scored=False),
        standing("rr", word="not loaded", scored=False),
        standing("av", word="not loaded", scored=False),
    ]
    found = planned(
        detectors,
        prescriptions=[prescription("bg", "LOW"), prescription("cm", "MEDIUM"), prescription("ll"), prescription("rr", "LOW")],
        around=footage(310, 290, associations=("width", "height", "fps")),
    )  # fmt: skip
    numbers = {
        "scored": 2, "total": 5, "real": 310, "fake": 290, "tests": 3, "loaded": 3, "ranks": 1, "low": 2,
        "because": "cm is alone",
    }  # fmt: skip
    assert {p.phase: p.empty_because for p in found} == {n: text.format(**numbers) for n, text in EMPTY.items()}
    assert [p.tasks for p in found] == [()] * 5


CODE_OF_PHASE = {
    1: "data.leakage",
    2: "scores.unstable",
    3: "data.imbalance",
    4: "structure.ignores_time",
}


@pytest.mark.parametrize("phase", CODE_OF_PHASE)
def test_a_finding_is_a_task_of_its_phase(phase):
    code = CODE_OF_PHASE[phase]
    found = planned([standing()], [finding(code, "footage", remedy="do this")])
    expected = Task(
        model="footage",
        action="Do this",
        findings=(code,),
        evidence=(SEEN,),
        exit_criterion=CAUSES[code].done,
        verify=f"{COMMAND} --only footage",
    )
    assert [p.tasks for p in found] == [(expected,) if n == phase else () for n in range(1, 6)]
    assert [p.empty_because is None for p in found] == [n == phase for n in range(1, 6)]


def test_an_action_begins_with_its_subject_as_it_is_written():
    (task,) = tasks(1, [standing()], [finding("data.leakage", remedy="cm answers 0.5")])
    assert (task.model, task.action) == ("cm", "cm answers 0.5")


LARGE = standing("bg", bias=estimate(0.4))


@pytest.mark.parametrize(
    ("detector", "subject", "verdict", "phase"),
    [
        (LARGE, "bg", "confirmed", 1),
        (LARGE, "bg", "suspected", 1),
        (LARGE, "bg", "cannot_tell", 3),
        (standing("bg", bias=estimate(-0.4)), "bg", "confirmed", 1),
        (standing("bg", bias=estimate(0.3)), "bg", "confirmed", 2),
    ],
)
def test_a_threshold_is_moved_first_where_the_bias_is_large(detector, subject, verdict, phase):
    found = planned([standing(), detector], [finding("scores.threshold_shift", subject, verdict=verdict)])
    assert [p.phase for p in found if p.tasks] == [phase]


def test_the_bias_of_another_detector_moves_nothing():
    found = planned([LARGE, standing()], [finding("scores.threshold_shift")])
    assert [t.model for t in found[1].tasks] == ["cm"]
    assert [t.model for t in found[0].tasks] == ["bg"]  # its bias has no finding


def test_what_cannot_be_determined_is_done_once_it_is():
    (task,) = tasks(3, [standing()], [finding("scores.no_signal", verdict="cannot_tell")])
    assert task.exit_criterion == (
        "on videos whose sources and file properties do not reveal the label, the AUC interval lies above 0.5, or "
        "inside 0.5 ± 0.1"
    )


@pytest.mark.parametrize(
    ("verdict", "subject", "codes"),
    [
        ("confirmed", "cm", ["scores.invalid"]),
        ("suspected", "cm", ["scores.invalid", "scores.constant"]),
        ("confirmed", "bg", ["scores.invalid", "scores.constant"]),
    ],
)
def test_a_confirmed_root_stands_for_the_symptoms_that_it_explains(verdict, subject, codes):
    root = finding("scores.invalid", subject, verdict=verdict, explains=("scores.constant",))
    found = tasks(1, [standing()], [root, finding("scores.constant")])
    assert [code for task in found for code in task.findings] == codes


def test_an_accuracy_below_60_percent_that_nothing_accounts_for_is_a_task():
    assert tasks(1, [standing(accuracy=estimate(0.5999), statement="AUC 0.560")]) == (
        Task(
            model="cm",
            action="Find out why the accuracy of cm is only 0.600 [0.550, 0.650], n = 200 before training it again; "
            "its ranking: AUC 0.560",
            findings=(),
            evidence=(
                Evidence(
                    statement="accuracy: 0.600 [0.550, 0.650], n = 200",
                    source="scores, videos (Wilson)",
                    value=0.5999,
                    interval=(pytest.approx(0.5499), pytest.approx(0.6499)),
                    n=200,
                ),
            ),
            exit_criterion="the whole interval of its accuracy is at least 60%",
            verify=COMMAND,
        ),
    )


def test_every_low_accuracy_is_a_task_and_no_other():
    detectors = [
        standing("a", accuracy=estimate(0.6)),
        standing("b", accuracy=estimate(None)),
        standing("c", accuracy=estimate(0.1), scored=False),
        standing("d", accuracy=estimate(0.59)),
        standing("e", accuracy=estimate(0.0)),
    ]
    assert [t.model for t in tasks(1, detectors)] == ["d", "e"]


ACCOUNT_FOR_ACCURACY = {"scores.threshold_shift", "scores.misaligned", "outputs.activation", "outputs.aggregation"}
ACCOUNT_FOR_BIAS = {"scores.threshold_shift", "scores.constant", "outputs.activation", "outputs.aggregation"}
CRITICAL = {
    "weights.unreadable", "weights.wrong_architecture", "weights.non_finite", "weights.zeroed", "weights.corrupted",
    "weights.partial_load", "weights.untrained", "scores.invalid", "scores.constant", "scores.inverted", "scores.no_signal",
    "inputs.channel_order", "inputs.normalization", "inputs.geometry", "runtime.train_mode", "training.collapsed",
}  # fmt: skip


@pytest.mark.parametrize("code", CAUSES)
@pytest.mark.parametrize("verdict", ["confirmed", "suspected", "cannot_tell"])
def test_findings_account_for_a_low_accuracy(code, verdict):
    accounted = code in ACCOUNT_FOR_ACCURACY or (code in CRITICAL and verdict != "cannot_tell")
    poor = [standing(accuracy=estimate(0.5)), standing("bg", accuracy=estimate(0.5))]
    measured = [t.model for t in tasks(1, poor, [finding(code, verdict=verdict)]) if not t.findings]
    assert measured == ["bg"] if accounted else measured == ["cm", "bg"]


@pytest.mark.parametrize("code", CAUSES)
@pytest.mark.parametrize("verdict", ["confirmed", "suspected", "cannot_tell"])
def test_findings_account_for_a_large_bias(code, verdict):
    biased = [standing(bias=estimate(0.5)), standing("bg", bias=estimate(0.5))]
    measured = [t.model for t in tasks(1, biased, [finding(code, verdict=verdict)]) if not t.findings]
    assert measured == ["bg"] if code in ACCOUNT_FOR_BIAS else measured == ["cm", "bg"]


@pytest.mark.parametrize(
    ("bias", "called", "shown"),
    [(0.5, "real", "0.500 [0.450, 0.550]"), (-0.5, "fake", "-0.500 [-0.550, -0.450]")],
)
@pytest.mark.parametrize("word", ["ranks", "no signal"])
def test_a_large_bias_says_which_label_is_given_too_often(bias, called, shown, word):
    detector = standing(bias=estimate(bias), real=estimate(0.9), fake=estimate(0.4), word=word)
    assert tasks(1, [detector]) == (
        Task(
            model="cm",
            action=f"Correct the bias of cm: it calls too many videos {called} "
            "(real accuracy 0.900 [0.850, 0.950], n = 200, fake accuracy 0.400 [0.350, 0.450], n = 200)",
            findings=(),
            evidence=(
                Evidence(
                    statement=f"bias (real accuracy − fake accuracy): {shown}, n = 200",
                    source="scores, videos (Wilson)",
                    value=bias,
                    interval=(pytest.approx(bias - 0.05), pytest.approx(bias + 0.05)),
                    n=200,
                ),
            ),
            exit_criterion="|bias| is at most 30%",
            verify=COMMAND,
        ),
    )


def test_every_large_bias_is_a_task_and_no_other():
    detectors = [
        standing("a", bias=estimate(0.3)),
        standing("b", bias=estimate(0.5, 0.5)),
        standing("c", bias=estimate(0.5), scored=False),
        standing("d", bias=estimate(-0.31)),
        standing("e", bias=estimate(0.31)),
    ]
    assert [t.model for t in tasks(1, detectors)] == ["d", "e"]


def test_findings_come_first_then_accuracies_then_biases():
    bad = standing(accuracy=estimate(0.5), bias=estimate(0.5))
    found = tasks(1, [bad], [finding("data.leakage", "footage")])
    assert [t.action.split(" ", 2)[0] for t in found] == ["Move", "Find", "Correct"]


def result(rule, value):
    return RuleResult(
        rule=rule, auc=estimate(value), gain=None, beats_best_single=False, held_out="groups", wins=0, parts=5
    )


def member(name, weight):
    return Member(detector=name, included=weight > 0, weight=weight, reason="AUC 0.900")


TOGETHER = EnsembleAdvice(
    recommended="mean rank",
    because="it is the best",
    leader="cm",
    members=(member("cm", 2 / 3), member("bg", 1 / 3), member("ll", 0.0)),
    rules=(result("best single", 0.8), result("mean rank", 0.9)),
)


def test_a_rule_that_was_judged_is_a_task():
    assert tasks(4, ensemble=TOGETHER) == (
        Task(
            model="ensemble",
            action="Use the rule mean rank (cm 0.67, bg 0.33): it is the best",
            findings=(),
            evidence=(
                Evidence(
                    statement="held-out AUC of mean rank: 0.900 [0.850, 0.950], n = 200",
                    source="scores, grouped folds (Wilson)",
                    value=0.9,
                    interval=(pytest.approx(0.85), pytest.approx(0.95)),
                    n=200,
                ),
            ),
            exit_criterion="on new groups no other rule beats it with an interval above 0",
            verify=COMMAND,
        ),
    )


@pytest.mark.parametrize("ensemble", [ALONE, replace(TOGETHER, rules=()), replace(TOGETHER, recommended=None)])
def test_a_rule_that_was_not_judged_is_none(ensemble):
    assert tasks(4, ensemble=ensemble) == ()


def test_the_rule_comes_after_what_findings_ask_for():
    found = tasks(4, [standing()], [finding("structure.ignores_time")], ensemble=TOGETHER)
    assert [t.model for t in found] == ["cm", "ensemble"]


def test_what_separates_fake_from_real_and_has_nothing_urgent_goes_to_production():
    found = planned([standing(auc=estimate(0.9))], prescriptions=[prescription(priority="LOW")])
    assert found[4].tasks == (
        Task(
            model="cm",
            action="Confirm cm on footage of sources that are not in this corpus before it is deployed",
            findings=(),
            evidence=(
                Evidence(
                    statement="AUC in this run: 0.900 [0.850, 0.950], n = 200",
                    source="scores, videos (Wilson)",
                    value=0.9,
                    interval=(pytest.approx(0.85), pytest.approx(0.95)),
                    n=200,
                ),
            ),
            exit_criterion="on the new sources the AUC interval lies above 0.5 and overlaps that of this run",
            verify=COMMAND,
        ),
    )
    assert found[4] == Phase(
        phase=5, name="Production optimization", duration="8-12 weeks", priority="LOW", tasks=found[4].tasks, empty_because=None
    )  # fmt: skip


def test_nothing_else_goes_to_production():
    auc = estimate(0.9)
    detectors = [
        standing("a", auc=auc, scored=False),
        standing("b", auc=auc),
        standing("c", auc=auc, word="no signal"),
        standing("d", auc=None),
        standing("e", auc=auc),
        standing("f", auc=auc),
    ]
    priorities = {"a": "LOW", "b": "MEDIUM", "c": "LOW", "d": "LOW", "e": "LOW", "f": "LOW"}
    given = [prescription(name, priority) for name, priority in priorities.items()]
    assert [t.model for t in tasks(5, detectors, prescriptions=given)] == ["e", "f"]


def test_weak_slices_alone_are_no_task():
    assert [p.tasks for p in planned([standing(weak=[part()])])] == [()] * 5
