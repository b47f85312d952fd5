"""`--rows-are frames` is never passed over in silence."""

import pytest
from tests.scores.conftest import said
from tests.scores.test_videos_beside_pictures import name_of, pictures, shape, table

IDLE = "--rows-are frames joins no rows"


@pytest.mark.parametrize(
    "key", ["{v}{j}x.mp4", "{i:05d}.png", "{i}", "d{d}/{i:05d}.png", "x/{v}{i}.avi", "https://x.y/{v}?n={i}"],
)
def test_it_says_that_no_rows_are_joined(place, key):
    text = table(
        ["path", "label", "prob"], lambda v, y, j, i, p: (key.format(v=name_of(v), j=j, i=i, d=v // 4), y, p), pictures()
    )
    path = place.file("s.csv", text)
    found = place.read(path, rows_are="frames")
    assert shape(found) == (72, 72, {"video"})
    assert said(found, f"{IDLE}: column 'path' names each of them alone")
    assert said(found, "if a column names the videos, say --map video=COLUMN")
    assert not said(place.read(path), IDLE)


@pytest.mark.parametrize("column", ["subject", "x", "source", "donor", "scene_no"])
def test_it_names_the_column_that_may_name_the_videos(place, column):
    text = table(["path", column, "label", "prob"], lambda v, y, j, i, p: (f"z{i}.mp4", name_of(v), y, p), pictures())
    path = place.file("s.csv", text)
    found = place.read(path, rows_are="frames")
    assert said(found, f"{IDLE}: column 'path' names each of them alone")
    assert said(found, f"say --map video={column}")
    assert shape(place.read(path, rows_are="frames", columns={"video": column})) == (12, 72, {"frame"})


def test_rows_that_are_joined_need_no_such_note(place):
    text = table(["path", "label", "prob"], lambda v, y, j, i, p: (f"{name_of(v)}/{j}.png", y, p), pictures())
    assert not said(place.read(place.file("s.csv", text), rows_are="frames"), IDLE)
