"""Rows in which a detector found no face hold no answer: classes stay classes, and such rows have no score."""

import json

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table, videos

CLASSES = {
    "by name": lambda p: {"P Real": 1 - p, "P Fake": p},
    "by number": lambda p: {"prob_0": 1 - p, "prob_1": p},
    "by generator": lambda p: {"original": 1 - p} | dict.fromkeys(("FSGAN", "FaceSwap", "Wav2Lip", "Face2Face"), p / 4),
    "in percent": lambda p: {"real": 100 - 100 * p, "fake": 100 * p},
    "logarithms": lambda p: {"log_real": np.log(1 - p), "log_fake": np.log(p)},
    "logits": lambda p: {"logit_real": 2 - np.log(p / (1 - p)), "logit_fake": np.full_like(p, 2.0)},
    "winner": lambda p: {"confidence": np.maximum(p, 1 - p)},
}


def written(v, kind, code, every):
    """The columns of a file in which some rows hold a code, and whether each row holds an answer."""
    answers = np.arange(len(v)) % every != 1
    columns = {
        n: [x if a else code for x, a in zip(np.round(c, 6), answers, strict=True)] for n, c in kind(v.p).items()
    }
    called = {"predicted": v.called} if "confidence" in columns else {}
    return {"video": v.names, "label": v.labels} | columns | called, answers


@pytest.mark.parametrize("code", [-1, 0, float("nan"), -99, "", "no face"])
@pytest.mark.parametrize("every", [20, 3])
@pytest.mark.parametrize("kind", CLASSES)
def test_rows_without_an_answer_have_no_score_and_are_counted(kind, every, code, place):
    v = videos(60)
    columns, answers = written(v, CLASSES[kind], code, every)
    order = np.random.default_rng(every).permutation(len(v))
    path = place.folder / "s.csv"
    path.write_bytes(table({name: [values[i] for i in order] for name, values in columns.items()}))
    found = place.read(path)
    scores = found.tables["scores"].filter(status="ok").sort("video")
    assert scores["detector"].unique().to_list() == ["s"]
    assert scores["video"].to_list() == [n for n, a in zip(v.names, answers, strict=True) if a]
    assert scores["p_fake"].to_list() == pytest.approx(v.p[answers], abs=1e-4)
    if code != "":
        assert said(found, f"{int((~answers).sum())} rows hold no answer (")


def test_two_detectors_that_are_sure_of_the_same_videos_stay_two(place):
    v = videos(60)
    p, q = np.where(v.p < 0.3, 0, v.p), np.where(v.p < 0.3, 0, v.q)
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": v.names, "label": v.labels, "p_a": p, "p_b": q}))
    scores = place.read(path).tables["scores"].sort("detector", "video")
    assert scores.filter(detector="a")["p_fake"].to_list() == p.tolist()
    assert scores.filter(detector="b")["p_fake"].to_list() == q.tolist()


def test_a_probability_of_0_is_no_code_where_others_are_below_one_half(place):
    v = videos(60)
    p = np.where(v.p < 0.2, 0.0, v.p)
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": v.names, "label": v.labels, "score": p, "prediction": v.called}))
    assert place.read(path).tables["scores"].sort("video")["p_fake"].to_list() == p.tolist()


STATES = {
    "failed": ("failed", "no face", "timeout", "Error", "unreadable", "crashed", "nan", -1),
    "abstained": ("abstained", "skipped", "opt-out"),
    "": ("", "None", "N/A", "-", "missing", "not scored"),
}
"""What a cell without an answer says, by the state that it gives; an empty state is no row."""


def columns_of_forms(v, word, lost):
    """Forms of tables: name → columns; the rows that are lost hold a word in place of their numbers."""
    p, q = ([word if gone else x for x, gone in zip(np.round(values, 6), lost, strict=True)] for values in (v.p, v.q))
    rest = [word if gone else round(1 - x, 6) for x, gone in zip(v.p, lost, strict=True)]
    sure = [word if gone else max(x, 1 - x) for x, gone in zip(np.round(v.p, 6), lost, strict=True)]
    called = [word if gone else c for c, gone in zip(v.called, lost, strict=True)]
    return {
        "one": {"p_fake": p},
        "two": {"p_a": p, "p_b": q},
        "classes": {"p_real": rest, "p_fake": p},
        "winner": {"predicted": called, "confidence": sure},
    }


@pytest.mark.parametrize(("state", "word"), [(state, word) for state, words in STATES.items() for word in words])
@pytest.mark.parametrize("form", ["one", "two", "classes", "winner"])
def test_a_word_gives_one_state_whatever_the_form_and_the_number_of_detectors(form, word, state, place):
    v = videos(60)
    lost = np.arange(60) % 9 == 1
    columns = {"video": v.names, "label": v.labels} | columns_of_forms(v, word, lost)[form]
    path = place.folder / "s.csv"
    path.write_bytes(table(columns))
    records = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    for file in (path, place.file("s.json", json.dumps(records, default=str))):
        scores = place.read(file).tables["scores"]
        detectors = 2 if form == "two" else 1
        expected = {"ok": detectors * int((~lost).sum())} | ({state: detectors * int(lost.sum())} if state else {})
        assert dict(scores["status"].value_counts().iter_rows()) == expected


@pytest.mark.parametrize("value", [None, [], [None, None, None]])
def test_a_list_of_nothing_leaves_its_video_without_a_score(value, place):
    v = videos(24)
    lists = {
        name: value if at % 8 == 1 else [p, p, p]
        for at, (name, p) in enumerate(zip(v.names, v.p.tolist(), strict=True))
    }
    labels = place.file("labels.csv", "\n".join(["video,label", *map(",".join, zip(v.names, v.labels, strict=True))]))
    found = place.read(place.file("s.json", json.dumps(lists)), labels=[labels])
    assert found.tables["scores"].filter(status="ok")["video"].n_unique() == 21
    assert said(found, "3 labelled video(s) have no score")
