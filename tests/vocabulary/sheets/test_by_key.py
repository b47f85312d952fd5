"""Documents whose keys name videos, models, folds or an evaluation."""

import json

import pytest

from touchstone.vocabulary.sheets import read_sheet

NAMES = [f"v{i}.mp4" for i in range(8)]


def read(tmp_path, document):
    path = tmp_path / "scores.json"
    path.write_text(json.dumps(document))
    return read_sheet(path)


def rows(names, score=0.25):
    return [{"video": name, "label": "fake", "score": score} for name in names]


def test_classes_of_a_pipeline_by_video(tmp_path):
    sheet = read(tmp_path, {n: [{"label": "Fake", "score": 0.9}, {"label": "Real", "score": 0.1}] for n in NAMES})
    assert sheet.frame.columns == ["video", "scores.Fake", "scores.Real"]
    assert sheet.frame["video"].to_list() == NAMES


@pytest.mark.parametrize("key", ["frame_{:04d}.png", "{}", "{:03d}.jpg"])
@pytest.mark.parametrize("name", ["{}", "{}.mp4"])
def test_frames_by_video(tmp_path, key, name):
    sheet = read(tmp_path, {name.format(f"clip{i}"): {key.format(k): 0.5 + k / 10 for k in range(2 + i % 3)} for i in range(9)})
    assert sheet.frame.columns == ["video", "frame", "score"]
    assert sheet.frame.height == 27


def test_few_names_with_many_pictures_may_be_detectors_and_columns_stay_columns(tmp_path):
    pictures = {f"{k:04d}.png": 0.5 for k in range(12)}
    assert "detector" in read(tmp_path, {"xception": pictures, "meso": pictures}).frame.columns
    indexed = {"score": {str(i): 0.5 for i in range(4)}, "video": {str(i): NAMES[i] for i in range(4)}}
    assert set(read(tmp_path, indexed).frame.columns) == {"score", "video"}


@pytest.mark.parametrize(
    ("document", "column"),
    [
        ({"xception": rows(NAMES), "vit": rows(NAMES, 0.5)}, "detector"),
        ({"DFDC": rows(NAMES[:4]), "WildDeepfake": rows(NAMES[4:])}, "dataset"),
        ({"fold_0": rows(NAMES[:4]), "fold_1": rows(NAMES[4:])}, None),
    ],
)
def test_lists_of_records_by_model_data_set_or_fold(tmp_path, document, column):
    sheet = read(tmp_path, document)
    assert set(sheet.frame.columns) == {"video", "label", "score", *([column] if column else [])}
    assert any("its keys " in note for note in sheet.notes)
    if column:
        assert sheet.frame[column].unique(maintain_order=True).to_list() == list(document)


@pytest.mark.parametrize("rest", [{"meta": {"auc": 0.9}}, {"config": {}, "date": "today", "metrics": [1, 2]}])
@pytest.mark.parametrize("inner", [dict.fromkeys(NAMES, 0.25), {n: {"score": 0.25, "label": "fake"} for n in NAMES}])
def test_videos_beside_facts_of_the_evaluation(tmp_path, rest, inner):
    sheet = read(tmp_path, {**rest, "results": inner})
    assert sheet.frame["video"].to_list() == NAMES
    assert any("rows read from 'results'" in note for note in sheet.notes)
