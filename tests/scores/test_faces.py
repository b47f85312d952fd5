"""Several rows for one frame are faces: all count, it is said, and nothing else is suspected."""

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table

from touchstone.vocabulary.errors import TableError


def read(place, **columns):
    rng = np.random.default_rng(2)
    rows = len(columns["video"])
    labels = ["fake" if int(v[1:]) % 2 else "real" for v in columns["video"]]
    path = place.folder / "s.csv"
    path.write_bytes(table(columns | {"label": labels, "p_fake": np.round(rng.uniform(0.01, 0.99, rows), 5)}))
    return place.read(path)


VIDEOS = [f"v{i}" for i in range(12) for _ in range(8)]
FRAMES = [k // 2 for _ in range(12) for k in range(8)]


@pytest.mark.parametrize("name", ["face", "Face ID", "track_id", "bbox", None])
def test_two_faces_of_a_frame_both_count_and_it_is_said(place, name):
    found = read(place, video=VIDEOS, frame=FRAMES, **({name: ["0", "1"] * 48} if name else {}))
    scores = found.tables["scores"]
    assert (scores.filter(status="ok").height, set(scores["unit"])) == (96, {"frame"})
    assert scores.select("video", "index").is_duplicated().sum() == 0
    assert said(found, "48 frames have several rows")
    assert said(found, "every face counts in the score of its video, and none is taken for a frame (--aggregation max")
    assert not said(found, "--scale")


def test_faces_of_a_video_without_frames(place):
    found = read(place, video=[f"v{i}" for i in range(40) for _ in "ab"], face=[0, 1] * 40)
    assert found.tables["videos"].height == 40
    assert found.tables["scores"].filter(status="ok").height == 80
    assert said(found, "40 videos have several rows, which 'face' tells apart as faces")


def test_a_few_frames_with_two_rows_contradict_each_other(place):
    found = read(place, video=[f"v{i}" for i in range(12) for _ in range(8)] + ["v0"], frame=[*range(8)] * 12 + [0])
    assert said(found, "2 rows contradict each other")
    assert found.tables["scores"].filter(status="failed").height == 1


def test_rows_that_all_contradict_give_no_hint_of_a_scale(place):
    path = place.file("s.csv", "video,label,score\na,fake,0.9\na,fake,0.2\nb,real,0.1\nb,real,0.6\n")
    with pytest.raises(TableError, match="contradict each other") as error:
        place.read(path)
    assert "--scale" not in str(error.value)
    assert "--rows-are videos" in str(error.value)
    assert place.read(path, rows_are="videos").tables["videos"].height == 4
