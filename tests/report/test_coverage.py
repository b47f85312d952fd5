"""The sentences on videos without a real score: who lacks how many, of which label, and what they count as."""

import polars as pl
import pytest

from touchstone.conclusions.examination import Question, examine
from touchstone.report import coverage_sentences
from touchstone.testing import footage, ranks, tables

NAMES = ("a", "b", "c")


@pytest.fixture(scope="module")
def some_failed():
    """Of a and b 10 fakes failed, the same ones; c scored everything."""
    made = tables({name: ranks(2.0) for name in NAMES}, footage(80), units=1)
    fakes = made["videos"].filter(label="fake")["video"].head(10)
    gone = pl.col("video").is_in(fakes.implode()) & (pl.col("detector") != "c")
    failed = {"status": pl.lit("failed"), "p_fake": None, "logit": None}
    changed = [pl.when(gone).then(v).otherwise(pl.col(n)).alias(n) for n, v in failed.items()]
    return made | {"scores": made["scores"].with_columns(changed)}


def test_detectors_that_lack_as_many_scores_share_a_sentence(some_failed):
    (sentence,) = coverage_sentences(examine(some_failed))
    assert sentence.startswith("a, b: of 80 videos 70 have a score (40 of 40 real, 30 of 40 fake")
    assert sentence.endswith("the 10 others (failed) are left out (--missing exclude)")


def test_where_they_count_as_something_causes_are_said_to_rest_on_real_scores(some_failed):
    first, second = coverage_sentences(examine(some_failed, Question(missing="as-fake")))
    assert "--missing as-fake" in first
    assert second.startswith("Causes are sought in the real scores alone")


def test_nothing_is_said_where_nothing_is_missing():
    assert coverage_sentences(examine(tables({"a": ranks(2.0)}, footage(40), units=1))) == ()
