"""Lists of the classes of each video: objects with the name of a class and its number, whatever their keys are called."""

import json

import polars as pl
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import videos

from touchstone.vocabulary.sheets.bare_labels import bare_labels

V = videos(40)
KEYS = [
    ("class", "score"), ("class", "prob"), ("category", "score"), ("className", "probability"), ("tagName", "p"),
    ("label", "score"),
]  # fmt: skip
WORDS = [("fake", "real"), ("yes_deepfake", "no_deepfake"), ("ai_generated", "not_ai_generated"), ("AI", "Human")]


def classes(p, keys, words, at=0):
    word, number = keys
    both = [{word: words[0], number: float(p)}, {word: words[1], number: round(1 - float(p), 4)}]
    return both[:: 1 - 2 * (at % 2)]


def read(place, held, **more):
    rows = [{"file": n, "label": y, **h} for n, y, h in zip(V.names, V.labels, held, strict=True)]
    return place.read(place.file("s.json", json.dumps(rows)), **more)


def means(found):
    scores = found.tables["scores"].filter(status="ok")
    assert scores["detector"].n_unique() == 1
    return scores.group_by("video").agg(pl.col("p_fake").mean()).sort("video")["p_fake"].to_list()


@pytest.mark.parametrize(("keys", "words"), [(k, WORDS[at % 4]) for at, k in enumerate(KEYS)] + [(KEYS[0], w) for w in WORDS[1:]])
def test_keys_and_classes_may_have_any_name(keys, words, place):
    found = read(place, [{"classes": classes(p, keys, words, at)} for at, p in enumerate(V.p)])
    assert means(found) == pytest.approx(V.p, abs=1e-4)
    assert found.tables["scores"].height == len(V)


@pytest.mark.parametrize("keys", KEYS)
def test_they_may_lie_deeper(keys, place):
    held = [{"response": {"id": 3, "output": [{"time": 0, "classes": classes(p, keys, WORDS[1])}]}} for p in V.p]
    assert means(read(place, held)) == pytest.approx(V.p, abs=1e-4)


@pytest.mark.parametrize("keys", KEYS)
def test_each_frame_may_have_its_classes(keys, place):
    held = [{"output": [{"time": t, "classes": classes(p, keys, WORDS[1])} for t in range(3)]} for p in V.p]
    found = read(place, held)
    assert means(found) == pytest.approx(V.p, abs=1e-4)
    assert found.tables["scores"].height == 3 * len(V)


@pytest.mark.parametrize("keys", KEYS)
def test_beside_codes_of_the_classes(keys, place):
    coded = [[c | {"id": at} for at, c in enumerate(classes(p, keys, WORDS[0]))] for p in V.p]
    assert means(read(place, [{"out": c} for c in coded])) == pytest.approx(V.p, abs=1e-4)


@pytest.mark.parametrize("total", [1, 100])
@pytest.mark.parametrize("keys", KEYS)
def test_a_class_that_a_list_lacks_has_the_rest(keys, total, place):
    word, number = keys
    held = []
    for p in map(float, V.p):
        shares = {"real": 1 - p, "faceswap": 0.7 * p, "reenact": 0.3 * p}
        best = sorted(shares, key=lambda name: shares[name])[1:]
        held.append({"preds": [{word: name, number: total * shares[name]} for name in best]})
    found = read(place, held)
    assert means(found) == pytest.approx(V.p, abs=1e-4)
    assert said(found, f"which have what is left to {total} (")


def test_answers_of_detectors_are_no_classes(place):
    held = [{"scores": [{"model": "xception", "score": float(p)}, {"model": "meso", "score": 0.3}]} for p in V.p]
    found = read(place, held)
    assert {*found.tables["scores"]["detector"]} == {"xception", "meso"}


@pytest.mark.parametrize("key", ["name", "img"])
def test_pictures_are_frames_and_no_classes(key, place):
    held = [{"frames": [{key: f"{t:04d}.png", "score": float(p)} for t in range(3)]} for p in V.p]
    assert read(place, held).tables["scores"].height == 3 * len(V)


def test_words_with_yes_and_no_are_labels(place):
    words = ["no_deepfake" if label == "real" else "yes_deepfake" for label in V.labels]
    lines = [f"{n},{w},{p}" for n, w, p in zip(V.names, words, V.p, strict=True)]
    found = place.read(place.file("s.csv", "\n".join(["file,label,prob", *lines])))
    assert found.tables["videos"].sort("video")["label"].to_list() == V.labels
    assert bare_labels(["no face", "no"]) == {}
