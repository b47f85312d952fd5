"""Whatever a file holds: it is read, or refused in one line."""

import csv
import io
import json
import string

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from touchstone.scores import read_score_files
from touchstone.vocabulary.errors import TableError, TouchstoneError
from touchstone.vocabulary.excerpts import LONGEST_MESSAGE
from touchstone.vocabulary.tables import TABLES, conform

CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "a.mp4",
            "b.mp4",
            "fake",
            "real",
            "0",
            "1",
            "0.5",
            "-3",
            "nan",
            "inf",
            "1e400",
            "error",
            "NA",
            '"',
            "ok",
            "\\x",
            "9" * 500,
            "x" * 40_000,
        ]
    ),
    st.text(string.printable, max_size=6),
)
NAMES = st.sampled_from(
    [
        "video",
        "label",
        "score",
        "p_cm",
        "p_bg",
        "detector",
        "frame",
        "status",
        "group",
        "klass",
        "width",
        "has_audio",
        "logit",
        "",
        "x",
        "time",
    ]
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_or_refuse(path):
    found, refused = None, ""
    try:
        found = read_score_files([path])
    except TouchstoneError as error:
        refused = str(error)
    assert "\n" not in refused
    assert len(refused) <= LONGEST_MESSAGE
    if found is None:
        return
    for name, table in TABLES.items():
        conform(found.tables[name], table)


@QUICK
@given(
    st.lists(NAMES, min_size=2, max_size=7),
    st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=8),
    st.sampled_from(",;|\t"),
)
def test_tables_of_anything(tmp_path, names, rows, separator):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(names)
    writer.writerows(row[: len(names)] for row in rows)
    path = tmp_path / "s.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    read_or_refuse(path)


@QUICK
@given(st.binary(max_size=200))
def test_bytes_of_any_kind(tmp_path, data):
    path = tmp_path / "s"
    path.write_bytes(data)
    read_or_refuse(path)


@QUICK
@given(
    st.recursive(
        st.one_of(
            st.none(),
            st.booleans(),
            st.floats(),
            st.sampled_from(["a.mp4", "fake", "REAL", "0.3", "", "\ud800", "x" * 40_000, 10**400, -(10**4000), 2**63]),
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(
                st.sampled_from(
                    [
                        "video",
                        "label",
                        "p_fake",
                        "results",
                        "cm",
                        "all_predictions",
                        "prediction",
                        "real_total",
                        "0",
                        "\udfff",
                    ]
                ),
                inner,
                max_size=5,
            ),
        ),
        max_leaves=25,
    )
)
def test_documents_of_any_kind(tmp_path, document):
    path = tmp_path / "s.json"
    path.write_text(json.dumps(document))
    read_or_refuse(path)


@pytest.mark.slow
@QUICK
@given(st.integers(1, 40), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(tmp_path, videos, random):
    rows = [(f"{i}.mp4", ("real", "fake")[i % 2], random.random()) for i in range(videos)]
    frame = pl.DataFrame(rows, schema=["video", "label", "p_fake"], orient="row")
    tables = []
    for place in ("x", "y"):
        (tmp_path / place).mkdir(exist_ok=True)
        frame.write_csv(tmp_path / place / "s.csv")
        tables.append(read_score_files([tmp_path / place / "s.csv"]).tables)
        frame = frame.sample(fraction=1, shuffle=True, seed=random.randrange(1000))
    for name in ("videos", "scores"):
        assert tables[0][name].equals(tables[1][name])


def test_blank_lines_do_not_shift_the_rows_that_messages_name(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("video,label,score\na,fake,0.9\n\nb,real,maybe\n")
    with pytest.raises(TableError, match="row 4"):
        read_score_files([path])


def test_a_file_that_is_named_twice(tmp_path):
    with pytest.raises(TouchstoneError, match="named twice"):
        read_score_files([tmp_path / "s.csv", tmp_path / "s.csv"])
