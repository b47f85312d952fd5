"""Lists of numbers inside records, and documents of every shape."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import read_sheet, sheet_of_document

HERE = Path("scores.json")


def rows_of(document):
    return sheet_of_document(HERE, document).frame.to_dicts()


def test_frames_keep_the_numbers_of_a_list_beside_them():
    found = rows_of([{"video": "a", "frames": [0, 10, 20], "scores": [0.1, 0.2, 0.3]}])
    assert [(r["frame"], r["score"]) for r in found] == [(0, 0.1), (10, 0.2), (20, 0.3)]


def test_a_score_of_the_video_counts_more_than_those_of_its_frames():
    sheet = sheet_of_document(HERE, [{"video": "a", "score": 0.5, "frame_scores": [0.1, 0.9, 0.2]}])
    assert sheet.frame.to_dicts() == [{"video": "a", "score": 0.5}]
    assert sheet.notes == ("lists of numbers are not used: 'frame_scores'",)


def test_a_score_of_the_video_that_is_the_mean_of_its_frames_does_not_count():
    records = [{"video": f"v{i}", "frame_scores": [i / 10, i / 20], "video_score": round(i * 0.075, 3)} for i in range(9)]
    sheet = sheet_of_document(HERE, records)
    assert sheet.frame.columns == ["video", "frame", "score"]
    assert "'video_score' is the mean of 'frame_scores', so it is not used" in sheet.notes
    maximum = [{**record, "video_score": max(record["frame_scores"])} for record in records]
    assert sheet_of_document(HERE, maximum).frame.columns == ["video", "video_score"]


@pytest.mark.parametrize("name", ["scores", "predictions", "frames", "frame_scores"])
@pytest.mark.parametrize("key", ["{}", "{:04d}", "frame_{}", "{}.jpg", "{}.5"])
@pytest.mark.parametrize("count", [lambda i: 4, lambda i: 1 + i % 3], ids=["even", "ragged"])
def test_numbers_of_frames_as_keys_make_frames_and_no_detectors(name, key, count):
    held = [{key.format(10 * k): 0.3 + k / 10 for k in range(count(i))} for i in range(9)]
    records = [{"label": "fake", name: numbers} for numbers in held]
    for document in ([{"video": f"v{i}", **r} for i, r in enumerate(records)], {f"v{i}": r for i, r in enumerate(records)}):
        found = rows_of(document)
        assert [(r["video"], r["score"]) for r in found] == [(f"v{i}", x) for i, n in enumerate(held) for x in n.values()]
        assert len({(r["video"], r["frame"]) for r in found}) == len(found)


def test_keys_that_count_classes_are_no_frames():
    shares = rows_of([{"video": f"v{i}", "scores": {"0": 1 - i / 10, "1": i / 10}} for i in range(9)])
    assert list(shares[0]) == ["video", "scores.0", "scores.1"]
    logits = rows_of([{"video": f"v{i}", "scores": {"0": -i, "1": 2.5 * i}} for i in range(9)])
    assert list(logits[0]) == ["video", "scores.0", "scores.1"]


def test_classes_of_each_frame_by_its_number():
    found = rows_of([{"video": "a", "probs": {"0": [0.25, 0.75], "30": [0.5, 0.5]}}])
    assert [(r["frame"], r["probs[1]"]) for r in found] == [(0, 0.75), (30, 0.5)]


def test_boxes_and_segments_are_no_scores():
    document = [{"video": "a", "p_fake": 0.5, "bbox": [1, 2, 3, 4], "fake_segments": [[0.5, 1.0], [2.0, 3.0]]}]
    assert rows_of(document) == [{"video": "a", "p_fake": 0.5}]


def test_lists_that_sum_to_one_are_places_and_others_are_frames():
    places = rows_of([{"video": "a", "probs": [0.25, 0.75]}, {"video": "b", "probs": [0.5, 0.5]}])
    assert places[0] == {"video": "a", "probs[0]": 0.25, "probs[1]": 0.75}
    assert len(rows_of([{"video": "a", "probs": [0.25, 0.7]}, {"video": "b", "probs": [0.5, 0.1]}])) == 4


def test_two_lists_of_scores_are_a_question():
    with pytest.raises(TableError, match="'a_scores', 'b_scores' hold lists of numbers; give one list"):
        rows_of([{"video": "a", "a_scores": [0.1, 0.2], "b_scores": [0.1, 0.2]}])


def test_a_data_frame_with_videos_as_its_index():
    document = {"label": {"a.mp4": "fake", "b.mp4": "real"}, "p_fake": {"a.mp4": 0.9, "b.mp4": 0.1}}
    assert rows_of(document) == [
        {"video": "a.mp4", "label": "fake", "p_fake": 0.9},
        {"video": "b.mp4", "label": "real", "p_fake": 0.1},
    ]


@pytest.mark.parametrize(("shared", "column"), [(True, "detector"), (False, "dataset")])
def test_tables_of_scores_by_detector_or_data_set(shared, column):
    first = {f"a{i}": i / 10 for i in range(9)}
    second = {(f"a{i}" if shared else f"b{i}"): i / 20 for i in range(9)}
    found = rows_of({"xception": first, "meso": second})
    assert len(found) == 18
    assert {r[column] for r in found} == {"xception", "meso"}
    assert (
        sheet_of_document(HERE, {"xception": first, "meso": second})
        .notes[0]
        .endswith(f"are read as the column {column!r}")
    )


def test_records_of_several_detectors_by_video_stay_records():
    document = {f"v{i}.mp4": {"cm1": 0.1, "bg2": 0.2, "av3": 0.3, "rr4": 0.4, "ll5": 0.5} for i in range(3)}
    assert {r["video"] for r in rows_of(document)} == set(document)


def test_counts_and_metrics_are_no_scores_of_videos():
    document = {
        "cm": {"auc": 0.5, "real_acc": 0.5, "fake_acc": 0.6, "f1_score_": 0.1},
        "bg": {"auc": 0.5, "real_acc": 0.5},
    }
    assert "detector" not in rows_of(document)[0]


NUMBERS = st.one_of(st.floats(), st.integers(), st.lists(st.floats(), max_size=2))
VALUES = st.one_of(st.lists(NUMBERS, max_size=3), st.floats(), st.text(max_size=3))
KEYS = st.sampled_from(["video", "scores", "frames", "probs", "x"])


@given(st.lists(st.dictionaries(KEYS, VALUES, min_size=1), min_size=1, max_size=4))
def test_lists_of_any_kind_are_read_or_refused(document):
    try:
        sheet = sheet_of_document(HERE, document)
    except TableError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert not any(kind.is_nested() for kind in sheet.frame.dtypes)


def test_json_lines_that_are_no_objects_name_their_line(tmp_path):
    path = tmp_path / "s.jsonl"
    path.write_text('{"video": "a"}\n[1, 2]\n{"video": "b"}\n')
    with pytest.raises(TableError, match="line 2: each line must be an object"):
        read_sheet(path)
    path.write_text("\n".join(json.dumps({"video": f"v{i}"}) for i in range(3)))
    assert read_sheet(path).frame["video"].to_list() == ["v0", "v1", "v2"]
