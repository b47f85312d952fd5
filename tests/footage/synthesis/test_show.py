# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportCallIssue=false
import cv2
import numpy as np
import pytest

from touchstone.detectors.inference import Silent
from touchstone.footage.interventions import INTERVENTIONS
from touchstone.footage.synthesis import Plan, shoot, show_corpus
from touchstone.footage.synthesis.cell import CELL_WIDTH, PICTURE, STRIP, _opening, cell
from touchstone.vocabulary.errors import CorpusError


@pytest.fixture(scope="module")
def clip():
    return shoot(Plan(seed=5, clips=2, seconds=(0.8, 0.9)).recipes()[0].origin).clip


@pytest.mark.slow
def test_sheets_show_every_intervention_of_a_domain(built, tmp_path):
    shown = show_corpus(built, tmp_path, Silent(), ("ll",))
    rows = sum(i.domain == "ll" for i in INTERVENTIONS.values())
    assert shown.interventions == rows
    (sheet,) = shown.sheets
    height, width = cv2.imread(str(sheet)).shape[:2]
    assert height > rows * (PICTURE + STRIP)
    assert width > 4 * CELL_WIDTH
    page = shown.page.read_text()
    assert page.count("<img") == 1
    assert "http" not in page  # everything is inside


@pytest.mark.parametrize(("name", "part"), [("sensor_noise", "zoom"), ("freeze", "time"), ("mute", "sound")])
def test_a_cell_shows_the_change(clip, name, part):
    intervention = INTERVENTIONS[name]
    before, after = cell(clip, intervention), cell(intervention.apply(clip, intervention.doses[2], 0), intervention)
    assert before.shape == (PICTURE + STRIP, CELL_WIDTH, 3)
    assert (before[PICTURE:] != after[PICTURE:]).mean() > 0.05, part


def test_the_mark_stands_around_the_region_and_hides_nothing(clip):
    """Corners are drawn on the face's box alone."""
    plain, marked = (cell(clip, INTERVENTIONS[name])[:PICTURE].astype(int) for name in ("jpeg", "region_jpeg"))
    changed = np.abs(plain - marked).sum(axis=-1) > 60
    assert 0.0005 < changed.mean() < 0.03


def test_the_opening_of_the_mouth_can_be_seen():
    footage = shoot(Plan(seed=5, clips=2, seconds=(2.0, 2.1)).recipes()[0].origin)
    seen = _opening(footage.clip)
    assert np.corrcoef(seen, footage.openings)[0, 1] > 0.4


def test_nothing_to_show_is_said(tmp_path):
    (tmp_path / "a.mp4").write_bytes(b"no video")
    with pytest.raises(CorpusError, match="none of the first real clips can be read"):
        show_corpus(tmp_path, tmp_path / "out", Silent(), ("rr",))
