"""``--map property_NAME=COLUMN`` makes a column a property, whatever its name and its values would make of it."""

import random

import pytest
from tests.scores.conftest import said

from touchstone.vocabulary.errors import UsageError

ROWS = range(60)
LABELS = ["fake" if i % 2 else "real" for i in ROWS]
SHUFFLED = random.Random(5)
SCORES = [round(0.3 * (i % 2) + 0.7 * SHUFFLED.random(), 4) for i in ROWS]


def written(place, name, cells, names=None):
    names = names or [f"v{i}.mp4" for i in ROWS]
    lines = [f"{v},{label},{p},{c}" for v, label, p, c in zip(names, LABELS, SCORES, cells, strict=True)]
    return place.file("s.csv", f"video,label,prob,{name}\n" + "\n".join(lines) + "\n")


def properties(found):
    return found.tables["properties"]["property"].unique().sort().to_list()


@pytest.mark.parametrize(
    ("name", "cells", "called"),
    [
        ("Face Ratio", [f"{SHUFFLED.random():.3f}" for _ in ROWS], "property_face_ratio"),
        ("model", [("sora", "runway")[i % 3 > 0] for i in ROWS], "property_model"),
        ("original", [f"v{i - 1}.mp4" if i % 2 and i < 12 else "" for i in ROWS], None),
        ("success", [int(i % 2) for i in ROWS], "property_success"),
        ("stage", [("train", "test")[i % 4 > 1] for i in ROWS], "property_stage"),
        ("tool", ["none" if not i % 2 else ("A", "B")[i % 4 > 2] for i in ROWS], "property_tool"),
    ],
)
def test_such_a_column_is_a_property_and_nothing_else(place, name, cells, called):
    path = written(place, name, cells)
    plain = name.lower().replace(" ", "_")
    found = place.read(path, columns={f"property_{plain}": name})
    assert properties(found) == ([called] if called else [])
    videos = found.tables["videos"]
    assert videos.height == 60
    assert videos["split"].null_count() == videos["group"].null_count() == 60
    assert found.tables["detectors"].height == 1


def test_the_line_on_a_column_that_is_left_out_names_the_option_that_uses_it(place):
    path = written(place, "sharpness", [f"{SHUFFLED.random():.3f}" for _ in ROWS])
    found = place.read(path)
    assert said(found, "if it is a property, say --map property_sharpness=sharpness")
    assert properties(found) == []
    assert properties(place.read(path, columns={"property_sharpness": "sharpness"})) == ["property_sharpness"]


def test_a_name_that_the_file_has_already_is_refused(place):
    path = written(place, "property_mood", ["calm"] * 60)
    with pytest.raises(UsageError, match="has a column 'property_mood' already"):
        place.read(path, columns={"property_mood": "prob"})
    with pytest.raises(UsageError, match="no file has a column 'moods'"):
        place.read(path, columns={"property_x": "moods"})


NUMBERS = [str(i) for i in ROWS]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("id,target,prediction", [int(label == "fake") for label in LABELS]),
        ("id,label,prob,source", [1 + SHUFFLED.randrange(2) for _ in ROWS]),
        ("id,label,prob,source_id", [SHUFFLED.randrange(3) for _ in ROWS]),
        ("id,label,prob,original", [SHUFFLED.randrange(2) for _ in ROWS]),
        ("id,label,prob,original", [SHUFFLED.randrange(30) for _ in ROWS]),
    ],
)
def test_codes_are_not_names_of_videos_that_have_numbers_for_names(place, header, cells):
    if header.startswith("id,target"):
        lines = [f"{n},{c},{p}" for n, c, p in zip(NUMBERS, cells, SCORES, strict=True)]
    else:
        lines = [f"{n},{la},{p},{c}" for n, la, p, c in zip(NUMBERS, LABELS, SCORES, cells, strict=True)]
    found = place.read(place.file("s.csv", "\n".join([header, *lines]) + "\n"))
    assert not said(found, "names the video that another was made from")
    assert found.tables["videos"]["label"].to_list() == [LABELS[int(v)] for v in found.tables["videos"]["video"]]


def test_numbers_that_lead_from_fakes_to_real_videos_are_names(place):
    cells = [i - 1 if i % 2 else "" for i in ROWS]
    path = written(place, "original", cells, NUMBERS)
    found = place.read(path)
    assert said(found, "names the video that another was made from (if not, say --map property_original=original)")
    assert found.tables["videos"]["group"].n_unique() == 30
    other = place.read(path, columns={"property_original": "original"})
    assert other.tables["videos"]["group"].null_count() == 60
