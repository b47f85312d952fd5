"""Bad input: one clear message that names the file, the row where there is one, and what to do."""

import gzip
import struct

import polars as pl
import pytest

from touchstone.scores import read_score_files
from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets.read import UNPACKED

BAD = {
    "an empty file": (b"", r"x is empty"),
    "nothing but blanks": (b"  \n\n", r"x is empty"),
    "a header alone": (b"video,label,score\n", r"x names columns and has no row"),
    "one column": (b"video\na\nb\n", r"one column only \('video'\)"),
    "a word in a column of numbers": (
        b"video,label,score\na,fake,0.9\nb,real,maybe\n",
        r"x, row 3: column 'score' holds 'maybe', which is not a number"),
    "a label that is none": (b"video,label,score\na,fake,0.9\nb,perhaps,0.1\n", r"x, row 3: 'perhaps' in column 'label'"),
    "a number where a label should be": (b"video,label,score\na,2,0.9\n", r"x, row 2: '2' in column 'label'"),
    "a state that is none": (
        b"video,label,score,status\na,fake,0.9,ok\nb,real,0.2,fine-ish\n",
        r"x, row 3: 'fine-ish' in column 'status'",
    ),
    "a row without a video": (b"video,label,score\na,fake,0.9\n,real,0.1\n", r"x, row 3: column 'video' names no video"),
    "no column of videos": (b"vidoe,label,score\na,fake,0.9\n", r"no column names the videos; did you mean 'vidoe'"),
    "no column of scores": (b"video,label,p_fak\na,fake,high\n", r"no column of scores.*say --map p_fake=COLUMN"),
    "labels in place of scores": (b"filename,label\na,0\nb,1\n", r"every 'label' is 0 or 1"),
    "labels in words in place of scores": (b"filename,label\na,FAKE\nb,REAL\n", r"no scores; give it as --labels"),
    "scores without labels": (b"video,score\na,0.9\n", r"no labels; say --labels"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", r"neither text nor Parquet nor JSON"),
    "bytes that are no UTF-8": (b"video,label,score\n\xff\xe9,fake,0.9\n", r"x, row 2 holds bytes that are not UTF-8"),
    "Parquet that ends early": (b"PAR1" + b"\0" * 40, r"cannot be read as Parquet"),
    "gzip that ends early": (gzip.compress(b"video,label,score\n" * 50)[:20], r"cannot be unpacked"),
    "JSON that ends early": (b'[{"video": "a"', r"is not valid JSON"),
    "JSON lines with one broken": (b'{"video": "a"}\n{"video": \n', r"x, line 2 is not valid JSON"),
    "JSON of one value in a list": (b"[1, 2]", r"x, entry 1 is not an object"),
    "JSON without records": (b'{"accuracy": [0.5], "threshold": 0.5}', r"hold no records"),
    "JSON nested too deeply": (b"[" * 100_000, r"nested too deeply"),
    "JSON of nothing": (b"[]", r"holds no records"),
    "a detector without a name": (b"model,video,label,score\ncm,a,fake,0.9\n,b,real,0.2\n", r"row 3: column 'model' names no"),
    "lines without header and without videos": (b"0.5,0.9\n0.1,0.2\n", r"has no header"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_one_clear_message(tmp_path, kind):
    content, words = BAD[kind]
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(TableError, match=words) as error:
        read_score_files([path])
    assert str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(TableError, match="No such file"):
        read_score_files([tmp_path / "none.csv"])


@pytest.mark.parametrize("rows", [3_000_000_000, 10_000_000_000])
def test_a_small_parquet_file_that_announces_billions_of_rows(tmp_path, rows):
    path = tmp_path / "x.parquet"
    pl.DataFrame({"video": ["a"] * 4242, "label": ["fake"] * 4242, "p_fake": [0.5] * 4242}).write_parquet(path)
    path.write_bytes(_announcing(path.read_bytes(), 4242, rows))
    with pytest.raises(TableError, match=r"announces [0-9,]+ rows.* split it"):
        read_score_files([path])


def _announcing(data, rows, more):
    """The file with another number of rows in its footer: field 3 of the footer's Thrift struct, and of its row groups."""
    (length,) = struct.unpack("<I", data[-8:-4])
    footer = data[-8 - length : -8]
    changed = footer.replace(b"\x16" + _zigzag(rows), b"\x16" + _zigzag(more))
    assert changed != footer
    return data[: -8 - length] + changed + struct.pack("<I", len(changed)) + b"PAR1"


def _zigzag(number):
    number, made = number << 1, b""
    while number > 127:
        made, number = made + bytes([number & 127 | 128]), number >> 7
    return made + bytes([number])


def test_gzip_that_unpacks_to_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr("touchstone.vocabulary.sheets.read.UNPACKED", 1 << 20)
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress(b"video,label,score\n" + b"a,fake,0.9\n" * 200_000))
    assert path.stat().st_size < 20_000
    with pytest.raises(TableError, match="unpacks to more than 1 MiB"):
        read_score_files([path])
    assert UNPACKED == 1 << 30


@pytest.mark.parametrize(
    ("limit", "content", "words"),
    [
        ("read.TEXT", b"video,label,score\na,fake,0.9\n", "more than"),
        ("objects.JSON", b'[{"video": "a", "score": 0.5}]', "of JSON"),
    ],
)
def test_files_that_are_too_large(tmp_path, monkeypatch, limit, content, words):
    monkeypatch.setattr(f"touchstone.vocabulary.sheets.{limit}", 8)
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(TableError, match=words):
        read_score_files([path])
