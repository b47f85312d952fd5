"""Splits that stand only in the paths of videos count as a column of splits does."""

import pytest
from tests.scores.conftest import said


def read(place, keys, labels=None, more=""):
    labels = labels or [("fake", "real")[i % 2] for i in range(len(keys))]
    rows = [f"{k},{y},0.{i + 10}{more}" for i, (k, y) in enumerate(zip(keys, labels, strict=True))]
    head = "video,label,score" + (",split" if more else "")
    return place.read(place.file("s.csv", "\n".join([head, *rows]) + "\n"))


def splits(found):
    return dict(found.tables["videos"].drop_nulls("split")["split"].value_counts().iter_rows())


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("/data/train/", "/data/test/", {"train": 8, "test": 8}),
        ("train/real/", "test/real/", {"train": 8, "test": 8}),
        ("FF++/c23/val/", "FF++/c23/test/", {"val": 8, "test": 8}),
        ("/test/run/training_set/", "/test/run/dev/", {"train": 8, "val": 8}),
        ("dfdc_train_part_0/", "dfdc_test/", {"train": 8, "test": 8}),
        ("D:\\x\\Train\\", "D:\\x\\Test\\", {"train": 8, "test": 8}),
        ("train_", "test_", {"train": 8, "test": 8}),
        ("/data/test/a/", "/data/test/b/", {}),
        ("DFDC/test/", "FF++/Deepfakes/", {}),
        ("contest/", "trainer/", {}),
        ("a/", "b/", {}),
    ],
)
def test_paths_name_splits_where_they_name_two(place, one, two, expected):
    found = read(place, [f"{one}{i}.mp4" for i in range(8)] + [f"{two}{i}b.mp4" for i in range(8)])
    assert splits(found) == expected
    assert said(found, "--split all pools them") == bool(expected)


def test_a_column_of_splits_counts_alone(place):
    assert splits(read(place, [f"{'train' if i < 8 else 'test'}/{i}.mp4" for i in range(16)], more=",val")) == {
        "val": 16
    }


def test_splits_without_videos_of_both_labels_are_said_and_not_used(place):
    found = read(place, [f"{'train' if i % 2 else 'test'}/{i}.mp4" for i in range(16)])
    assert splits(found) == {}
    assert said(found, "none has videos of both labels: they are not used")
