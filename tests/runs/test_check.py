import csv
import shutil

import pytest
from tests.conftest import moving_square

from touchstone.detectors.inference import Silent
from touchstone.footage.media import write_video
from touchstone.runs.check import check
from touchstone.vocabulary.errors import CorpusError
from touchstone.vocabulary.tables import TRUTH, write_table


@pytest.fixture
def footage(tmp_path):
    for number in range(6):
        write_video(tmp_path / f"{number}.mp4", moving_square(6, seed=number), 25)
    return tmp_path


def manifest(folder, **columns):
    rows = [{"path": f"{n}.mp4", "label": ("real", "fake")[n % 2], "group": f"p{n // 2}"} for n in range(6)]
    for name, values in columns.items():
        for row, value in zip(rows, values, strict=True):
            row[name] = value
    with (folder / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    return folder


def truth(folder, *rows):
    import polars as pl

    base = {"unit": "", "region": "frame", "start": 0.0, "duration": None, "seed": 1}
    table = pl.DataFrame(
        [{**base, "video": v, "intervention": i, "domain": d, "dose": x} for v, i, d, x in rows], schema=TRUTH.schema
    )
    write_table(table, TRUTH, folder)


def test_sound_footage_has_no_problem(footage):
    manifest(footage, split=["train", "train", "val", "val", "test", "test"])
    truth(footage, *((f"{n}.mp4", "noise", "ll", 4.0) for n in (1, 3, 5)), ("0.mp4", "sham", "common", None))
    checked = check(footage, Silent())
    assert (checked.real, checked.fake) == (3, 3)
    assert checked.problems == ()


def test_a_person_or_a_file_on_both_sides_of_a_split(footage):
    shutil.copy(footage / "0.mp4", footage / "4.mp4")
    manifest(footage, split=["train", "val", "train", "train", "test", "test"])
    problems = check(footage, Silent()).problems
    assert "1 person or group(s) in more than one split: p0" in problems
    assert any(p.startswith("1 content(s) in more than one split") for p in problems)
    assert "the same file several times: 0.mp4, 4.mp4" in problems


def test_one_file_with_both_labels(footage):
    shutil.copy(footage / "0.mp4", footage / "1.mp4")
    assert "the same file with both labels: 0.mp4, 1.mp4" in check(manifest(footage), Silent()).problems


def test_files_that_cannot_be_used(footage):
    (footage / "2.mp4").write_bytes(b"no video at all")
    (footage / "3.mp4").unlink()
    manifest(footage, sha256=["", "0" * 64, "", "", "", ""])
    problems = check(footage, Silent()).problems
    assert any("no such file (3.mp4)" in p for p in problems)
    assert any("not that of the hash in the manifest (1.mp4)" in p for p in problems)
    assert any("(2.mp4)" in p for p in problems)


def test_truth_that_contradicts_the_labels(footage):
    manifest(footage)
    truth(footage, ("0.mp4", "noise", "ll", 4.0), ("1.mp4", "noise", "ll", 4.0))
    problems = check(footage, Silent()).problems
    assert "1 real video(s) with a planted defect in the truth table: 0.mp4" in problems
    assert "2 fake video(s) without a defect in the truth table: 3.mp4, 5.mp4" in problems


def test_one_label_alone_is_a_problem(footage):
    manifest(footage, label=["real"] * 6)
    assert "no fake video can be read, so real and fake cannot be compared" in check(footage, Silent()).problems


def test_metadata_that_tells_the_label_is_a_warning(tmp_path):
    rows = []
    for number in range(24):
        fake = number % 2
        write_video(tmp_path / f"{number}.mp4", moving_square(4, width=96 + 32 * fake, seed=number), 25)
        rows.append([f"{number}.mp4", ("real", "fake")[fake], f"p{number}"])
    with (tmp_path / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["path", "label", "group"], *rows])
    (warning,) = check(tmp_path, Silent()).warnings
    assert "alone reveals the label: AUC 1.00" in warning


def test_a_truth_table_that_is_none(footage):
    manifest(footage)
    (footage / "truth.parquet").write_bytes(b"nothing")
    with pytest.raises(CorpusError, match=r"truth\.parquet cannot be used"):
        check(footage, Silent())
