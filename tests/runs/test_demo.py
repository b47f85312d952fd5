import json

import pytest

from touchstone.errors import UsageError
from touchstone.inference import Silent
from touchstone.runs.demo import PERSONS, demo


def test_the_demo_shows_a_run_in_which_nothing_is_good(tmp_path):
    written = demo(tmp_path / "demo", Silent(), only=("rr",))
    assert written.report.is_file()
    (detector,) = written.examined.detectors
    assert detector.assessment.word != "ranks"
    assert (written.examined.footage.real, written.examined.footage.fake) == (PERSONS, PERSONS)
    assert len(written.examined.footage.mixed) == 2
    assert json.loads((written.folder / "analysis/ensemble.json").read_text())["leader"] is None


def test_a_folder_that_no_demo_has_written_is_left_alone(tmp_path):
    mine = tmp_path / "footage/real/holiday.mp4"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"precious")
    with pytest.raises(UsageError, match="holds no demo"):
        demo(tmp_path, Silent())
    assert mine.read_bytes() == b"precious"
