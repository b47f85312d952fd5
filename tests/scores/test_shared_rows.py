"""Files of one detector that share their real videos: one detector, and each video once."""

import random

import polars as pl
import pytest
from tests.scores.conftest import said

METHODS = ("Deepfakes", "FaceSwap", "NeuralTextures")
REALS = 30
FAKES = 10


def files(place, nets=("xception",), form="{net}_{method}.csv"):
    """A file for each detector and method: all real videos, and the fakes of that method."""
    chance = random.Random(4)
    score = {(net, f"r{i}.mp4"): round(chance.uniform(0, 0.6), 4) for net in nets for i in range(REALS)}
    paths = []
    for net in nets:
        for method in METHODS:
            rows = [f"r{i}.mp4,real,{score[net, f'r{i}.mp4']}" for i in range(REALS)]
            rows += [f"{method}{i}.mp4,fake,{round(chance.uniform(0.4, 1), 4)}" for i in range(FAKES)]
            chance.shuffle(rows)
            paths.append(place.file(form.format(net=net, method=method), "\n".join(["video,label,prob", *rows]) + "\n"))
    return paths


def counted(found):
    """Rows of each detector, and videos of each method."""
    videos = found.tables["videos"]
    methods = dict(videos.filter(label="fake")["method"].value_counts().iter_rows())
    assert videos.filter(label="real")["method"].null_count() == videos.filter(label="real").height
    return dict(found.tables["scores"]["detector"].value_counts().iter_rows()), methods, videos.height


@pytest.mark.parametrize("options", [{}, {"files_are": "datasets"}])
@pytest.mark.parametrize("form", ["{net}_{method}.csv", "{method}_{net}.csv"])
def test_real_videos_that_all_files_share_count_once(place, form, options):
    found = place.read(*files(place, form=form), **options)
    every = REALS + 3 * FAKES
    assert counted(found) == ({"xception": every}, dict.fromkeys(METHODS, FAKES), every)
    assert said(found, "3 files share 30 videos with equal scores, so they are one detector, xception")
    assert said(found, "how the others, all fake, were made (to change this, say --files-are detectors)")


def test_the_option_that_the_line_names_makes_each_file_a_detector(place):
    found = place.read(*files(place), files_are="detectors")
    assert found.tables["detectors"]["detector"].to_list() == [f"xception_{method}" for method in METHODS]


def test_two_detectors_of_three_methods_are_two(place):
    found = place.read(*files(place, ("xception", "meso")))
    every = REALS + 3 * FAKES
    assert counted(found) == ({"xception": every, "meso": every}, dict.fromkeys(METHODS, FAKES), every)


def test_other_scores_of_shared_videos_are_of_other_detectors(place):
    first, second, third = files(place)
    rows = pl.read_csv(second).with_columns(pl.col("prob") * 0.9)
    rows.write_csv(second)
    found = place.read(first, second, third)
    assert set(found.tables["detectors"]["detector"]) == {"xception", "xception_FaceSwap"}
