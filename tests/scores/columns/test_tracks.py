"""Folders that are numbers hold the pictures of a video, and those of a face in it where they are few below many."""

import pytest
from tests.scores.test_one_folder import read, shape


def keys_of(form, number=12, each=6):
    rows = [(v, i) for v in range(number) for i in range(each)]
    keys = [form.format(v=f"{'abcdefghijkl'[v]}clip", n=v, i=i, k=i // 3, y=("real", "fake")[v % 2], d=v // 4) for v, i in rows]
    return keys, [("real", "fake")[v % 2] for v, _ in rows]


@pytest.mark.parametrize(
    "form",
    [
        "faces/{n}/{i}.png", "{n}/{i:03d}.png", "x/{y}/{n}/{i}.jpg", "{y}_test/{d}/{y}/{n}/{i}.png", "D:\\faces\\{n}\\{i}.png",
        "{n}/frame_{i}.png",
    ],
)  # fmt: skip
def test_folders_that_are_numbers_are_videos(place, form):
    keys, labels = keys_of(form)
    assert shape(read(place, keys, labels)) == (12, 72, {"frame"})
    assert shape(read(place, keys, labels, rows_are="frames")) == (12, 72, {"frame"})
    assert shape(read(place, keys, labels, columns={"video": "path"})) == (72, 72, {"video"})


@pytest.mark.parametrize(
    "form",
    [
        "{v}/0/{i:03d}.png", "{v}/{k}/{i:03d}.png", "{y}/{v}/1/{i}.jpg", "{v}/track_0/{i}.png", "{v}/face_{k}/{i:02d}.png",
        "{v}/{k}/frame_{i:03d}.png", "x/{n:03d}/0/{i}.png",
    ],
)  # fmt: skip
def test_pictures_in_a_folder_for_each_face_are_of_the_video_above(place, form):
    found = read(place, *keys_of(form))
    assert shape(found) == (12, 72, {"frame"})
    assert found.tables["videos"]["video"].str.contains("(?:clip|[0-9]{3})$").all()


@pytest.mark.parametrize("form", ["{d}/{y}/{i}{n}.png", "x/{k}/{n}{i}.png"])
def test_folders_that_are_classes_hold_many_videos(place, form):
    keys, labels = keys_of(form)
    assert shape(read(place, keys, labels)) == (72, 72, {"video"})


def test_folders_of_0_and_1_are_classes(place):
    keys = [f"data/{i % 2}/{i:04d}.png" for i in range(40)]
    assert shape(read(place, keys, [("real", "fake")[i % 2] for i in range(40)])) == (40, 40, {"video"})


def test_many_numbered_videos_of_a_person_are_videos(place):
    keys = [f"x/{p}person/{v}/{i}.png" for p in "abcdefghijkl" for v in range(6) for i in range(3)]
    labels = [("real", "fake")[k // 18 % 2] for k in range(len(keys))]
    assert shape(read(place, keys, labels)) == (72, 216, {"frame"})
