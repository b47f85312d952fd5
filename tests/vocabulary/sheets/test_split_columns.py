"""Columns of splits: by name, by words under any name, and truth values by split."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest

from touchstone.vocabulary.sheets import Meaning, Sheet, find_fields, read_facts

PARTS = {"train": 24, "val": 8, "test": 8}
"""Videos of each split of a table made here."""


def planted(seed: int) -> list[str]:
    """The split of each video, in random order."""
    splits = [split for split, count in PARTS.items() for _ in range(count)]
    random.Random(seed).shuffle(splits)
    return splits


def read(columns: dict[str, list[object]], seed: int = 0) -> tuple[pl.DataFrame, list[str]]:
    """Facts of a table with these columns beside video, label and score, all in random order."""
    count = len(next(iter(columns.values())))
    every = {
        "video": [f"v{i}.mp4" for i in range(count)],
        "label": [("real", "fake")[i % 2] for i in range(count)],
        "score": [i / count for i in range(count)],
        **columns,
    }
    names = list(every)
    random.Random(seed).shuffle(names)
    frame = pl.DataFrame({name: every[name] for name in names})
    sheet = Sheet(path=Path("t.csv"), kind="text", frame=frame)
    return read_facts(sheet, find_fields(sheet, {}), Meaning(), used=["score"])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("part", {"train": "A_train", "val": "A_val", "test": "B_test"}),
        ("stage", {"train": "fit", "val": "tune", "test": "eval"}),
        ("dataset", {"train": "CelebDF-train", "val": "CelebDF-val", "test": "CelebDF-test"}),
        ("wherefrom", {"train": "training", "val": "dev", "test": "held out"}),
    ],
)
def test_words_that_mean_two_splits_are_splits_under_any_name(name, words, seed):
    splits = planted(seed)
    facts, notes = read({name: [words[split] for split in splits]}, seed)
    assert facts["split"].to_list() == [words[split] for split in splits]
    assert any("split from" in note for note in notes)
    assert name != "dataset" or facts["dataset"].n_unique() == 3


@pytest.mark.parametrize("written", [(True, False), (1, 0), ("yes", "no"), (1.0, 0.0), ("True", "False")])
@pytest.mark.parametrize("name", ["is_train", "train", "IsTrain", "in_training_set"])
def test_truth_values_named_after_the_training_split_are_splits(name, written):
    splits = ["train" if split == "train" else "test" for split in planted(1)]
    facts, _ = read({name: [written[split != "train"] for split in splits]})
    assert facts["split"].to_list() == splits
    assert not [column for column in facts.columns if column.startswith("property")]


@pytest.mark.parametrize("seed", range(3))
def test_several_columns_of_truth_values_are_one_of_splits(seed):
    splits = planted(seed)
    facts, _ = read({f"is_{name}": [int(split == name) for split in splits] for name in PARTS}, seed)
    assert facts["split"].to_list() == splits
    facts, _ = read({f"is_{name}": [int(split == name) for split in splits] for name in ("train", "val")}, seed)
    assert facts["split"].to_list() == splits


@pytest.mark.parametrize(
    "columns",
    [
        {"vehicle": ["train", "bus"] * 10},
        {"valid": [1, 0] * 10},
        {"train": [1] * 20},
        {"valid": [1, 0, 0, 0] * 5},
        {"is_valid": [1, 1, 1, 0] * 5},
        {"language": ["tr", "te"] * 10},
        {"is_train": [0.2, 0.7] * 10},
        {"note": [f"train {i}" if i % 2 else f"test {i}" for i in range(40)]},
    ],
)
def test_other_words_and_truth_values_are_no_splits(columns):
    assert "split" not in read(columns)[0].columns


@pytest.mark.parametrize("name", ["is_val", "is_validation", "is_dev", "validation", "is_valid"])
def test_truth_values_named_after_the_validation_split_are_splits(name):
    splits = ["val" if split == "val" else "train" for split in planted(2)]
    facts, notes = read({name: [int(split == "val") for split in splits]})
    assert facts["split"].to_list() == splits
    assert f"split: column {name!r} marks val, and all other videos are train" in notes


def test_videos_that_a_detector_was_trained_on_are_the_training_split():
    splits = ["train" if split == "train" else "test" for split in planted(3)]
    assert read({"trained_on": [int(split == "train") for split in splits]})[0]["split"].to_list() == splits


def test_a_column_of_groups_whose_words_are_splits_holds_splits_and_no_groups():
    splits = planted(4)
    facts, _ = read({"group": list(splits)})
    assert facts["split"].to_list() == splits
    assert "group" not in facts.columns


@pytest.mark.parametrize("name", ["set", "split", "Partition"])
def test_short_words_in_a_column_of_splits_are_splits(name):
    splits = planted(5)
    facts, _ = read({name: [{"train": "tr", "val": "va", "test": "te"}[split] for split in splits]})
    assert facts["split"].to_list() == splits


def test_a_column_that_the_user_calls_one_of_splits_needs_truth_values_and_a_name():
    frame = pl.DataFrame({"video": ["a", "b"], "label": ["real", "fake"], "score": [0.1, 0.9], "valid": [0, 1]})
    sheet = Sheet(path=Path("t.csv"), kind="text", frame=frame)
    facts, notes = read_facts(sheet, find_fields(sheet, {"split": "valid"}), Meaning(), ["valid"], ["score"])
    assert facts["split"].to_list() == ["train", "val"]
    assert any("(if not, say --map property_valid=valid)" in note for note in notes)
