"""What the words of a column of splits mean."""

from __future__ import annotations

from typing import Literal

Split = Literal["train", "val", "test"]

SPLIT_WORDS: dict[str, Split] = {
    "train": "train", "training": "train", "trainset": "train", "train_set": "train", "trn": "train",
    "val": "val", "valid": "val", "validation": "val", "dev": "val", "development": "val", "devel": "val", "val_set": "val",
    "test": "test", "testing": "test", "testset": "test", "test_set": "test", "eval": "test", "evaluation": "test",
    "holdout": "test", "hold_out": "test", "held_out": "test", "heldout": "test", "private": "test",
}  # fmt: skip
"""Words for splits in plain spelling."""
