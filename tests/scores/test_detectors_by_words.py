"""Columns under any name that hold the names of detectors."""

import pytest


def table(place, column, values, frames=1):
    """Twenty videos, a score of each for each value; P(fake) of the second value is a little higher."""
    rows = [f"video,{column}{',frame' * (frames > 1)},label,prob"]
    for at, value in enumerate(values):
        for i in range(20):
            for k in range(frames):
                p = round(0.2 + i % 2 / 2 + i / 100 + at / 50 + k / 500, 4)
                rows.append(f"v{i}.mp4,{value}{f',{k}' * (frames > 1)},{('real', 'fake')[i % 2]},{p}")
    return place.file("s.csv", "\n".join(rows) + "\n")


def detectors(read):
    return set(read.tables["scores"]["detector"])


@pytest.mark.parametrize("column", ["source", "method", "name", "config", "experiment", "tool", "attack", "generator"])
@pytest.mark.parametrize("values", [("xception", "meso4"), ("EfficientNet-B4", "F3Net_c23", "best"), ("ours", "baseline")])
def test_names_of_detectors_make_detectors_under_any_name(place, column, values):
    read = place.read(table(place, column, values))
    assert detectors(read) == set(values)
    assert read.tables["videos"].height == 20
    assert any(f"column '{column}' names detectors" in n and f"--map property_{column}={column}" in n for n in read.notes)
    other = place.read(table(place, column, values), columns={f"property_{column}": column})
    assert detectors(other) == {"s"}
    assert other.tables["videos"].height == 20 * len(values)


@pytest.mark.parametrize("column", ["modality", "branch"])
def test_parts_of_a_detector_are_detectors(place, column):
    read = place.read(table(place, column, ("audio", "video"), frames=3))
    assert detectors(read) == {"audio", "video"}
    assert read.tables["videos"].height == 20


@pytest.mark.parametrize("column", ["source", "camera", "compression", "setting"])
def test_other_words_tell_versions_apart_and_the_option_makes_detectors_of_them(place, column):
    read = place.read(table(place, column, ("north", "south")))
    assert detectors(read) == {"s"}
    if column != "compression":
        assert any(f"if they are answers of several detectors, say --map detector={column}" in note for note in read.notes)
        assert detectors(place.read(table(place, column, ("north", "south")), columns={"detector": column})) == {"north", "south"}


def test_a_column_with_one_value_for_each_video_names_no_detectors(place):
    rows = [f"v{i}.mp4,{('xception', 'meso')[i % 4 > 1]},{('real', 'fake')[i % 2]},{i / 40}" for i in range(40)]
    read = place.read(place.file("s.csv", "\n".join(["video,source,label,prob", *rows]) + "\n"))
    assert detectors(read) == {"s"}


@pytest.mark.parametrize("name", ["clip{}.mp4", "clip_{}", "Clip {}", "model{}", "student_{}.avi", "network{}"])
@pytest.mark.parametrize("column", ["video", "name", "file"])
def test_videos_called_like_detectors_are_videos(place, name, column):
    rows = [
        f"{name.format(i)},{k},{('real', 'fake')[i % 2]},{0.2 + i % 2 / 2 + i / 100 + k / 500:.4f}"
        for i in range(12)
        for k in range(5)
    ]
    read = place.read(place.file("s.csv", "\n".join([f"{column},frame,label,prob", *rows]) + "\n"))
    assert detectors(read) == {"s"}
    assert read.tables["videos"].height == 12
