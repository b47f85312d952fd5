"""Numbered pictures of many videos in one folder are frames; single pictures are not."""

import pytest
from tests.scores.conftest import said

LETTERS = "abcdefghij"


def read(place, keys, labels, column="path", **options):
    rows = [f"{k},{y},{(i * 37 % 97) / 100 + 0.01:.3f}" for i, (k, y) in enumerate(zip(keys, labels, strict=True))]
    return place.read(place.file("s.csv", "\n".join([f"{column},label,score", *rows]) + "\n"), **options)


def shape(found):
    return found.tables["videos"].height, found.tables["scores"].height, set(found.tables["scores"]["unit"])


def of_videos(form, each=4):
    keys = [form.format(v=f"{c}clip", i=i) for c in LETTERS for i in range(each)]
    return keys, [("real", "fake")[k // each % 2] for k in range(len(keys))]


@pytest.mark.parametrize("column", ["path", "image"])
@pytest.mark.parametrize(
    "form",
    [
        "{v}_{i:04d}.png",
        "{v}_frame{i}.jpg",
        "{v}-{i:05d}.JPG",
        "faces/{v}_{i}.webp",
        "D:\\x\\{v}_f{i:03d}.png",
        "{v}_1_{i:02d}.png",
        "{v} ({i}).png",
        "{v}{i:04d}.png",
        "{v}_{i:03d}_0.png",
        "{v}_{i}_crop.jpg",
        "x/{v}_{i:04d}_aligned_mask.png",
        "{v}_frame_{i:03d}_x1_y2.png",
        "{v}_{i}.png.npy",
        "{v}_t={i}.png",
        "{v}_{i}00ms.jpg",
        "{v}#{i}",
        "{v}:{i}",
        "faces/{v}@{i}.mp4",
        "{i:04d}/{v}.png",
        "faces/frame{i}/{v}.jpg",
    ],
)
def test_pictures_that_share_a_name_before_the_number_are_frames(place, form, column):
    keys, labels = of_videos(form)
    found = read(place, keys, labels, column)
    assert shape(found) == (10, 40, {"frame"})
    assert said(found, f"if each picture is a video, say --map video={column}")
    assert shape(read(place, keys, labels, column, columns={"video": column})) == (40, 40, {"video"})


@pytest.mark.parametrize(
    "keys",
    [
        [f"IMG_{i:04d}.png" for i in range(40)],
        [f"{'fake' if i % 2 else 'real'}_{i:04d}.png" for i in range(40)],
        [f"{'gan' if i % 2 else 'cam'}_{i:04d}.png" for i in range(40)],
        [f"{LETTERS[i % 5]}x_{i:04d}.png" for i in range(40)],
        [f"{i:04d}.png" for i in range(40)],
        [f"{i % 4}_{i * 37:04d}.png" for i in range(40)],
        [f"{('real', 'fake')[i % 2]}/{i // 2 % 7:04d}_{i * i:05d}.png" for i in range(40)],
        [f"{LETTERS[i % 10]}{i}_0001.png" for i in range(40)],
        [f"{LETTERS[i // 4]}clip_{i:04d}.mp4" for i in range(40)],
        [f"{LETTERS[i % 5]}x_{i:04d}_crop.png" for i in range(40)],
        [f"{LETTERS[i % 5]}user@{i}" for i in range(40)],
        [f"{i // 4:04d}/{LETTERS[i % 4]}x.png" for i in range(40)],
        [f"{LETTERS[i // 4]}clip_7_{LETTERS[i % 4]}.png" for i in range(40)],
    ],
    ids=[
        "one name", "labels", "two kinds", "both labels", "numbers", "few numbers",
        "numbers of batches", "one picture each", "videos",
        "words behind", "persons", "views in folders", "equal numbers",
    ],
)
def test_single_pictures_and_videos_stay(place, keys):
    labels = [("real", "fake")[i % 2] for i in range(40)]
    assert shape(read(place, keys, labels)) == (40, 40, {"video"})


def test_pictures_whose_labels_come_one_by_one_are_frames_where_each_video_has_one(place):
    keys, labels = of_videos("{v}_{i:04d}.png")
    scores = place.file("s.csv", "\n".join(["path,score", *(f"{k},0.{i + 10}" for i, k in enumerate(keys))]) + "\n")
    truth = place.file(
        "l.csv", "\n".join(["path,label", *(f"x/{k},{y}" for k, y in zip(keys, labels, strict=True))]) + "\n"
    )
    assert shape(place.read(scores, labels=[truth])) == (10, 40, {"frame"})
    assert shape(place.read(scores, labels=[truth], columns={"video": "path"})) == (40, 40, {"video"})
    other = [("real", "fake")[i % 2] for i in range(len(keys))]
    mixed = place.file("m.csv", "\n".join(["path,label", *(f"x/{k},{y}" for k, y in zip(keys, other, strict=True))]) + "\n")
    assert shape(place.read(scores, labels=[mixed])) == (40, 40, {"video"})


NUMBERS = [17 * k + k * k for k in range(10)]


def by_label(form, each=4):
    """Keys in which numbers name the videos, in a folder for each label."""
    keys = [form.format(y=("real", "fake")[k % 2], v=v, i=i) for k, v in enumerate(NUMBERS) for i in range(each)]
    return keys, [("real", "fake")[k // each % 2] for k in range(len(keys))]


@pytest.mark.parametrize(
    "form",
    [
        "{y}/{v:03d}_{i:04d}.png",
        "{y}/{v:03d}_{v:03d}_{i:04d}.png",
        "{v}-{i}.jpg",
        "{v:05d}.mp4_{i:04d}.jpg",
        "x/{y}/{v:05d}_{i:05d}.png",
    ],
)
def test_numbers_name_videos_too(place, form):
    found = read(place, *by_label(form))
    assert shape(found) == (10, 40, {"frame"})


@pytest.mark.parametrize(
    "form",
    [
        "{v}_f{i:03d}_face{k}.png",
        "{v}_frame_{i}_face_{k}.jpg",
        "{v}_f{i}_{k}.png",
        "x/{v}_{i:03d}_face{k}.png",
        "{v}/frame{i:03d}_det{k}.png",
        "{v}/frame_{i}/face_{k}.png",
        "{v}_face{k}_frame{i:03d}.png",
        "{v}-person{k}-{i:04d}.png",
        "{v}/face{k}/{i:03d}.png",
    ],
)
@pytest.mark.parametrize("column", ["image", "crop"])
def test_pictures_of_the_faces_in_a_frame_are_of_one_video(place, form, column):
    keys = [form.format(v=f"clip{v}x", i=i, k=k) for v in range(10) for i in range(3) for k in range(2)]
    labels = [("real", "fake")[v % 2] for v in range(10) for _ in range(6)]
    found = read(place, keys, labels, column)
    assert shape(found) == (10, 60, {"frame"})
    assert said(found, f"column '{column}' names")
    assert said(found, f"if each picture is a video, say --map video={column}")
    assert shape(read(place, keys, labels, column, columns={"video": column})) == (60, 60, {"video"})


def test_faces_in_a_folder_for_each_video_are_of_that_video(place):
    keys = [f"Deepfakes/{v:03d}/face_{k}.png" for v in range(10) for k in range(4)]
    found = read(place, keys, [("real", "fake")[v % 2] for v in range(10) for _ in range(4)])
    assert shape(found) == (10, 40, {"frame"})


@pytest.mark.parametrize(
    "form",
    [
        "{v}.mp4#t={i}.5",
        "{v}.avi?frame={i}",
        "{v}.mp4:{i}",
        "{v}.mov_{i:04d}.npy",
        "{i:04d}_{v}.jpg",
        "a/frame_{i}_{v}.png",
        "{v}.mp4@{i}.25s",
    ],
)
def test_names_that_hold_a_video_and_a_number_are_frames(place, form):
    found = read(place, *of_videos(form))
    assert shape(found) == (10, 40, {"frame"})
    assert found.tables["scores"].group_by("video").agg("index").get_column("index").list.n_unique().to_list() == [4] * 10


@pytest.mark.parametrize(
    "form", ["{v}_{i:04d}", "{v}_{i}.npy", "{v}_clip{i}.mp4", "{v}_{i}-{i}5s.mp4", "{v}/{i:04d}", "x/{v} seg {i}.wav"]
)
def test_what_may_be_parts_of_videos_is_said_and_the_option_makes_it_so(place, form):
    keys, labels = of_videos(form)
    found = read(place, keys, labels)
    assert shape(found) == (40, 40, {"video"})
    assert said(found, "40 names share 10 beginnings")
    assert said(found, "say --rows-are frames")
    assert shape(read(place, keys, labels, rows_are="frames")) == (10, 40, {"frame"})
    assert not said(read(place, keys, labels, rows_are="videos"), "beginnings")


@pytest.mark.parametrize("form", ["{v}{i}.mp4", "{v}_{i:04d}.mp4", "{i}{v}"])
def test_names_of_videos_are_no_parts(place, form):
    assert not said(read(place, *of_videos(form)), "beginnings")


def test_times_with_fractions_are_those_of_frames(place):
    for form in ("{v}/{t}s.jpg", "{v}_{t}s.jpg", "{v}/t{t}.png", "faces/{v}/frame_{t}.png", "{v}_{t}sec.jpeg"):
        keys = [form.format(v=f"{c}clip", t=f"{i / 2:.1f}") for c in LETTERS for i in range(4)]
        labels = [("real", "fake")[k // 4 % 2] for k in range(40)]
        found = read(place, keys, labels)
        assert shape(found) == (10, 40, {"frame"})
        assert set(found.tables["scores"]["index"]) == {0, 1, 2, 3}
        assert said(found, "if each picture is a video, say --map video=path")
        assert shape(read(place, keys, labels, rows_are="frames")) == (10, 40, {"frame"})
