"""Specialists that do not receive what their domain needs: time, or sound."""

# A finding that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

import json

import pytest
from tests.conclusions.small import detector, of_detector
from tests.conclusions.small_checkpoint import described, facts

from touchstone.conclusions.diagnosis.causes.structure import contract, ignores_audio, ignores_time
from touchstone.conclusions.examination import AssessmentWord
from touchstone.vocabulary.domains import InputContract

FRAME = InputContract("frame", size=112).to_json()
CLIP = InputContract("clip", frames=8).to_json()
VIEW = InputContract("view", view="av").to_json()


def network(domain, given: str | None = FRAME, *, word: AssessmentWord = "ranks", **row):
    return detector("net", domain=domain, word=word, row={"input": given, **row})


def test_the_causes():
    plain = {
        "kind": "root", "severity": "moderate", "needs": ("detectors",), "topic": "architecture", "phase": 4, "limits_all": False,
        "decided": "",
    }  # fmt: skip
    assert described(ignores_time.CAUSE) == {
        **plain,
        "code": "structure.ignores_time",
        "meaning": "a temporal specialist that receives single frames",
        "done": "scores change when the frames of a clip are shuffled",
        "of_detector": "ignores_time",
    }
    assert described(ignores_audio.CAUSE) == {
        **plain,
        "code": "structure.ignores_audio",
        "meaning": "an audio-visual specialist that receives no sound",
        "done": "scores change when the sound is muted or shifted",
        "of_detector": "ignores_audio",
    }


def test_the_contract_of_a_detector():
    assert contract.contract_of(network("tm")) == json.loads(FRAME)
    assert contract.contract_of(network("tm", word="not loaded")) is None
    assert contract.contract_of(network("tm", None)) is None
    assert contract.contract_of(network("tm", word="not scored")) == json.loads(FRAME)


@pytest.mark.parametrize(
    ("domain", "cannot"),
    [
        ("tm", "temporal consistency, frame to frame cannot be seen in single frames"),
        ("av", "lip-sync, audio-visual correlation cannot be seen in single frames"),
    ],
)
def test_single_frames_hold_no_time(domain, cannot):
    found = ignores_time.ignores_time(of_detector(network(domain)))
    assert (found.code, found.subject, found.verdict, found.confidence) == (
        "structure.ignores_time",
        "net",
        "confirmed",
        1.0,
    )
    assert facts(found) == [
        ("its input is frames of 112×112 pixels, one at a time", "detectors: input contract", None, None)
    ]
    assert found.remedy == f"give net clips with their frames in order: {cannot}"


@pytest.mark.parametrize(
    "subject",
    [
        network("tm", CLIP),
        network("av", VIEW),
        network("cm"),
        network(None),
        network("tm", None),
        network("tm", word="not loaded"),
    ],
    ids=["clips", "a view", "no need", "no domain", "no contract", "not loaded"],
)
def test_no_finding_about_time(subject):
    assert ignores_time.ignores_time(of_detector(subject)) is None


@pytest.mark.parametrize(
    ("given", "expects", "statement"),
    [
        (FRAME, None, "its input is frames of pixels; it receives no sound"),
        (CLIP, [], "its input is clips of pixels; it receives no sound"),
        (CLIP, ["face"], "its input is clips of pixels; it receives no sound"),
        (VIEW, None, "its input is views of pixels; it receives no sound"),
        (CLIP, "audio", "its input is clips of pixels; it receives no sound"),
    ],
)
def test_pictures_hold_no_sound(given, expects, statement):
    found = ignores_audio.ignores_audio(of_detector(network("av", given, expects=expects)))
    assert (found.code, found.subject, found.verdict, found.confidence) == (
        "structure.ignores_audio",
        "net",
        "confirmed",
        1.0,
    )
    assert facts(found) == [(statement, "detectors: input contract", None, None)]
    assert found.remedy == (
        "give net the sound together with the pictures: lip-sync, audio-visual correlation needs both"
    )


@pytest.mark.parametrize(
    "subject",
    [
        network("av", VIEW, expects=["face", "audio"]),
        network("tm", CLIP),
        network(None, CLIP),
        network("av", None),
        network("av", word="not loaded"),
    ],
    ids=["it hears", "no need", "no domain", "no contract", "not loaded"],
)
def test_no_finding_about_sound(subject):
    assert ignores_audio.ignores_audio(of_detector(subject)) is None
