"""Where the time of a run goes: kept with the run where it is asked for, and shown."""

import json

import pytest
from tests.runs.test_only_scores import Notes

from touchstone.report import json_schema
from touchstone.runs import RunFolder, conclude
from touchstone.runs.analysis import AnalysisSettings, analyze
from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.laps import READING, STAGES


@pytest.fixture(scope="module")
def settings(footage, checkpoints, tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "profiled"
    return AnalysisSettings(corpus=footage, detectors=checkpoints, out=out, device="cpu", profile=True)


@pytest.fixture(scope="module")
def profiled(settings):
    analyze(settings, Notes())
    return settings.out


def held(folder):
    return json.loads((folder / "analysis/profile.json").read_text())["times"]


def test_every_stage_detector_and_video_has_its_seconds(profiled):
    times = held(profiled)
    assert {lap["stage"] for lap in times["laps"]} == set(STAGES)
    assert {lap["stage"] for lap in times["reading"]} == set(READING)
    assert {lap["of"] for lap in times["laps"] if lap["stage"] == "networks"} == {"tm_legacy"}
    assert {"cm", "av", "tm_legacy"} <= {lap["of"] for lap in times["laps"] if lap["stage"] == "starting"}
    assert all(lap["seconds"] >= 0 for lap in (*times["laps"], *times["reading"]))
    assert sum(lap["seconds"] for lap in times["laps"]) <= times["wall"] + 1e-3
    assert times["rest"] == pytest.approx(times["wall"] - sum(lap["seconds"] for lap in times["laps"]), abs=1e-3)
    assert times["bound"] in STAGES
    assert times["videos"] > len(times["slowest"]) - 1
    for slow in times["slowest"]:
        assert slow["seconds"] == pytest.approx(sum(slow["by_stage"].values()), abs=1e-3)


def test_the_page_has_it_and_the_schema_says_what_it_is(profiled):
    page = (profiled / "report.html").read_text()
    assert "Where the time went" in page
    assert "Reading took" in page
    assert json_schema("profile.json")["properties"]["times"]


def test_written_again_the_run_keeps_it(profiled):
    before = held(profiled)
    conclude(RunFolder(profiled))
    assert held(profiled) == before


def test_a_run_that_was_not_asked_for_it_has_none(profiled):
    record = RunFolder(profiled).record() or {}
    assert record["times"]["wall"] > 0
    assert "profile" not in record["settings"]
    record.pop("times")
    RunFolder(profiled).write(record)
    conclude(RunFolder(profiled))
    assert not (profiled / "analysis/profile.json").exists()
    assert "Where the time went" not in (profiled / "report.html").read_text()


def test_times_that_are_none_are_refused_in_one_line(profiled):
    record = RunFolder(profiled).record() or {}
    RunFolder(profiled).write({**record, "times": {"wall": "long"}})
    with pytest.raises(RunError, match=r"times"):
        RunFolder(profiled).record()
    RunFolder(profiled).write(record)
