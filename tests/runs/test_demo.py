import io
import json
import re
import shutil
from collections import Counter

import pytest
from rich.console import Console
from tests.references import make_tiny, save_tiny

from touchstone.cli.summary import print_summary
from touchstone.detectors.checkpoints import read_checkpoint
from touchstone.detectors.inference import Silent
from touchstone.detectors.reference import load_reference
from touchstone.footage.synthesis import Plan
from touchstone.runs.demo import BROKEN, CORPUS, demo
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import CheckpointError, UsageError
from touchstone.vocabulary.tables import DETECTORS, SCORES, TRUTH, read_table

pytestmark = pytest.mark.slow

SMALL = Plan(seed=2, clips=6, seconds=(0.3, 0.4))


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """Tiny networks with random weights, one for each domain."""
    with pytest.MonkeyPatch.context() as patch:
        make_tiny(patch)
        folder = tmp_path_factory.mktemp("weights")
        for number, key in enumerate(DOMAINS):
            save_tiny(folder, key, seed=number)
        yield folder


@pytest.fixture(scope="module")
def shown(weights, tmp_path_factory):
    return demo(tmp_path_factory.mktemp("demo") / "demo", Silent(), corpus=SMALL, weights=weights)


def test_every_domain_s_specialist_scores_every_clip(shown):
    assert shown.report.is_file()
    assert (shown.examined.footage.real, shown.examined.footage.fake) == (3, 3)
    assert shown.examined.footage.one_sided == 0
    detectors = read_table(DETECTORS, shown.folder / "tables")
    assert detectors["detector"].to_list() == [*DOMAINS, BROKEN]
    assert set(detectors["status"]) == {"ok"}
    scores = read_table(SCORES, shown.folder / "tables")
    assert scores.filter(status="ok").height + scores.filter(status="abstained").height == 6 * 7
    assert scores.filter(status="ok").height > 0
    truth = read_table(TRUTH, shown.folder / "tables")
    assert truth["video"].n_unique() == 6
    assert truth["dose"].null_count() == 3


def test_what_is_broken_on_purpose_is_found_and_named(shown, weights):
    findings = json.loads((shown.folder / "analysis/findings.json").read_text())["findings"]
    (found,) = [f for f in findings if f["subject"] == BROKEN and f["code"] == "weights.zeroed"]
    assert (found["verdict"], found["kind"]) == ("confirmed", "root")
    assert "head.5.weight" in found["evidence"][0]["statement"]
    scores = read_table(SCORES, shown.folder / "tables").filter(detector=BROKEN, status="ok")
    assert scores["logit"].n_unique() == 1
    assert not [f for f in findings if f["code"] == "weights.zeroed" and f["subject"] != BROKEN]
    broken, sound = shown.folder.parent / f"{BROKEN}.safetensors", weights / "cm.safetensors"
    states = [read_checkpoint(path).state for path in (broken, sound)]
    assert [name for name in states[0] if not states[0][name].equal(states[1][name])] == ["head.5.weight"]
    assert "broken on purpose" in load_reference(broken, "cm").card.limits[0]


def test_page_and_terminal_judge_each_specialist_on_its_own_domain(shown):
    stream = io.StringIO()
    print_summary(shown, Console(file=stream, width=100))
    told = stream.getvalue()
    judged = {d.name: d for d in shown.examined.detectors if d.judged_on is not None}
    assert judged
    page = shown.report.read_text()
    for name, detector in judged.items():
        assert detector.performance.fake.ok == detector.judged_on.fake
        assert f"{detector.judged_on.real} real, {detector.judged_on.fake} fake counted" in page
        overall = detector.overall.auc.value
        last = "–" if overall is None else f"{overall:.2f}"
        assert re.search(rf"^{name} .* {last}$", told, re.M)
        detail = json.loads((shown.folder / f"analysis/{detector.domain.key}_model_detailed_analysis.json").read_text())
        if detail["model_info"]["name"].endswith(f"({name})") or name == detector.domain.key:
            part = detail["metrics"]["judged_on"]
            assert (part["real"], part["fake"], part["left_out"]) == (
                detector.judged_on.real, detector.judged_on.fake, detector.judged_on.left_out,
            )  # fmt: skip
            assert part["overall"]["accuracy"]["value"] == detector.overall.accuracy.value
    assert "each specialist is judged without the fakes whose known defects are all in other domains" in page
    assert "Each specialist is judged without the fakes whose known defects are all in other domains." in told


def test_shown_again_nothing_is_computed_again(shown, weights):
    record = (shown.folder / "run.json").read_text()
    again = demo(shown.folder.parent, Silent(), corpus=SMALL, weights=weights)
    assert json.loads((again.folder / "run.json").read_text())["scored"] == json.loads(record)["scored"]


def test_one_domain_alone_has_a_run_of_its_own(shown, weights):
    one = demo(shown.folder.parent, Silent(), only=("rr",), corpus=SMALL, weights=weights)
    assert one.folder.name == "run-rr"
    assert [d.name for d in one.examined.detectors] == ["rr"]
    assert (one.folder / "analysis/rr_model_detailed_analysis.json").is_file()
    with pytest.raises(UsageError, match="there is no domain 'xx'"):
        demo(shown.folder.parent, Silent(), only=("xx",), corpus=SMALL, weights=weights)


def test_weights_that_are_not_there_are_said_before_anything_is_made(tmp_path, weights):
    shutil.copytree(weights, tmp_path / "weights")
    (tmp_path / "weights/cm.safetensors").unlink()
    with pytest.raises(CheckpointError, match="does not exist"):
        demo(tmp_path / "demo", Silent(), corpus=SMALL, weights=tmp_path / "weights")
    assert not (tmp_path / "demo/footage").exists()


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
    planted = Counter(d.domain for r in recipes for d in r.defects)
    assert planted == dict.fromkeys(DOMAINS, 12)
    assert Counter(r.label for r in recipes) == {"real": 24, "fake": 72}
    assert len({r.group for r in recipes}) == 24
