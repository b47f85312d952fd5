"""What a line tells to type works when it is typed, and says what is true."""

import json
import math
import re
import shlex

import pytest
from tests.scores.conftest import said

from touchstone.scores import parse_map
from touchstone.vocabulary.errors import TableError, UsageError

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


@pytest.mark.parametrize("shift", [4, 9])
@pytest.mark.parametrize("turned", [False, True])
def test_pairs_of_logits_above_zero_are_offered_the_scale_that_reads_their_difference(place, shift, turned):
    odds = [math.log(p / (1 - p)) for p in P]
    cells = [f'"[{shift + i % 3}, {shift + i % 3 + x:.4f}]"' for i, x in enumerate(odds)]
    path = table(place, "video,label,output", LABELS[:: -1 if turned else 1], cells)
    with pytest.raises(TableError, match=r"if they are the logits of real and fake, say --scale logit$"):
        place.read(path)
    found = place.read(path, scale="logit").tables["scores"].sort("video")
    expected = dict(zip([f"v{i}" for i in range(COUNT)], P, strict=True))
    assert all(abs(expected[v] - p) < 1e-4 for v, p in found.select("video", "p_fake").iter_rows())


@pytest.mark.parametrize(
    ("largest", "offered", "other"),
    [(20, "--scale logit or --scale percent", ""), (100, "say --scale percent", "logit"), (255, "divide the numbers", "--scale")],
)
def test_a_scale_is_offered_only_where_numbers_may_be_on_it(place, largest, offered, other):
    with pytest.raises(TableError) as error:
        place.read(table(place, "video,label,score", LABELS, [round(p * largest, 1) for p in P]))
    assert offered in str(error.value)
    assert not other or other not in str(error.value).partition("expected:")[2]


@pytest.mark.parametrize("words", [("False", "True"), ("no", "yes"), ("0", "1"), ("f", "t")])
@pytest.mark.parametrize(("name", "fake"), [("fake", 1), ("manipulated", 1), ("deepfake", 1), ("real", 0), ("authentic", 0)])
def test_marks_of_fakes_in_any_spelling_are_labels_also_beside_a_score_that_is_named(place, words, name, fake):
    marks = [words[(label == "fake") == bool(fake)] for label in LABELS]
    for options in ({}, {"columns": {"p_fake": "score"}}):
        found = place.read(table(place, f"video,{name},score", marks, P), **options)
        assert dict(found.tables["videos"].select("video", "label").iter_rows()) == {f"v{i}": w for i, w in enumerate(LABELS)}
        assert said(found, f"{words[1].lower()} = {'fake' if fake else 'real'}")


@pytest.mark.parametrize("names", [("xception", "meso"), ("b", "a")])
def test_detectors_that_share_videos_beside_labels_are_not_offered_as_methods(place, names):
    keys = [f"v{i}" for i in range(COUNT)]
    path = place.file("s.json", json.dumps({n: dict(zip(keys, v, strict=True)) for n, v in zip(names, (P, Q), strict=True)}))
    found = place.read(path, labels=[table(place, "video,label", LABELS, name="labels.csv")])
    assert found.tables["detectors"]["detector"].sort().to_list() == sorted(names)
    assert not said(found, "method=")


def test_methods_without_a_name_in_some_rows_leave_no_video_without_a_name(place):
    rows = [f"v{i},{net},{p}" for net, values in (("x", P), ("y", Q)) for i, p in enumerate(values)]
    rows[3:6] = [f"v{i},,{P[i]}" for i in (3, 4, 5)]
    path = place.file("s.csv", "\n".join(["video,net,score", *rows]))
    found = place.read(path, labels=[table(place, "video,label", LABELS, name="labels.csv")], columns={"method": "net"})
    of_name = {f"v{i}": label for i, label in enumerate(LABELS)}
    assert {(v.rpartition("/")[2], label) for v, label in found.tables["videos"].select("video", "label").iter_rows()} == {
        *of_name.items()
    }


@pytest.mark.parametrize("empty", [False, True])
def test_a_column_with_empty_cells_is_not_offered_as_that_of_detectors(place, empty):
    nets = ["" if empty and i % 10 == 3 else ("x", "y")[i // 2 % 2] for i in range(COUNT)]
    found = place.read(table(place, "video,label,network,score", LABELS, nets, P))
    assert said(found, "no video has two values of 'network', so it names no detector")
    assert said(found, "--map detector=network") != empty


def test_numbered_pictures_beside_labels_of_videos_are_not_offered_as_videos(place):
    rows = [f"v{i}_{k:03d}.png,{round(p + k / 100, 3)}" for i, p in enumerate(P) for k in range(3)]
    path = place.file("s.csv", "\n".join(["img,score", *rows]))
    found = place.read(path, labels=[table(place, "video,label", LABELS, name="labels.csv")])
    assert said(found, "names numbered pictures of 30 videos")
    assert not said(found, "video=img")


def test_a_column_that_was_taken_apart_is_not_said_to_be_missing(place):
    path = place.file("s.csv", 'video,label,prob\na,"tensor([0, 1])",0.2\nb,"tensor([1, 1])",0.8\n')
    with pytest.raises(UsageError, match=r"'label' was not kept as the file has it .*holds the text of tensors of 2") as error:
        place.read(path, columns={"label": "label"})
    assert "did you mean" not in str(error.value)


def test_numbers_with_decimal_commas_and_exponents_are_scores(place):
    cells = [f"{p:.3E}".replace(".", ",") for p in P]
    lines = ["video;label;score", *(f"v{i};{LABELS[i]};{cell}" for i, cell in enumerate(cells))]
    found = place.read(place.file("s.csv", "\n".join(lines) + "\n"))
    scores = dict(found.tables["scores"].select("video", "p_fake").iter_rows())
    assert [scores[f"v{i}"] for i in range(COUNT)] == pytest.approx(P)


def test_scores_whose_comma_may_mean_a_thousand_are_not_to_be_left_out(place):
    path = place.file("s.csv", "video;label;score\na;fake;1,234\nb;real;5,678\n")
    with pytest.raises(TableError, match="is not a number; write it with a decimal point, and without marks between thousands"):
        place.read(path)


def test_percent_with_a_code_of_failure_are_called_percent(place):
    cells = [-1 if i % 10 == 0 else round(100 * p, 1) for i, p in enumerate(P)]
    path = table(place, "video,label,prob", LABELS, cells)
    with pytest.raises(TableError, match=r"percent \(0–100\) where probabilities were expected") as error:
        place.read(path)
    assert "say --scale percent" in str(error.value)
    found = place.read(path, scale="percent")
    assert dict(found.tables["scores"]["status"].value_counts().iter_rows()) == {"ok": 27, "failed": 3}


def test_the_line_on_labels_of_methods_says_no_words_that_the_file_lacks(place):
    methods = ["original" if label == "real" else ("Deepfakes", "FaceSwap")[i % 4 > 2] for i, label in enumerate(LABELS)]
    found = place.read(table(place, "video,manipulation,prob", methods, P))
    assert said(found, "label: column 'manipulation', by its words, as another line says")
    assert said(found, "says real (original), and all else counts as fake: deepfakes, faceswap")
    assert not said(found, "fake = fake")


def test_a_file_without_scores_names_no_column_of_its_own_as_what_was_meant(place):
    with pytest.raises(TableError, match="no column of scores") as error:
        place.read(table(place, "video,label,xception,p_fake?", LABELS, P, ["?"] * COUNT))
    assert "did you mean" not in str(error.value)
