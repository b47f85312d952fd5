"""A Parquet file of others is read as it is, or refused in one line; nothing that it does reaches this process."""

import io
import random
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.tables import parquet
from touchstone.vocabulary.tables.parquet import read_parquet

SCORES = pl.DataFrame(
    {"video": [f"v{i:02}" for i in range(8)], "label": ["real", "fake"] * 4, "p_fake": [i / 8 for i in range(8)]}
)
INDICES = 81
"""Place of a byte whose flip ends the process that reads the file (polars 2.1: SIGABRT)."""


def as_parquet(frame, **how):
    data = io.BytesIO()
    frame.write_parquet(data, **how)
    return bytearray(data.getvalue())


def plain():
    return as_parquet(SCORES, compression="uncompressed", statistics=False)


def refusal(path):
    with pytest.raises(TableError) as error:
        read_parquet(path)
    said = str(error.value)
    assert said.startswith(str(path))
    assert "\n" not in said
    return said


def test_an_honest_file_is_read_as_polars_reads_it(tmp_path):
    path = tmp_path / "scores [1]*?.parquet"
    path.write_bytes(as_parquet(SCORES))
    assert_frame_equal(read_parquet(path), SCORES)


def test_a_file_that_ends_its_reader_is_refused_and_nothing_is_printed(tmp_path, capfd):
    path = tmp_path / "s.parquet"
    data = plain()
    data[INDICES] ^= 1
    path.write_bytes(data)
    assert "cannot be read as Parquet" in refusal(path)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_file_is_read_or_refused_and_nothing_is_printed(tmp_path, capfd, seed):
    rng = random.Random(seed)
    data = plain() if seed % 2 else as_parquet(SCORES)
    for _ in range(3):
        data[rng.randrange(4, len(data) - 8)] ^= 1 << rng.randrange(8)
    path = tmp_path / "s.parquet"
    path.write_bytes(data)
    said = ""
    try:
        read_parquet(path)
    except TableError as error:
        said = str(error)
    assert not said or said.startswith(str(path))
    assert capfd.readouterr() == ("", "")


def test_what_is_not_parquet_or_not_there_is_named(tmp_path):
    path = tmp_path / "s.parquet"
    assert "No such file" in refusal(path)
    path.write_bytes(b"PAR1" + b"\0" * 40)
    assert "cannot be read as Parquet" in refusal(path)


@pytest.mark.parametrize(
    ("limit", "frame"), [("MOST_ROWS", SCORES), ("MOST_CELLS", SCORES), ("MOST_COLUMNS", SCORES.head(1))]
)
def test_a_table_that_is_too_large_is_refused_by_what_it_announces(monkeypatch, limit, frame):
    assert parquet.refused_size(Path("s"), frame.height, frame.width) is None
    monkeypatch.setattr(parquet, limit, 0)
    said = str(parquet.refused_size(Path("s"), frame.height, frame.width))
    assert f"announces {frame.height} rows × 3 columns, more than are read" in said


def test_more_rows_than_are_read_are_refused_before_they_are_unpacked(tmp_path):
    path = tmp_path / "s.parquet"
    path.write_bytes(as_parquet(pl.select(p_fake=pl.repeat(0.5, parquet.MOST_ROWS + 1, dtype=pl.Float32))))
    assert path.stat().st_size < 2_000_000
    assert "announces 50,000,001 rows" in refusal(path)


def test_a_file_that_needs_more_memory_than_it_may_have_is_refused(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(parquet, "MOST_MEMORY", 64 * 1024**2)
    path = tmp_path / "s.parquet"
    path.write_bytes(as_parquet(SCORES))
    assert "of memory; write it again, with the columns that are needed" in refusal(path)
    assert capfd.readouterr() == ("", "")


def test_a_file_that_takes_too_long_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "_SECONDS", 0.01)
    path = tmp_path / "s.parquet"
    path.write_bytes(as_parquet(SCORES))
    assert "takes more than 0.01 s to read" in refusal(path)
