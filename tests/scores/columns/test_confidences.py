"""A confidence beside the score that it follows from is not used, and no row is lost for it."""

import json

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table, videos

from touchstone.scores import read_score_files
from touchstone.vocabulary.errors import TableError

CALLED = ["confidence", "Conf", "max_prob", "top1", "certainty", "winner", "p_max"]
SCORES = ["p_fake", "fake_prob", "fake", "score", "p_xception"]


def read(place, columns, seed=0):
    rng = np.random.default_rng(seed)
    names = rng.permutation(list(columns)).tolist()
    rows = rng.permutation(len(columns["video"]))
    path = place.folder / "s.csv"
    path.write_bytes(table({n: [columns[n][i] for i in rows] for n in names}))
    return place.read(path)


def p_of(found):
    scores = found.tables["scores"].filter(status="ok").sort("video")
    assert scores["detector"].n_unique() == 1
    return scores["p_fake"].to_numpy()


@pytest.mark.parametrize("sure", CALLED)
@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("decided", [False, True])
def test_every_row_keeps_its_score(score, sure, decided, place):
    v = videos(60)
    columns = {"video": v.names, "label": v.labels, score: v.p, sure: np.maximum(v.p, 1 - v.p)}
    columns |= {"predicted": v.called} if decided else {}
    found = read(place, columns, seed=len(sure) + len(score))
    assert p_of(found) == pytest.approx(v.p, abs=1e-9)
    assert said(found, f"column '{sure}' is max(p, 1 − p) of '{score}'")


@pytest.mark.parametrize("digits", [1, 2, 3])
def test_rounded_numbers_and_few_rows_too(digits, place):
    v = videos(24)
    p = np.round(v.p, digits)
    found = read(place, {"video": v.names, "label": v.labels, "p_fake": p, "confidence": np.maximum(p, 1 - p)})
    assert p_of(found) == pytest.approx(p, abs=1e-9)


@pytest.mark.parametrize(("of_score", "of_sure"), [(100, 100), (1, 100), (100, 1)])
def test_percent_beside_a_confidence_is_percent(of_score, of_sure, place):
    v = videos(60)
    sure = of_sure * np.maximum(v.p, 1 - v.p)
    found = read(place, {"video": v.names, "label": v.labels, "fake_probability": of_score * v.p, "confidence": sure})
    assert p_of(found) == pytest.approx(v.p, abs=1e-9)


def test_the_complement_of_a_score_is_a_class_and_no_confidence(place):
    v = videos(60)
    p = v.p / 2  # real wins everywhere
    found = read(place, {"video": v.names, "label": v.labels, "p_real": 1 - p, "p_fake": p})
    assert p_of(found) == pytest.approx(p, abs=1e-9)
    assert not said(found, "max(p, 1 − p)")


@pytest.mark.parametrize("other", ["uncertainty", "p_min"])
def test_what_is_left_for_the_loser_is_no_class_beside_the_score(other, place):
    v = videos(60)
    found = read(place, {"video": v.names, "label": v.labels, "p_fake": v.p, other: np.minimum(v.p, 1 - v.p)})
    scores = found.tables["scores"].filter(status="ok")
    assert scores.filter(scores["detector"] != "min").sort("video")["p_fake"].to_list() == pytest.approx(v.p)


def test_a_confidence_gives_the_score_where_no_other_name_is_that_of_one(place):
    v = videos(60)
    columns = {"video": v.names, "label": v.labels, "xception": v.p, "confidence": np.maximum(v.p, 1 - v.p)}
    assert p_of(read(place, columns | {"prediction": v.called})) == pytest.approx(v.p, abs=1e-9)


def test_of_several_detectors_with_a_confidence_each_keeps_its_name(tmp_path):
    rng = np.random.default_rng(4)
    rows = []
    for i in range(60):
        answers = {name: float(rng.uniform(0.05, 0.95)) for name in ("a", "b", "c")}
        by_detector = {name: {"prediction": p, "confidence": max(p, 1 - p)} for name, p in answers.items()}
        # the answer of the whole is that of one of them
        whole = max(answers["b"], 1 - answers["b"])
        called = "FAKE" if answers["b"] >= 0.5 else "REAL"
        rows.append({
            "video": f"{i}.mp4", "true": ("REAL", "FAKE")[i % 2], "pred": called, "confidence": whole,
            "all_predictions": by_detector,
        })  # fmt: skip
    (tmp_path / "t.json").write_text(json.dumps(rows))
    scores = read_score_files([tmp_path / "t.json"]).tables["scores"]
    assert sorted(scores["detector"].unique()) == ["a", "b", "c"]


@pytest.mark.parametrize("called", ["confidence_max", "Max. Softmax", "top1_confidence", "winner_p", "Prob (max)", "cls_conf"])
def test_the_only_number_that_speaks_of_a_confidence_is_that_of_the_predicted_class(called, place):
    v = videos(60)
    columns = {"video": v.names, "label": v.labels, "guess": v.called, called: np.maximum(v.p, 1 - v.p)}
    found = read(place, columns, seed=len(called))
    assert p_of(found) == pytest.approx(v.p, abs=1e-9)
    assert said(found, "is never below 0.5, so it is the confidence of the class in 'guess'")


@pytest.mark.parametrize("called", ["face_confidence", "det_score", "box_conf", "quality"])
def test_how_sure_a_face_was_found_is_no_score(called, place):
    v = videos(60)
    with pytest.raises(TableError, match="no column of scores"):
        read(place, {"video": v.names, "label": v.labels, "guess": v.called, called: np.maximum(v.p, 1 - v.p)})
