"""Labels of 0 and 1 beside words for them, or folders: these say what the codes mean, also for scores of class 1."""

import random

import polars as pl
import pytest
from tests.scores.conftest import labels_of, said, scores_of

from touchstone.vocabulary.errors import TableError

COUNT = 40
CHANCE = random.Random(13)
FAKE = [i % 2 == 1 for i in range(COUNT)]
P = [round(min(0.98, max(0.02, CHANCE.gauss(0.35 + 0.3 * fake, 0.25))), 3) for fake in FAKE]
P = [p if p != 0.5 else 0.51 for p in P]
REAL = [round(1 - p, 3) for p in P]
CODES = [int(not fake) for fake in FAKE]
WORDS = [("REAL", "FAKE")[fake] for fake in FAKE]
LABELS = {f"v{i}": ("real", "fake")[FAKE[i]] for i in range(COUNT)}


def read(place, cells, names=None, **options):
    columns = {"video": names or list(LABELS)} | cells
    rows = [",".join(map(str, row)) for row in [[*columns], *zip(*columns.values(), strict=True)]]
    return place.read(place.file("s.csv", "\n".join(rows) + "\n"), **options)


def values(found):
    return [p for _, p in sorted(((int(v.rpartition("v")[2]), p) for (_, v), p in scores_of(found).items()))]


@pytest.mark.parametrize("name", ["class_name", "label_name", "label_str", "gt_name", "kind", "class", "type", "folder"])
def test_the_words_are_the_label_whatever_their_column_is_called(place, name):
    for columns in ({"label": CODES, name: WORDS, "fake_prob": P}, {name: WORDS, "fake_prob": P, "label": CODES}):
        found = read(place, columns)
        assert labels_of(found) == LABELS
        assert values(found) == P
        assert said(found, f"the codes in 'label' are spelled out in '{name}', so they mean that: 0 fake, 1 real")
        assert said(found, "(--map label=label reads 1 as fake)")
    kept = read(place, {"label": CODES, name: WORDS, "fake_prob": P}, columns={"label": "label"})
    assert labels_of(kept) == {v: ("fake", "real")[FAKE[i]] for i, v in enumerate(LABELS)}


@pytest.mark.parametrize("name", ["target", "y_true", "label"])
def test_methods_spell_codes_out_too(place, name):
    method = [("original", "Deepfakes", "original", "FaceSwap")[i % 4] for i in range(COUNT)]
    found = read(place, {name: CODES, "method": method, "p_fake": P})
    assert labels_of(found) == LABELS
    assert values(found) == P
    assert set(found.tables["videos"]["method"].drop_nulls()) == {"Deepfakes", "FaceSwap"}


@pytest.mark.parametrize("name", ["prob", "score", "pred", "sigmoid_output", "y_prob", "prob_1"])
def test_a_score_that_names_no_class_is_that_of_class_1(place, name):
    found = read(place, {"label": CODES, "class_name": WORDS, name: REAL})
    assert values(found) == pytest.approx(P)
    assert said(found, "in 'label' 1 means real")
    assert values(read(place, {"label": CODES, "class_name": WORDS, name: REAL}, fake_is="high")) == REAL


def test_classes_and_winners_follow_the_codes(place):
    called = [int(p < 0.5) for p in P]
    found = read(place, {"label": CODES, "class_name": WORDS, "pred": called, "confidence": [max(p, round(1 - p, 3)) for p in P]})
    assert values(found) == pytest.approx(P)
    found = read(place, {"label": CODES, "class_name": WORDS, "pred": called, "prob": REAL})
    assert values(found) == pytest.approx(P)
    assert said(found, "column 'pred' agrees with P(fake) ≥ 0.5 in 40 of 40 rows")


def test_words_that_say_what_codes_usually_mean_change_nothing(place):
    found = read(place, {"label": [int(fake) for fake in FAKE], "class_name": WORDS, "prob": P})
    assert labels_of(found) == LABELS
    assert values(found) == P
    assert not said(found, "spelled out")


def test_answers_spell_nothing_out(place):
    found = read(place, {"label": CODES, "predicted_label": WORDS, "p_fake": REAL})
    assert labels_of(found) == {v: ("fake", "real")[FAKE[i]] for i, v in enumerate(LABELS)}


def test_folders_turned_round_by_a_true_class_say_what_class_1_is(place):
    """Keras numbers the folders by the alphabet, so fake is 0."""
    names = [f"{('real', 'fake')[FAKE[i]]}/v{i}" for i in range(COUNT)]
    columns = {"true_class": CODES, "prediction": REAL}
    found = read(place, columns, names)
    assert values(found) == pytest.approx(P)
    assert said(found, "in 'true_class' 1 means real, and no name says of which class 'prediction' is")
    assert not said(found, "agrees with P(fake)")
    assert values(read(place, columns, names, fake_is="high")) == REAL
    low = read(place, columns, names, fake_is="low")
    assert values(low) == pytest.approx(P)
    assert not said(low, "seem to be high for real")


@pytest.mark.parametrize("column", ["true_class", "class", "Class"])
def test_folders_that_say_the_opposite_of_all_codes_of_classes_say_what_they_mean(place, column):
    names = [f"data/{('real', 'fake')[FAKE[i]]}/v{i}" for i in range(COUNT)]
    found = read(place, {column: CODES, "p_fake": P}, names)
    assert [found.tables["videos"].filter(pl.col("video") == name)["label"][0] for name in names[:4]] == [
        ("real", "fake")[fake] for fake in FAKE[:4]
    ]
    assert values(found) == P
    assert said(found, f"the codes in {column!r} are spelled out in the folders of 'video'")
    one_off = [1 - CODES[0], *CODES[1:]]
    assert said(read(place, {column: one_off, "p_fake": P}, names), "labels of the table count")
    assert said(read(place, {"label": CODES, "p_fake": P}, names), "labels of the table count")


def test_whoever_says_low_is_not_advised_to(place):
    found = read(place, {"label": [int(f) for f in FAKE], "prob": P, "pred": [int(p >= 0.5) for p in P]}, fake_is="low")
    assert said(found, "in 0 of 40 rows")
    assert not said(found, "--fake-is low")


def test_a_real_label_of_codes_is_a_question(place):
    with pytest.raises(TableError, match="say --label-fake 0 or --label-fake 1 for the one that means fake"):
        read(place, {"real_label": CODES, "p_fake": P})
    assert labels_of(read(place, {"real_label": CODES, "p_fake": P}, label_fake=("0",))) == LABELS
    assert labels_of(read(place, {"real_label": [int(f) for f in FAKE], "p_fake": P}, label_fake=("1",))) == LABELS
    assert labels_of(read(place, {"real_label": WORDS, "p_fake": P})) == LABELS
    for codes in (CODES, [int(f) for f in FAKE]):
        assert labels_of(read(place, {"real_label": codes, "class_name": WORDS, "p_fake": P})) == LABELS
