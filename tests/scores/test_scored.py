"""Columns called clip or frame: numbers of parts, places in a video, or scores of a detector."""

import numpy as np
import pytest
from tests.scores.conftest import said

COUNT = 60


def read(place, held, *, each=1, seed=0, **options):
    """Videos with some rows each, in any order; `held` gives a cell by the number of the row within its video."""
    rng = np.random.default_rng(seed)
    rows = [
        [f"v{i:03d}.mp4", i % 2, *(cell(rng, k) for cell in held.values())] for i in range(COUNT) for k in range(each)
    ]
    rows = [",".join(map(str, rows[i])) for i in rng.permutation(len(rows))]
    return place.read(place.file("s.csv", "\n".join([",".join(["video", "label", *held]), *rows]) + "\n"), **options)


def probability(rng, _):
    return round(float(rng.uniform()), 4)


def odds(rng, _):
    return round(float(rng.normal()), 3)


@pytest.mark.parametrize("score", [probability, odds])
@pytest.mark.parametrize("name", ["CLIP", "clip"])
@pytest.mark.parametrize("each", [1, 4])
def test_scores_of_a_detector_called_clip_are_no_numbers_of_clips(place, name, score, each):
    columns = {"Xception": score, name: score} | ({"frame": lambda _, k: k} if each > 1 else {})
    ways = {"p_Xception": "Xception", f"p_{name}": name}
    found = read(place, columns, each=each, columns=ways)
    assert set(found.tables["detectors"]["detector"]) == {"Xception", name}
    assert set(found.tables["scores"]["unit"]) == {"frame" if each > 1 else "video"}


def test_the_question_offers_all_columns_of_scores(place):
    with pytest.raises(Exception, match="--map p_clip=CLIP"):
        read(place, {"Xception": probability, "ViT": probability, "CLIP": probability})


@pytest.mark.parametrize("name", ["clip", "frame", "window", "segment"])
@pytest.mark.parametrize("first", [-2, -1.5, 0.25])
@pytest.mark.parametrize("step", [0.5, 1])
def test_places_below_zero_and_between_whole_numbers_count_by_their_order(place, name, first, step):
    found = read(place, {name: lambda _, k: first + step * k, "score": probability}, each=4)
    scores = found.tables["scores"]
    assert set(scores["unit"]) == {"frame" if name == "frame" else "clip"}
    assert sorted(scores.filter(video="v000.mp4")["index"]) == [0, 1, 2, 3]
    assert scores.filter(status="ok").height == 4 * COUNT
    assert said(found, "by the order of its numbers")


@pytest.mark.parametrize("name", ["clip", "frame", "window"])
def test_whole_numbers_stay_the_numbers_that_they_are(place, name):
    found = read(place, {name: lambda _, k: 7 * k + 3, "score": probability}, each=3)
    assert sorted(found.tables["scores"].filter(video="v000.mp4")["index"]) == [3, 10, 17]
    assert not said(found, "by the order of its numbers")
