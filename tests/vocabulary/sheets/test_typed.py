"""Columns of every type of Polars and Parquet are read as the same cells in JSON are, or refused in one line."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.scores import read_score_files, sheet_of_data
from touchstone.vocabulary.errors import TableError, TouchstoneError
from touchstone.vocabulary.sheets import frame_of_columns, read_sheet, sheet_of_document, typed

COUNT = 12
P = [round(0.05 + 0.07 * i, 2) for i in range(COUNT)]
PLAIN = {
    "video": [f"v{i}.mp4" for i in range(COUNT)],
    "label": ["real", "fake"] * (COUNT // 2),
    "group": [f"g{i // 2}" for i in range(COUNT)],
}
NESTED = {
    "one number": ("score", [[p] for p in P]),
    "classes": ("score", [[1 - p, p] for p in P]),
    "classes in a list": ("score", [[[1 - p, p]] for p in P]),
    "frames": ("score", [[p] * (1 + i % 3) for i, p in enumerate(P)]),
    "frames of some": ("score", [[p, p] if i % 4 else None for i, p in enumerate(P)]),
    "empty lists of some": ("score", [[p, p] if i % 4 else [] for i, p in enumerate(P)]),
    "named classes": ("score", [[{"label": "Fake", "score": p}, {"label": "Real", "score": 1 - p}] for p in P]),
    "objects": ("detectors", [{"cm": {"p_fake": p}, "bg": {"p_fake": 1 - p / 2}} for p in P]),
    "objects of some": ("detectors", [{"cm": p, "bg": 0.5} if i % 4 else None for i, p in enumerate(P)]),
    "bytes": ("score", [str(p).encode() for p in P]),
    "decimals": ("score", [Decimal(str(p)) for p in P]),
}


def content(source) -> dict[str, list[tuple[object, ...]]]:
    tables = read_score_files([source]).tables
    return {
        "scores": tables["scores"].select("detector", "video", "unit", "index", "p_fake", "status").rows(),
        "videos": tables["videos"].select("video", "label", "group").rows(),
    }


def in_json(value: object) -> object:
    return value.decode() if isinstance(value, bytes) else float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("name", NESTED)
def test_the_same_rows_are_the_same_scores_from_every_source(name, tmp_path):
    column, cells = NESTED[name]
    columns = {**PLAIN, column: cells}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    (tmp_path / "scores").write_text(
        json.dumps([{key: in_json(v) for key, v in row.items() if v is not None} for row in rows])
    )
    expected = content(tmp_path / "scores")
    assert expected["scores"]
    (tmp_path / "parquet").mkdir()
    pl.DataFrame(columns, strict=False).write_parquet(tmp_path / "parquet/scores")
    sources = {
        "Parquet": tmp_path / "parquet/scores",
        "frame": sheet_of_data(pl.DataFrame(columns, strict=False)),
        "pandas": sheet_of_data(pd.DataFrame({n: pd.Series(c, dtype=object) for n, c in columns.items()})),
        "lists": sheet_of_data(columns),
        "records": sheet_of_data(rows),
    }
    for source, sheet in sources.items():
        assert content(sheet) == expected, source


def test_categories_of_polars_and_pandas_are_words(tmp_path):
    columns = {**PLAIN, "score": [str(p) for p in P]}
    expected = content(sheet_of_data(columns))
    frame = pl.DataFrame(columns)
    for kind in (pl.Categorical, pl.Enum(sorted({word for cells in columns.values() for word in cells}))):
        typed_frame = frame.with_columns(pl.all().cast(kind))
        typed_frame.write_parquet(tmp_path / "scores")
        assert content(sheet_of_data(typed_frame)) == expected
        assert content(tmp_path / "scores") == expected
    assert content(sheet_of_data(pd.DataFrame(columns).astype("category"))) == expected


def days(number: int, kind: pl.DataType | type[pl.DataType]) -> pl.Series:
    return pl.Series("x", [number] * COUNT, dtype=pl.Int64).cast(pl.Int32 if kind == pl.Date else pl.Int64).cast(kind)


DAY = dt.date(2020, 1, 1)
ODD = {
    "empty lists": pl.Series([[]] * COUNT, dtype=pl.List(pl.Float64)),
    "lists of words": pl.Series([["a"]] * COUNT),
    "lists of categories": pl.Series([["a"]] * COUNT, dtype=pl.List(pl.Categorical)),
    "lists of nulls": pl.Series([[None, p] for p in P]),
    "lists of truth values": pl.Series([[True]] * COUNT),
    "lists of days": pl.Series([[DAY]] * COUNT),
    "lists of impossible days": days(5_000_000, pl.Date).reshape((COUNT, 1)).cast(pl.List(pl.Date)),
    "lists of lists": pl.Series([[[p, p], [p, p]] for p in P]),
    "arrays": pl.Series([[p, 1 - p] for p in P], dtype=pl.Array(pl.Float64, 2)),
    "structs": pl.Series([{"a": {"p_fake": p}} for p in P]),
    "structs of nothing": pl.Series([{}] * COUNT, dtype=pl.Struct({})),
    "structs of nulls": pl.Series([None] * COUNT, dtype=pl.Struct({"a": pl.Float64})),
    "structs of impossible days": days(5_000_000, pl.Date).to_frame("day").to_struct("x"),
    "structs of bytes": pl.Series([{"p_fake": b"\xff"}] * COUNT),
    "bytes": pl.Series([b"\xff\xfe"] * COUNT),
    "categories": pl.Series(["a"] * COUNT, dtype=pl.Categorical),
    "words": pl.Series(["a"] * COUNT, dtype=pl.Enum(["a"])),
    "nulls": pl.Series([None] * COUNT),
    "days": pl.Series([DAY] * COUNT),
    "impossible days": days(5_000_000, pl.Date),
    "times of day": pl.Series([dt.time(1)] * COUNT),
    "moments": pl.Series([dt.datetime(2020, 1, 1)] * COUNT).dt.replace_time_zone("Europe/Berlin"),
    "impossible moments": days(2**62, pl.Datetime("ms")),
    "durations": pl.Series([dt.timedelta(1)] * COUNT),
    "impossible durations": days(2**62, pl.Duration("ms")),
    "decimals": pl.Series([Decimal("0.5")] * COUNT),
    "truth values": pl.Series([True, False] * (COUNT // 2)),
    "large numbers": pl.Series([10**30] * COUNT, dtype=pl.Int128),
    "unsigned numbers": pl.Series([2**64 - 1] * COUNT, dtype=pl.UInt64),
    "half floats": pl.Series(P, dtype=pl.Float32).cast(pl.Float16),
    "objects": pl.Series([object()] * COUNT, dtype=pl.Object),
}
NAMES = (  # what rules of scores, labels and videos look at
    "video", "label", "score", "frame", "split", "group", "p_cm", "p_real", "logit", "predicted", "confidence", "detector",
    "status", "thumbnail", "fps", "has_audio", "source", "clip",
)  # fmt: skip


def refusal(frame: pl.DataFrame) -> str:
    try:
        read_score_files([sheet_of_data(frame)])
    except TouchstoneError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("kind", ODD)
def test_a_column_of_any_type_is_read_or_refused_in_one_line(kind):
    base = pl.DataFrame({**PLAIN, "score": P})
    refused = {name: refusal(base.with_columns(ODD[kind].alias(name))) for name in NAMES}
    assert not {name: said for name, said in refused.items() if "\n" in said}
    assert refused["thumbnail"] == ""


@pytest.mark.parametrize("kind", [name for name in ODD if name not in ("objects", "structs of nothing")])
def test_a_sheet_of_a_file_is_that_of_its_frame(kind, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "touchstone.vocabulary.tables.parquet._tried", lambda _path: None
    )  # a process for each takes long
    frame = pl.DataFrame({**PLAIN, "score": ODD[kind]})
    frame.write_parquet(tmp_path / "scores")
    stored, given_frame = read_sheet(tmp_path / "scores"), sheet_of_data(frame)
    assert stored.frame.equals(given_frame.frame)
    assert stored.notes == given_frame.notes


def test_types_of_a_sheet_are_few():
    for kind, series in ODD.items():
        frame, notes = frame_of_columns(Path("scores"), {"video": pl.Series(PLAIN["video"]), "score": series})
        assert all(k.is_numeric() or k in (pl.String, pl.Boolean) for k in frame.dtypes), kind
        assert frame.width > 1 or notes or "structs of n" in kind, kind


@pytest.mark.parametrize(
    ("field", "lacks"),
    [("score", "no column of scores"), ("video", "no column names the videos"), ("label", "no labels"), ("group", "")],
)
def test_bytes_that_are_not_text_are_left_out_in_one_line(field, lacks):
    frame = pl.DataFrame({**PLAIN, "score": P}).with_columns(pl.lit(b"\xff\xd8").alias(field))
    why = f"column '{field}' holds bytes that are not text, so it is not read; write it as text or numbers"
    if lacks and field != "video":
        with pytest.raises(TableError) as error:
            read_score_files([sheet_of_data(frame)])
        assert str(error.value).startswith(f"scores: {lacks}")
        assert why in str(error.value)
    else:
        assert f"scores: {why}" in read_score_files([sheet_of_data(frame)]).notes


def column(cells: Any) -> tuple[list[object], list[str]]:
    frame, notes = frame_of_columns(Path("s"), {"x": cells if isinstance(cells, pl.Series) else pl.Series(cells)})
    return frame["x"].to_list() if frame.width else [], notes


@pytest.mark.parametrize(
    "dtype", [pl.Datetime("ms"), pl.Datetime("us"), pl.Datetime("us", "Europe/Zurich")], ids=["ms", "us", "zone"]
)  # fmt: skip
def test_a_date_outside_the_calendar_is_named_with_its_row(dtype, capfd):
    for cells, row in (([0, 2**62], 2), ([-(2**62), 0], 1)):
        why = f"column 'x' is not read: row {row} holds a date outside the years 1 to 9999; correct it"
        assert column(pl.Series(cells).cast(dtype)) == ([], [why])
    assert capfd.readouterr().err == ""


def test_a_day_outside_the_calendar_is_named_and_others_are_written(capfd):
    days = [dt.date(2, 1, 1), dt.date(2026, 5, 4), dt.date(9999, 12, 30)]
    assert column(days) == (["0002-01-01", "2026-05-04", "9999-12-30"], [])
    assert "row 1 holds a date" in column(pl.Series([2**31 - 1], dtype=pl.Int32).cast(pl.Date))[1][0]
    assert capfd.readouterr().err == ""


def test_lengths_of_time_of_any_size_are_text():
    assert column(pl.Series([2**62]).cast(pl.Duration("ms")))[0] == [f"{2**62} ms"]
    assert column([dt.timedelta(seconds=90)])[0] == ["0:01:30"]


def test_a_column_of_scores_that_holds_no_numbers_is_named_where_scores_are_missing(tmp_path):
    pl.DataFrame({**PLAIN, "score": [["high"]] * COUNT}).write_parquet(tmp_path / "scores")
    with pytest.raises(TableError, match=r"no column of scores .*\('score': neither numbers nor lists of numbers"):
        read_score_files([tmp_path / "scores"])


def test_long_lists_are_left_out_unless_they_are_scores(monkeypatch):
    monkeypatch.setattr(typed, "MOST_OBJECTS", 100)
    columns = {"video": pl.Series(PLAIN["video"]), "embedding": pl.Series([[0.5] * 64] * COUNT), "p_fake": pl.Series(P)}
    frame, notes = frame_of_columns(Path("scores"), columns)
    assert frame.columns == ["video", "p_fake"]
    assert notes == ["lists of numbers are not used: 'embedding'"]
    with pytest.raises(TableError, match="scores: column 'scores' holds 768 values in lists, more than are read"):
        frame_of_columns(Path("scores"), {"scores": columns["embedding"]})


VALUES = st.recursive(
    st.none() | st.floats(-1e6, 1e6) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
    max_leaves=6,
)


@pytest.mark.slow
@given(st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=5))
def test_columns_of_objects_are_read_as_records_of_json_are(rows):
    columns = {"video": [f"v{i}" for i in range(len(rows))]}
    columns |= {name: [row[at] for row in rows] for at, name in enumerate(("x", "score"))}
    records = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def attempt(call):
        try:
            frame = call()
        except TableError as error:
            return str(error)
        return {column.name: column.to_list() for column in frame.get_columns()}

    path = Path("scores")
    expected = attempt(lambda: sheet_of_document(path, records).frame)
    assert attempt(lambda: frame_of_columns(path, columns)[0]) == expected
