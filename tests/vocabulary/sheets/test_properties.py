"""Which columns are properties of the videos, in which unit, and why others are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.sheets import Sheet, described, settled
from touchstone.vocabulary.sheets.properties import LEAST_VIDEOS, MOST_DESCRIBING, MOST_PROPERTIES, MOST_VALUES
from touchstone.vocabulary.tables import TABLES

N = 120


def looked_at(columns: Mapping[str, Sequence[object]], held=()):
    sheet = Sheet(path=Path("t.csv"), kind="text", frame=pl.DataFrame(columns, strict=False))
    return described(sheet, sheet.columns, held)


def kept(columns: Mapping[str, Sequence[object]], labels=None):
    """Property → its rows, and all notes."""
    _, stated, notes = looked_at(columns)
    n = len(next(iter(columns.values())))
    labels = labels if labels is not None else [("real", "fake")[i % 2] for i in range(n)]
    facts = pl.DataFrame({"video": [f"{i}.mp4" for i in range(n)], "label": labels}).with_columns(*stated)
    table, said = settled(facts)
    return {str(name): rows for (name,), rows in table.group_by("property", maintain_order=True)}, [*notes, *said]


def cycle(*values: object, n: int = N) -> list[object]:
    # Both labels, which alternate, have every value.
    return [values[i // 2 % len(values)] for i in range(n)]


@pytest.mark.parametrize(
    ("column", "cells", "field", "values"),
    [
        ("bitrate_kbps", ["1200", "800.5"], "bitrate", [1_200_000.0, 800_500.0]),
        ("Bitrate Mbps", ["1.5", "2"], "bitrate", [1_500_000.0, 2_000_000.0]),
        ("video-bitrate", ["500", None], "bitrate", [500.0, None]),
        ("duration_ms", ["2500", "n/a"], "duration", [2.5, None]),
        ("Length (s)".replace("(", "").replace(")", ""), ["3", "4"], "duration", [3.0, 4.0]),
        ("frame_width_px", ["640", "1920"], "width", [640, 1920]),
        ("size_mb", ["1.5", "2"], "file_size", [1_500_000, 2_000_000]),
        ("sample_rate_khz", ["44.1", "48"], "audio_rate", [44_100, 48_000]),
        ("video_codec", ["h264", "vp9"], "codec", ["h264", "vp9"]),
        ("has_sound", ["yes", "0"], "has_audio", [True, False]),
    ],
)
def test_units_become_those_of_the_table(column, cells, field, values):
    measured, stated, notes = looked_at({column: cells})
    assert [(s.name, s.to_list()) for s in measured] == [(field, values)]
    assert measured[0].dtype == TABLES["videos"].schema[field]
    assert stated == []
    assert notes[0].startswith(f"also read: {field} from {column!r}")


def test_a_resolution_is_a_width_and_a_height():
    measured, _, notes = looked_at({"resolution": ["640x360", "1920 × 1080"]})
    assert {s.name: s.to_list() for s in measured} == {"width": [640, 1920], "height": [360, 1080]}
    assert notes == ["also read: width and height from 'resolution'"]


def test_what_cannot_be_of_that_unit_is_a_property_of_its_own():
    found, _ = kept({"bitrate_kbps": cycle("low", "high"), "resolution": cycle("720p", "1080p")})
    assert set(found) == {"bitrate_kbps", "resolution"}


@given(
    spelled=st.sampled_from(["gender", "Gender", " SEX ", "sex"]),
    tone=st.sampled_from(["skin_tone", "Skin-Tone", "skin tone", "SKIN_COLOUR"]),
    order=st.permutations(range(40)),
)
def test_spelling_and_the_order_of_rows_do_not_matter(spelled, tone, order):
    columns = {spelled: cycle("f", "m", n=40), tone: cycle("1", "2", "3", n=40)}
    plain, notes = kept(columns)
    mixed, again = kept(
        {name: [cells[i] for i in order] for name, cells in columns.items()},
        [("real", "fake")[i % 2] for i in order],
    )
    assert set(plain) == set(mixed) == {"gender", "skin_tone"}
    assert notes == again == ["properties: gender (2 values), skin_tone (3 values)"]
    for name, rows in plain.items():
        assert rows["value"].value_counts().sort("value").equals(mixed[name]["value"].value_counts().sort("value"))


def test_any_other_column_of_few_values_or_of_numbers_is_kept():
    found, notes = kept({"studio": cycle("a", "b", "c"), "brightness of room": [str(3 * i) for i in range(N)]})
    assert found["studio"]["value"].n_unique() == 3
    assert found["studio"]["number"].null_count() == N
    assert found["brightness_of_room"]["number"].sort().to_list() == [3.0 * i for i in range(N)]
    assert notes == ["properties: studio (3 values), brightness_of_room (a quantity)"]


def test_few_numbers_are_values_and_equal_however_they_are_written():
    found, _ = kept({"crf": cycle("23", "23.0", "40")})
    assert found["crf"]["value"].unique().sort().to_list() == ["23", "40"]


@pytest.mark.parametrize(
    ("name", "cells", "reason"),
    [
        ("token", [f"{i * 7919:x}z" for i in range(N)], "nearly all its values differ"),
        ("note", [f"n{i % 50}" for i in range(N)], f"it has more than {MOST_VALUES} values"),
        ("place", [str(i + 1) for i in range(N)], "it counts the rows"),
        ("clip_id", [str(i * 3 + 10**6) for i in range(N)], "its name is that of an identifier"),
        ("gone", [None] * N, "it is empty"),
        ("fixed", ["x"] * N, "it has one value"),
        ("rare", ["x"] * (N - LEAST_VIDEOS + 1) + ["y"] * (LEAST_VIDEOS - 1), "too few videos share a value"),
        ("pred_score", [str(i / N) for i in range(N)], "by its name it may hold scores, decisions or labels"),
        ("xception", [str(i / N) for i in range(N)], "so it may hold scores"),
        ("other", [str(i - 60.5) for i in range(N)], "it has numbers below and above 0, so it may hold scores"),
        ("judged", cycle("real", "fake"), "its words are labels"),
        ("altered", ["no" if i % 2 == 0 else "yes" for i in range(N)], "so it says what the label says"),
        ("studio", ["x" * 300 if i % 4 < 2 else "y" for i in range(N)], "a value of it has more than 200 characters"),
    ],
)
def test_what_is_left_out_is_named_with_the_reason(name, cells, reason):
    found, notes = kept({name: cells, "gender": cycle("f", "m")})
    assert set(found) == {"gender"}
    (said,) = [note for note in notes if note.startswith("not used: ")]
    assert f"'{name}'" in said
    assert reason in said


def test_every_column_is_named_once():
    columns = {
        "gender": cycle("f", "m"),
        "fixed": ["x"] * N,
        "score_b": cycle("1", "2"),
        "bitrate_kbps": cycle("9", "8"),
    }
    notes = kept(columns)[1]
    for name in ("gender", "fixed", "score_b", "bitrate_kbps"):
        assert sum(name in note for note in notes) == 1, name


def test_a_common_property_that_reveals_the_label_is_kept():
    found, _ = kept({"compression": ["raw" if i % 2 == 0 else ("c23", "c40")[i // 2 % 2] for i in range(N)]})
    assert set(found) == {"compression"}


def test_the_strength_of_a_forgery_is_read_of_fakes_alone():
    strength = ["0" if i % 2 == 0 else str(1 + i // 2 % 3) for i in range(N)]
    found, _ = kept({"manipulation_strength": strength})
    assert found["manipulation_strength"]["value"].unique().sort().to_list() == ["1", "2", "3"]
    assert found["manipulation_strength"].height == N // 2


def test_a_column_that_says_property_is_one():
    found, _ = kept({"property_xception": [str(i / N) for i in range(N)]})
    assert found["property_xception"]["number"].len() == N


def test_a_common_property_with_many_values_keeps_the_most_frequent():
    found, notes = kept({"device": [f"d{i // 2 % 41}" if i < 410 else "d40" for i in range(500)]})
    assert found["device"]["value"].n_unique() == MOST_VALUES
    assert "d40" in found["device"]["value"]
    assert notes == [f"properties: device (the {MOST_VALUES} most frequent of 41 values)"]


def test_numbers_of_properties_and_columns_are_limited():
    columns = {f"kind {chr(97 + i // 26)}{chr(97 + i % 26)}": cycle("x", "y", n=40) for i in range(MOST_DESCRIBING + 9)}
    found, notes = kept(columns)
    assert len(found) == MOST_PROPERTIES
    assert any(f"more than {MOST_PROPERTIES} properties" in note for note in notes)
    assert any(f"more than {MOST_DESCRIBING} columns describe the videos" in note for note in notes)


def test_values_that_differ_between_the_frames_of_a_video_are_none_of_the_video():
    n = 40
    facts = pl.DataFrame(
        {
            "video": [f"{i // 2}.mp4" for i in range(2 * n)],
            "label": [("real", "fake")[i // 2 % 2] for i in range(2 * n)],
            "property sharp": [str(i % 9) for i in range(2 * n)],
            "property gender": [("f", "m")[i // 4 % 2] for i in range(2 * n)],
        }
    )
    table, notes = settled(facts)
    assert table["property"].unique().to_list() == ["gender"]
    assert table.height == n
    assert "not used: 'sharp' (its value differs between the rows of a video)" in notes


def test_names_of_other_columns_are_not_taken():
    names = [
        s.name for s in looked_at({"status": cycle("a", "b"), "Size": cycle("s", "m"), "size": cycle("1", "2")})[1]
    ]
    assert names == ["property status_stated", "property size_stated", "property size_stated_2"]


@given(
    st.dictionaries(
        st.text(max_size=12), st.lists(st.text(max_size=6), min_size=12, max_size=12), min_size=1, max_size=5
    )
)
def test_any_names_and_cells_are_read_and_each_column_is_named(columns):
    found, notes = kept({storable(name): [storable(c) for c in cells] for name, cells in columns.items()})
    assert len(found) <= len(columns)
    assert notes


def storable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


LATE = 300
"""Rows after which a column shows what it is."""


@pytest.mark.parametrize(
    ("first", "later", "how"),
    [
        ("a", ["a", "b"], "sharp (2 values)"),
        ("1", ["1", "2"], "sharp (2 values)"),
        ("2", [f"{i}.5" for i in range(40)], "sharp (a quantity)"),
        ("2", [f"{i}" for i in range(40)], "sharp (a quantity)"),
        ("a", ["unknown", "b"], "sharp (2 values)"),
        ("2", ["unknown", "3"], "sharp (2 values)"),
        ("2", ["nan", "3"], "sharp (2 values)"),
        ("a", ["a"], "'sharp' (it has one value)"),
        ("a", [f"b{i}" for i in range(60)], "'sharp' (it has more than 30 values)"),
    ],
)
def test_a_column_may_show_late_what_it_is(first, later, how):
    _, notes = kept({"sharp": [first] * LATE + [later[i // 2 % len(later)] for i in range(480)]})
    assert how in " ".join(notes)


def test_what_one_late_real_video_shares_with_fakes_is_kept():
    labels = ["real"] * LATE + ["fake"] * LATE + ["real"] * 5
    found, _ = kept({"room": ["a"] * LATE + ["b"] * (LATE + 5)}, labels)
    assert found["room"].height == len(labels)
    found, notes = kept({"room": ["a"] * LATE + ["b"] * LATE + ["a"] * 5}, labels)
    assert not found
    assert "one value is that of all real videos and of no fake" in " ".join(notes)


def test_values_that_are_each_of_one_label_are_no_property():
    """FakeAVCeleb's category, for one: A and B are real where pictures alone are asked, C and D are fake."""
    labels = ["real"] * 20 + ["fake"] * 20
    found, notes = kept({"category": ["A", "B"] * 10 + ["C", "D"] * 10}, labels)
    assert not found
    assert "each of its values is of real videos alone or of fakes alone" in " ".join(notes)
    found, _ = kept({"category": ["A", "B"] * 10 + ["C", "D"] * 9 + ["C", "A"]}, labels)
    assert found["category"].height == 40
