"""Rows in which a detector found no face hold no answer: classes stay classes, and such rows have no score."""

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
    columns = {n: [x if a else code for x, a in zip(np.round(c, 6), answers, strict=True)] for n, c in kind(v.p).items()}
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
