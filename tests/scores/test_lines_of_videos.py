"""Lines without header: which column names the videos, where others hold words too, and pictures of videos."""

import numpy as np
import polars as pl
import pytest
from tests.scores.conftest import labels_of, said

COUNT = 48
SEPARATORS = [",", "\t", " "]
NAMES = {
    "files": lambda i, y: f"{chr(97 + i % 26)}x{i * 7}.mp4",
    "stems": lambda i, y: f"{chr(97 + i % 26)}x{i * 7}",
    "paths": lambda i, y: f"data/{('real', 'fake')[y]}/q{i * 3}.avi",
    "numbers": lambda i, y: f"{i:03d}",
}
FIRST = {
    "method": lambda i, y: ("original", "Deepfakes", "FaceSwap")[y * (1 + i // 2 % 2)],
    "generator": lambda i, y: ("none", "stylegan", "diffusion")[y * (1 + i // 2 % 2)],
    "dataset": lambda i, y: ("Celeb-DF", "DFDC")[i // 2 % 2],
    "detector": lambda i, y: "xception",
    "split": lambda i, y: "test",
    "date": lambda i, y: f"2024-05-{1 + i % 9:02d}",
    "codec": lambda i, y: ("c23", "c40")[i // 2 % 2],
}
"""What lines may begin with."""


def drawn(seed=5):
    rng = np.random.default_rng(seed)
    return [(i, i % 2, round(float(1 / (1 + np.exp(-rng.normal(2 * (i % 2) - 1, 1.5)))), 4)) for i in range(COUNT)]


def lines(place, rows, separator=",", name="s.txt"):
    return place.file(name, "".join(separator.join(map(str, row)) + "\n" for row in rows))


def means(found):
    return dict(found.tables["scores"].group_by("video").agg(pl.col("p_fake").mean().round(6)).iter_rows())


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("order", "words"), [("fvyp", ("0", "1")), ("fvyp", ("real", "fake")), ("fypv", ("0", "1")), ("vfyp", ("0", "1"))]
)
def test_the_videos_are_the_column_of_names(place, first, name, order, words):
    rows = drawn()
    held = {(i, y): {"f": FIRST[first](i, y), "v": NAMES[name](i, y), "y": words[y], "p": p} for i, y, p in rows}
    found = place.read(
        lines(place, [[row[at] for at in order] for row in held.values()], SEPARATORS[len(first + name) % 3])
    )
    assert labels_of(found) == {row["v"]: ("real", "fake")[y] for (_, y), row in held.items()}
    assert means(found) == {row["v"]: row["p"] for row in held.values()}
    assert said(found, f"video: column 'column {order.index('v') + 1}'")
    if first == "detector":
        assert found.tables["detectors"]["detector"].to_list() == ["xception"]
    column = f"column {order.index('f') + 1}"
    if first in ("method", "dataset", "detector"):
        assert said(found, f"--map 'property_column_{column[-1]}={column}'")
        plain = place.read(place.folder / "s.txt", columns={f"property_column_{column[-1]}": column})
        assert means(plain) == means(found)


def test_methods_say_the_label_where_no_column_does(place):
    rows = [(FIRST["method"](i, y), NAMES["files"](i, y), p) for i, y, p in drawn()]
    found = place.read(lines(place, rows))
    assert labels_of(found) == {NAMES["files"](i, y): ("real", "fake")[y] for i, y, _ in drawn()}
    assert said(found, "'column 1' says real (original)")
    turned = place.read(place.folder / "s.txt", columns={"label": "column 1"}, label_fake=("original",))
    assert {*labels_of(turned).items()} == {
        (v, {"real": "fake", "fake": "real"}[y]) for v, y in labels_of(found).items()
    }


@pytest.mark.parametrize("turned", [False, True])
def test_rows_of_several_detectors(place, turned):
    rows = [
        (d, NAMES["stems"](i, y), y, round(p * k, 4))
        for d, k in (("xception", 1), ("meso4", 0.9))
        for i, y, p in drawn()
    ]
    found = place.read(lines(place, [row[::-1] for row in rows] if turned else rows))
    assert {*found.tables["detectors"]["detector"]} == {"xception", "meso4"}
    assert found.tables["videos"].height == COUNT


def test_columns_of_several_detectors_are_offered(place):
    rows = [(NAMES["stems"](i, y), y, round(0.9 * p, 4), p) for i, y, p in drawn()]
    path = lines(place, rows)
    assert said(place.read(path), "say --map 'p_column_3=column 3' --map 'p_column_4=column 4'")
    found = place.read(path, columns={"p_column_3": "column 3", "p_column_4": "column 4"})
    assert {*found.tables["detectors"]["detector"]} == {"column_3", "column_4"}


PICTURES = {
    "numbers": lambda v, j: f"{v}/{j:03d}.png",
    "frames": lambda v, j: f"{v}/frame_{10 * j:05d}.jpg",
    "flat": lambda v, j: f"{v}_{j:04d}.jpg",
    "folders": lambda v, j: f"data/all/{v}/{j:03d}.png",
    "images": lambda v, j: f"./{v}/img{j}.jpeg",
}


def pictures(form):
    rng = np.random.default_rng(7)
    return [
        (PICTURES[form](NAMES["stems"](i, y), j), y, round(float(np.clip(p + rng.normal(0, 0.03), 0.001, 0.999)), 4))
        for i, y, p in drawn()
        for j in range(6)
    ]


@pytest.mark.parametrize("form", PICTURES)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 0, 2), (0, 1, 2, 3)])
@pytest.mark.parametrize("separator", SEPARATORS)
def test_pictures_of_lines_are_frames_as_they_are_below_a_header(place, form, order, separator):
    every = [(*row, round(0.9 * row[2], 4)) for row in pictures(form)]
    rows = [[row[at] for at in order] for row in every]
    found = place.read(lines(place, rows, separator))
    names = [["path", "label", "score", "other"][at] for at in order]
    named = place.read(lines(place, [names, *rows], separator, "s2.txt"))
    if len(order) == 3:
        assert means(found) == means(named)
    assert labels_of(found) == labels_of(named)
    assert found.tables["videos"].height == COUNT
    assert set(found.tables["scores"]["unit"]) == {"frame"}


@pytest.mark.parametrize("form", PICTURES)
@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("root", ["", "/mnt/faces/"])
def test_labels_of_the_same_pictures_belong_to_their_videos(place, form, header, root):
    rows = pictures(form)
    heads = [["path", "prob"], ["path", "label"]] if header else [[], []]
    scores = lines(place, [*heads[:header], *((key, p) for key, _, p in rows)], name="p.csv")
    truth = lines(place, [*heads[1:][:header], *((root + key, y) for key, y, _ in rows)], name="l.csv")
    found = place.read(scores, labels=[truth])
    together = place.read(lines(place, [["path", "label", "prob"], *rows], name="both.csv"))
    assert sorted(labels_of(found).values()) == sorted(labels_of(together).values())
    assert sorted(means(found).values()) == sorted(means(together).values())
    assert said(found, "l.csv: names pictures; each video has the label of its pictures")
    singly = place.read(scores, labels=[truth], columns={"video": "path" if header else "column 1"})
    assert singly.tables["videos"].height == len(rows)


@pytest.mark.parametrize("header", [True, False])
def test_pictures_of_several_detectors_on_other_scales(place, header):
    of_one = pictures("numbers")
    rows = [("xception", *row) for row in of_one] + [("meso4", key, y, round(0.9 - 0.8 * p, 4)) for key, y, p in of_one]
    found = place.read(lines(place, [*[["detector", "path", "label", "score"]][:header], *rows]))
    assert found.tables["videos"].height == COUNT
    assert {*found.tables["detectors"]["detector"]} == {"xception", "meso4"}


def test_numbers_of_pictures_are_no_groups(place):
    rng = np.random.default_rng(1)
    rows = [(f"q{i}/{j:03d}.png", i % 2, round(rng.random(), 4)) for i in range(40) for j in range(12)]
    found = place.read(lines(place, rows))
    assert found.tables["videos"].height == len(rows)
    assert said(found, "if each folder is a video, say --rows-are frames")
    assert not said(found, "FaceForensics++")
    assert place.read(place.folder / "s.txt", rows_are="frames").tables["videos"].height == 40
