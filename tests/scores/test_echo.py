"""Labels that follow the scores: a detector's answers are said to be, a detector that is always right is not."""

import json

import numpy as np
import pytest
from tests.scores.conftest import labels_of, said, scores_of
from tests.scores.forms.example import table, videos

from touchstone.scores.echo import are_answers
from touchstone.vocabulary.errors import TableError


def write(place, columns, name="s.csv", seed=0):
    count = len(next(iter(columns.values())))
    order = np.random.default_rng(seed).permutation(count)
    path = place.folder / name
    path.write_bytes(table({c: [values[i] for i in order] for c, values in columns.items()}))
    return path


@pytest.mark.parametrize("name", ["label", "Target", "gt", "is_fake", "y_true"])
@pytest.mark.parametrize("threshold", [0.5, 0.3])
def test_labels_that_are_decisions_are_said_to_be(name, threshold, place):
    v = videos(200)
    path = write(place, {"video": v.names, name: (v.p >= threshold).astype(int), "score": v.p})
    found = place.read(path)
    assert said(found, f"labels equal P(fake) ≥ {threshold:.1f}"), found.notes
    assert said(found, "give the truth with --labels FILE or --map label=COLUMN")
    assert not said(place.read(path, columns={"label": name}), "own answers")
    truth = write(place, {"video": v.names, "label": v.labels}, "labels.csv")
    assert not said(place.read(path, labels=[truth]), "own answers look like this")


def test_a_wrong_detector_and_a_few_videos_are_not(place):
    v = videos(200)
    assert not said(place.read(write(place, {"video": v.names, "label": v.labels, "score": v.p})), "own answers")
    w = videos(16)
    few = {"video": w.names, "label": (w.p >= 0.5).astype(int), "score": w.p}
    assert not said(place.read(write(place, few)), "own answers")


@pytest.mark.parametrize(("low", "high"), [(0.2, 0.8), (0.45, 0.55), (0.02, 0.98)])
def test_a_detector_that_is_always_right_leaves_a_gap(low, high, place):
    v = videos(200)
    rng = np.random.default_rng(0)
    p = np.clip(np.where(v.fake, high, low) + (high - low) / 10 * rng.normal(size=200), 0, 1).round(4)
    assert ((p >= 0.5) == v.fake).all()
    assert not said(place.read(write(place, {"video": v.names, "label": v.labels, "score": p})), "own answers")


def test_answers_are_told_from_a_detector_that_is_nearly_always_right():
    """Simulated: decisions of a detector with an AUC of 0.76 or 0.92, and true labels with one from 0.998 to 1."""
    rng = np.random.default_rng(1)
    fake = np.arange(400) % 2 == 1

    def scores(far):
        return 1 / (1 + np.exp(-2 * rng.normal(far * (fake - 0.5), 1)))

    decided = [are_answers(p, p >= 0.5, 0.5) for p in (scores(far) for far in (1, 2) for _ in range(100))]
    honest = [are_answers(p, fake, 0.5) for p in (scores(far) for far in (4, 5, 6) for _ in range(100))]
    assert np.mean(decided) > 0.95
    assert np.mean(honest) < 0.02


@pytest.mark.parametrize("second", ["truth", "gt", "is_fake", "Ground Truth"])
def test_a_second_column_of_labels_is_named_where_it_contradicts(second, place):
    v = videos(100)
    other = np.where(np.arange(100) % 10 == 0, ~v.fake, v.fake).astype(int)
    columns = {"video": v.names, "label": v.labels, second: other, "score": v.p}
    found = place.read(write(place, columns))
    assert said(found, f"column '{second}' contradicts the label in 10 of 100 rows")
    named = place.read(write(place, columns), columns={"label": second})
    assert list(labels_of(named).values()) == [("real", "fake")[x] for x in other]
    agreeing = place.read(write(place, columns | {second: v.coded}))
    assert not said(agreeing, "contradicts the label")


def test_answers_beside_a_column_that_contradicts_them_are_a_question(place):
    v = videos(200)
    columns = {"video": v.names, "label": (v.p >= 0.5).astype(int), "truth": v.labels, "score": v.p}
    wrong = int(((v.p >= 0.5) != v.fake).sum())
    with pytest.raises(TableError, match=f"contradict 'truth' in {wrong} of 200.*--map label=truth or --map label=label"):
        place.read(write(place, columns))
    assert list(labels_of(place.read(write(place, columns), columns={"label": "truth"})).values()) == v.labels


@pytest.mark.parametrize("as_value", [int, bool, float])
def test_an_object_of_0_and_1_is_labels_where_labels_are_wanted(as_value, place):
    v = videos()
    answers = place.file("labels.json", json.dumps({n: as_value(f) for n, f in zip(v.names, v.fake, strict=True)}))
    found = place.read(write(place, {"video": v.names, "score": v.p}), labels=[answers])
    assert list(labels_of(found).values()) == v.labels
    assert list(scores_of(found).values()) == pytest.approx(v.p)
    with pytest.raises(TableError, match="if they are the true labels, give this file as --labels"):
        place.read(answers)


def test_the_word_that_means_fake_is_found_among_numbers_too(place):
    v = videos()
    records = [{"video": n, "label": c, "score": p} for n, c, p in zip(v.names, v.coded, v.p.tolist(), strict=True)]
    found = place.read(place.file("s.json", json.dumps(records)), label_fake=("0",))
    assert list(labels_of(found).values()) == [("real", "fake")[1 - c] for c in v.coded]
