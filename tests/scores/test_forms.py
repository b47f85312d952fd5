"""Every form of score file, as its users write it."""

import gzip
import json

import polars as pl
import pytest
from tests.scores.conftest import labels_of, said, scores_of

from touchstone.vocabulary.tables import SCORES, VIDEOS, conform

ROWS = [("a.mp4", "fake", 0.9), ("b.mp4", "real", 0.2), ("c.mp4", "fake", 0.7)]
WANTED = {("scores", "a.mp4"): 0.9, ("scores", "b.mp4"): 0.2, ("scores", "c.mp4"): 0.7}


def frame():
    return pl.DataFrame(ROWS, schema=["video", "label", "p_fake"], orient="row")


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_any_separator(place, separator):
    lines = [separator.join(map(str, row)) for row in [("video", "label", "p_fake"), *ROWS]]
    assert place.scores(*lines, name="scores.txt") == WANTED


def test_parquet_json_and_json_lines_say_the_same_as_text(place, tmp_path):
    frame().write_parquet(tmp_path / "scores.parquet")
    (tmp_path / "lines").mkdir()
    frame().write_ndjson(tmp_path / "lines/scores.jsonl")
    place.file("list/scores.json", json.dumps(frame().to_dicts()))
    place.file("columns/scores.json", json.dumps(frame().to_dict(as_series=False)))
    indexed = {name: {str(i): v for i, v in enumerate(frame()[name].to_list())} for name in frame().columns}
    place.file("frame/scores.json", json.dumps(indexed))
    place.file("object/scores.json", json.dumps({v: {"label": y, "p_fake": p} for v, y, p in ROWS}))
    place.file("inside/scores.json", json.dumps({"summary": {"n": 3}, "results": frame().to_dicts()}))
    (tmp_path / "scores.csv.gz").write_bytes(gzip.compress(frame().write_csv().encode()))
    found = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert len(found) == 8
    for path in found:
        assert scores_of(place.read(path)) == WANTED, path


def test_a_spreadsheet_in_utf16_with_a_mark(place, tmp_path):
    (tmp_path / "scores.csv").write_bytes("video,label,p_fake\nä.mp4,fake,0.9\n".encode("utf-16"))
    assert scores_of(place.read(tmp_path / "scores.csv")) == {("scores", "ä.mp4"): 0.9}


def test_every_column_of_the_videos_table_is_taken(place):
    names = [c.name for c in VIDEOS.columns if c.name not in ("video", "status", "failure", "reason")]
    values = {"label": "fake", "has_audio": "true", "variable_frame_rate": "no", "split": "test", "sha256": "ff" * 32}
    cells = [values.get(n, "12" if VIDEOS.schema[n].is_numeric() else f"some {n}") for n in names]
    found = place.read(place.file("s.csv", f"video,{','.join(names)},p_fake\na.mp4,{','.join(cells)},0.5\n"))
    (row,) = found.tables["videos"].iter_rows(named=True)
    assert row["has_audio"] is True
    assert row["variable_frame_rate"] is False
    for name, cell in zip(names, cells, strict=True):
        if VIDEOS.schema[name] == pl.String:
            assert row[name] == cell
        elif VIDEOS.schema[name].is_numeric():
            assert row[name] == 12
    conform(found.tables["videos"], VIDEOS)
    conform(found.tables["scores"], SCORES)


def test_several_columns_are_several_detectors(place):
    found = place.scores("video,label,p_cm,prob_My Net,p_bg", "a.mp4,fake,0.9,0.8,", "b.mp4,real,0.1,0.2,0.3")
    assert found == {
        ("cm", "a.mp4"): 0.9, ("cm", "b.mp4"): 0.1, ("My Net", "a.mp4"): 0.8, ("My Net", "b.mp4"): 0.2, ("bg", "b.mp4"): 0.3,
    }  # fmt: skip


def test_detectors_in_rows_and_frames_in_rows(place):
    found = place.read(
        place.file(
            "s.csv",
            "model,video,frame,label,score\ncm,a.mp4,0,1,0.5\ncm,a.mp4,30,1,0.7\nbg,a.mp4,0,1,0.1\nbg,b.mp4,0,0,0.2\n",
        )
    )
    assert found.tables["detectors"]["detector"].to_list() == ["cm", "bg"]
    assert found.tables["scores"].select("detector", "unit", "index", "p_fake").rows() == [
        ("cm", "frame", 0, 0.5), ("cm", "frame", 30, 0.7), ("bg", "frame", 0, 0.1), ("bg", "frame", 0, 0.2),
    ]  # fmt: skip


def test_frames_named_by_files_are_numbered_by_them(place):
    found = place.read(place.file("s.csv", "video,frame,label,score\na,0007.png,1,0.5\na,frame_0012.png,1,0.7\n"))
    assert found.tables["scores"]["index"].to_list() == [7, 12]


def test_predictions_of_several_detectors_inside_records(place):
    results = [
        {"video": "1.mp4", "true": "FAKE", "pred": "FAKE", "confidence": 0.9, "correct": True,
         "all_predictions": {"cm": {"prediction": 0.8, "confidence": 0.8}, "rr": {"prediction": 0.3, "confidence": 0.7}}},
        {"video": "2.mp4", "true": "REAL", "pred": "REAL", "confidence": 0.6, "correct": True,
         "all_predictions": {"cm": {"prediction": 0.4, "confidence": 0.6}}},
    ]  # fmt: skip
    found = place.read(place.file("r.json", json.dumps({"summary": {}, "results": results})))
    assert scores_of(found) == {("cm", "1.mp4"): 0.8, ("cm", "2.mp4"): 0.4, ("rr", "1.mp4"): 0.3}
    assert found.tables["detectors"].select("detector", "domain").rows() == [("cm", "cm"), ("rr", "rr")]


def test_a_dfdc_submission_with_its_labels(place):
    submission = place.file("submission.csv", "filename,label\na.mp4,0.91\nb.mp4,0.5\nc.mp4,0.05\n")
    labels = place.file(
        "metadata.json",
        json.dumps(
            {"a.mp4": {"label": "FAKE", "split": "train", "original": "b.mp4"}, "b.mp4": {"label": "REAL", "split": "train"},
             "c.mp4": {"label": "REAL", "split": "train"}}
        ),
    )  # fmt: skip
    found = place.read(submission, labels=[labels])
    assert scores_of(found) == {
        ("submission", "a.mp4"): 0.91,
        ("submission", "b.mp4"): 0.5,
        ("submission", "c.mp4"): 0.05,
    }
    assert labels_of(found) == {"a.mp4": "fake", "b.mp4": "real", "c.mp4": "real"}
    assert found.tables["videos"]["split"].to_list() == ["train"] * 3
    assert said(found, "the column label is read as P(fake)")


def test_nist_opt_outs_are_abstentions(place):
    file = place.file("nist.csv", "ProbeFileID|ConfidenceScore|IsOptOut\nx|0.9|N\ny||Y\nz|0.1|N\n")
    labels = place.file("ref.csv", "video|label\nx|1\ny|1\nz|0\n")
    found = place.read(file, labels=[labels])
    assert found.tables["scores"].select("video", "p_fake", "status").rows() == [
        ("x", 0.9, "ok"), ("y", None, "abstained"), ("z", 0.1, "ok"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "filename\tcm-score\nE_0001\t-4.0\nE_0002\t6.5\n",
        "LA_E_0001 -4.0\nLA_E_0002 6.5\n",
        "LA_E_0001 A11 spoof -4.0\nLA_E_0002 - bonafide 6.5\n",
    ],
)
def test_asvspoof_is_high_for_bona_fide(place, text):
    file = place.file("asv.txt", text)
    name = text[text.index("E_0001") - (3 if "LA_" in text else 0) :].split()[0].replace("0001", "")
    labels = place.file("key.csv", f"video,label\n{name}0001,spoof\n{name}0002,bonafide\n")
    found = place.read(file, labels=() if "spoof" in text else [labels])
    by_video = {v: (p, x) for v, p, x in found.tables["scores"].select("video", "p_fake", "logit").iter_rows()}
    assert by_video[f"{name}0001"] == (pytest.approx(0.9820, abs=1e-4), 4.0)
    assert by_video[f"{name}0002"] == (pytest.approx(0.0015, abs=1e-4), -6.5)
    assert labels_of(found) == {f"{name}0001": "fake", f"{name}0002": "real"}
    assert said(found, "high for bona fide")


def test_lines_without_header(place):
    file = place.file("prediction.txt", "test/1.mp4;0.91\ntest/2.mp4;0.07\n")
    labels = place.file(
        "test.json",
        json.dumps(
            [{"file": "test/1.mp4", "modify_type": "both_modified", "split": "test", "fake_segments": [[0.1, 0.4]]},
             {"file": "test/2.mp4", "modify_type": "real", "split": "test", "fake_segments": []}]
        ),
    )  # fmt: skip
    found = place.read(file, labels=[labels])
    assert scores_of(found) == {("prediction", "test/1.mp4"): 0.91, ("prediction", "test/2.mp4"): 0.07}
    assert labels_of(found) == {"test/1.mp4": "fake", "test/2.mp4": "real"}


def test_genconvit_names_method_and_checks_polarity(place):
    file = place.file(
        "genconvit_X.csv",
        "video,klass,label,score,pred_label\na.mp4,deepfakes,FAKE,0.9,FAKE\nb.mp4,original,REAL,0.2,REAL\nc.mp4,faceswap,FAKE,0.3,REAL\n",
    )
    found = place.read(file)
    assert dict(found.tables["videos"].select("video", "method").iter_rows()) == {
        "a.mp4": "deepfakes",
        "b.mp4": None,
        "c.mp4": "faceswap",
    }
    assert said(found, "agrees with P(fake) ≥ 0.5 in 3 of 3")


def test_a_folder_word_under_both_labels_is_no_method(place):
    found = place.read(place.file("s.csv", "video,klass,label,score\na,dfdc,FAKE,0.9\nb,dfdc,REAL,0.1\n"))
    assert found.tables["videos"]["method"].null_count() == 2
    assert said(found, "'klass' holds the same words under both labels")
