"""Lists of equal length in JSON, as loops over batches or folds and trainers leave them: names in the plural, and no videos."""

import json

import pytest
from tests.scores.conftest import labels_of, said
from tests.scores.forms.example import videos

V = videos(40)
NAMES = [
    ("paths", "preds", "targets"), ("filenames", "preds", "labels"), ("video_ids", "probs", "ys"), ("files", "outputs", "gts"),
    ("names", "scores", "truths"), ("video", "score", "label"),
]  # fmt: skip


def batches(names, size=16, **beside):
    every = [[*V.names], V.p.tolist(), V.coded]
    cuts = [slice(at, at + size) for at in range(0, len(V), size)]
    return [{**beside, **{name: values[cut] for name, values in zip(names, every, strict=True)}} for cut in cuts]


def read(place, document):
    return place.read(place.file("s.json", json.dumps(document)))


def check(found, *, named=True):
    scores = found.tables["scores"].sort("video")
    assert [labels_of(found)[v] for v in scores["video"]] == V.labels
    assert scores["p_fake"].to_list() == pytest.approx(V.p, abs=1e-4)
    assert not named or scores["video"].to_list() == list(V.names)


@pytest.mark.parametrize("names", NAMES)
@pytest.mark.parametrize(
    "write", [lambda b: b, lambda b: {"batches": b}, lambda b: [{"epoch": 3, "batch": at, **of} for at, of in enumerate(b)]]
)
def test_batches_are_rows(names, write, place):
    check(read(place, write(batches(names))))


@pytest.mark.parametrize("names", NAMES)
def test_and_so_are_lists_of_all(names, place):
    check(read(place, batches(names, len(V))[0]))


@pytest.mark.parametrize(("truth", "score"), [("y_true", "y_prob"), ("labels", "preds"), ("targets", "probs")])
@pytest.mark.parametrize("write", [lambda b: b, lambda b: {"folds": b}])
def test_folds_without_videos_have_numbered_rows(truth, score, write, place):
    folds = [{"fold": at, truth: of["label"], score: of["score"]} for at, of in enumerate(batches(NAMES[-1]))]
    found = read(place, write(folds))
    check(found, named=False)
    assert said(found, "no column names the videos, so each row is one")


@pytest.mark.parametrize("beside", [{}, {"metrics": {"loss": 0.3}}])
def test_logits_and_labels_of_a_trainer(beside, place):
    pairs = [[round(-z / 2, 6), round(z / 2, 6)] for z in V.logits.tolist()]
    found = read(place, {"predictions": pairs, "label_ids": V.coded} | beside)
    check(found, named=False)
    assert said(found, "are logits of the classes of one detector")


def test_lists_of_a_video_are_its_frames(place):
    rows = [{"video": n, "label": y, "frames": [0, 5], "scores": [p, p]} for n, y, p in zip(V.names, V.labels, V.p, strict=True)]
    assert read(place, rows).tables["scores"].height == 2 * len(V)
