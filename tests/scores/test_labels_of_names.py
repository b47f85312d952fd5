"""A label belongs to a name: all videos of that name that a score file tells apart take it."""

import numpy as np
import pytest
from tests.scores.conftest import labels_of, said
from tests.scores.forms.example import table

from touchstone.vocabulary.errors import TableError

COUNT = 30
NAMES = [f"v{i:03d}.mp4" for i in range(COUNT)]
LABELS = ["real", "fake"] * (COUNT // 2)
RNG = np.random.default_rng(5)


def scores_of_versions(place, column, values, name="s.csv"):
    """A row for each value of a column and each name; nothing in the scores shows which rows are of one name."""
    cells = {
        "video": np.repeat(NAMES, len(values)),
        column: list(values) * COUNT,
        "score": RNG.uniform(0.01, 0.99, COUNT * len(values)).round(4),
    }
    (place.folder / name).write_bytes(table(cells))
    return place.folder / name


def labels_file(place, **cells):
    path = place.folder / "labels.csv"
    path.write_bytes(table({"video": NAMES, "label": LABELS} | cells))
    return path


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("compression", ["c23", "c40"]),
        ("crf", [18, 28, 38]),
        ("method", ["NeuralTextures", "Deepfakes"]),
        ("dataset", ["HQ", "LQ"]),
        ("resolution", ["360p", "1080p"]),
        ("pose", ["front", "side", "back"]),
    ],
)
def test_each_video_of_a_name_takes_its_label(place, column, values):
    found = place.read(scores_of_versions(place, column, values), labels=[labels_file(place)])
    labels = labels_of(found)
    assert len(labels) == COUNT * len(values)
    assert {(video.rpartition("/")[2], label) for video, label in labels.items()} == set(zip(NAMES, LABELS, strict=True))
    assert found.tables["scores"].height == COUNT * len(values)
    assert said(found, f"labels found for {COUNT * len(values)} by the name that several videos share")
    assert not said(found, "have no score")


def test_rows_that_nothing_tells_apart_take_it_too(place):
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": np.repeat(NAMES, 3), "score": RNG.uniform(0.01, 0.99, 3 * COUNT).round(4)}))
    found = place.read(path, labels=[labels_file(place)], rows_are="videos")
    assert len(labels_of(found)) == 3 * COUNT
    assert {(video.partition(" ")[0], label) for video, label in labels_of(found).items()} == set(zip(NAMES, LABELS, strict=True))


def test_a_label_file_that_names_the_versions_is_believed(place):
    path = place.folder / "labels.csv"
    videos = [f"{version}/{name}" for version in ("c23", "c40") for name in NAMES]
    path.write_bytes(table({"video": videos, "label": LABELS + LABELS[::-1]}))
    found = place.read(scores_of_versions(place, "compression", ["c23", "c40"]), labels=[path])
    assert labels_of(found) == dict(zip(videos, LABELS + LABELS[::-1], strict=True))
    assert not said(found, "several videos share")


def test_what_else_the_label_file_says_of_a_name_holds_for_each(place):
    persons = [f"id{i // 2}" for i in range(COUNT)]
    path = scores_of_versions(place, "compression", ["c23", "c40"])
    videos = place.read(path, labels=[labels_file(place, person=persons)]).tables["videos"]
    of_name = dict(zip(NAMES, persons, strict=True))
    assert {(v.rpartition("/")[2], g) for v, g in videos.select("video", "group").iter_rows()} == set(of_name.items())


def test_several_detectors_share_them(place):
    paths = [scores_of_versions(place, "compression", ["c23", "c40"], f"{name}.csv") for name in ("meso", "xception")]
    found = place.read(*paths, labels=[labels_file(place)])
    assert found.tables["detectors"].height == 2
    assert len(labels_of(found)) == 2 * COUNT


def test_one_name_of_two_data_sets_in_two_files_is_a_question(place):
    paths = [scores_of_versions(place, "compression", ["c23", "c40"], f"{name}.csv") for name in ("A", "B")]
    with pytest.raises(TableError, match="name them there as here, or say --files-are detectors"):
        place.read(*paths, labels=[labels_file(place)], files_are="datasets")
