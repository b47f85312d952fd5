"""Documents with a table under each key, and lists beside facts."""

import json

import pytest

from touchstone.vocabulary.sheets import read_sheet

NAMES = [f"v{i}.mp4" for i in range(12)]


def read(tmp_path, document):
    path = tmp_path / "scores.json"
    path.write_text(json.dumps(document))
    return read_sheet(path)


def lists(names):
    return {"scores": [0.25 + i / 50 for i in range(len(names))], "labels": [i % 2 for i in range(len(names))], "files": names}


def records(names):
    return {n: {"label": i % 2, "score": 0.25 + i / 50} for i, n in enumerate(names)}


def numbers(names):
    return {n: 0.25 + i / 50 for i, n in enumerate(names)}


@pytest.mark.parametrize("table", [lists, records, numbers])
def test_tables_that_share_videos_are_of_detectors_and_others_of_data_sets(tmp_path, table):
    sheet = read(tmp_path, {"xception": table(NAMES), "meso": table(NAMES[::-1])})
    assert sheet.frame.height == 24
    assert set(sheet.frame["detector"]) == {"xception", "meso"}
    sheet = read(tmp_path, {"FF++": table(NAMES[:6]), "DFDC": table(NAMES[6:])})
    assert sheet.frame["dataset"].to_list() == ["FF++"] * 6 + ["DFDC"] * 6
    assert any("which share no video, are read as the column 'dataset'" in note for note in sheet.notes)


@pytest.mark.parametrize("table", [lists, records])
def test_data_sets_with_videos_of_equal_names_are_data_sets_by_their_names(tmp_path, table):
    assert set(read(tmp_path, {"Celeb-DF": table(NAMES), "DFDC": table(NAMES)}).frame["dataset"]) == {"Celeb-DF", "DFDC"}


def test_detectors_below_data_sets_and_the_other_way_round(tmp_path):
    inner = {"xception": records(NAMES), "meso": records(NAMES)}
    sheet = read(tmp_path, {"Celeb-DF": inner, "DFDC": {k: {f"x{n}": r for n, r in of.items()} for k, of in inner.items()}})
    assert sheet.frame.select("detector", "dataset").unique().height == 4
    sets = {"Celeb-DF": records(NAMES[:6]), "DFDC": records(NAMES[6:])}
    assert read(tmp_path, {"xception": sets, "meso": sets}).frame.select("detector", "dataset").unique().height == 4


@pytest.mark.parametrize("real", ["real", "original", "youtube"])
@pytest.mark.parametrize("names", [NAMES[:4], NAMES[8:]], ids=["equal names", "other names"])
def test_keys_of_which_one_says_real_are_ways_to_forge(tmp_path, real, names):
    ways = {real: NAMES[:4], "Deepfakes": NAMES[4:8], "FaceSwap": names}
    sheet = read(tmp_path, {way: numbers([*of, f"{way}.mp4"]) for way, of in ways.items()})
    assert set(sheet.frame["method"]) == {real, "Deepfakes", "FaceSwap"}


def test_real_videos_that_each_way_to_forge_repeats_count_once(tmp_path):
    ways = {m: {"fake": numbers([f"{m}{n}" for n in NAMES]), "real": numbers(NAMES)} for m in ("DF", "FS")}
    sheet = read(tmp_path, ways)
    assert sheet.frame.height == 36
    assert sheet.frame.filter(label="real")["method"].null_count() == 12


def test_codes_as_keys_are_labels(tmp_path):
    tables = {str(code): [{"file": n, "score": 0.5} for n in NAMES[code::2]] for code in (0, 1)}
    assert read(tmp_path, tables).frame["label"].to_list() == ["0"] * 6 + ["1"] * 6


@pytest.mark.parametrize("name", ["files", "file", "video_ids", "paths", "names"])
def test_lists_beside_facts_are_columns(tmp_path, name):
    facts = {"model": "xception", "auc": 0.9, "config": {"size": 224}}
    sheet = read(tmp_path, {**facts, "scores": [*numbers(NAMES).values()], "labels": [0, 1] * 6, name: NAMES})
    assert sheet.frame.height == 12
    assert NAMES in [sheet.frame[c].to_list() for c in sheet.frame.columns]
    assert "its lists are read as columns; model, auc, config not used" in sheet.notes


@pytest.mark.parametrize("words", [{"0": "FAKE", "1": "REAL"}, ["FAKE", "REAL"]])
def test_words_of_classes_name_places_and_codes(tmp_path, words):
    document = {"logits": [[i / 3, -i / 4] for i in range(12)], "labels": [0, 1] * 6, "files": NAMES}
    sheet = read(tmp_path, {"id2label" if isinstance(words, dict) else "classes": words, **document})
    assert sheet.frame["labels"].to_list() == ["FAKE", "REAL"] * 6
    assert sheet.frame["logits.FAKE"].to_list() == [i / 3 for i in range(12)]


def test_batches_of_records_and_of_columns(tmp_path):
    rows = [{"path": n, "y": i % 2, "prob": i / 20} for i, n in enumerate(NAMES)]
    assert read(tmp_path, [rows[:5], rows[5:]]).frame["path"].to_list() == NAMES
    sheet = read(tmp_path, [[NAMES[:6], [0, 1] * 3, [0.5] * 6], [NAMES[6:], [0, 1] * 3, [0.25] * 6]])
    assert not sheet.header
    assert sheet.frame.shape == (12, 3)


def test_a_list_of_single_pairs(tmp_path):
    assert read(tmp_path, [{n: i / 20} for i, n in enumerate(NAMES)]).frame.columns == ["video", "score"]


def test_pairs_of_numbers_of_which_one_falls_where_the_other_rises_are_classes(tmp_path):
    opposed = read(tmp_path, [{"video": n, "predictions": [i / 2 - 3, 3.5 - i / 2]} for i, n in enumerate(NAMES)])
    assert "predictions[1]" in opposed.frame.columns
    alike = read(tmp_path, [{"video": n, "predictions": [i / 2 - 3, i / 2 - 2.5]} for i, n in enumerate(NAMES)])
    assert alike.frame.height == 24
