"""A JSON file is read whole, or refused in one line, whatever it holds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.tables import read_json
from touchstone.vocabulary.tables.json_file import DEEPEST_JSON, LARGEST_JSON


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Expecting value"),
        (b"{", "Expecting property name"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b'{"a": NaN}', "NaN, which is not a finite number"),
        (b'{"a": 1e999}', "Out of range float"),
        (b'{"a": "\\ud800"}', "half of a character"),
        (b"1" * 5000, "it holds a number of thousands of digits"),
        (b"[" * 100_000, "too deep"),
        (b"[" * 40 + b"]" * 40, "too deep"),
        (b" " * (LARGEST_JSON + 1), "larger than 8 MiB"),
    ],
)
def test_what_is_not_such_a_file_is_refused_with_the_reason(tmp_path, data, why):
    path = tmp_path / "run.json"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=why) as error:
        read_json(path)
    assert "\n" not in str(error.value)


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path):
    with pytest.raises(ValueError, match="not a file"):
        read_json(tmp_path)
    with pytest.raises(FileNotFoundError):
        read_json(tmp_path / "nowhere")


def test_depth_is_allowed_up_to_the_limit(tmp_path):
    path = tmp_path / "deep.json"
    path.write_text("[" * DEEPEST_JSON + "]" * DEEPEST_JSON)
    assert json.dumps(read_json(path)) == "[" * DEEPEST_JSON + "]" * DEEPEST_JSON


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_was_written_is_read(tmp_path_factory, value):
    path = tmp_path_factory.mktemp("json") / "x.json"
    path.write_text(json.dumps(value))
    assert read_json(path) == value
