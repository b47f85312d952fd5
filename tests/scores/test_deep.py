"""Documents that are nested deeper than any table are refused in one line, as scores and as labels."""

import json

import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import sheet_of_document

DEEP = [
    '{"a":|1|}', '{"real":|1|}', '{"test":|1|}', "[|1|]", '{"a":[|1|]}', '[{"a":|"b"|}]', '{"results":|1|}', '{"scores":[|0.5|]}',
]  # fmt: skip


def deep(pattern, levels):
    before, middle, behind = pattern.split("|")
    return before * levels + middle + behind * levels


@pytest.mark.parametrize("levels", [65, 300, 400])
@pytest.mark.parametrize("pattern", DEEP)
def test_it_is_one_line(pattern, levels, place):
    text = deep(pattern, levels)
    with pytest.raises(TableError, match="nested too deeply for a table"):
        place.read(place.file("deep.json", text))
    scores = place.file("s.csv", "video,score\na,0.1\nb,0.9\n")
    with pytest.raises(TableError, match="nested too deeply for a table"):
        place.read(scores, labels=[place.file("deep.json", text)])


@pytest.mark.parametrize("member", ['{"x":|0.5|}', "[|0.5|]"])
@pytest.mark.parametrize("levels", [100, 400])
def test_inside_a_record_too(member, levels, place):
    row = {"video": "a", "label": "real", "score": 0.1}
    text = json.dumps([row, row]).replace("0.1", deep(member, levels), 1)
    with pytest.raises(TableError, match="more than 64 levels"):
        place.read(place.file("deep.json", text))


def test_a_document_of_a_program_too(tmp_path):
    value = 0.5
    for _ in range(100_000):
        value = [value]
    with pytest.raises(TableError, match="nested too deeply"):
        sheet_of_document(tmp_path / "data", {"video": ["a"], "scores": [value]})
