"""Which split is judged, what its tables hold, and how much better the training split looks."""

# An estimate that is not there fails its test by itself.
# pyright: reportOptionalOperand=false, reportOperatorIssue=false

from __future__ import annotations

import polars as pl
import pytest

from touchstone.conclusions.examination import Question, examine, tables_of
from touchstone.conclusions.examination.splits import choose_split
from touchstone.testing import footage, ranks, tables
from touchstone.vocabulary.errors import UsageError


def videos(*splits: str | None, label: str | None = None) -> pl.DataFrame:
    labels = [label or ("real", "fake")[i // len(splits)] for i in range(2 * len(splits))]
    names = [f"{i}.mp4" for i in range(2 * len(splits))]
    return pl.DataFrame(
        {"video": names, "label": labels, "split": [*splits, *splits]}, schema_overrides={"split": pl.String}
    )


@pytest.mark.parametrize(
    ("splits", "said", "split", "words"),
    [
        (("train", "test"), None, "test", ("test",)),
        (("train", "val", "test"), None, "test", ("test",)),
        (("training", "dev"), None, "val", ("dev",)),
        (("Train", "Holdout", "eval"), None, "test", ("Holdout", "eval")),
        (("train", "test", None), None, "test", ("test",)),
        (("train", "test"), "train", "train", ("train",)),
        (("train", "valid", "test"), "val", "val", ("valid",)),
        (("train",), None, "train", ("train",)),
        (("trn", "tst"), None, "test", ("tst",)),
        (("train", "test_seen", "test_unseen"), None, "test", ("test_seen", "test_unseen")),
        (("develop", "evaluation"), None, "test", ("evaluation",)),
        (("test", "other"), None, "test", ("test",)),
    ],
)
def test_test_comes_before_val_and_both_before_train(splits, said, split, words):
    choice = choose_split(videos(*splits), said)
    assert choice is not None
    assert (choice.split, choice.words, choice.videos) == (split, words, 2 * len(words))
    assert sum(choice.left.values()) == 2 * (len(splits) - len(words))


@pytest.mark.parametrize("splits", [("test",), ("val",), (None,), ("a", None), ("fold 1", None), ("train", None)])
def test_where_nothing_is_told_apart_all_videos_are_judged(splits):
    assert choose_split(videos(*splits), None) is None


@pytest.mark.parametrize("splits", [("a", "b"), ("0", "1", "2"), ("seen", "unseen", None)])
def test_splits_whose_words_mean_none_are_a_question_that_split_all_answers(splits):
    with pytest.raises(UsageError, match=r"column of splits holds .* none of these means train, .* or say --split all"):
        choose_split(videos(*splits), None)
    assert choose_split(videos(*splits), "all") is None


def test_the_training_split_is_never_judged_beside_words_that_are_not_known():
    with pytest.raises(
        UsageError, match=r"of the splits trn and blind, .* call the videos .* test, or say --split all"
    ):
        choose_split(videos("trn", "blind"), None)
    assert choose_split(videos("trn", "blind"), "all") is None


def test_all_pools_and_a_split_that_is_not_there_is_named():
    assert choose_split(videos("train", "test"), "all") is None
    with pytest.raises(UsageError, match=r"--split val: no video is of that split; the table names test, train"):
        choose_split(videos("train", "test"), "val")


def test_a_split_with_one_label_gives_way_to_one_with_both():
    one = pl.concat(
        [videos("train", "val"), videos("test", label="fake").with_columns(video=pl.lit("x") + pl.col("video"))]
    )
    chosen = choose_split(one, None)
    assert chosen is not None
    assert chosen.split == "val"
    alone = choose_split(one.filter(pl.col("split") != "val"), None)
    assert alone is not None
    assert alone.split == "test"


def overfitted(seed: int = 0) -> dict[str, pl.DataFrame]:
    """A detector that knows the training split by heart."""
    rows = footage(240, split=lambda i: ("train", "train", "test")[i // 2 % 3])

    def knows(rng, fake, number):
        # Equal scores of so many videos would count as filled in.
        apart = rng.normal(8.0 if fake else -8.0, 0.1)
        return apart if number // 2 % 3 < 2 else ranks(0.7)(rng, fake, number)

    return tables({"a": knows}, rows, units=1, seed=seed)


def test_everything_rests_on_the_split_that_is_judged():
    every = overfitted()
    examined = examine(every)
    assert examined.split is not None
    alone = examine(tables_of(every, examined.split))
    assert alone.split is None
    (here,), (there,) = examined.detectors, alone.detectors
    assert here.performance == there.performance
    assert here.performance is not None
    assert here.performance.auc.n == 80
    assert (examined.footage.real, examined.footage.fake) == (40, 40)
    pooled = examine(every, Question(split="all")).detectors[0].performance
    assert pooled is not None
    assert pooled.auc.n == 240
    assert pooled.auc.value > here.performance.auc.value + 0.1


def test_optimism_is_the_difference_of_two_aucs_with_an_interval_that_holds_it():
    choice = examine(overfitted()).split
    assert choice is not None
    (gap,) = choice.optimism
    assert gap.detector == "a"
    assert gap.train.value == 1.0
    assert gap.difference.estimate.value == pytest.approx(gap.train.value - gap.judged.value)
    assert gap.difference.estimate.low < 1 - 0.69 < gap.difference.estimate.high  # Φ(0.7 / √2) is 0.69
    assert gap.difference.p_value < 0.01


@pytest.mark.slow
def test_the_interval_of_optimism_covers():
    held = 0
    for seed in range(40):
        choice = examine(overfitted(seed)).split
        assert choice is not None
        estimate = choice.optimism[0].difference.estimate
        held += estimate.low <= 1 - 0.6897 <= estimate.high
    assert held >= 34  # of 40 with 95 %: fewer once in ten thousand


def test_a_leak_between_splits_is_still_seen():
    rows = footage(120, split=lambda i: "train" if i % 4 < 2 else "test", group=lambda i: f"person {i // 4}")
    assert examine(tables({"a": ranks(1.0)}, rows, units=1)).footage.leaks
