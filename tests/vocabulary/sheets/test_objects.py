"""JSON of strangers: numbers, depth, size and ends of lines."""

import json
import math
from pathlib import Path

import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import objects
from touchstone.vocabulary.sheets.objects import document_of

S = Path("s.json")


@pytest.mark.parametrize(("digits", "value"), [("7", 7), ("-" + "9" * 6000, -math.inf), ("9" * 6000, math.inf)])
def test_a_whole_number_of_any_length_is_read(digits, value):
    assert document_of(S, f'[{{"p": {digits}, "n": 12}}]'.encode()) == [{"p": value, "n": 12}]


def test_lines_end_at_the_end_of_a_line_alone():
    lines = [{"video": "a\u2028b\x85c"}, {"video": "d"}]
    data = "\r\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
    assert document_of(S, data) == lines


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"[" * 200_000, "s.json: the JSON is nested too deeply"),
        (b'{"a": 1}\n{"a": ' + b"[" * 200_000 + b"\n", "s.json, line 2: the JSON is nested too deeply"),
        (b'{"a": 1}\n[' + b"9" * 6000 + b"]\n", "s.json, line 2: each line must be an object"),
        (b'{"a": 1}\n\n{"a": x}\n', "s.json, line 3 is not valid JSON"),
        (b'{"a": "\xff"}', "s.json: byte 7 is not UTF-8"),
    ],
)
def test_what_is_not_json_is_named_by_its_line(data, words):
    with pytest.raises(TableError, match=words):
        document_of(S, data)


def test_objects_without_content_are_counted_before_they_are_made(monkeypatch):
    monkeypatch.setattr(objects, "MOST_OBJECTS", 1000)
    assert len(document_of(S, b"[" + b"{}," * 998 + b"{}]")) == 999
    with pytest.raises(TableError, match="more than is read"):
        document_of(S, b"[" + b"{}," * 1000 + b"{}]")


@pytest.mark.parametrize(
    "text",
    [
        '{"a.mp4": 0.1, "b.mp4": 0.2, "a.mp4": 0.3}',
        '[{"video": "b", "a.mp4": 1}, {"a.mp4": 1, "x": 2, "a.mp4": 2}]',
        '{"video": "b"}\n{"a.mp4": "x", "a.mp4": "y"}',
    ],
)
def test_a_name_that_an_object_repeats_with_another_value_is_never_swallowed(text):
    with pytest.raises(TableError, match=r"one object holds 'a\.mp4' twice, with different values"):
        document_of(S, text.encode())


def test_a_name_that_is_repeated_with_its_value_is_read():
    assert document_of(S, b'{"a": [1], "b": 2, "a": [1]}') == {"a": [1], "b": 2}
