"""Words and codes of labels: what each means, what means nothing, and hints that turn them."""

from __future__ import annotations

import random
import re
from pathlib import Path

import polars as pl
import pytest

from touchstone.vocabulary.errors import TableError
from touchstone.vocabulary.sheets import Meaning, Sheet, labels


def read(words: list[object], column: str = "label", meaning: Meaning | None = None) -> tuple[list[str | None], str]:
    sheet = Sheet(path=Path("t.csv"), kind="text", frame=pl.DataFrame({column: words}, strict=False))
    values, note = labels(sheet, column, meaning or Meaning())
    return values.to_list(), note


def planted(real: object, fake: object, seed: int) -> tuple[list[object], list[str]]:
    truth = ["real", "fake"] * 6
    random.Random(seed).shuffle(truth)
    return [real if label == "real" else fake for label in truth], truth


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("column", "real", "fake"),
    [
        ("label", -1, 1),
        ("label", 1, 2),
        ("y", -1.0, 1.0),
        ("label", "negative", "positive"),
        ("label", "bona fide", "attack"),
        ("label", "Authentic", "Tampered"),
        ("class", "human", "AI-generated"),
        ("is_fake", "no", "yes"),
        ("fake?", "N", "Y"),
        ("is_real", True, False),
        ("is_real", 1, 0),
        ("Is Authentic", "yes", "no"),
        ("genuine", "true", "false"),
        ("real", 1.0, 0.0),
    ],
)
def test_codes_mean_what_they_usually_mean_below_the_name_of_their_column(column, real, fake, seed):
    words, truth = planted(real, fake, seed)
    assert read(words, column)[0] == truth


@pytest.mark.parametrize(
    ("column", "real", "fake"),
    [
        ("label", False, True),
        ("is_fake", "false", "true"),
        ("label", 0, 1),
        ("is_real", 1, 0),
        ("label", -1, 1),
        ("label", 1, 2),
    ],
)
def test_the_option_that_a_convention_names_turns_it(column, real, fake):
    words, truth = planted(real, fake, 0)
    hint = re.search(r"--label-fake (\S+) says the opposite", read(words, column)[1])
    assert hint is not None
    turned, note = read(words, column, Meaning(label_fake=(hint[1],)))
    assert turned == ["fake" if label == "real" else "real" for label in truth]
    assert "as --label-fake says" in note


@pytest.mark.parametrize("word", ["unknown", "Unlabeled", "?", "N/A", "none", -1])
def test_what_says_that_nothing_is_known_is_no_label(word):
    codes = (0, 1) if word == -1 else ("real", "fake")
    words, truth = planted(*codes, seed=3)
    values, note = read([*words, word, word])
    assert values == [*truth, None, None]
    assert f"2 rows hold {str(word).lower()!r}, which is not a label" in note


def test_unknown_ones_do_not_become_real_and_words_that_do_are_listed():
    values, note = read(["Face2Face", "unknown", "youtube", "actors"], meaning=Meaning(label_fake=("face2face",)))
    assert values == ["fake", None, "real", "real"]
    assert "everything else = real (actors, youtube)" in note
    values, _ = read(["none", "Deepfakes"], meaning=Meaning(label_fake=("Deepfakes",)))
    assert values == ["real", "fake"]


@pytest.mark.parametrize("words", [["1", "2", "3"], [-1, -1], ["T", "F"], ["maybe", "fake"], ["yes", "no"]])
def test_other_words_are_a_question(words):
    with pytest.raises(TableError, match="is not a known label"):
        read(words)


def test_a_convention_of_a_list_is_not_said_to_be_the_users():
    values, note = read(["0", "1"], meaning=Meaning(label_fake=("0",), of_form="list of Celeb-DF"))
    assert values == ["fake", "real"]
    assert "0 = fake, 1 = real, as in a list of Celeb-DF" in note
    assert "--label-fake" not in note
