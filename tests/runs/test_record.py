"""Whatever is in the place of ``run.json`` or of a table, it is one line that names the file, or the tables are filled again."""

import json
import os
import shutil

import polars as pl
import pytest

import touchstone as ts
from touchstone.runs import RunFolder, conclude
from touchstone.runs.scores import ExaminationSettings, examine_scores
from touchstone.vocabulary.errors import RunError
from touchstone.vocabulary.tables import TABLES, read_table


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    root = tmp_path_factory.mktemp("record")
    rows = "".join(f"{n}.mp4,{('real', 'fake')[n % 2]},{0.3 + 0.4 * (n % 2)}\n" for n in range(8))
    (root / "scores.csv").write_text(f"video,label,p_fake\n{rows}")
    examine_scores(ExaminationSettings(tables=(root / "scores.csv",), out=root / "run"), lambda _text: None)
    return root


@pytest.fixture
def run(whole, tmp_path):
    return shutil.copytree(whole / "run", tmp_path / "run")


def again(whole, run):
    notes = []
    examine_scores(ExaminationSettings(tables=(whole / "scores.csv",), out=run), notes.append)
    return notes


def changed(**values):
    return lambda record: record | values


def within(outer, **values):
    return lambda record: record | {outer: record[outer] | values}


def as_earlier(path):
    """The record as an earlier version wrote it, without a checksum of its own."""
    return without("record_sha256")(json.loads(path.read_text()))


def without(name):
    return lambda record: {key: value for key, value in record.items() if key != name}


SHAPES = {
    "a list": lambda record: [record],
    "nothing": lambda record: None,
    "a number": lambda record: 5,
    "an empty object": lambda record: {},
    **{f"no {name}": without(name) for name in ("settings", "named", "started", "scored", "conclusions", "touchstone")},
    "settings are a list": changed(settings=[]),
    "scored is true": changed(scored=True),
    "started is a number": changed(started=5),
    "notes are a text": changed(notes="many"),
    "a note is a number": changed(notes=[5]),
    "a checksum is a number": changed(checksums={"scores": 5}),
    "the threshold is a text": within("conclusions", threshold="0.5"),
    "the threshold is 2": within("conclusions", threshold=2),
    "the aggregation is unknown": within("conclusions", aggregation="sum"),
    "a third conclusion": within("conclusions", other=1),
    "arguments are missing": changed(named={"command": "scores"}),
    "an argument is a number": within("named", arguments=[5]),
    "names of no command": changed(named={}),
    "half of a character": changed(touchstone="\ud800"),
    "large": changed(more="x" * 9_000_000),
    "deep": changed(more=json.loads("[" * 200 + "]" * 200)),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_record_of_another_shape_is_one_line_and_the_same_call_makes_it_again(whole, run, shape):
    path = run / "run.json"
    path.write_text(json.dumps(shape(as_earlier(path))))
    refused_then_made_again(whole, run)


@pytest.mark.parametrize("data", [b"\xff{}", b"", b"[" * 100_000, b'{"a": NaN}', b'{"schema_ver'])
def test_a_record_that_is_no_json_is_one_line_and_the_same_call_makes_it_again(whole, run, data):
    (run / "run.json").write_bytes(data)
    refused_then_made_again(whole, run)
    assert (run / "run.json.damaged").read_bytes() == data


@pytest.mark.parametrize("put", [os.mkfifo, os.mkdir])
def test_a_record_that_is_no_file_is_one_line_and_the_same_call_makes_it_again(whole, run, put):
    (run / "run.json").unlink()
    put(run / "run.json")
    refused_then_made_again(whole, run)


def refused_then_made_again(whole, run):
    """Without its copy the record cannot be put back, so that the tables are filled again."""
    (run / ".run.json").unlink()
    for call in (lambda: ts.load(run), lambda: conclude(RunFolder(run))):
        with pytest.raises(
            RunError, match=r"run\.json cannot be read \(.*\); put it back from a copy, or repeat"
        ) as error:
            call()
        assert "\n" not in str(error.value)
    assert sum("the run begins again" in note for note in again(whole, run)) == 1
    tables_as_in_the_whole(whole, run)


def tables_as_in_the_whole(whole, run):
    for table in TABLES.values():
        assert read_table(table, run / "tables").equals(read_table(table, whole / "run/tables"))


def like_the_whole(whole, run):
    assert ts.load(run).findings == ts.load(whole / "run").findings
    tables_as_in_the_whole(whole, run)
    assert not any("begins again" in note or "put back" in note for note in again(whole, run))


def empty(path):
    path.write_bytes(b"")


def remove(path):
    path.unlink()


def put(old, new):
    def damage(path):
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return damage


DAMAGE = {
    "empty": empty,
    "gone": remove,
    "cut": lambda path: cut(path),
    "a list": lambda path: path.write_text("[]"),
    "another threshold": put('"threshold": 0.5', '"threshold": 0.1'),
    "another rule for missing scores": put('"missing": "exclude"', '"missing": "as-fake"'),
    "another checksum of a table": lambda path: put(
        json.loads(path.read_text())["checksums"]["scores"], "0" * 64)(path),
    "another setting": put('"fake_is": null', '"fake_is": "low"'),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
@pytest.mark.parametrize("call", [again, lambda _whole, run: told_by_conclude(run)], ids=["scores", "report"])
def test_a_record_that_is_damaged_is_put_back_from_its_copy_and_no_table_is_filled_again(whole, run, damage, call):
    before = (run / "run.json").read_bytes()
    damage(run / "run.json")
    assert ts.load(run).findings == ts.load(whole / "run").findings
    notes = call(whole, run)
    assert sum("put back from its copy, .run.json" in note for note in notes) == 1
    assert not any("filled again" in note or "begins again" in note for note in notes)
    assert json.loads((run / "run.json").read_bytes())["scored"] == json.loads(before)["scored"]
    like_the_whole(whole, run)


def told_by_conclude(run):
    notes = []
    conclude(RunFolder(run), say=notes.append)
    return notes


def test_a_record_that_is_gone_with_its_copy_begins_again_where_only_a_run_lies(whole, run):
    for name in ("run.json", ".run.json"):
        (run / name).unlink()
    assert sum("run.json is missing" in note for note in again(whole, run)) == 1
    like_the_whole(whole, run)
    for name in ("run.json", ".run.json"):
        (run / name).unlink()
    (run / "thesis.tex").touch()
    with pytest.raises(RunError, match="not empty and holds no run"):
        again(whole, run)
    assert (run / "tables/scores.parquet").exists()


def test_a_record_of_a_later_version_is_left_alone(whole, run):
    for name in ("run.json", ".run.json"):
        (run / name).write_text(json.dumps(json.loads((run / name).read_text()) | {"schema_version": 2, "more": 5}))
    for call in (lambda: ts.load(run), lambda: conclude(RunFolder(run)), lambda: again(whole, run)):
        with pytest.raises(RunError, match=r"written by a later version .its schema_version is 2.*; use that version"):
            call()
    assert (run / "tables/scores.parquet").exists()


def cut(path):
    path.write_bytes(path.read_bytes()[:-9])


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def alter(path):
    pl.read_parquet(path).with_columns(p_fake=pl.lit(0.5)).write_parquet(path)


def other(path):
    shutil.copy(path.with_name("videos.parquet"), path)


SEEN = [cut, other, lambda path: path.write_text("notes"), lambda path: path.unlink()]
"""Damage that is seen without checksums, which runs of earlier versions do not have."""


@pytest.mark.parametrize(
    ("damage", "earlier"),
    [*((damage, False) for damage in (*SEEN, flip, alter)), *((damage, True) for damage in SEEN[::3])],
)
def test_a_damaged_table_is_named_and_the_same_call_fills_it_again(whole, run, damage, earlier):
    if earlier:
        path = run / "run.json"
        path.write_text(json.dumps(without("checksums")(as_earlier(path))))
    damage(run / "tables/scores.parquet")
    said = r"tables/scores\.parquet is (damaged|missing).*; put it back from a copy, or repeat the command that made the run"
    for call in (lambda: ts.load(run), lambda: conclude(RunFolder(run))):
        with pytest.raises(RunError, match=said) as error:
            call()
        assert "\n" not in str(error.value)
    assert any(note.endswith("; the tables are filled again") for note in again(whole, run))
    tables_as_in_the_whole(whole, run)
    assert not any("filled again" in note for note in again(whole, run))


@pytest.mark.parametrize("name", ["tables", "analysis", "parts", "tables/scores.parquet", "tables/clips.parquet", "report.html"])
@pytest.mark.parametrize("put", [os.mkfifo, os.mkdir, lambda path: path.write_text("hi")], ids=["pipe", "folder", "file"])
def test_what_is_in_the_way_is_named_before_anything_is_done(whole, run, name, put):
    place = run / name
    shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
    put(place)
    if place.is_dir() == ("." not in name) and not place.is_fifo():
        return  # a folder where a folder belongs, a file where a file does
    for call in (lambda: conclude(RunFolder(run)), lambda: again(whole, run)):
        with pytest.raises(RunError, match=rf"{name} is not a (folder|file), and a run writes .*; remove it$"):
            call()
    place.rmdir() if place.is_dir() else place.unlink()
    again(whole, run)
    tables_as_in_the_whole(whole, run)


@pytest.mark.parametrize("name", ["tables", "analysis"])
def test_nothing_is_written_through_a_link(whole, run, tmp_path, name):
    shutil.move(run / name, tmp_path / "elsewhere")
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "elsewhere").iterdir()}
    (run / name).symlink_to(tmp_path / "elsewhere")
    for call in (lambda: conclude(RunFolder(run)), lambda: again(whole, run)):
        with pytest.raises(RunError, match=f"{name} is a link, and nothing is written through links; remove it"):
            call()
    assert {path.name: path.stat().st_mtime_ns for path in (tmp_path / "elsewhere").iterdir()} == before


@pytest.mark.parametrize("name", ["parts", "again", "given"])
def test_nothing_is_written_through_a_link_in_the_place_of_a_folder_that_comes_later(whole, run, tmp_path, name):
    (tmp_path / "elsewhere").mkdir()
    (run / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RunError, match=f"{name} is a link, and nothing is written through links; remove it"):
        again(whole, run)
    assert not any((tmp_path / "elsewhere").iterdir())


def test_what_was_being_read_again_is_not_copied(run, tmp_path):
    for name in ("parts", "again"):
        (run / name).mkdir()
        (run / name / "left").touch()
    ts.load(run).save(tmp_path / "copy")
    assert not (tmp_path / "copy/parts").exists()
    assert not (tmp_path / "copy/again").exists()


def test_a_saved_copy_has_checksums_of_its_own(run, tmp_path):
    ts.load(run).save(tmp_path / "copy")
    assert RunFolder(tmp_path / "copy").damaged() == []
    flip(tmp_path / "copy/tables/videos.parquet")
    with pytest.raises(RunError, match=r"videos\.parquet is damaged: its checksum is not the one in run\.json"):
        ts.load(tmp_path / "copy")


def test_stray_files_are_left_alone(whole, run):
    strays = [run / name for name in (".DS_Store", "Thumbs.db", "tables/notes.txt", "analysis/.DS_Store")]
    for path in strays:
        path.write_text("mine")
    again(whole, run)
    assert [path.read_text() for path in strays] == ["mine"] * 4
