"""What a line tells to type works when it is typed, and says what is true."""

import json
import re
import shlex

import pytest
from tests.scores.conftest import said

from touchstone.scores import parse_map
from touchstone.vocabulary.errors import TableError

COUNT = 30
LABELS = [("real", "fake")[i % 2] for i in range(COUNT)]
P = [round(0.02 + (i * 7 % COUNT) * 0.03, 2) for i in range(COUNT)]
Q = [round(0.03 + (i * 11 % COUNT) * 0.03, 2) for i in range(COUNT)]


def table(place, header, *columns, name="s.csv"):
    rows = [",".join(map(str, row)) for row in zip([f"v{i}" for i in range(COUNT)], *columns, strict=True)]
    return place.file(name, "\n".join([header, *rows]) + "\n")


def maps_of(message):
    pairs = re.findall(r"--map (p_[a-z0-9_]+=\S+)", message)
    return parse_map(tuple(shlex.split(pair)[0] for pair in pairs if "COLUMN" not in pair))


@pytest.mark.parametrize("names", [("xception", "vit"), ("seed0", "seed1"), ("score1", "score2")])
def test_several_columns_of_scores_are_offered_as_detectors(place, names):
    path = table(place, f"video,label,{','.join(names)}", LABELS, P, Q)
    with pytest.raises(TableError, match="if each holds the scores of a detector") as error:
        place.read(path)
    found = place.read(path, columns=maps_of(str(error.value)))
    assert found.tables["detectors"]["detector"].to_list() == list(names)


def test_three_numbered_columns_of_scores_are_the_detectors_that_the_line_says(place):
    found = place.read(table(place, "video,label,score1,score2,score3", LABELS, P, Q, P[::-1]))
    assert found.tables["detectors"]["detector"].to_list() == ["score1", "score2", "score3"]
    assert said(found, "'score1' to 'score3' are read as detectors")


def test_words_beside_one_for_real_are_offered_as_those_that_mean_fake(place):
    methods = ["real" if label == "real" else ("Deepfakes", "FaceSwap")[i % 4 > 2] for i, label in enumerate(LABELS)]
    path = table(place, "video,method,prob", methods, P)
    with pytest.raises(TableError, match="--label-fake deepfakes --label-fake faceswap if all of these mean fake"):
        place.read(path, columns={"label": "method"})
    found = place.read(path, columns={"label": "method"}, label_fake=("deepfakes", "faceswap"))
    assert found.tables["videos"].sort("video")["label"].to_list() == [
        label for _, label in sorted(zip([f"v{i}" for i in range(COUNT)], LABELS, strict=True))
    ]


def test_a_header_that_comes_again_is_left_out_and_rows_keep_their_numbers(place):
    lines = [f"v{i},{label},{p}" for i, (label, p) in enumerate(zip(LABELS, P, strict=True))]
    lines[10:10] = ["video,label,prob"]
    found = place.read(place.file("s.csv", "\n".join(["video,label,prob", *lines]) + "\n"))
    assert found.tables["videos"].height == COUNT
    assert said(found, "1 row(s) repeat the header")
    broken = place.file("t.csv", "\n".join(["video,label,prob", *lines, "x,real,maybe"]) + "\n")
    with pytest.raises(TableError, match=f"row {COUNT + 3}: column 'prob' holds 'maybe'"):
        place.read(broken)


def test_marks_out_of_ten_are_not_called_percent(place):
    with pytest.raises(TableError, match="answered numbers from 0 to 10 where probabilities were expected"):
        place.read(table(place, "video,label,score", LABELS, [round(10 * p, 2) for p in P]))


def test_a_number_of_frames_is_not_called_a_spread(place):
    found = place.read(table(place, "video,label,n_fake,p_fake", LABELS, [int(9 * p) for p in P], P))
    assert said(found, "'n_fake' count the frames of a detector or say how much they vary")


def test_objects_of_frames_inside_records_are_frames(place):
    records = [
        {"video": f"v{i}", "label": label, "frames": [{"frame": k, "score": p, "box": [1, 2]} for k in range(3)]}
        for i, (label, p) in enumerate(zip(LABELS, P, strict=True))
    ]
    found = place.read(place.file("s.json", json.dumps(records)))
    scores = found.tables["scores"]
    assert scores["unit"].unique().to_list() == ["frame"]
    assert dict(scores.group_by("video").first().select("video", "p_fake").iter_rows()) == {f"v{i}": p for i, p in enumerate(P)}
    assert said(found, "'frames' holds objects in each record; they are read as the frames of their video")
