"""Batches that are damaged, exchanged or of another run are scored again; what else lies among them is left alone."""

import json
import shutil

import polars as pl
import pytest

from touchstone.detectors.inference import ReadingSettings, ScoringSettings, Silent, discard_parts, score_corpus
from touchstone.detectors.inference.parts import BATCH_TABLES, Parts
from touchstone.testing import BrightnessDetector
from touchstone.vocabulary.tables import read_table

HOW = ScoringSettings(reading=ReadingSettings(workers=1, frames=2, window=0.1), batch_videos=2, run="mine")
FILES = {f"{table.name}.parquet" for table in BATCH_TABLES}


class Notes(Silent):
    def __init__(self):
        self.notes, self.done = [], None

    def note(self, text):
        self.notes.append(text)

    def start(self, total, done, estimate):
        self.done = done


def scored(footage, folder, how=HOW):
    notes = Notes()
    score_corpus(footage.entries, [BrightnessDetector()], folder, how, notes)
    return notes


@pytest.fixture(scope="module")
def whole(footage, tmp_path_factory):
    """A run whose batches are all there, and its tables."""
    folder = tmp_path_factory.mktemp("whole")
    scored(footage, folder)
    assert {p.name for p in (folder / "parts/000001").iterdir()} == FILES | {"checksums.json"}
    return folder


@pytest.fixture
def folder(whole, tmp_path):
    shutil.copytree(whole / "parts", tmp_path / "parts")
    return tmp_path


def same_tables(whole, folder):
    return all(
        read_table(table, whole / "tables").equals(read_table(table, folder / "tables")) for table in BATCH_TABLES
    )


def cut(part):
    path = part / "scores.parquet"
    path.write_bytes(path.read_bytes()[:-7])


def flip(part):
    path = part / "scores.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 1
    path.write_bytes(data)


def alter(part):
    path = part / "scores.parquet"
    pl.read_parquet(path).with_columns(p_fake=pl.lit(0.25)).write_parquet(path)


def empty(part):
    for path in part.iterdir():
        path.unlink()


def exchange(part):
    other = part.with_name("000002")
    other.rename(part.with_name("aside"))
    part.rename(other)
    part.with_name("aside").rename(part)


def stamp(**changed):
    def change(part):
        path = part / "checksums.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | changed))

    return change


def old(change=lambda part: None):
    """As an earlier version wrote it, without checksums."""

    def both(part):
        (part / "checksums.json").unlink()
        change(part)

    return both


def old_exchange(part):
    (part.with_name("000002") / "checksums.json").unlink()
    exchange(part)


def foreign(part):
    path = part / "scores.parquet"
    pl.read_parquet(path).with_columns(detector=pl.lit("other")).write_parquet(path)


def linked(part):
    path = part / "scores.parquet"
    path.rename(part.parent / "scores.parquet")
    path.symlink_to(part.parent / "scores.parquet")


def as_file(part):
    shutil.rmtree(part)
    part.write_text("a file")


def linked_whole(part):
    part.rename(part.parent / "elsewhere")
    part.symlink_to(part.parent / "elsewhere")


@pytest.mark.parametrize(
    ("damage", "batches"),
    [
        (cut, 1), (flip, 1), (alter, 1), (empty, 1), (exchange, 2), (linked, 1), (as_file, 1),
        (stamp(run="another"), 1), (stamp(batch=7), 1), (stamp(files={}), 1),
        (lambda part: (part / "checksums.json").write_text("[]"), 1),
        (lambda part: (part / "checksums.json").write_text("["), 1),
        (lambda part: (part / "videos.parquet").unlink(), 1),
        (lambda part: shutil.copy(part / "videos.parquet", part / "scores.parquet"), 1),
        (old(cut), 1), (old(foreign), 1), (old(old_exchange), 2), (linked_whole, 1),
        (old(lambda part: shutil.copy(part / "videos.parquet", part / "scores.parquet")), 1),
        (old(lambda part: (part / "scores.parquet").write_text("notes")), 1),
    ],
)  # fmt: skip
def test_a_batch_that_does_not_match_is_not_kept(footage, folder, damage, batches):
    damage(folder / "parts/000001")
    videos = [entry.video for entry in footage.entries]
    expected = {number: videos[2 * number : 2 * number + 2] for number in range(5)}
    kept = Parts(folder, "mine").committed(expected, ["bright"])
    assert kept == ({0, 2, 3, 4} if batches == 1 else {0, 3, 4})


@pytest.mark.parametrize(("damage", "batches"), [(exchange, 2), (as_file, 1)])
def test_what_is_not_kept_is_scored_again_to_the_same_tables(footage, whole, folder, damage, batches):
    damage(folder / "parts/000001")
    notes = scored(footage, folder)
    assert notes.done == len(footage.entries) - 2 * batches
    assert same_tables(whole, folder)
    assert notes.notes == [
        f"{batches} batch(es) in parts/ are damaged or of another run; their videos are scored again"
    ]


def test_a_link_in_the_place_of_a_batch_loses_nothing_elsewhere(footage, folder):
    linked_whole(folder / "parts/000001")
    scored(footage, folder)
    assert {p.name for p in (folder / "parts/elsewhere").iterdir()} >= FILES


def test_a_batch_of_an_earlier_version_is_kept(footage, whole, folder):
    for part in (folder / "parts").iterdir():
        (part / "checksums.json").unlink()
    notes = scored(footage, folder)
    assert (notes.done, notes.notes) == (len(footage.entries), [])
    assert same_tables(whole, folder)


def test_stray_files_are_left_alone(footage, whole, folder):
    parts = folder / "parts"
    strays = [parts / name for name in (".DS_Store", "Thumbs.db", "notes.txt", "²", "000001/.DS_Store", "12")]
    for path in strays:
        path.write_text("mine")
    (parts / "copy of 000001").mkdir()
    shutil.copytree(parts / "000001", parts / "000099")
    (parts / ".000002").mkdir()  # a batch that was being written when the process was killed
    notes = scored(footage, folder)
    assert (notes.done, notes.notes) == (len(footage.entries), [])
    assert same_tables(whole, folder)
    discard_parts(folder)
    assert sorted(p.name for p in parts.iterdir()) == sorted(
        [".DS_Store", "12", "Thumbs.db", "copy of 000001", "notes.txt", "²"]
    )


def test_nothing_to_discard_is_no_error(tmp_path):
    Parts(tmp_path).discard()
    assert not list(tmp_path.iterdir())
