"""What a spreadsheet would run is text, and every cell comes back as it was."""

import csv
import io

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.tables import csv_bytes, protected, unprotected

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""OWASP, CSV Injection."""


def cells(frame, **how):
    """As the standard library reads them."""
    return [row[0] for row in list(csv.reader(io.StringIO(csv_bytes(frame, **how).decode(), newline="")))[1:]]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("text", ["{}cmd|' /C calc'!A0", " {}1+1", "'{}1", "{}"])
def test_a_cell_that_would_run_begins_with_an_apostrophe(start, text):
    name = text.format(start)
    assert cells(pl.DataFrame({"video": [name, "x"]})) == ["'" + name, "x"]
    assert cells(pl.DataFrame({"video": [name, "x"]}), raw=True) == [name, "x"]


@pytest.mark.parametrize("name", ["-5", "+0.25", "-1e-3", "a=b.mp4", "it's", "'quoted'", "a-b", "", "-.5"])
def test_other_cells_stay(name):
    assert cells(pl.DataFrame({"video": [name, "x"]})) == [name, "x"]


def test_numbers_truth_values_and_empty_cells_stay():
    frame = pl.DataFrame({"p": [-0.5, None], "ok": [True, None], "name": [None, "-"]})
    assert csv_bytes(frame).decode() == "p,ok,name\n-0.5,true,\n,,'-\n"


@given(st.lists(st.none() | st.text(st.sampled_from("'=+-@ \t\r\n5.ea,;\"＝"), max_size=6) | st.text(), min_size=1))
def test_every_cell_comes_back(names):
    column = pl.Series("video", names, dtype=pl.String)
    kept = protected(column)
    assert unprotected(kept).to_list() == names
    assert not any(name.startswith(STARTS) for name in kept.drop_nulls() if not number(name))


def number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True
