"""Columns of several detectors under names of their own: the error says what to type, and numbered ones are read."""

import re

import pytest

from touchstone.scores.options import parse_map
from touchstone.vocabulary.errors import TableError


def lines(names):
    rows = [
        f"v{i},{'fake' if i % 2 else 'real'}," + ",".join(f"0.{(i * 7 + k * 31) % 89 + 10}" for k in range(len(names)))
        for i in range(12)
    ]
    return "\n".join([f"video,label,{','.join(names)}", *rows])


@pytest.mark.parametrize("names", [("xception", "vit", "f3net"), ("seed0", "seed1", "seed2")])
def test_the_options_of_the_error_read_all_of_them(place, names):
    path = place.file("s.csv", lines(names))
    with pytest.raises(TableError, match="if each holds the scores of a detector") as error:
        place.read(path)
    maps = re.findall(r"--map (p_\w+=(?!COLUMN)\w+)", str(error.value))
    assert place.read(path, columns=parse_map(tuple(maps))).tables["detectors"]["detector"].to_list() == list(names)


@pytest.mark.parametrize("word", ["score", "prob"])
def test_numbered_scores_are_detectors(place, word):
    found = place.read(place.file("s.csv", lines([f"{word}{k}" for k in (1, 2, 3)])))
    assert found.tables["detectors"]["detector"].to_list() == [f"{word}{k}" for k in (1, 2, 3)]
