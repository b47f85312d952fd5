"""A column that says of which video each picture is names the videos, whatever it is called; that of a person does not."""

import json
import random

import pytest
from tests.scores.conftest import said

LETTERS = "abcdefghijkl"


def pictures(number=12, each=6, alike=True):
    """Video, label, number in the video, number of the picture, and score, of each picture."""
    draw = random.Random(3)
    for v in range(number):
        of_video = draw.gauss(0.4 + 0.2 * (v % 2), 0.15)
        for j in range(each):
            score = (of_video if alike else 0.4 + 0.2 * (v % 2)) + draw.gauss(0, 0.03 if alike else 0.15)
            yield v, ("real", "fake")[v % 2], j, each * v + j, round(min(max(score, 0.01), 0.99), 4)


def table(columns, cells, rows, shuffled=False):
    lines = [",".join(map(str, cells(*row))) for row in rows]
    if shuffled:
        random.Random(5).shuffle(lines)
    return "\n".join([",".join(columns), *lines]) + "\n"


def shape(found):
    return found.tables["videos"].height, found.tables["scores"].height, set(found.tables["scores"]["unit"])


def name_of(v):
    return f"{LETTERS[v % 12]}clip{LETTERS[v * 7 % 12]}{LETTERS[v // 12]}"


@pytest.mark.parametrize("shuffled", [False, True])
@pytest.mark.parametrize(
    "picture", ["{j:03d}.png", "{i:06d}.jpg", "frame_{j}.jpeg", "faces/{i:05d}.webp", "x{i}y.png", "{j:03d}_0.bmp"]
)
@pytest.mark.parametrize(
    ("video", "image"),
    [
        ("folder", "filename"), ("dir", "file"), ("root", "name"), ("vid", "image_name"), ("video_idx", "file"),
        ("video_num", "path"), ("sequence", "frame_path"), ("clip_name", "filename"), ("source_video", "image"),
        ("parent", "image"), ("videoId", "file_name"), ("sub_dir", "img"), ("clip", "picture"), ("identity", "image"),
        ("x", "image"),
    ],
)  # fmt: skip
def test_pictures_beside_the_video_that_they_are_of_are_its_frames(place, video, image, picture, shuffled):
    def cells(v, label, j, i, score):
        name = v if video.endswith(("idx", "num")) else name_of(v)
        return picture.format(j=j, i=i), name, label, score

    text = table([image, video, "label", "prob"], cells, pictures(), shuffled)
    path = place.file("s.csv", text)
    found = place.read(path)
    assert shape(found) == (12, 72, {"frame"})
    assert said(found, f"column '{image}' names pictures, and column '{video}' has several of one label for each of 12 values")
    assert said(found, "if each picture is a video, say --rows-are videos")
    assert found.tables["scores"].select("video", "index").n_unique() == 72
    assert place.read(path, rows_are="videos").tables["videos"].height == 72
    assert shape(place.read(path, rows_are="frames")) == (12, 72, {"frame"})


def test_pictures_in_json_are_frames_too(place):
    rows = [{"img": f"{i:06d}.jpg", "vid": name_of(v), "label": y, "prob": p} for v, y, _, i, p in pictures()]
    assert shape(place.read(place.file("s.json", json.dumps(rows)))) == (12, 72, {"frame"})


def test_numbers_of_frames_beside_pictures_stay(place):
    columns = ["filename", "video_id", "frame", "label", "prob"]
    text = table(columns, lambda v, y, j, i, p: (f"{i}.png", name_of(v), 10 * j, y, p), pictures())
    found = place.read(place.file("s.csv", text))
    assert shape(found) == (12, 72, {"frame"})
    assert set(found.tables["scores"]["index"]) == {0, 10, 20, 30, 40, 50}


def test_pictures_of_one_name_are_one_frame_and_repeated_rows_count_once(place):
    rows = list(pictures())
    text = table(["folder", "file", "label", "prob"], lambda v, y, j, i, p: (name_of(v), f"{j}.png", y, p), [*rows, *rows[:5]])
    assert place.read(place.file("s.csv", text)).tables["scores"].height == 72


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("identity", lambda v, j: f"id{v // 2}"),
        ("vid", lambda v, j: f"p{v // 2}"),
        ("folder", lambda v, j: ("real_images", "sdxl")[v % 2]),
        ("generator", lambda v, j: name_of(v)),
        ("camera_model", lambda v, j: name_of(v)),
        ("folder", lambda v, j: f"{v}{j}"),
        ("quality", lambda v, j: 50 + v),
    ],
    ids=["both labels", "videos of both labels", "two folders", "generators", "cameras", "one each", "a property"],
)
def test_columns_of_persons_and_generators_name_no_videos(place, column, value):
    text = table(["image", column, "label", "prob"], lambda v, y, j, i, p: (f"{i:06d}.png", value(v, j), y, p), pictures())
    assert shape(place.read(place.file("s.csv", text))) == (72, 72, {"video"})


@pytest.mark.parametrize(
    ("column", "value", "number"),
    [("vid", lambda v: f"p{v // 2}", 6), ("folder", lambda v: ("real_a", "real_b", "sdxl", "sd14")[v % 2 * 2 + v // 2 % 2], 4)],
)
def test_a_column_called_like_videos_that_is_not_read_as_such_comes_with_the_option(place, column, value, number):
    columns = ["image", column, "label", "prob"]
    text = table(columns, lambda v, y, j, i, p: (f"{i:06d}.png", value(v), y, p), pictures(alike=False))
    path = place.file("s.csv", text)
    found = place.read(path)
    assert shape(found) == (72, 72, {"video"})
    assert said(found, f"each picture counts as a video (if that column names the videos, say --map video={column})")
    assert place.read(path, columns={"video": column}).tables["videos"].height == number


@pytest.mark.parametrize("column", ["subject", "group", "batch_of"])
def test_values_whose_pictures_are_no_more_alike_than_others_name_no_videos(place, column):
    text = table([column, "image", "label", "prob"], lambda v, y, j, i, p: (name_of(v), f"{i}.png", y, p), pictures(alike=False))
    path = place.file("s.csv", text)
    assert shape(place.read(path)) == (72, 72, {"video"})
    assert shape(place.read(path, rows_are="frames")) == (12, 72, {"frame"})


def test_names_that_tell_more_than_the_column_count(place):
    columns = ["image", "subject", "label", "prob"]
    text = table(columns, lambda v, y, j, i, p: (f"{name_of(v)}/{j:03d}.png", f"s{v % 4}", y, p), pictures(24))
    assert shape(place.read(place.file("s.csv", text))) == (24, 144, {"frame"})


@pytest.mark.parametrize("of_videos", [True, False])
def test_a_file_of_labels_says_what_it_names(place, of_videos):
    rows = list(pictures())
    scores = place.file("s.csv", table(["folder", "file", "prob"], lambda v, y, j, i, p: (name_of(v), f"{i:06d}.png", p), rows))
    names = dict((name_of(v), y) if of_videos else (f"{i:06d}.png", y) for v, y, _, i, _ in rows)
    truth = place.file("l.csv", "\n".join(["video,label", *(f"{n},{y}" for n, y in names.items())]) + "\n")
    found = place.read(scores, labels=[truth])
    assert shape(found) == ((12, 72, {"frame"}) if of_videos else (72, 72, {"video"}))


def test_labels_may_be_in_the_folders_or_in_the_methods(place):
    of_folders = table(["folder", "file", "prob"], lambda v, y, j, i, p: (f"d/{y}/{name_of(v)}", f"{j}.png", p), pictures())
    found = place.read(place.file("s.csv", of_folders), columns={"label": "folder"})
    assert shape(found) == (12, 72, {"frame"})
    methods = {"real": "original", "fake": "Deepfakes"}
    columns = ["dir", "file", "method", "prob"]
    of_methods = table(columns, lambda v, y, j, i, p: (name_of(v), f"{j}.png", methods[y], p), pictures())
    assert shape(place.read(place.file("t.csv", of_methods))) == (12, 72, {"frame"})
