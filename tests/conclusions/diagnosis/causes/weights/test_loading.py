"""Why a file was not loaded: which of three causes it is, how sure that is, and what each says."""

# A finding that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

from typing import Any

import pytest
from tests.conclusions.small import detector
from tests.conclusions.small_checkpoint import described, facts, of_weights

from touchstone.conclusions.diagnosis import learned
from touchstone.conclusions.diagnosis.causes.weights import loading, partial_load, unreadable, wrong_architecture
from touchstone.conclusions.examination import AssessmentWord
from touchstone.vocabulary.tables import DETECTORS

EXPLAINS = ("scores.constant", "scores.no_signal", "ensemble.broken_member")


def failed(word: AssessmentWord = "not loaded", domain="rr", **row):
    plain = {"kind": "specialist", "status": "failed", "reason": "it does not fit", "layout": "rr"}
    return detector("net", word=word, domain=domain, row={**plain, **row})


def asked(subject):
    """The answer of each of the three causes."""
    of = of_weights(subject=subject)
    partial, never_trained = partial_load.partial_load(of)
    assert never_trained is None
    return {
        "unreadable": unreadable._unreadable(of),
        "partial load": partial,
        "wrong architecture": wrong_architecture.wrong_architecture(of),
    }


@pytest.mark.parametrize(
    ("row", "cause", "sure"),
    [
        ({}, "unreadable", True),
        ({"missing_keys": [], "unexpected_keys": []}, "unreadable", True),
        ({"kind": "checkpoint"}, "unreadable", True),
        ({"layout": None}, "unreadable", True),
        ({"missing_keys": ["a"]}, "partial load", True),
        ({"unexpected_keys": ["a"]}, "partial load", True),
        ({"missing_keys": ["a"], "unexpected_keys": ["b"]}, "partial load", True),
        ({"missing_keys": ["a"], "kind": "checkpoint"}, "partial load", False),
        ({"missing_keys": ["a"], "layout": "rr_legacy"}, "partial load", True),
        ({"missing_keys": ["a"], "layout": "cm"}, "wrong architecture", True),
        ({"missing_keys": ["a"], "layout": "cm", "kind": "checkpoint"}, "wrong architecture", False),
        ({"missing_keys": ["a"], "layout": None}, "wrong architecture", True),
        ({"missing_keys": ["a"], "layout": None, "domain": None}, "wrong architecture", True),
        ({"missing_keys": ["a"], "kind": "reference", "layout": "reference:rr"}, "partial load", True),
        ({"missing_keys": ["a"], "kind": "reference", "layout": "rr"}, "wrong architecture", True),
        ({"missing_keys": ["a"], "layout": "reference:rr"}, "wrong architecture", True),
    ],
)
def test_which_cause_it_is(row, cause, sure):
    subject = failed(**row)
    why = loading.refused(subject)
    assert (why.cause, why.sure) == (cause, sure)
    assert [name for name, found in asked(subject).items() if found is not None] == [cause]


def test_what_the_loader_said():
    why = loading.refused(failed(missing_keys=["a", "b"], unexpected_keys=["c", "d", "e"]))
    assert (why.reason, why.layout, why.missing, why.unexpected) == ("it does not fit", "rr", 2, 3)
    assert (why.evidence.statement, why.evidence.source, why.evidence.value, why.evidence.n) == (
        "it does not fit",
        "detectors",
        None,
        5,
    )
    assert loading.refused(failed(missing_keys=["a"], layout=None)).layout is None
    assert loading.refused(failed()).evidence.n is None
    assert (loading.refused(failed()).missing, loading.refused(failed()).unexpected) == (0, 0)


def test_a_detector_that_was_loaded_was_not_refused():
    assert loading.refused(failed(word="ranks", missing_keys=["a"])) is None
    assert set(asked(failed(word="not scored", missing_keys=["a"])).values()) == {None}


def test_an_unreadable_file():
    found = asked(failed(reason="the file ends early", layout=None))["unreadable"]
    assert (found.code, found.subject, found.verdict, found.confidence) == (
        "weights.unreadable",
        "net",
        "confirmed",
        1.0,
    )
    assert facts(found) == [("the file ends early", "detectors", None, None)]
    assert found.remedy == "give a file that can be read: the file ends early"


@pytest.mark.parametrize(("kind", "verdict"), [("specialist", "confirmed"), ("checkpoint", "suspected")])
def test_names_that_are_missing(kind, verdict):
    found = asked(failed(kind=kind, missing_keys=["a", "b"], unexpected_keys=["c"]))["partial load"]
    assert (found.code, found.subject, found.verdict) == ("weights.partial_load", "net", verdict)
    assert found.confidence == (1.0 if verdict == "confirmed" else learned.of_verdict("weights.partial_load", verdict))
    assert found.confidence < 1 or verdict == "confirmed"
    assert facts(found) == [("it does not fit", "detectors", None, 3)]
    assert found.remedy == "export all tensors of rr: the file lacks 2, and has 1 that it should not have"


@pytest.mark.parametrize(
    ("row", "verdict", "fits"),
    [
        ({"layout": "cm"}, "confirmed", "it fits cm best"),
        ({"layout": None}, "confirmed", "it fits no known layout"),
        ({"layout": "cm", "kind": "checkpoint"}, "suspected", "it fits cm best"),
    ],
)
def test_another_network(row, verdict, fits):
    found = asked(failed(missing_keys=["a", "b"], **row))["wrong architecture"]
    code = "weights.wrong_architecture"
    assert (found.code, found.subject, found.verdict) == (code, "net", verdict)
    assert found.confidence == (1.0 if verdict == "confirmed" else learned.of_verdict(code, verdict))
    assert found.confidence < 1 or verdict == "confirmed"
    assert facts(found) == [("it does not fit", "detectors", None, 2)]
    assert found.remedy == f"give the file that belongs to net, or name the layout of this file: {fits}"


def test_the_causes():
    plain = {
        "kind": "root",
        "severity": "critical",
        "topic": "training_focus",
        "phase": 1,
        "explains": EXPLAINS,
        "limits_all": False,
        "decided": "",
    }
    assert described(unreadable.CAUSE) == {
        **plain,
        "code": "weights.unreadable",
        "meaning": "the checkpoint cannot be read",
        "needs": ("detectors",),
        "done": "the detectors table lists it as ok",
        "of_weights": "_unreadable",
    }
    assert described(partial_load.CAUSE) == {
        **plain,
        "code": "weights.partial_load",
        "meaning": "part of the checkpoint does not reach the network",
        "needs": ("detectors", "tensors"),
        "done": "the detectors table lists it as ok, with no missing or unexpected keys",
        "of_weights": "partial_load",
    }
    assert described(wrong_architecture.CAUSE) == {
        **plain,
        "code": "weights.wrong_architecture",
        "meaning": "the checkpoint belongs to another network",
        "needs": ("detectors",),
        "done": "the detectors table lists it as ok under the intended layout",
        "of_weights": "wrong_architecture",
    }


@pytest.mark.parametrize(
    "kind", [kind for column in DETECTORS.columns if column.name == "misfit" for kind in column.choices]
)
def test_where_the_shapes_or_the_format_tell_what_is_the_matter_the_remedy_is_for_that(kind):
    keys: dict[str, Any] = {} if kind == "another format" else {"missing_keys": ["a"], "unexpected_keys": ["b"]}
    cause, plain = next((c, f) for c, f in asked(failed(layout="cm", **keys)).items() if f is not None)
    for_that = asked(failed(layout="cm", misfit=kind, **keys))[cause]
    assert for_that.remedy != plain.remedy
    assert for_that.remedy.startswith(loading._REMEDIES[kind])
