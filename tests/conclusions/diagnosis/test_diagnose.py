"""Planted faults must be found under their code; healthy detectors must get no confirmed root."""

import pytest

from touchstone.conclusions.diagnosis import CAUSES, diagnose
from touchstone.conclusions.examination import examine
from touchstone.testing import constant, footage, ranks, tables

MIXED = {"source": lambda i: f"site {i // 2 % 3}"}
COMMAND = "touchstone analyze footage --detectors d.toml --out NEW"


def findings(given):
    return diagnose(examine(given), given, COMMAND)


def codes(given, subject, verdicts=("confirmed", "suspected")):
    return [f.code for f in findings(given) if f.subject == subject and f.verdict in verdicts]


@pytest.mark.parametrize("separation", [1.0, 2.0, 4.0])
@pytest.mark.parametrize("seed", range(5))
def test_a_healthy_detector_gets_no_root(separation, seed):
    given = tables({"cm": ranks(separation)}, footage(600, **MIXED), seed=seed)
    found = [f for f in findings(given) if f.kind == "root"]
    assert [(f.subject, f.code) for f in found] == []


@pytest.mark.parametrize(
    ("manner", "code", "verdict"),
    [
        (constant(0.2), "scores.constant", "confirmed"),
        (ranks(2, shift=2), "scores.threshold_shift", "confirmed"),
        (ranks(2, shift=-2), "scores.threshold_shift", "confirmed"),
        (ranks(-2), "scores.inverted", "confirmed"),
        (ranks(0), "scores.no_signal", "confirmed"),
    ],
    ids=["constant", "shifted up", "shifted down", "inverted", "no signal"],
)
def test_what_was_planted_in_the_scores_is_found_alone(manner, code, verdict):
    given = tables({"cm": manner}, footage(600, **MIXED))
    found = [(f.code, f.verdict) for f in findings(given) if f.subject == "cm"]
    assert found == [(code, verdict)]


def test_with_little_footage_nothing_is_claimed():
    given = tables({"cm": lambda _rng, _fake, number: number // 2 % 7}, footage(40, **MIXED))
    (found,) = [f for f in findings(given) if f.subject == "cm"]
    assert (found.code, found.verdict, found.confidence) == ("scores.no_signal", "cannot_tell", 0)


def test_a_hard_classifier_over_both_classes_is_not_constant():
    given = tables({"cm": lambda _rng, fake, number: 5 if fake != (number % 10 == 0) else -5}, footage(600, **MIXED))
    assert codes(given, "cm") == ["evaluation.metric"]  # for information: its AUC is one of decisions


def failed(reason="it does not fit", **columns):
    return {"rr": {"status": "failed", "reason": reason, **columns}}


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({}, "weights.unreadable"),
        ({"missing_keys": ["a"], "layout": "rr"}, "weights.partial_load"),
        ({"missing_keys": ["a"], "unexpected_keys": ["b"], "layout": "cm"}, "weights.wrong_architecture"),
        ({"missing_keys": ["a"], "layout": None}, "weights.wrong_architecture"),
    ],
)
def test_why_a_checkpoint_did_not_load(columns, code):
    given = tables({"cm": ranks(2)}, footage(600, **MIXED), detectors=failed(**columns))
    assert codes(given, "rr") == [code]
    assert codes(given, "cm") == []


def tensor(name, *, shape=(4, 4), non_finite=0, zeros=0):
    elements = shape[0] * (shape[1] if len(shape) > 1 else 1)
    return {
        "detector": "cm", "tensor": name, "shape": list(shape), "dtype": "float32", "elements": elements,
        "non_finite": non_finite, "zeros": zeros, "mean": 0.0, "std": 1.0,
    }  # fmt: skip


def test_tensors_that_no_training_leaves_behind():
    rows = [tensor("a"), tensor("b", non_finite=3), tensor("c", zeros=16), tensor("bias", shape=(4,), zeros=4)]
    given = tables({"cm": ranks(2)}, footage(600, **MIXED), tensors=rows)
    found = {f.code: f.evidence[0].value for f in findings(given) if f.subject == "cm"}
    assert found == {"weights.non_finite": 3, "weights.zeroed": 1}


def test_a_root_takes_the_symptom_that_goes_with_it_and_no_other():
    rows = [tensor("b", non_finite=3)]
    with_symptom = tables({"cm": constant(0)}, footage(600, **MIXED), tensors=rows)
    root = next(f for f in findings(with_symptom) if f.code == "weights.non_finite")
    assert (root.explains, root.goes_with) == ((), ("scores.constant",))
    without = tables({"cm": ranks(2)}, footage(600, **MIXED), tensors=rows)
    assert next(f for f in findings(without) if f.code == "weights.non_finite").goes_with == ()


def test_networks_that_are_not_given_what_their_domain_needs():
    frame = {"input": '{"kind": "frame", "size": 224}', "expects": []}
    given = tables(
        {"tm": ranks(2), "av": ranks(2), "cm": ranks(2)},
        footage(600, **MIXED),
        detectors={"tm": frame, "av": frame, "cm": frame},
    )

    def structure(subject):
        return {code for code in codes(given, subject, ("confirmed",)) if code.startswith("structure.")}

    assert structure("tm") == {"structure.ignores_time"}
    assert structure("av") == {"structure.ignores_audio", "structure.ignores_time"}
    assert structure("cm") == set()


def test_a_confounded_corpus_is_named_with_its_sources():
    given = tables({"cm": ranks(2)}, footage(200, source=lambda i: "both" if i < 20 else "ab"[i % 2]))
    (found,) = [f for f in findings(given) if f.code == "data.shortcut"]
    assert "180 of 200 videos" in found.evidence[0].statement
    assert "both (10 real, 10 fake)" in found.evidence[0].statement
    assert "fakes made from the real videos of a" in found.remedy
    assert "the real videos behind the fakes of b" in found.remedy


def test_footage_faults():
    rows = footage(300, **MIXED)
    for row in rows[:60:2]:
        row |= {"status": "failed", "reason": "truncated"}
    rows[101]["sha256"] = rows[99]["sha256"]
    rows = [r for i, r in enumerate(rows) if i % 2 == 0 or i < 120]
    found = codes(tables({"cm": ranks(1)}, rows), "footage")
    assert set(found) >= {"data.unreadable", "data.missing_not_at_random", "data.duplicates", "data.too_small"}


def test_a_weak_slice_is_confirmed_where_it_was_planted():
    def weak_in_the_dark(rng, fake, number):
        separation = 0.5 if number % 200 < 50 else 4
        return separation * rng.normal((separation if fake else -separation) / 2)

    given = tables(
        {"ll": weak_in_the_dark},
        footage(800, **MIXED),
        frames=lambda i: {"brightness": 20.0 + i % 200, "noise_level": float(i * 37 % 91)},
    )
    found = [f for f in findings(given) if f.code == "training.weak_slice"]
    assert [f.verdict for f in found] == ["confirmed"]
    assert "brightness" in found[0].remedy


def test_every_finding_is_in_the_catalogue_and_says_its_numbers():
    given = tables(
        {"cm": ranks(2, shift=2), "tm": constant(1), "ll": ranks(-2), "bg": ranks(0)},
        footage(300, source=lambda i: "both" if i < 100 else "ab"[i % 2]),
        detectors=failed(),
    )
    for found in findings(given):
        assert found.kind == CAUSES[found.code].kind
        assert found.severity == CAUSES[found.code].severity
        for witness in found.evidence:
            assert (
                witness.interval is None
                or witness.value is None
                or (witness.interval[0] <= witness.value <= witness.interval[1])
            )
        assert found.verify.startswith("touchstone ")
