import pytest

from touchstone.conclusions.diagnosis import diagnose
from touchstone.conclusions.examination import examine
from touchstone.conclusions.prescription import Standing, prescribe, prioritise
from touchstone.testing import constant, footage, ranks, tables

MIXED = {"source": lambda i: f"site {i // 2 % 3}"}
COMMAND = "touchstone analyze footage --detectors d.toml --out NEW"


def run(given):
    examined = examine(given)
    findings = diagnose(examined, given, COMMAND)
    return examined, findings, prescribe(examined, findings, COMMAND)


def priority(manner, **detector):
    given = tables({"cm": manner}, footage(600, **MIXED), detectors={"cm": detector} if detector else None)
    examined, findings, _ = run(given)
    return prioritise(Standing.of(examined.detectors[0]), findings)


@pytest.mark.parametrize(
    ("separation", "expected"),
    [(0.2, "HIGH"), (0.8, "MEDIUM"), (3.0, "LOW")],  # accuracy Φ(separation / 2): 0.54, 0.66, 0.93
)
def test_priority_follows_accuracy(separation, expected):
    found, reason = priority(ranks(separation))
    assert found == expected
    assert "accuracy 0." in reason


def test_a_moderate_finding_lifts_a_good_detector_to_medium():
    given = tables(
        {"tm": ranks(3)}, footage(600, **MIXED), detectors={"tm": {"input": '{"kind": "frame", "size": 224}'}}
    )
    examined, findings, _ = run(given)
    assert prioritise(Standing.of(examined.detectors[0]), findings) == (
        "MEDIUM",
        "moderate finding structure.ignores_time",
    )


def test_what_was_not_loaded_is_high():
    given = tables({}, footage(100, **MIXED), detectors={"rr": {"status": "failed", "reason": "truncated"}})
    _, _, prescription = run(given)
    assert prescription.detectors[0].priority == "HIGH"


def phases(given):
    return {phase.phase: phase for phase in run(given)[2].phases}


def test_a_sound_run_has_only_what_is_left_to_do():
    found = phases(tables({"cm": ranks(3)}, footage(1200, **MIXED)))
    assert [number for number, phase in found.items() if phase.tasks] == [5]
    for number in (1, 2, 3, 4):
        assert any(character.isdigit() for character in found[number].empty_because or "")
    assert found[5].empty_because is None


def test_a_large_bias_stands_in_the_first_phase():
    found = phases(tables({"cm": ranks(2, shift=-2)}, footage(600, **MIXED)))
    assert [task.findings for task in found[1].tasks] == [("scores.threshold_shift",)]
    small = phases(tables({"cm": ranks(2, shift=-0.45)}, footage(600, **MIXED)))
    assert small[1].tasks == ()


def test_a_bias_that_no_threshold_explains_is_a_task_too():
    found = phases(tables({"cm": lambda rng, _fake, _n: rng.normal(-1)}, footage(600, **MIXED)))
    actions = [task.action for task in found[1].tasks]
    assert any(action.startswith("Correct the bias of cm") for action in actions)


def test_every_task_has_evidence_an_exit_and_a_command():
    given = tables(
        {"cm": ranks(2, shift=2), "tm": constant(1), "ll": ranks(-2), "bg": ranks(0.5)},
        footage(300, source=lambda i: "both" if i < 100 else "ab"[i % 2]),
    )
    tasks = [task for phase in run(given)[2].phases for task in phase.tasks]
    assert tasks
    for task in tasks:
        assert task.evidence
        assert task.exit_criterion
        assert task.verify.startswith("touchstone ")


def texts(prescription):
    advice = {a.text for d in prescription.detectors for a in d.advice}
    return advice | {t.action for p in prescription.phases for t in p.tasks}


def test_no_advice_is_the_same_whatever_the_data_say():
    """Three very different runs share no sentence."""
    seen = [
        texts(run(tables({"cm": manner}, footage(count, **MIXED), seed=count))[2])
        for manner, count in ((ranks(3), 1200), (ranks(0), 600), (ranks(2, shift=-2), 200), (constant(1), 100))
    ]
    for one in range(len(seen)):
        for other in range(one):
            assert not seen[one] & seen[other]


def test_symptoms_stand_under_their_root_and_are_not_advised_beside_it():
    bad = {
        "detector": "cm", "tensor": "w", "shape": [2, 2], "dtype": "float32", "elements": 4, "non_finite": 4, "zeros": 0,
    }  # fmt: skip
    given = tables({"cm": constant(0)}, footage(600, **MIXED), tensors=[bad])
    advised = {code for a in run(given)[2].detectors[0].advice for code in a.findings}
    assert "weights.non_finite" in advised
    assert "scores.constant" not in advised
