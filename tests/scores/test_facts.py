"""Facts about videos in the spelling of other programs are read; what cannot be read is said and stops nothing."""

import pytest
from tests.scores.conftest import said

from touchstone.vocabulary.errors import TableError


def read(place, column, cells, **options):
    rows = [f"v{i},{('real', 'fake')[i % 2]},0.{i + 1},{cell}" for i, cell in enumerate(cells)]
    return place.read(place.file("s.csv", "\n".join([f"video,label,prob,{column}", *rows]) + "\n"), **options)


@pytest.mark.parametrize(
    ("column", "cells", "field", "numbers"),
    [
        ("fps", ["30000/1001", "25/1", "25"], "fps", [29.97, 25.0, 25.0]),
        ("duration", ["00:00:10", "01:00:00.5", "1:05"], "duration", [10.0, 3600.5, 65.0]),
        ("duration", ["10 s", "1500ms", "2 min"], "duration", [10.0, 1.5, 120.0]),
        ("width", ["1920px", "640 px", "#N/A"], "width", [1920, 640, None]),
        ("bitrate", ["1.5 Mbit/s", "800 kbps", "900000"], "bitrate", [1_500_000, 800_000, 900_000]),
    ],
)
def test_measures_are_numbers_in_the_unit_of_their_column(place, column, cells, field, numbers):
    videos = read(place, column, cells).tables["videos"]
    assert [x if x is None else round(x, 2) for x in videos[field].to_list()] == numbers


@pytest.mark.parametrize(
    ("column", "cells", "note"),
    [
        ("timestamp", ["2024-03-01 10:00", "2024-03-02 11:00"], "'timestamp' is not read as time: row 2: "),
        ("width", ["640", "wide"], "'width' is not read as width: row 3: column 'width' holds 'wide'"),
        ("width", ["640", "-4"], "'width' is not read as width: row 3: width is -4, below 0"),
        ("has_audio", ["yes", "maybe"], "'has_audio' is not read as has_audio: row 3: 'maybe'"),
    ],
)
def test_what_is_no_measure_is_said_and_stops_only_where_the_user_named_the_column(place, column, cells, note):
    found = read(place, column, cells)
    assert found.tables["scores"]["p_fake"].to_list() == [0.1, 0.2]
    assert said(found, f"column {note}")
    field = "time" if column == "timestamp" else column
    with pytest.raises(TableError, match="row"):
        read(place, column, cells, columns={field: column})


@pytest.mark.parametrize("word", ["#N/A", "#DIV/0!", "#VALUE!"])
def test_errors_of_a_spreadsheet_are_no_numbers(place, word):
    found = place.scores("video,label,prob", f"a,real,{word}", "b,fake,0.9", "c,real,0.2")
    assert found == {("scores", "b"): 0.9, ("scores", "c"): 0.2}
