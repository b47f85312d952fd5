"""What is said of the split that is judged, word for word."""

from __future__ import annotations

from tests.conclusions.small import difference, estimate

from touchstone.conclusions.examination import Optimism, SplitChoice
from touchstone.report import split_sentences


def choice(**changes):
    values = {"split": "test", "words": ("test",), "videos": 180, "left": {"train": 700, "val": 120}}
    return SplitChoice(**{**values, **changes})


def test_the_split_and_what_is_left():
    assert split_sentences(None) == ()
    assert split_sentences(choice()) == (
        "Judged on the split test: 180 videos; not judged: 700 of train, 120 of val (--split all pools them)",
    )
    assert split_sentences(choice(words=("eval", "holdout"), videos=1234, left={})) == (
        "Judged on the split eval and holdout: 1,234 videos (--split all pools them)",
    )


def test_the_optimism():
    gap = Optimism(
        detector="a",
        train=estimate(0.97, 0.01, n=1700),
        judged=estimate(0.68, 0.08, n=180),
        difference=difference(0.29, 0.08),
    )
    said = split_sentences(choice(optimism=(gap,)))
    assert said[1:] == (
        "a: AUC 0.97 [0.96, 0.98], n = 1,700 on the training split, 0.68 [0.60, 0.76], n = 180 on the split that is judged; "
        "optimism +0.29 [+0.21, +0.37]",
    )
