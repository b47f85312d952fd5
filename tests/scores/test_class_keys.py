"""Documents that say what the numbers of their classes mean, beside records, columns, or objects of videos."""

import json
from typing import Any

import pytest
from tests.scores.conftest import labels_of, said
from tests.scores.forms.example import videos

from touchstone.vocabulary.errors import TableError

V = videos(40)
TURNED = [
    {"label2id": {"fake": 0, "real": 1}}, {"class_to_idx": {"real": 1, "fake": 0}},
    {"id2label": {"0": "FAKE", "1": "REAL"}},
    {"idx_to_class": {"0": "spoof", "1": "bonafide"}}, {"classes": ["fake", "real"]}, {"label_map": {"AI": 0, "Human": 1}},
    {"class_names": ["1_fake", "0_real"]},
    {"labelMapping": {"deepfake": "0", "original": "1"}},
    {"config": {"label2id": {"fake": 0, "real": 1}}},
    {"label2id": {"fake": 0, "real": 1}, "id2label": {"0": "fake", "1": "real"}},
]  # fmt: skip
CODES = [1 - y for y in V.coded]


def records(field: str = "prob_fake", scores: Any = V.p):
    return [{"file": n, "label": y, field: s} for n, y, s in zip(V.names, CODES, list(scores), strict=True)]


def lists():
    return {"files": list(V.names), "labels": CODES, "prob_fake": V.p.tolist()}


def by_video():
    return {r.pop("file"): r for r in records()}


ROWS = [
    lambda: {"predictions": records()}, lambda: {"model": "x", "results": records()}, lambda: {"rows": records()},
    lambda: {"results": by_video()}, lists,
]  # fmt: skip


def read(place, document, **options):
    return place.read(place.file("s.json", json.dumps(document)), **options)


def check(found):
    scores = found.tables["scores"].sort("video")
    assert [labels_of(found)[v] for v in scores["video"]] == V.labels
    assert scores["p_fake"].to_list() == pytest.approx(V.p, abs=1e-4)


@pytest.mark.parametrize(
    ("says", "rows"), [(s, ROWS[0]) for s in TURNED] + [(s, r) for s in TURNED[::3] for r in ROWS[1:]]
)
@pytest.mark.parametrize("first", [True, False])
def test_numbers_mean_what_is_said(says, rows, first, place):
    found = read(place, says | rows() if first else rows() | says)
    check(found)
    assert said(found, "names the classes: ")
    assert not said(found, "a convention")


@pytest.mark.parametrize("says", TURNED)
def test_places_of_lists_are_those_of_the_classes(says, place):
    both = [[float(p), round(1 - float(p), 4)] for p in V.p]
    check(read(place, says | {"results": records("probs", both)}))


def test_the_usual_numbers_stay(place):
    rows = [{**r, "label": y} for r, y in zip(records(), V.coded, strict=True)]
    check(read(place, {"class_to_idx": {"real": 0, "fake": 1}, "results": rows}))


def test_a_score_of_no_class_is_that_of_class_1(place):
    found = read(place, {"label2id": {"fake": 0, "real": 1}, "results": records("score", (1 - V.p).round(4))})
    check(found)
    assert said(found, "in 'label_code' 1 means real, and no name says of which class 'score' is")
    check(read(place, {"label2id": {"fake": 0, "real": 1}, "results": records("score")}, fake_is="high"))


def test_predicted_classes_too(place):
    sure = [{**r, "pred": int(p < 0.5), "conf": float(max(p, 1 - p))} for r, p in zip(records(), V.p, strict=True)]
    rows = [{k: v for k, v in r.items() if k != "prob_fake"} for r in sure]
    check(read(place, {"id2label": ["fake", "real"], "results": rows}))


def test_words_that_contradict_each_other_are_a_question(place):
    says = {"label2id": {"fake": 0, "real": 1}, "id2label": {"0": "real", "1": "fake"}}
    with pytest.raises(TableError, match="'label2id' and 'id2label' name different classes"):
        read(place, says | {"results": records()})


@pytest.mark.parametrize("other", [{"label2id": {"cat": 0, "dog": 1}}, {"classes": 2}, {"label_map": {"a": "b"}}])
def test_other_facts_change_nothing(other, place):
    rows = [{**r, "label": y} for r, y in zip(records(), V.coded, strict=True)]
    check(read(place, other | {"results": rows}))


@pytest.mark.parametrize("codes", [{"fake": [0], "real": 1}, {"fake": {"a": 0}, "real": 1}, {"0": ["fake"], "1": "real"}])
def test_keys_that_hold_more_than_words_and_numbers_say_nothing(place, codes):
    rows = [{"file": f"v{i}.mp4", "label": ("real", "fake")[i % 2], "prob_fake": i / 40} for i in range(40)]
    found = place.read(place.file("s.json", json.dumps({"label2id": codes, "results": rows})))
    assert found.tables["scores"]["p_fake"].sort().to_list() == [i / 40 for i in range(40)]
