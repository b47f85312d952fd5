# pyright: reportArgumentType=false, reportPrivateUsage=false, reportOptionalSubscript=false
"""What is compared when a run is taken up again: every setting that the tables depend on, each by its name, and no other."""

import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
import torch

from touchstone.conclusions.examination import Question
from touchstone.detectors.inference import ReadingSettings, ScoringSettings, Silent
from touchstone.detectors.load import Loaded
from touchstone.runs import RunFolder, analysis, folder, scores
from touchstone.runs.analysis import AnalysisSettings, analyze
from touchstone.runs.same_tables import SAME_TABLES
from touchstone.runs.scores import ExaminationSettings, examine_scores
from touchstone.scores import Options
from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.tables import DETECTORS, TENSORS, from_rows, write_table

COMPARED = {
    "corpus_layout", "corpus_hash", "videos", "detectors", "max_videos_per_class", "seed", "frames", "window", "timeout",
    "faces", "landmarks", "batch_videos", "batch_size", "device", "threads", "code_hash", "versions",
}  # fmt: skip
THEN = 10**18


def quiet(_text):
    """Say nothing."""


def refused(name):
    return pytest.raises(
        RunError, match=rf"holds a run with another setting of {name} \(.*, now .*\); choose another --out"
    )


@pytest.fixture
def begun(tmp_path, monkeypatch):
    """A run over four files of which nothing is read: what is compared is compared before."""
    for name in ("real/a", "real/b", "fake/a", "fake/b"):
        path = tmp_path / "footage" / f"{name}.mp4"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
        os.utime(path, ns=(THEN, THEN))
    for name in ("cm", "tm"):
        (tmp_path / f"{name}.pt").write_bytes(name.encode())
        os.utime(tmp_path / f"{name}.pt", ns=(THEN, THEN))
    toml = [f'[{name}]\nspecialist = "{name}"\ncheckpoint = "{name}.pt"\n' for name in ("cm", "tm")]
    (tmp_path / "detectors.toml").write_text("\n".join(toml))
    monkeypatch.setattr(analysis, "_score", lambda _work, where, _progress: where.mark("scored"))
    monkeypatch.setattr(analysis, "conclude", lambda _folder, question, **_: question)
    settings = AnalysisSettings(
        corpus=tmp_path / "footage", detectors=tmp_path / "detectors.toml", out=tmp_path / "run", device="cpu", faces="none",
        batch_size=8, workers=1,
    )  # fmt: skip
    analyze(settings, Silent())
    return settings


def test_every_setting_that_tables_depend_on_is_kept(begun):
    record = json.loads((begun.out / "run.json").read_text())
    assert set(record["settings"]) == COMPARED
    kept = {name: record["settings"][name] for name in ("videos", "max_videos_per_class", "seed", "frames", "window")}
    assert kept == {"videos": 4, "max_videos_per_class": None, "seed": 0, "frames": 8, "window": 2.0}
    kept = {name: record["settings"][name] for name in ("timeout", "faces", "batch_videos", "batch_size", "device")}
    assert kept == {"timeout": 300.0, "faces": "none", "batch_videos": 8, "batch_size": 8, "device": "cpu"}
    assert record["settings"]["detectors"] == {
        "cm": {"specialist": "cm", "checkpoint": f"cm.pt: 2 bytes, changed {THEN}"},
        "tm": {"specialist": "tm", "checkpoint": f"tm.pt: 2 bytes, changed {THEN}"},
    }


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("max_videos_per_class", {"max_videos_per_class": 2}),  # all four, but another setting
        ("seed", {"seed": 1}),
        ("frames", {"frames": 9}),
        ("window", {"window": 2.5}),
        ("timeout", {"timeout": 299.0}),
        ("faces", {"faces": "known:1,2,3,4"}),
        ("batch_size", {"batch_size": 9}),
        ("corpus_hash", {"max_videos_per_class": 1}),
        ("detectors", {"only": ("cm",)}),
    ],
)
def test_another_setting_is_refused_by_its_name(begun, name, changed):
    before = (begun.out / "run.json").read_bytes()
    with refused(name):
        analyze(replace(begun, **changed), Silent())
    assert (begun.out / "run.json").read_bytes() == before
    analyze(begun, Silent())


def touched(path):
    os.utime(path, ns=(THEN + 1, THEN + 1))


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("corpus_hash", lambda root: (root / "footage/real/c.mp4").write_bytes(b"c")),
        ("corpus_hash", lambda root: (root / "footage/real/a.mp4").unlink()),
        ("corpus_hash", lambda root: (root / "footage/real/a.mp4").rename(root / "footage/fake/c.mp4")),
        ("corpus_hash", lambda root: touched(root / "footage/real/a.mp4")),
        ("detectors", lambda root: touched(root / "cm.pt")),
        ("detectors", lambda root: (root / "cm.pt").unlink()),
        ("detectors", lambda root: (root / "detectors.toml").write_text('[cm]\nspecialist = "cm"\ncheckpoint = "cm.pt"\n')),
    ],
)  # fmt: skip
def test_other_footage_and_other_detectors_are_refused(begun, name, change):
    change(begun.out.parent)
    with refused(name):
        analyze(begun, Silent())


def otherwise(name):
    """What is found on this machine, otherwise."""
    opened, scoring = analysis.open_corpus, ScoringSettings(reading=ReadingSettings(), batch_size=8, batch_videos=9)
    there = analysis.find_spec("face_recognition_models") is not None
    return {
        "corpus_layout": ("open_corpus", lambda path, **how: replace(opened(path, **how), layout="another")),
        "batch_videos": ("_scoring", lambda _settings, _device: scoring),
        "device": ("choose_device", lambda _name: torch.device("cuda")),
        "threads": ("cores", lambda: 10_000),
        "landmarks": ("find_spec", lambda _name: None if there else "there"),
        "code_hash": ("hash_of_code", lambda _paths: "0" * 64),
    }[name]


@pytest.mark.parametrize("name", ["corpus_layout", "batch_videos", "device", "threads", "landmarks", "code_hash"])
def test_another_machine_or_another_code_is_refused(begun, monkeypatch, name):
    monkeypatch.setattr(analysis, *otherwise(name))
    with refused(name):
        analyze(begun, Silent())


def test_other_versions_of_libraries_are_refused(begun, monkeypatch):
    monkeypatch.setattr(folder, "_versions", lambda: {"torch": "0"})
    with refused("versions"):
        analyze(begun, Silent())


def test_what_tables_do_not_depend_on_may_change(begun, monkeypatch):
    root = begun.out.parent
    for changed in (
        {"workers": 3}, {"question": Question(threshold=0.9, aggregation="max")}, {"only": ("cm", "tm")},
        {"corpus": root / "." / "footage" / ".." / "footage"},
    ):  # fmt: skip
        analyze(replace(begun, **changed), Silent())
    (root / "elsewhere").mkdir()
    for name in ("cm.pt", "tm.pt", "detectors.toml"):
        shutil.copy2(root / name, root / "elsewhere" / name)
    analyze(replace(begun, detectors=root / "elsewhere/detectors.toml"), Silent())
    monkeypatch.chdir(root)
    analyze(replace(begun, corpus=Path("footage"), detectors=Path("detectors.toml"), out=Path("run")), Silent())


def test_automatic_faces_are_those_that_they_become(begun, monkeypatch):
    class Cascade:
        name = "cascade"

    monkeypatch.setattr(analysis, "open_face_detector", lambda _word: Cascade)
    other = replace(begun, out=begun.out.with_name("other"))
    analyze(replace(other, faces="auto"), Silent())
    analyze(replace(other, faces="cascade"), Silent())
    with refused("faces"):
        analyze(replace(other, faces="none"), Silent())


def test_the_batch_size_is_chosen_by_the_device_and_kept_by_the_run(begun, monkeypatch):
    def sizes(out):
        analyze(replace(begun, batch_size=None, out=out), Silent())
        return json.loads((out / "run.json").read_text())["settings"]["batch_size"]

    assert sizes(begun.out) == 8  # as it was begun
    assert sizes(begun.out.with_name("other")) == 4
    with pytest.raises(RunError, match=r"another setting of batch_size \(8, now 4\)"):
        analyze(replace(begun, batch_size=4), Silent())
    monkeypatch.setattr(analysis, "choose_device", lambda _name: torch.device("cuda"))
    assert sizes(begun.out.with_name("third")) == 64
    with pytest.raises(RunError, match=r'another setting of device \("cpu", now "cuda"\)'):
        analyze(replace(begun, batch_size=None), Silent())


@pytest.mark.parametrize("code", sorted(SAME_TABLES))
def test_earlier_code_that_fills_the_tables_alike_is_continued(begun, code):
    record = json.loads((begun.out / "run.json").read_text())
    del record["record_sha256"]
    record["settings"]["code_hash"] = code
    (begun.out / "run.json").write_text(json.dumps(record))
    analyze(begun, Silent())
    with refused("seed"):
        analyze(replace(begun, seed=1), Silent())


LONG = "x" * 58


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ({"a": 1}, {"a": 2}, "a (1, now 2)"),
        ({"a": 1}, {}, "a (1, now null)"),
        ({}, {"a": 1}, "a (null, now 1)"),
        ({"a": 1, "b": 1}, {"a": 2, "b": 2}, "a (1, now 2)"),
        ({"b": 1, "a": 1}, {"b": 2, "a": 1}, "b (1, now 2)"),
        ({"a": "x"}, {"a": LONG}, f'a ("x", now "{LONG}")'),
        ({"a": "x"}, {"a": f"{LONG}x"}, f'a ("x", now "{"x" * 56}…)'),
        ({"code_hash": "new"}, {"code_hash": "other"}, 'code_hash ("new", now "other")'),
        ({"code_hash": min(SAME_TABLES), "d": 1}, {"code_hash": "other", "d": 2}, "d (1, now 2)"),
    ],
)
def test_the_first_setting_that_differs_is_named_with_both_values(tmp_path, before, now, said):
    RunFolder(tmp_path).begin(before)
    with pytest.raises(
        RunError, match=rf"^{re.escape(f'{tmp_path} holds a run with another setting of {said}; choose')} "
    ):
        RunFolder(tmp_path).begin(now)


def test_equal_settings_and_other_names_for_things_are_taken_up(tmp_path):
    first = RunFolder(tmp_path).begin({"a": 1, "b": None}, {"corpus": "here"})
    assert RunFolder(tmp_path).begin({"b": None, "a": 1}, {"corpus": "there"}) == first
    assert RunFolder(tmp_path).begin({"a": 1}) == first
    assert first["named"] == {"corpus": "here"}


def loaded(**columns):
    row = {"detector": "cm", "kind": "specialist", "status": "ok", "sha256": "a", "path": "cm.pt"}
    return Loaded(detectors=(), table=from_rows([row | columns], DETECTORS), tensors=TENSORS.empty())


@pytest.mark.parametrize(
    ("columns", "named"),
    [({"path": "elsewhere.pt"}, None), ({"sha256": "b"}, "cm"), ({"status": "failed"}, "cm")],
)
def test_a_checkpoint_that_loads_differently_is_refused(tmp_path, monkeypatch, columns, named):
    monkeypatch.setattr(analysis, "load_detectors", lambda *_, **__: loaded(**columns))
    monkeypatch.setattr(analysis, "score_corpus", lambda *_, **__: None)
    where = RunFolder(tmp_path)
    corpus = analysis.Corpus(root=tmp_path, layout="folder", entries=())
    how, device = ScoringSettings(), torch.device("cpu")
    work = analysis._Work(corpus=corpus, truth=pl.DataFrame(), specs=(), device=device, how=how)
    where.begin({})
    write_table(loaded().table, DETECTORS, where.tables)
    if named is None:
        analysis._score(work, where, Silent())
        assert json.loads((tmp_path / "run.json").read_text())["scored"]
    else:
        with pytest.raises(RunError, match=rf"^{named} loaded differently than when "):
            analysis._score(work, where, Silent())


# ---- score files


@pytest.fixture
def read(tmp_path, monkeypatch):
    """A run over two files of scores and one of labels, without its conclusions."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.csv").write_text(f"video,p_{name}\n1.mp4,0.1\n2.mp4,0.9\n")
    (tmp_path / "labels.csv").write_text("video,label\n1.mp4,real\n2.mp4,fake\n")
    monkeypatch.setattr(scores, "conclude", lambda _folder, question, _say, raw_csv: question)
    monkeypatch.chdir(tmp_path)
    settings = ExaminationSettings(tables=(Path("a.csv"), Path("b.csv")), out=Path("run"), labels=(Path("labels.csv"),))
    examine_scores(settings, quiet)
    return settings


def test_every_setting_of_score_files_is_kept(read):
    record = json.loads((read.out / "run.json").read_text())
    assert set(record["settings"]) == {
        "tables", "labels", "columns", "fake_is", "label_fake", "fake_audio", "scale", "files_are", "rows_are",
        "group_pattern", "versions",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("tables", {"tables": (Path("a.csv"),)}),
        ("tables", {"tables": (Path("a.csv"), Path("labels.csv"))}),
        ("labels", {"labels": ()}),
        ("columns", {"options": Options(columns={"p_mine": "p_a"})}),
        ("fake_is", {"options": Options(fake_is="low")}),
        ("label_fake", {"options": Options(label_fake=("fake",))}),
        ("fake_audio", {"options": Options(fake_audio="real")}),
        ("scale", {"options": Options(scale="probability")}),
        ("files_are", {"options": Options(files_are="detectors")}),
        ("rows_are", {"options": Options(rows_are="videos")}),
        ("group_pattern", {"options": Options(group_pattern="^(.)")}),
    ],
)
def test_another_setting_of_score_files_is_refused_by_its_name(read, name, changed):
    with refused(name):
        examine_scores(replace(read, **changed), quiet)
    examine_scores(read, quiet)


@pytest.mark.parametrize(("name", "file"), [("tables", "a.csv"), ("labels", "labels.csv")])
def test_files_with_another_content_are_refused(read, name, file):
    with Path(file).open("a") as opened:
        opened.write("\n")
    with refused(name):
        examine_scores(read, quiet)


def test_what_tables_of_scores_do_not_depend_on_may_change(read):
    for changed in ({"question": Question(threshold=0.9)}, {"tables": read.tables[::-1]}, {"out": read.out.resolve()}):
        examine_scores(replace(read, **changed), quiet)
    touched(Path("a.csv"))
    examine_scores(read, quiet)
