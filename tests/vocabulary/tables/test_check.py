import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.tables import SCORES, TABLES, VIDEOS, conform, from_rows

SCORE = {"detector": "cm", "video": "a.mp4", "unit": "frame", "index": 0, "p_fake": 0.5, "status": "ok"}


def test_absent_optional_columns_become_null_in_the_order_of_the_schema():
    table = from_rows([SCORE], SCORES)
    assert table.schema == SCORES.schema
    assert table["logit"].to_list() == [None]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"p_fake": 1.5}, "p_fake is above 1"),
        ({"p_fake": -0.1}, "p_fake is below 0"),
        ({"p_fake": math.nan}, "p_fake is NaN"),
        ({"status": "fine"}, "not one of ok, failed, abstained"),
        ({"video": None}, "video has no value"),
        ({"colour": 3}, "unknown column 'colour'"),
    ],
)
def test_a_row_that_breaks_the_schema_is_named(change, words):
    with pytest.raises(TableError, match=words):
        conform(pl.DataFrame([{**SCORE, **change}]), SCORES)


def test_a_missing_required_column_is_named():
    with pytest.raises(TableError, match="'label' is missing"):
        conform(pl.DataFrame({"video": ["a"], "status": ["ok"]}), VIDEOS)


def test_repeated_keys_are_refused():
    with pytest.raises(TableError, match=r"2 rows share a key, for instance detector='cm', video='a\.mp4'"):
        from_rows([SCORE, SCORE], SCORES)


def test_text_in_a_number_column_is_refused():
    with pytest.raises(TableError, match="wrong type"):
        conform(pl.DataFrame([{**SCORE, "p_fake": "high"}]), SCORES)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_keys_are_required_columns_and_empty_tables_conform(table):
    required = {column.name for column in table.columns if column.required}
    assert set(table.key) - {"block"} <= required  # null where a tensor is one block
    assert conform(table.empty(), table).schema == table.schema


@given(st.floats(0, 1), st.integers(0, 10**9))
def test_conforming_twice_changes_nothing(p, index):
    once = from_rows([{**SCORE, "p_fake": p, "index": index}], SCORES)
    assert conform(once, SCORES).equals(once)
