# pyright: reportArgumentType=false, reportPrivateUsage=false
"""Every command that findings and advice name is one that the command line takes, and means what they say."""

import ast
from pathlib import Path

import pytest
from tests.conclusions.prescription.commands import COMMANDS, OPTION, QUOTED, options, understood
from tests.conclusions.small import detector, footage

from touchstone.conclusions import diagnosis
from touchstone.conclusions.diagnosis import diagnose
from touchstone.conclusions.examination import Examination, Question
from touchstone.runs.conclusions import _command
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.tables import TENSORS

ANALYZE = "touchstone analyze footage --detectors d.toml --out NEW"
ASKED = {"corpus": Path("footage"), "detectors": Path("d.toml"), "out": Path("NEW")}
SCORES = "touchstone scores a.csv --out NEW"
TABLE = {"tables": [Path("a.csv")], "out": Path("NEW")}
NAMED = {"corpus": "footage", "detectors": "d.toml"}
USUAL = {"max_videos_per_class": None, "seed": 0, "frames": 8, "window": 2.0, "timeout": 300.0, "faces": "dlib"}


def test_a_command_that_the_command_line_does_not_take_is_refused():
    for wrong in (
        f"{SCORES} --only cm",
        f"{ANALYZE} --treshold 0.4",
        "touchstone analyze footage --detectors d.toml",
        "touchstone analyse x",
    ):
        with pytest.raises(Exception, match=r"No such (?:option|command)|Missing (?:option|parameter)"):
            understood(wrong)


@pytest.mark.parametrize(
    ("settings", "question", "more", "said"),
    [
        ({}, Question(), "", {}),
        ({"faces": "cascade"}, Question(), "", {}),
        ({"faces": None}, Question(), "", {}),
        ({"faces": "none"}, Question(), " --faces none", {"faces": "none"}),
        ({"max_videos_per_class": 50}, Question(), " --max-videos-per-class 50", {"max_videos_per_class": 50}),
        ({"seed": 7}, Question(), " --seed 7", {"seed": 7}),
        ({"frames": 3}, Question(), " --frames 3", {"frames": 3}),
        ({"window": 0.5}, Question(), " --window 0.5", {"window": 0.5}),
        ({"timeout": 9.0}, Question(), " --timeout 9.0", {"timeout": 9.0}),
        ({}, Question(threshold=0.4), " --threshold 0.4", {"threshold": 0.4}),
        ({}, Question(aggregation="median"), " --aggregation median", {"aggregation": "median"}),
        ({}, Question(split="val"), " --split val", {"split": "val"}),
        ({}, Question(prevalence=0.02, cost=20.0), " --prevalence 0.02 --cost 20.0", {"prevalence": 0.02, "cost": 20.0}),
        (
            {}, Question(missing="as-fake", min_coverage=0.9), " --missing as-fake --min-coverage 0.9",
            {"missing": "as-fake", "min_coverage": 0.9},
        ),
        (
            {"faces": "known:1,2,3,4", "seed": 7, "frames": 3}, Question(threshold=0.4),
            " --faces known:1,2,3,4 --seed 7 --frames 3 --threshold 0.4",
            {"faces": "known:1,2,3,4", "seed": 7, "frames": 3, "threshold": 0.4},
        ),
    ],
)  # fmt: skip
def test_the_command_of_a_run_has_its_settings(settings, question, more, said):
    command = _command({"named": NAMED, "settings": USUAL | settings}, question)
    assert command == ANALYZE + more
    assert understood(command) == ("analyze", ASKED | said)


def test_the_command_of_a_run_from_score_files_has_its_files_and_options():
    given = [
        "--labels",
        "my labels.csv",
        "--map",
        "p_fake=s",
        "--label-fake",
        "x",
        "--fake-is",
        "low",
        "--scale",
        "logit",
    ]
    named = {"command": "scores", "arguments": ["a.csv", "b.csv"], "options": given}
    command = _command({"named": named, "settings": {}}, Question(threshold=0.25, aggregation="max"))
    assert command == (
        "touchstone scores a.csv b.csv --labels 'my labels.csv' --map p_fake=s --label-fake x --fake-is low --scale logit "
        "--out NEW --threshold 0.25 --aggregation max"
    )
    assert understood(command) == (
        "scores",
        {
            "tables": [Path("a.csv"), Path("b.csv")], "labels": [Path("my labels.csv")], "mapped": ["p_fake=s"],
            "label_fake": ["x"], "fake_is": "low", "scale": "logit", "out": Path("NEW"), "threshold": 0.25,
            "aggregation": "max",
        },
    )  # fmt: skip


def verified(command, **row):
    """The command that checks a checkpoint of the domain that cannot be read."""
    domain = row.pop("domain", None)
    failed = {"status": "failed", "reason": "truncated", **row}
    broken = detector("mine", word="not loaded", statement="truncated", domain=domain, row=failed)
    found = diagnose(Examination(footage=footage(), detectors=(broken,)), {"tensors": TENSORS.empty()}, command)
    assert [f.code for f in found] == ["weights.unreadable"]
    return found[0].verify


@pytest.mark.parametrize("kind", ["specialist", "reference"])
@pytest.mark.parametrize("domain", DOMAINS)
def test_a_specialist_is_checked_by_its_domain_alone(domain, kind):
    command = verified(ANALYZE, domain=domain, kind=kind)
    assert command == f"{ANALYZE} --only {domain}"
    assert understood(command) == ("analyze", ASKED | {"only": [domain]})


@pytest.mark.parametrize("row", [{"kind": "scores", "domain": "cm"}, {"kind": "onnx"}, {"kind": "specialist"}])
def test_other_detectors_are_checked_by_the_command_of_the_run(row):
    assert verified(SCORES, **row) == SCORES
    assert understood(SCORES) == ("scores", TABLE)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (f"{ANALYZE} --only cm --threshold 0.412", ("analyze", ASKED | {"only": ["cm"], "threshold": 0.412})),
        (f"{SCORES} --threshold 0.9 --threshold 0.412", ("scores", TABLE | {"threshold": 0.412})),
        ("touchstone inspect a.pt b.pt --as cm", ("inspect", {"files": [Path("a.pt"), Path("b.pt")], "key": "cm"})),
        ("touchstone inspect a.pt --as reference:cm", ("inspect", {"files": [Path("a.pt")], "key": "reference:cm"})),
    ],
)
def test_a_threshold_and_a_layout_are_taken_as_they_are_given(command, said):
    assert understood(command) == said


SOURCES = sorted(Path(diagnosis.__file__).parents[1].rglob("*.py"))


@pytest.mark.parametrize("wing", ["diagnosis", "examination", "prescription"])
def test_sentences_name_no_command_and_no_option_that_there_is_not(wing):
    known, commands = options(), set(COMMANDS.commands)
    for path in SOURCES:
        if wing in path.parts:
            for text in _texts(path):
                assert set(OPTION.findall(text)) <= known, (path.name, text)
                assert {words.split()[1] for words in QUOTED.findall(text)} <= commands, (path.name, text)


def _texts(path):
    """The strings of a source, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    return [
        n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in documented
    ]  # fmt: skip
