"""What the words of a column of splits mean."""

from __future__ import annotations

import re
from typing import Literal

from .spelling import spelled_plainly

Split = Literal["train", "val", "test"]

SPLIT_WORDS: dict[str, Split] = {
    "train": "train", "training": "train", "trainset": "train", "train_set": "train", "trn": "train",
    "trained_on": "train", "fit": "train", "fitting": "train", "learn": "train", "learning": "train",
    "val": "val", "valid": "val", "validation": "val", "dev": "val", "development": "val", "devel": "val", "develop": "val",
    "val_set": "val", "cv": "val", "tune": "val", "tuning": "val",
    "test": "test", "tst": "test", "testing": "test", "testset": "test", "test_set": "test", "eval": "test", "evaluation": "test",
    "holdout": "test", "hold_out": "test", "held_out": "test", "heldout": "test", "private": "test",
}  # fmt: skip
"""Words for splits in plain spelling."""

SHORT_SPLITS: dict[str, Split] = {
    "tr": "train", "trn": "train", "va": "val", "vl": "val", "dv": "val", "te": "test", "ts": "test", "tst": "test", "ev": "test",
}  # fmt: skip
"""Short words for splits, which mean one only in a column of splits: elsewhere ``tr`` and ``te`` are languages."""

_BETWEEN = re.compile(r"[\W_\d]+")


def split_of(word: str) -> Split | None:
    """The split that a word means, or the first of its parts that means one; ``None`` where none does.

    >>> split_of("Train"), split_of("test_unseen"), split_of("c23")
    ('train', 'test', None)
    """
    plain = spelled_plainly(word)
    for part in (plain, *_BETWEEN.split(plain)):
        if part in SPLIT_WORDS:
            return SPLIT_WORDS[part]
    return None
