import json
import subprocess
import sys
from dataclasses import replace

import jsonschema
import numpy as np
import polars as pl
import pytest

from touchstone.conclusions.examination import Question
from touchstone.report import SCHEMAS, json_schema
from touchstone.runs import RunFolder, conclude
from touchstone.runs.scores import ExaminationSettings, examine_scores
from touchstone.scores import Options
from touchstone.vocabulary.errors import RunError, TableError, UsageError


def quiet(_text):
    """Say nothing."""


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    path = tmp_path_factory.mktemp("files") / "scores.csv"
    rng = np.random.default_rng(0)
    fake = np.arange(120) % 2 == 1
    pl.DataFrame(
        {
            "video": [f"{i:03d}.mp4" for i in range(120)], "label": np.where(fake, "FAKE", "REAL"),
            "group": [f"p{i // 2}" for i in range(120)], "source": [f"s{i // 2 % 3}" for i in range(120)],
            "p_cm": 1 / (1 + np.exp(-(3 * (fake - 0.5) + rng.normal(size=120)))), "p_tm": rng.random(120),
        }
    ).write_csv(path)  # fmt: skip
    return path


@pytest.fixture(scope="module")
def run(table, tmp_path_factory):
    asked = ExaminationSettings(tables=(table,), out=tmp_path_factory.mktemp("runs") / "run")
    said = []
    examine_scores(asked, said.append)
    return asked, said


def test_a_run_without_footage_is_a_whole_run(run):
    asked, said = run
    names = {path.name for path in (asked.out / "analysis").iterdir()}
    assert (
        set(SCHEMAS)
        - {f"{k}_model_detailed_analysis.json" for k in ("bg", "av", "rr", "ll")}
        - {"counted_detectors.json", "profile.json"}
        <= names
    )
    for name in names & set(SCHEMAS):
        jsonschema.validate(json.loads((asked.out / "analysis" / name).read_text()), json_schema(name))
    assert any("read as text table" in note for note in said)
    performances = json.loads((asked.out / "analysis/overall_analysis_summary.json").read_text())["model_performances"]
    assert performances["cm"] > 0.85


def test_the_page_shows_no_empty_parts_of_footage(run):
    page = (run[0].out / "report.html").read_text()
    assert "no preview" not in page
    assert ">unreadable<" not in page
    assert "<h2>Videos</h2>" in page
    assert "over frames</dd>" not in page


def test_the_same_files_are_concluded_anew_and_others_refused(run, table, tmp_path):
    asked, _ = run
    before = (asked.out / "analysis/findings.json").read_bytes()
    said = []
    examine_scores(asked, said.append)
    assert any("only the analysis is written again" in note for note in said)
    assert (asked.out / "analysis/findings.json").read_bytes() == before
    with pytest.raises(RunError, match="another setting of fake_is"):
        examine_scores(replace(asked, options=Options(fake_is="low")), quiet)
    other = tmp_path / "other.csv"
    other.write_bytes(table.read_bytes())
    with pytest.raises(RunError, match="another setting of tables"):
        examine_scores(replace(asked, tables=(other,)), quiet)


def test_a_finished_run_is_reported_anew_with_another_threshold(run):
    folder = RunFolder(run[0].out)
    written = conclude(folder, Question(threshold=0.9))
    assert written.run.command.endswith("--out NEW --threshold 0.9")
    assert written.run.command.startswith("touchstone scores ")
    conclude(folder, Question())


def test_the_command_of_a_run_makes_it_again(table, tmp_path):
    options = Options(columns={"p_mine": "p_cm"}, label_fake=("FAKE",), group_pattern="^(0)", scale="probability")
    asked = ExaminationSettings(tables=(table,), out=tmp_path / "run", options=options)
    command = examine_scores(asked, quiet).run.command
    assert "--map p_mine=p_cm --label-fake FAKE --scale probability --group-pattern '^(0)'" in command


def test_nothing_is_begun_for_files_that_cannot_be_read(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("video,label,score\na,fake,maybe\n")
    with pytest.raises(TableError, match="row 2"):
        examine_scores(ExaminationSettings(tables=(bad,), out=tmp_path / "run"), quiet)
    assert not (tmp_path / "run/run.json").exists()
    for tables, error in (((), UsageError), ((tmp_path / "none.csv",), UsageError)):
        with pytest.raises(error, match=r"no score file is named|none\.csv: cannot be read"):
            examine_scores(ExaminationSettings(tables=tables, out=tmp_path / "run"), quiet)


def test_counts_alone_make_a_run(tmp_path):
    path = tmp_path / "counts.json"
    path.write_text(
        json.dumps(
            {
                "tm": {"real_correct": 50, "real_total": 50, "fake_correct": 0, "fake_total": 50},
                "cm": {"real_correct": 46, "real_total": 50, "fake_correct": 24, "fake_total": 50},
            }
        )
    )
    written = examine_scores(ExaminationSettings(tables=(path,), out=tmp_path / "run"), quiet)
    file = json.loads((tmp_path / "run/analysis/counted_detectors.json").read_text())
    assert [d["supports"] for d in file["detectors"]] == ["one answer", "above chance"]
    assert file["comparisons"][0]["conclusion"] == "told apart"
    page = written.report.read_text()
    assert "Detectors by counts" in page
    assert "<h2>Videos</h2>" not in page
    assert '<section id="footage">' not in page
    assert "2 detectors by counts" in page


def test_contradicting_rows_reach_the_findings(tmp_path):
    path = tmp_path / "s.csv"
    rows = [f"{i}.mp4,{'fake' if i % 2 else 'real'},0.{i:02d}" for i in range(40)]
    path.write_text("\n".join(["video,label,score", *rows, "7.mp4,fake,0.99"]) + "\n")
    written = examine_scores(ExaminationSettings(tables=(path,), out=tmp_path / "run"), quiet)
    assert "data.duplicates" in {f.code for f in written.findings}


def test_it_works_where_neither_torch_nor_av_can_be_imported(table, tmp_path):
    code = (
        "import sys\n"
        "class Absent:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('torch', 'torchvision', 'av', 'cv2', 'PIL', 'safetensors'):\n"
        "            raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Absent())\n"
        f"sys.argv = ['touchstone', 'scores', {str(table)!r}, '--out', {str(tmp_path / 'run')!r}]\n"
        "from touchstone.cli import main\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "cm" in done.stdout
    assert (tmp_path / "run/report.html").is_file()


@pytest.fixture(scope="module")
def published(shared, tmp_path_factory):
    files = tuple(sorted((shared / "scores").iterdir()))
    return examine_scores(ExaminationSettings(tables=files, out=tmp_path_factory.mktemp("published") / "run"), quiet)


def test_real_tables_go_in_together_without_a_flag(published):
    assert [d.name for d in published.examined.detectors] == ["genconvit", "student", "av", "cm", "rr", "ll"]
    accuracy = {d.name: round(d.performance.accuracy.value, 2) for d in published.examined.scored}
    assert accuracy == {"genconvit": 0.94, "student": 0.5, "av": 0.53, "cm": 0.7, "rr": 0.56, "ll": 0.56}
    (file,) = published.examined.counted
    assert {d.name: d.correct for d in file.detectors} == {"cm": 70, "rr": 56, "ll": 56, "bg": 54, "av": 53, "tm": 50}
    assert {d.name for d in file.detectors if d.supports == "above chance"} == {"cm"}
    # Scores of single videos give the very rates that were published.
    for name in ("cm", "rr", "ll", "av"):
        counted = next(d for d in file.detectors if d.name == name)
        scored = next(d for d in published.examined.scored if d.name == name).performance
        assert scored.real_accuracy.value == pytest.approx(counted.real_accuracy.value)
        assert scored.fake_accuracy.value == pytest.approx(counted.fake_accuracy.value)


@pytest.mark.slow
def test_each_real_table_goes_in_alone(shared, tmp_path):
    for number, path in enumerate(sorted((shared / "scores").iterdir())):
        written = examine_scores(ExaminationSettings(tables=(path,), out=tmp_path / str(number)), quiet)
        assert written.report.is_file()
        assert written.examined.scored or written.examined.counted
