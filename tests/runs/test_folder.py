import json

import pytest

from touchstone.conclusions.examination import Question
from touchstone.runs import RunFolder, conclude
from touchstone.vocabulary.errors import RunError


def test_a_run_is_taken_up_with_equal_settings(tmp_path):
    folder = RunFolder(tmp_path / "run")
    first = folder.begin({"frames": 8})
    assert folder.begin({"frames": 8}) == first
    assert first["settings"]["versions"]["python"]
    assert folder.mark("scored")["scored"]
    assert json.loads((tmp_path / "run/run.json").read_text())["scored"]


def test_other_settings_are_refused_by_name(tmp_path):
    RunFolder(tmp_path).begin({"frames": 8, "seed": 0})
    with pytest.raises(RunError, match=r"another setting of frames \(8, now 16\); choose another --out"):
        RunFolder(tmp_path).begin({"frames": 16, "seed": 0})


def test_a_folder_with_other_things_is_not_written_into(tmp_path):
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(RunError, match="not empty and holds no run"):
        RunFolder(tmp_path).begin({})


def test_a_damaged_record_is_named(tmp_path):
    (tmp_path / "run.json").write_text("{")
    with pytest.raises(RunError, match=r"run\.json cannot be read"):
        RunFolder(tmp_path).begin({})


def test_there_is_nothing_to_conclude_before_scoring(tmp_path):
    with pytest.raises(RunError, match="holds no run"):
        conclude(RunFolder(tmp_path), Question())
    RunFolder(tmp_path).begin({})
    with pytest.raises(RunError, match="scoring is not complete"):
        conclude(RunFolder(tmp_path), Question())


@pytest.mark.parametrize(("named", "name"), [({"command": "scores"}, "scores"), ({"corpus": "c"}, "analyze")])
def test_a_run_that_is_not_scored_names_the_command_that_scores_it(named, name, tmp_path):
    RunFolder(tmp_path).begin({}, named)
    with pytest.raises(RunError) as error:
        conclude(RunFolder(tmp_path), Question())
    what = f"touchstone {name} with the same arguments and --out {tmp_path} completes it"
    assert str(error.value) == f"{tmp_path}: scoring is not complete; {what}"
