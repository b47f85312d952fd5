import json

import pytest

from touchstone.errors import UsageError
from touchstone.inference import Silent
from touchstone.runs.demo import CORPUS, demo
from touchstone.synthesis import Plan
from touchstone.tables import TRUTH, read_table

SMALL = Plan(seed=2, clips=6, seconds=(0.3, 0.4))


def test_the_demo_shows_a_run_in_which_nothing_is_good(tmp_path):
    written = demo(tmp_path / "demo", Silent(), only=("rr",), corpus=SMALL)
    assert written.report.is_file()
    (detector,) = written.examined.detectors
    assert detector.assessment.word != "ranks"
    assert (written.examined.footage.real, written.examined.footage.fake) == (3, 3)
    assert written.examined.footage.one_sided == 0
    truth = read_table(TRUTH, written.folder / "tables")
    assert truth["video"].n_unique() == 6
    assert truth["dose"].null_count() == 3
    assert json.loads((written.folder / "analysis/ensemble.json").read_text())["leader"] is None


def test_a_folder_that_no_demo_has_written_is_left_alone(tmp_path):
    mine = tmp_path / "footage/real/holiday.mp4"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"precious")
    with pytest.raises(UsageError, match="holds no demo"):
        demo(tmp_path, Silent())
    assert mine.read_bytes() == b"precious"


def test_the_demo_is_a_test_split_in_which_every_domain_is_planted():
    recipes = CORPUS.recipes()
    assert {r.split for r in recipes} == {"test"}
    assert {d.domain for r in recipes for d in r.defects} == {"bg", "cm", "av", "rr", "ll", "tm"}
