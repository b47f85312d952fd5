"""What is said of thresholds: printed digits, directions, and the share of fakes that a threshold is right for."""

# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportOptionalOperand=false, reportOperatorIssue=false
import json
import re
from dataclasses import replace

import numpy as np
import pytest
from tests.conclusions.prescription.commands import options

import touchstone as ts
from touchstone.report import operating_sentences


def calibrated(share, n=1500, shift=0.0):
    """Log-odds that are right where ``share`` of the videos is fake, plus ``shift``; the classes lie 1.5 deviations apart."""
    rng = np.random.default_rng(3)
    fake = np.arange(n) < share * n
    x = rng.normal(size=n) + np.where(fake, 0.75, -0.75)
    p = 1 / (1 + np.exp(-(1.5 * x + np.log(share / (1 - share)) + shift)))
    return {"video": [f"v{k}" for k in range(n)], "label": np.where(fake, "fake", "real").tolist(), "mine": p.tolist()}


def examined(table, **asked):
    return ts.examine(table, columns={"p_fake": "mine"}, **asked)


def sentence(result):
    (text,) = operating_sentences(result.examined, result.findings)
    return text


@pytest.fixture(scope="module")
def rare():
    """A detector that is right at 0.5 where 10 % are fake, as here."""
    return calibrated(0.1)


def test_a_stated_share_gives_the_threshold_that_a_calibrated_detector_needs_there_and_typing_it_does_what_is_said(
    rare,
):
    result = examined(rare, prevalence=0.5)
    said = sentence(result)
    assert said.startswith("scores: where 50 % of the videos are fake, --threshold 0.")
    point = result.detectors[0].operating.stated
    assert point.threshold == pytest.approx(0.1, abs=0.05)
    assert point.weighted_accuracy.low < 0.773 < point.weighted_accuracy.high  # Φ(0.75)
    typed = float(re.search(r"--threshold ([0-9.]+)", said).group(1))
    again = examined(rare, threshold=typed, prevalence=0.5)
    assert typed == point.threshold
    assert sentence(again).startswith(
        f"scores: where 50 % of the videos are fake, no other threshold is shown to be better than {typed}"
    )
    called = np.array(rare["mine"]) >= typed
    fake = np.array(rare["label"]) == "fake"
    balanced = (called[fake].mean() + (~called[~fake]).mean()) / 2
    assert again.detectors[0].operating.stated.in_use.value == pytest.approx(balanced)
    assert f"threshold={typed}" in repr(result)


def test_costs_move_a_threshold_as_shares_do(rare):
    result = examined(rare, cost=9.0)
    _, balanced, stated = result.detectors[0].operating.points
    assert stated.weight == pytest.approx(0.5)
    assert stated.threshold == balanced.threshold
    assert "a missed fake counts as 9 false alarms, --threshold" in sentence(result)


def test_where_fakes_are_very_rare_it_is_said_that_calling_everything_real_does_as_well(rare):
    said = sentence(examined(rare, prevalence=0.001))
    assert "calling every video real gives 99.9 %, and it is not shown to do better" in said


def test_a_threshold_that_is_right_for_these_videos_is_said_to_be_and_not_called_shifted(rare):
    result = examined(rare)
    share = result.detectors[0].operating.right_share
    assert share.low < 0.1 < share.high
    assert sentence(result).startswith("scores: its threshold 0.5 is right where 1")
    assert "10 % of these are. Name the share that you expect with --prevalence SHARE" in sentence(result)
    assert "prevalence" in str(options())
    assert not any(f.code == "scores.threshold_shift" for f in result.findings)


def test_a_threshold_that_is_right_for_no_share_in_between_has_no_excuse():
    result = examined(calibrated(0.1, shift=-2.2))
    share = result.detectors[0].operating.right_share
    assert share.low < 0.0122 < share.high < 0.05  # the log-odds of 10 % less 2.2
    assert any(f.code == "scores.threshold_shift" for f in result.findings)
    assert "is right where" not in sentence(result)


def test_a_threshold_that_is_moved_where_classes_are_uneven_has_two_places_and_typing_either_does_what_is_said():
    table = calibrated(0.1, shift=-2.2)
    result = examined(table)
    said = sentence(result)
    balanced, here = (float(t) for t in re.findall(r"--threshold ([0-9.]+)", said))
    assert re.fullmatch(
        r"scores: --threshold \S+ is best for both classes alike \(balanced accuracy .* held out, n = 1,500\); to be right about "
        r"most videos where as many are fake as here \(10 %\), --threshold \S+ is \(accuracy .*\)\. Name the share that you "
        r"expect with --prevalence SHARE",
        said,
    )
    p, fake = np.array(table["mine"]), np.array(table["label"]) == "fake"
    tried = (*p, 1.0)
    assert ((p >= here) == fake).mean() == max(((p >= t) == fake).mean() for t in tried)
    best = max((p >= t)[fake].mean() + (p < t)[~fake].mean() for t in tried)
    assert (p >= balanced)[fake].mean() + (p < balanced)[~fake].mean() == pytest.approx(best)
    (finding,) = (f for f in result.findings if f.code == "scores.threshold_shift")
    assert f"to {balanced} (standard deviation over folds" in finding.remedy
    assert "the best for both classes alike: held-out balanced accuracy" in finding.remedy
    assert f"where as many are fake as here (10 %), move it to {here}: held-out accuracy" in finding.remedy
    assert finding.verify.endswith(f"--threshold {balanced}")


def test_even_videos_leave_nothing_to_say_and_the_files_hold_every_point():
    result = examined(calibrated(0.5), prevalence=0.1, cost=2.0)
    points = result.detectors[0].operating.points
    assert [point.aim for point in points] == ["these videos", "balanced", "as stated"]
    assert points[2].threshold == pytest.approx(9 / 11, abs=0.1)  # 2 · 0.1 · p = 0.9 · (1 − p), undone at one half
    files = [path.read_text() for path in (result.folder / "analysis").glob("comprehensive*.json")]
    assert '"prevalence": 0.1' in files[0]
    assert "as stated" in result.report.read_text()
    assert json.loads((result.folder / "run.json").read_text())["conclusions"]["cost"] == 2.0
    spoken = replace(result.detectors[0], operating=replace(result.detectors[0].operating, points=points[:2]))
    assert operating_sentences(replace(result.examined, detectors=(spoken,)), ()) == ()
