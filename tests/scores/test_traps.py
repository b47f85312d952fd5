"""What goes wrong with score files in practice; each is visible, none is guessed away."""

import json
import math

import numpy as np
import polars as pl
import pytest
from tests.scores.conftest import labels_of, said, scores_of

from touchstone.scores import Options, parse_map
from touchstone.vocabulary.errors import TableError, UsageError


def test_polarity_is_as_the_user_says(place):
    assert place.scores("video,label,score", "a,fake,0.1", "b,real,0.9", fake_is="low") == {
        ("scores", "a"): 0.9,
        ("scores", "b"): 0.1,
    }


def test_decisions_that_contradict_the_scores_are_told_and_not_turned_round(place):
    found = place.read(place.file("s.csv", "video,label,score,pred_label\na,fake,0.1,FAKE\nb,real,0.9,REAL\n"))
    assert said(found, "scores seem to be high for real; if so, say --fake-is low")
    assert scores_of(found) == {("s", "a"): 0.1, ("s", "b"): 0.9}


def test_a_column_of_the_real_class_is_turned_round_and_said(place):
    found = place.read(place.file("s.csv", "video,label,p_real\na,fake,0.1\n"))
    assert scores_of(found) == {("s", "a"): 0.9}
    assert said(found, "P(fake) = 1 − P(real)")


def test_labels_where_another_value_means_fake(place):
    text = "video,label,score\na,0,0.9\nb,1,0.1\n"
    assert labels_of(place.read(place.file("s.csv", text))) == {"a": "real", "b": "fake"}
    assert labels_of(place.read(place.file("s.csv", text), label_fake=("0",))) == {"a": "fake", "b": "real"}
    with pytest.raises(TableError, match=r"never holds '7'; it holds 0, 1"):
        place.read(place.file("s.csv", text), label_fake=("7",))


def test_the_convention_of_numeric_labels_is_said(place):
    assert said(
        place.read(place.file("s.csv", "video,label,score\na,0,0.9\nb,1,0.1\n")), "--label-fake 0 says the opposite"
    )


@pytest.mark.parametrize("word", ["RealVideo-FakeAudio", "audio_modified"])
def test_a_real_picture_with_false_sound_is_what_the_user_says(place, word):
    file = place.file("s.csv", f"video,label,score\na,{word},0.9\nb,real,0.1\n")
    assert labels_of(place.read(file))["a"] == "fake"
    assert said(place.read(file), "count as fake (to change this, say --fake-audio)")
    assert labels_of(place.read(file, fake_audio="real"))["a"] == "real"


def test_equal_names_of_several_methods_stay_apart(place):
    found = place.read(
        place.file(
            "ff.csv",
            "video,method,label,score\n000.mp4,,real,0.1\n000.mp4,Deepfakes,fake,0.9\n000.mp4,FaceSwap,fake,0.2\n001.mp4,,real,0.3\n",
        )
    )
    assert labels_of(found) == {
        "real/000.mp4": "real",
        "Deepfakes/000.mp4": "fake",
        "FaceSwap/000.mp4": "fake",
        "001.mp4": "real",
    }
    assert said(found, "1 name(s) belong to several videos; they are told apart by method")
    assert found.tables["rejected"].height == 0


def test_equal_names_of_several_frames_stay_apart(place):
    rows = [f"000.mp4,{m},{i},{'fake' if m else 'real'},0.5" for m in ("", "Deepfakes") for i in range(3)]
    found = place.read(place.file("ff.csv", "\n".join(["video,method,frame,label,score", *rows]) + "\n"))
    assert labels_of(found) == {"real/000.mp4": "real", "Deepfakes/000.mp4": "fake"}
    assert found.tables["scores"].height == 6


def test_a_trailing_separator(place):
    plain = {("scores", "a"): 0.9, ("scores", "b"): 0.1}
    assert place.scores("video,label,score,", "a,fake,0.9,", "b,real,0.1,") == plain
    assert place.scores("video,label,score", "a,fake,0.9,", "b,real,0.1,") == plain
    with pytest.raises(TableError, match=r"scores\.csv, row 3 has 4 cells, the first row 3"):
        place.scores("video,label,score", "a,fake,0.9", "b,real,0.1,0.2")


def test_rows_that_repeat_are_dropped_and_said(place):
    found = place.read(place.file("s.csv", "video,label,score\na,fake,0.9\na,fake,0.9\nb,real,0.1\n"))
    assert scores_of(found) == {("s", "a"): 0.9, ("s", "b"): 0.1}
    assert found.tables["rejected"].select("row", "kind").rows() == [(3, "identical")]
    assert said(found, "1 row(s) give the same score as an earlier row of the same video")


def test_rows_that_contradict_each_other_are_kept_out_and_never_averaged(place):
    found = place.read(place.file("s.csv", "video,label,p_cm,p_bg\na,fake,0.9,0.5\na,fake,0.2,0.5\nb,real,0.1,0.5\n"))
    assert scores_of(found) == {("cm", "a"): None, ("cm", "b"): 0.1, ("bg", "a"): 0.5, ("bg", "b"): 0.5}
    row = found.tables["scores"].row(by_predicate=(pl.col("detector") == "cm") & (pl.col("video") == "a"), named=True)
    assert (row["status"], row["reason"]) == ("failed", "2 rows of the score file contradict each other: rows 2, 3")
    kinds = found.tables["rejected"].select("row", "detector", "kind", "value").sort("detector", "row").rows()
    assert kinds == [(3, "bg", "identical", 0.5), (2, "cm", "contradicting", 0.9), (3, "cm", "contradicting", 0.2)]


def test_a_video_with_two_labels_is_left_out(place):
    found = place.read(place.file("s.csv", "video,label,score\na,fake,0.9\na,real,0.9\nb,real,0.1\n"))
    assert labels_of(found) == {"b": "real"}
    assert set(found.tables["rejected"]["kind"]) == {"identical", "contradicting label"}


def test_many_rows_of_one_video_without_numbers_are_frames_and_said(place):
    rows = [f"{v},{y},{p}" for v, y in (("a", "fake"), ("b", "real")) for p in (0.2, 0.4, 0.6)]
    found = place.read(place.file("s.csv", "\n".join(["video,label,score", *rows]) + "\n"))
    assert found.tables["scores"].select("video", "unit", "index").rows()[:3] == [
        ("a", "frame", 0),
        ("a", "frame", 1),
        ("a", "frame", 2),
    ]
    assert said(found, "no column of frames")


def test_missing_is_not_failed(place):
    found = place.read(
        place.file(
            "s.csv",
            "video,label,p_cm,status,reason\na,fake,0.9,ok,\nb,real,,,\nc,real,,failed,no face\n"
            "d,fake,0.4,abstained,\ne,fake,error,,\n",
        )
    )
    rows = {r["video"]: (r["p_fake"], r["status"], r["reason"]) for r in found.tables["scores"].iter_rows(named=True)}
    assert rows == {
        "a": (0.9, "ok", None), "c": (None, "failed", "no face"), "d": (None, "abstained", None),
        "e": (None, "failed", "the file says error"),
    }  # fmt: skip
    assert "b" in labels_of(found)


def test_detectors_over_different_videos_keep_their_own(place):
    found = place.read(
        place.file("cm.csv", "video,label,p_fake\na,fake,0.9\nb,real,0.1\n"),
        place.file("bg.csv", "video,label,p_fake\nb,real,0.4\nc,fake,0.7\n"),
    )
    assert scores_of(found) == {("cm", "a"): 0.9, ("cm", "b"): 0.1, ("bg", "b"): 0.4, ("bg", "c"): 0.7}
    assert sorted(labels_of(found)) == ["a", "b", "c"]


def test_numbers_on_both_sides_of_0_are_read_as_log_odds_and_the_note_says_so(place):
    lines = ["video,label,p_cm,p_bg", *(f"v{i},{'fake' if i % 2 else 'real'},{i / 10},{i - 5}" for i in range(10))]
    found = place.read(place.file("s.csv", "\n".join(lines) + "\n"))
    read = found.tables["scores"].filter(detector="bg").sort("video")
    assert read["status"].unique().to_list() == ["ok"]
    assert read["logit"].to_list() == [float(i - 5) for i in range(10)]
    assert read["p_fake"].to_list() == pytest.approx([1 / (1 + math.exp(5 - i)) for i in range(10)])
    assert said(found, "because its numbers run from -5 to 4, on both sides of 0")
    assert said(found, "--scale probability refuses them")


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([2 + i for i in range(10)], "percent (0–100) where probabilities were expected: 2 to 11"),
        ([20 * i + 1 for i in range(10)], "numbers where probabilities were expected: 1 to 181"),
        ([-1 - i for i in range(10)], "log-odds where probabilities were expected: -10 to -1"),
        ([60 * i - 300 for i in range(10)], "log-odds where probabilities were expected: -300 to 240"),
    ],
    ids=["percent?", "distances", "one side of 0", "far from 0"],
)
def test_other_numbers_outside_the_range_are_not_squashed_but_reported(place, numbers, words):
    lines = [
        "video,label,p_cm,p_bg",
        *(f"v{i},{'fake' if i % 2 else 'real'},{i / 10},{n}" for i, n in enumerate(numbers)),
    ]
    found = place.read(place.file("s.csv", "\n".join(lines) + "\n"))
    bad = found.tables["scores"].filter(detector="bg")
    assert bad["status"].unique().to_list() == ["failed"]
    assert bad["reason"][0] == f"the network answered {words}"


def test_numbers_that_the_user_calls_probabilities_are_not_read_as_log_odds(place):
    with pytest.raises(TableError, match="the network answered log-odds"):
        place.scores("video,label,score", "a,fake,3.5", "b,real,-2", scale="probability")


def test_logits_are_read_where_the_user_or_the_column_says_so(place):
    lines = ["video,label,score", "a,fake,2.0", "b,real,-2.0"]
    wanted = {("scores", "a"): pytest.approx(0.880797), ("scores", "b"): pytest.approx(0.119203)}
    assert place.scores(*lines, scale="logit") == wanted
    assert place.scores("video,label,logit", *lines[1:]) == wanted
    assert place.scores("video,label,score", "a,fake,88", "b,real,12", scale="percent") == {
        ("scores", "a"): 0.88,
        ("scores", "b"): 0.12,
    }


def test_a_few_numbers_outside_the_range_fail_alone(place):
    lines = [
        "video,label,score",
        *(f"v{i:02d},{'fake' if i % 2 else 'real'},0.{i:02d}" for i in range(20)),
        "x,fake,1.2",
        "y,real,nan",
    ]
    found = place.read(place.file("s.csv", "\n".join(lines) + "\n"))
    reasons = dict(found.tables["scores"].filter(status="failed").select("video", "reason").iter_rows())
    assert reasons == {"x": "the network answered 1.2, outside [0, 1]", "y": "the network answered NaN"}
    assert found.tables["scores"].filter(status="ok").height == 20


def test_no_usable_score_at_all_is_one_clear_message(place):
    with pytest.raises(
        TableError, match=r"no detector has a usable score: the network answered log-odds .* say --scale logit"
    ):
        place.scores("video,label,score", "a,fake,3.5", "b,real,-200")


def test_a_label_that_is_constant_for_a_source_reaches_the_table(place):
    found = place.read(place.file("s.csv", "video,label,score,source\na,fake,0.9,web\nb,real,0.1,studio\n"))
    assert found.tables["videos"].select("source", "label").rows() == [("web", "fake"), ("studio", "real")]


def test_groups_are_taken_from_names_only_where_the_user_says_so(place):
    file = place.file("s.csv", "video,label,score\nid7_0001.mp4,fake,0.9\nx.mp4,real,0.1\n")
    assert place.read(file).tables["videos"]["group"].null_count() == 2
    found = place.read(file, group_pattern=r"^(id\d+)_")
    assert found.tables["videos"]["group"].to_list() == ["id7", None]
    assert said(found, "found in 1 of 2 rows")
    for wrong in ("(", "id"):
        with pytest.raises(UsageError, match="group pattern"):
            Options(group_pattern=wrong)


def test_columns_are_mapped_and_wrong_names_meet_their_neighbours(place):
    text = "clipname,klass,conf_fake\na,forged,0.9\nb,real,0.1\n"
    columns = {"video": "clipname", "label": "klass", "p_fake": "conf_fake"}
    found = place.read(place.file("s.csv", text), columns=columns)
    assert scores_of(found) == {("s", "a"): 0.9, ("s", "b"): 0.1}
    named = place.read(place.file("s.csv", text), columns={**dict(list(columns.items())[:2]), "p_mine": "conf_fake"})
    assert scores_of(named) == {("mine", "a"): 0.9, ("mine", "b"): 0.1}
    with pytest.raises(UsageError, match="no file has a column 'clipnam'; did you mean 'clipname'"):
        place.read(place.file("s.csv", text), columns={**columns, "group": "clipnam"})
    with pytest.raises(UsageError, match="no field 'vidoe'; did you mean 'video'"):
        place.read(place.file("s.csv", text), columns={"vidoe": "clipname"})
    for pair in ("a", "=b", "a="):
        with pytest.raises(UsageError, match="FIELD=COLUMN"):
            parse_map((pair,))
    with pytest.raises(UsageError, match="twice"):
        parse_map(("a=b", "a=c"))


def test_json_numbers_outside_json_are_answers_that_are_none(place):
    file = place.file(
        "s.json",
        json.dumps(
            [{"video": "a", "label": "fake", "p_fake": float("nan")}, {"video": "b", "label": "real", "p_fake": 0.5}]
        ),
    )
    assert place.read(file).tables["scores"]["status"].to_list() == ["failed", "ok"]


def test_metadata_that_differs_between_rows_is_said(place):
    found = place.read(
        place.file("s.csv", "video,frame,label,score,codec\na,0,fake,0.9,h264\na,1,fake,0.9,hevc\nb,0,real,0.1,h264\n")
    )
    assert said(found, "codec differs between rows of 1 video(s); the first value is used")
    assert found.tables["videos"]["codec"].to_list() == ["h264", "h264"]


@pytest.mark.parametrize("first", ["real", "fake"])
def test_the_order_inside_a_list_of_two_is_the_usual_one_unless_labels_clearly_say_the_other(place, first):
    p = [0.1 + 0.02 * i + 0.5 * (i % 2) for i in range(20)]
    cells = [f"[{1 - x:.2f} {x:.2f}]" if first == "real" else f"[{x:.2f} {1 - x:.2f}]" for x in p]
    lines = ["video,label,prob", *(f"v{i:02},{'fake' if i % 2 else 'real'},{cell}" for i, cell in enumerate(cells))]
    found = place.read(place.file("s.csv", "\n".join(lines) + "\n"))
    assert found.tables["scores"].sort("video")["p_fake"].to_list() == pytest.approx(p)
    if first == "real":
        assert said(found, "a convention: the first class is real, the second fake")
        return
    assert said(found, "the usual order, real and fake, would give an AUC of 0.00, so the first is read as fake")
    assert said(found, "--fake-is high keeps the usual order")
    kept = place.read(place.file("s.csv", "\n".join(lines) + "\n"), fake_is="high")
    assert kept.tables["scores"].sort("video")["p_fake"].to_list() == pytest.approx([1 - x for x in p])


def test_columns_with_numbered_classes_keep_their_order_whatever_the_labels(place):
    rows = (f"v{i:02},{('real', 'fake')[i % 2]},{(0.1, 0.9)[i % 2]},{(0.9, 0.1)[i % 2]}" for i in range(20))
    lines = ["video,label,prob_0,prob_1", *rows]
    found = place.read(place.file("s.csv", "\n".join(lines) + "\n"))
    assert found.tables["scores"].filter(video="v01")["p_fake"][0] == pytest.approx(0.1)


def test_a_detector_near_0_and_one_near_1_are_two_detectors(place):
    rng = np.random.default_rng(3)
    fake = np.arange(200) % 2 == 1
    low = 0.003 * np.exp(rng.normal(fake, 1.0))
    high = 1 - 0.001 * np.exp(rng.normal(~fake, 1.0))
    rows = (f"v{i:03},{('real', 'fake')[i % 2]},{a},{b}" for i, (a, b) in enumerate(zip(low, high, strict=True)))
    found = place.read(place.file("s.csv", "\n".join(["video,label,p_low,p_high", *rows]) + "\n"))
    assert found.tables["detectors"]["detector"].to_list() == ["low", "high"]


@pytest.mark.parametrize("digits", [2, 3, 6])
def test_rounded_classes_are_one_detector(place, digits):
    p = np.random.default_rng(4).beta(0.6, 0.6, 200)
    rows = (f"v{i:03},{('real', 'fake')[i % 2]},{1 - x:.{digits}f},{x:.{digits}f}" for i, x in enumerate(p))
    found = place.read(place.file("s.csv", "\n".join(["video,label,p_real,p_fake", *rows]) + "\n"))
    assert found.tables["scores"].sort("video")["p_fake"].to_list() == pytest.approx(p.tolist(), abs=0.01)
    assert said(found, "are classes of one detector, because they sum to 1 in each row")


@pytest.mark.parametrize("name", ["p_bonafide", "prob_genuine", "score_pristine", "P_Original"])
def test_a_probability_of_the_real_class_is_turned_round_and_is_no_detector(place, name):
    rows = (f"v{i:02},{('real', 'fake')[i % 2]},{0.9 - 0.01 * i - 0.3 * (i % 2):.2f}" for i in range(20))
    found = place.read(place.file("s.csv", "\n".join([f"video,label,{name}", *rows]) + "\n"))
    assert found.tables["detectors"]["detector"].to_list() == ["s"]
    assert found.tables["scores"].sort("video")["p_fake"][1] == pytest.approx(1 - 0.59)
    assert said(found, "reversed because low means fake")


def test_a_probability_of_the_real_class_beside_a_detector_is_not_another_detector(place):
    rows = (f"v{i:02},{('real', 'fake')[i % 2]},{0.1 + 0.04 * i:.2f},{0.3 + 0.01 * i:.2f}" for i in range(20))
    found = place.read(place.file("s.csv", "\n".join(["video,label,p_cm,p_bonafide", *rows]) + "\n"))
    assert found.tables["detectors"]["detector"].to_list() == ["cm"]
    assert said(found, "not used: 'p_bonafide'")


@pytest.mark.parametrize("name", ["p_fake", "y_score", "output", "fake_prob"])
def test_a_confidence_of_the_winner_is_one_whatever_it_is_called(place, name):
    p = np.random.default_rng(5).uniform(0.02, 0.98, 60)
    rows = (
        f"v{i:02},{('real', 'fake')[i % 2]},{'fake' if x >= 0.5 else 'real'},{max(x, 1 - x):.4f}"
        for i, x in enumerate(p)
    )
    found = place.read(place.file("s.csv", "\n".join([f"video,label,predicted,{name}", *rows]) + "\n"))
    assert found.tables["scores"].sort("video")["p_fake"].to_list() == pytest.approx(p.tolist(), abs=1e-4)
    assert said(found, "so it is the confidence of the class in 'predicted'")


@pytest.mark.parametrize("name", ["network", "backbone", "algorithm", "detector_name"])
def test_detectors_in_long_form_are_told_apart_by_columns_with_many_names(place, name):
    rows = (f"v{i:02},{('real', 'fake')[i % 2]},{d},{0.2 + 0.03 * i:.2f}" for i in range(20) for d in ("a", "b"))
    found = place.read(place.file("s.csv", "\n".join([f"video,label,{name},p_fake", *rows]) + "\n"))
    assert found.tables["detectors"]["detector"].to_list() == ["a", "b"]
    assert found.tables["scores"].height == 40


@pytest.mark.parametrize("nothing", ["", "NA", "-", "none"])
def test_reals_without_an_original_leave_the_lineage_as_it_is(place, nothing):
    rows = [f"r{i},real,{nothing},0.{i}" for i in range(1, 9)] + [f"f{i},fake,r{i}.mp4,0.{i}" for i in range(1, 9)]
    found = place.read(place.file("s.csv", "\n".join(["video,label,original,p_fake", *rows]) + "\n"))
    assert found.tables["videos"].sort("video")["group"].to_list() == [f"r{i}" for i in range(1, 9)] * 2


def test_of_target_and_source_the_target_is_the_group_and_the_source_the_donor(place):
    rows = [f"{i:03},real,,,0.2" for i in range(8)]
    rows += [f"{i:03}_{(i + 3) % 8:03},fake,{i:03},{(i + 3) % 8:03},0.8" for i in range(8)]
    found = place.read(place.file("s.csv", "\n".join(["video,label,target,source,p_fake", *rows]) + "\n"))
    fakes = found.tables["videos"].filter(label="fake").sort("video")
    assert fakes["group"].to_list() == [f"{i:03}" for i in range(8)]
    assert fakes["donor"].to_list() == [f"{(i + 3) % 8:03}" for i in range(8)]


def test_rows_that_are_left_out_keep_the_order_of_the_file(place):
    rows = [f"v{i * 7 % 400}.mp4,{('', 'real', 'fake')[i % 3]},0.{i % 7 + 1}" for i in range(400)]
    left = place.read(place.file("s.csv", "\n".join(["video,label,score", *rows]) + "\n")).tables["rejected"]
    assert left["row"].to_list() == [2 + i for i in range(0, 400, 3)]
