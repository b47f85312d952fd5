"""Numbered clips and pieces of sound in a folder for each video are parts of it; those of persons are videos."""

import pytest
from tests.scores.conftest import said
from tests.scores.test_one_folder import LETTERS, read, shape


def parts(form, number=10, each=4):
    keys = [form.format(v=f"{LETTERS[v % 10]}clip{LETTERS[v // 10]}", n=v, i=i) for v in range(number) for i in range(each)]
    return keys, [("real", "fake")[k // each % 2] for k in range(len(keys))]


@pytest.mark.parametrize("column", ["path", "file"])
@pytest.mark.parametrize(
    "form",
    [
        "{v}/clip_{i}.mp4", "{v}/seg_{i:03d}.wav", "x/{v}/chunk{i}.flac", "{v}/segment-{i}.avi",
        "D:\\data\\{v}\\part_{i:02d}.mkv", "{v}/scene_{i}.mov", "{n}/clip_{i}.mp4", "{v}/seg_{i}_00.webm", "{v}/window{i}.MP3",
    ],
)  # fmt: skip
def test_numbered_parts_in_a_folder_for_each_video_are_its_clips(place, form, column):
    keys, labels = parts(form)
    found = read(place, keys, labels, column)
    assert shape(found) == (10, 40, {"clip"})
    assert said(found, f"they are read as clips of these (if each part is a video, say --map video={column})")
    assert shape(read(place, keys, labels, column, columns={"video": column})) == (40, 40, {"video"})
    assert shape(read(place, keys, labels, column, rows_are="videos")) == (40, 40, {"video"})


@pytest.mark.parametrize(
    "form", ["person_{n}/clip_{i}.mp4", "id{n}/scene_{i}.mp4", "S{n:02d}/seg_{i}.wav", "{v}/{i}.mp4", "{v}/take.mp4"]
)
def test_clips_of_persons_and_numbered_videos_stay(place, form):
    keys, labels = parts(form)
    keys = keys if "{i}" in form else [f"{k}{i}" for i, k in enumerate(keys)]
    assert read(place, keys, labels).tables["videos"].height == 40


@pytest.mark.parametrize("form", ["person_{n}/clip_{i}.mp4", "{v}/{i}.mp4", "{v}/x{i:03d}.wav"])
def test_numbered_files_are_clips_of_their_folder_where_rows_are_frames(place, form):
    keys, labels = parts(form)
    assert shape(read(place, keys, labels, rows_are="frames")) == (10, 40, {"clip"})


@pytest.mark.parametrize("folder", ["real", "test", "dfdc", "mixed"])
def test_folders_of_many_videos_stay(place, folder):
    keys = [f"{folder}{i // 4 if folder == 'mixed' else ''}/clip_{i}.mp4" for i in range(40)]
    assert shape(read(place, keys, [("real", "fake")[i % 2] for i in range(40)])) == (40, 40, {"video"})


def test_pieces_of_sound_come_with_the_option_that_turns_their_scores(place):
    keys, labels = parts("{v}/seg_{i:03d}.wav")
    assert said(read(place, keys, labels), "these are read as high for fake (--fake-is low turns them)")
    assert not said(read(place, keys, labels, fake_is="low"), "turns them")


def test_parts_that_are_no_more_alike_than_others_come_with_the_option(place):
    keys, labels = parts("{v}/clip_{i}.mp4", 12, 12)
    found = read(place, keys, labels)
    assert shape(found) == (144, 144, {"video"})
    assert said(found, "each part counts as a video (if each folder is a video, say --rows-are frames)")
    assert shape(read(place, keys, labels, rows_are="frames")) == (12, 144, {"clip"})
