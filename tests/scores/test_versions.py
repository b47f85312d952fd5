"""Rows of equal names that a column tells apart are versions of a video; rows that it counts are frames."""

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table

COUNT = 30


def read(place, extra, each, *, rows_are=None, frames=1):
    """Scores of one name are alike, as those of frames and of versions are."""
    rng = np.random.default_rng(1)
    name = np.repeat(np.arange(COUNT), each)
    z = rng.normal(size=COUNT)[name] + 0.2 * rng.normal(size=name.size) + (name % 2)
    columns = {
        "video": [f"{n:03d}v.mp4" for n in name],
        "label": np.where(name % 2, "fake", "real").tolist(),
        "p_fake": np.round(1 / (1 + np.exp(-z)), 5),
    }
    path = place.folder / "s.csv"
    path.write_bytes(table(columns | {n: list(v) * COUNT for n, v in extra.items()}))
    return place.read(path, rows_are=rows_are)


def shape(found):
    videos = found.tables["videos"]
    return videos.height, videos["group"].drop_nulls().n_unique(), set(found.tables["scores"]["unit"])


@pytest.mark.parametrize(
    "extra",
    [
        {"compression": ["c23", "c40"]},
        {"crf": [23, 40]},
        {"crf": [0, 1, 2]},
        {"quality": ["hq", "lq"]},
        {"video_quality": [90, 50]},
        {"codec": ["h264", "hevc"]},
        {"resolution": ["1280x720", "640x360"]},
        {"variant": ["", "blurred"]},
        {"platform": ["x", "y", "z"]},
        {"image_quality": ["good", "fair", "poor"]},
        {"frame_size": ["640x360", "1280x720", "1920x1080"]},
        {"encoder": ["c0", "c23", "c40"]},
        {"codec": ["h264", "h264", "hevc", "hevc"], "crf": [23, 40, 23, 40]},
    ],
    ids=lambda e: "+".join(e),
)
@pytest.mark.parametrize("rows_are", [None, "videos"])
def test_versions_are_videos_of_one_group(place, extra, rows_are):
    each = len(next(iter(extra.values())))
    found = read(place, extra, each, rows_are=rows_are)
    assert shape(found) == (COUNT * each, COUNT, {"video"})
    assert said(found, "versions of a video")
    assert shape(read(place, extra, each, rows_are="frames")) == (COUNT, 0, {"frame"})


@pytest.mark.parametrize(
    "extra",
    [
        {"n": [0, 1, 2]},
        {"row_id": ["a", "b", "c"]},
        {"t": [0.0, 0.5, 1.0]},
        {"offset": [0, 5, 10]},
        {"emotion": ["a", "a", "b"]},
        {"img": ["0.png", "1.png", "2.png"]},
        {"file_of": ["a.jpg", "b.jpg", "c.jpg"]},
        {"frame_name": ["x", "y", "z"]},
        {"filename_frame": ["f", "g", "h"]},
        {"timecode": ["00:01", "00:02", "00:03"]},
        {"when": ["0:00:01", "0:00:05", "0:00:09"]},
        {"second": ["0s", "5s", "10s"]},
        {"at": ["0s", "5s", "10s"]},
        {"interval": ["0-5", "5-10", "10-15"]},
        {"span": ["0-5s", "5-10s", "10-15s"]},
        {"segment_name": ["first", "middle", "last"]},
        {"part": ["1/3", "2/3", "3/3"]},
        {"piece": ["seg1", "seg2", "seg3"]},
        {"Scene": ["a", "b", "c"]},
        {"tta": ["none", "flip", "rot"]},
        {"run": ["x", "y", "z"]},
    ],
    ids=lambda e: next(iter(e)),
)
def test_what_counts_or_does_not_tell_rows_apart_makes_no_versions(place, extra):
    assert shape(read(place, extra, 3)) == (COUNT, 0, {"frame"})


def test_frames_of_versions_are_frames_of_videos_of_one_group(place):
    assert shape(read(place, {"compression": ["c23"] * 4 + ["c40"] * 4}, 8)) == (2 * COUNT, COUNT, {"frame"})
    numbered = {"compression": ["c23"] * 4 + ["c40"] * 4, "frame": [0, 1, 2, 3] * 2}
    found = read(place, numbered, 8)
    assert shape(found) == (2 * COUNT, COUNT, {"frame"})
    assert found.tables["scores"].filter(status="ok").height == 8 * COUNT


def test_a_column_that_may_name_detectors_names_that_way_out_too(place):
    found = read(place, {"studio": ["x", "y"]}, 2)
    assert said(found, "say --map detector=studio")
    assert place.read(place.folder / "s.csv", columns={"detector": "studio"}).tables["detectors"].height == 2


def crossed(place, column, words, *, seed=1, again=False, **options):
    """Real and fake videos have a row for each word, in any order; real ones may have one score for all words."""
    rng = np.random.default_rng(seed)
    rows = []
    for n in range(COUNT):
        z = rng.normal() + n % 2
        same = z + 0.2 * rng.normal()
        for word in words:
            score = same if again and not n % 2 else z + 0.2 * rng.normal()
            rows.append(f"{n:03d}v.mp4,{('real', 'fake')[n % 2]},{word},{1 / (1 + np.exp(-score)):.5f}")
    rows = [rows[i] for i in rng.permutation(len(rows))]
    return place.read(place.file("s.csv", "\n".join([f"video,label,{column},score", *rows]) + "\n"), **options)


@pytest.mark.parametrize("column", ["method", "attack", "generator", "manipulation"])
@pytest.mark.parametrize("words", [("north", "south", "east"), ("raw", "c23", "c40"), ("blur", "none")])
def test_words_that_real_and_fake_videos_have_alike_are_no_ways_to_forge(place, column, words):
    found = crossed(place, column, words)
    assert shape(found) == (COUNT * len(words), COUNT, {"video"})
    assert found.tables["videos"]["method"].null_count() == COUNT * len(words)
    assert said(found, f"if they are answers of several detectors, say --map detector={column}")
    asked = crossed(place, column, words, columns={"detector": column})
    assert asked.tables["videos"].height == COUNT
    assert set(asked.tables["detectors"]["detector"]) == set(words)


@pytest.mark.parametrize("column", ["method", "attack"])
def test_real_videos_scored_again_for_each_way_to_forge_leave_the_ways(place, column):
    found = crossed(place, column, ("DF", "FS", "NT"), again=True)
    assert set(found.tables["videos"]["method"].drop_nulls()) == {"DF", "FS", "NT"}
