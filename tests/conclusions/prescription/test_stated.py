# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false
"""A threshold for a stated share of fakes: advice, roadmap and the command that checks it say the same."""

import json
import re
import shlex
from dataclasses import replace

import numpy as np
import pytest
from tests.conclusions.prescription.inputs import COMMAND, finding, standing
from tests.conclusions.prescription.test_roadmap import PHASES, planned, tasks
from tests.conclusions.small import estimate
from typer.testing import CliRunner

from touchstone.cli import app
from touchstone.conclusions.examination import OperatingPoint
from touchstone.conclusions.prescription.detectors import prescribe_detector

STATED = OperatingPoint(
    aim="as stated", prevalence=0.02, cost=1.0, threshold=0.873, weighted_accuracy=estimate(0.985, 0.01),
    real_accuracy=estimate(0.99), fake_accuracy=estimate(0.6), in_use=estimate(0.894), gain=estimate(0.091), alike=0.98,
)  # fmt: skip
WORSE = replace(STATED, gain=estimate(0.04))
ACTION = (
    "Where 2 % of the videos are fake, move the threshold from 0.5 to 0.873: an accuracy of 0.985 [0.975, 0.995], n "
    "= 200 held out "
    "instead of 0.894"
)


def of(point, **rest):
    return replace(standing(**rest), stated=point)


def test_a_threshold_that_is_better_for_what_is_stated_is_a_task_and_an_advice():
    (task,) = tasks(2, [of(STATED)])
    assert (task.model, task.action, task.findings, task.verify) == ("cm", ACTION, (), f"{COMMAND} --threshold 0.873")
    assert task.exit_criterion == "on new groups no other threshold is shown to be better where 2 % of the videos are fake"
    assert task.evidence[0].statement == (
        "accuracy gained where 2 % of the videos are fake: 0.091 [0.041, 0.141], n = 200"
    )
    (advice,) = prescribe_detector(of(STATED), (), COMMAND).advice
    assert (advice.text, advice.verify) == (ACTION, f"{COMMAND} --threshold 0.873")


@pytest.mark.parametrize(
    ("detector", "findings"),
    [
        (of(WORSE), []),
        (of(None), []),
        (of(STATED), [finding("scores.threshold_shift")]),
        (of(STATED), [finding("outputs.activation")]),
        (of(STATED, scored=False), []),
    ],
)
def test_no_task_where_nothing_is_shown_to_be_gained_or_a_finding_says_what_to_do(detector, findings):
    every = [t for phase in planned([detector], findings) for t in phase.tasks]
    assert not any("where 2 %" in t.action.lower() for t in every)
    assert "0.873" not in str(prescribe_detector(detector, findings, COMMAND).advice)


def test_a_bias_is_on_purpose_where_a_share_is_stated():
    biased = {"bias": estimate(0.5), "real": estimate(0.99), "fake": estimate(0.4)}
    assert [t.action[:8] for t in tasks(1, [of(None, **biased)])] == ["Correct "]
    assert tasks(1, [of(WORSE, **biased)]) == ()
    assert prescribe_detector(of(WORSE, **biased), (), COMMAND).advice == ()
    assert planned([of(WORSE, **biased)])[0].empty_because.endswith(
        "whose interval excludes 0; where a share of fakes or a cost is stated, a bias is on purpose"
    )
    assert len(PHASES) == 5


@pytest.mark.parametrize(
    ("code", "verdict", "for_stated"),
    [
        ("scores.threshold_shift", "confirmed", True),
        ("scores.threshold_shift", "suspected", True),
        ("scores.threshold_shift", "cannot_tell", False),
        ("scores.overconfident", "confirmed", False),
    ],
)
def test_a_moved_threshold_is_right_when_it_is_right_for_what_is_stated(code, verdict, for_stated):
    every = [t for phase in planned([of(STATED)], [finding(code, verdict=verdict)]) for t in phase.tasks]
    (task,) = (t for t in every if code in t.findings)
    assert ("where 2 % of the videos are fake" in task.exit_criterion) is for_stated


def shifted(n=1500, share=0.05):
    """Calibrated log-odds plus 5."""
    rng = np.random.default_rng(204)
    fake = np.arange(n) < share * n
    x = rng.normal(size=n) + np.where(fake, 1.2, -1.2)
    return 1 / (1 + np.exp(-(2.4 * x + np.log(share / (1 - share)) + 5))), fake


def scored(*arguments):
    result = CliRunner().invoke(app, ["scores", *arguments], env={"COLUMNS": "300"})
    assert result.exit_code == 0, result.output
    return result.output


def held(folder, name):
    return json.loads((folder / "analysis" / name).read_text())


@pytest.mark.parametrize(
    ("options", "weight"),
    [(["--prevalence", "0.05"], 0.05), (["--prevalence", "0.01", "--cost", "30"], 0.3 / 1.29), ([], 0.5)],
)
def test_terminal_finding_roadmap_and_verify_name_one_threshold_and_verify_undoes_the_finding(
    tmp_path, monkeypatch, options, weight
):
    monkeypatch.chdir(tmp_path)
    p, fake = shifted()
    lines = [f"{k}.mp4,{'fake' if f else 'real'},{x!r}" for k, (x, f) in enumerate(zip(p.tolist(), fake, strict=True))]
    (tmp_path / "s.csv").write_text("\n".join(["video,label,score", *lines]) + "\n")
    said = scored("s.csv", "--out", "first", *options)
    (found,) = (f for f in held(tmp_path / "first", "findings.json")["findings"] if f["code"] == "scores.threshold_shift")
    (task,) = (t for t in held(tmp_path / "first", "training_roadmap.json")["phases"][0]["details"] if t["model"] == "s")
    threshold = re.search(r"--threshold ([0-9.]+)$", found["verify"]).group(1)
    assert f"--threshold {threshold} " in said
    assert f"from 0.5 to {threshold}" in found["remedy"]
    assert task["verify"] == found["verify"]
    assert f"from 0.5 to {threshold}" in task["action"]

    def reached(t):
        return weight * (p >= t)[fake].mean() + (1 - weight) * (p < t)[~fake].mean()

    assert reached(float(threshold)) == pytest.approx(max(reached(t) for t in (*p, 1.0)))
    again = shlex.split(found["verify"].replace("--out NEW", "--out second"))
    assert again[:2] == ["touchstone", "scores"]
    said = scored(*again[2:])
    codes = [f["code"] for f in held(tmp_path / "second", "findings.json")["findings"]]
    assert "scores.threshold_shift" not in codes
    if options:
        assert f"no other threshold is shown to be better than {threshold}" in said
