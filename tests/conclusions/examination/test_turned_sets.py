"""Labels turned in one data set, source or folder: found where they were turned, and only there."""

# A result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOperatorIssue=false, reportOptionalOperand=false

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from touchstone.conclusions.examination.turned_sets import turned_sets


def rows(seed=0, *, detectors=2, n=240, separation=2.0, turned="b", column="dataset", shares=(0.4, 0.3, 0.3), same=False):
    rng = np.random.default_rng(seed)
    sets = rng.choice(["a", "b", "c"], n, p=shares)
    fake = rng.random(n) < 0.5
    label = np.where(fake ^ (sets == turned), "fake", "real")
    common = rng.normal(np.where(fake, separation / 2, -separation / 2))
    parts = []
    for k in range(detectors):
        z = common if same else rng.normal(np.where(fake, separation / 2, -separation / 2))
        path = [f"{s}/{i}.mp4" if column == "folder" else f"{i}.mp4" for i, s in enumerate(sets)]
        named = {"dataset": None, "source": None} | ({column: sets} if column != "folder" else {})
        parts.append(
            pl.DataFrame({
                "detector": f"d{k}", "video": path, "label": label, "p_fake": 1 / (1 + np.exp(-z)), "status": "ok",
                "group": [f"g{i}" for i in range(n)], **named,
            }, schema_overrides={"dataset": pl.String, "source": pl.String})
        )  # fmt: skip
    return pl.concat(parts)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["dataset", "source", "folder"]), st.sampled_from(["a", "b", "c"]))
def test_the_set_whose_labels_are_turned_is_named_with_the_detectors_that_show_it(seed, column, turned):
    (found,) = turned_sets(rows(seed, turned=turned, column=column))
    assert (found.column, found.name, found.opinions, found.of_detectors) == (column, turned, 2, 2)
    assert set(found.by) == {"d0", "d1"}
    for shown in found.by.values():
        assert shown.inside.value < 0.3
        assert shown.elsewhere.value > 0.7
        assert shown.turned.value > shown.as_given.value


@pytest.mark.parametrize("seed", range(8))
def test_nothing_is_turned_where_nothing_was(seed):
    assert turned_sets(rows(seed, turned="none")) == ()
    assert turned_sets(rows(seed, turned="none", separation=0.0)) == ()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("detectors", [2, 3])
def test_labels_are_right_where_as_many_other_detectors_order_videos_by_them(detectors, seed):
    """The first detector alone has real and fake swapped in one set."""
    given = rows(seed, detectors=detectors, n=400, turned="none")
    swapped = (pl.col("detector") == "d0") & (pl.col("dataset") == "b")
    given = given.with_columns(p_fake=pl.when(swapped).then(1 - pl.col("p_fake")).otherwise("p_fake"))
    assert turned_sets(given) == ()
    (found,) = turned_sets(given.filter(pl.col("detector") == "d0"))  # nobody is against it
    assert (found.name, found.opinions, found.against) == ("b", 1, 0)


@pytest.mark.parametrize("seed", range(6))
def test_a_small_set_needs_two_opinions(seed):
    """Twelve to eighteen videos of each label."""
    small = rows(seed, n=100, shares=(0.4, 0.3, 0.3), separation=3.5)
    (found,) = turned_sets(small)
    assert (found.name, found.opinions) == ("b", 2)
    assert min(found.real, found.fake) < 20
    assert turned_sets(rows(seed, n=100, separation=3.5, same=True)) == ()
    assert turned_sets(rows(seed, n=100, separation=3.5, detectors=1)) == ()


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_turned_in_small_sets_where_nothing_was(seed):
    assert turned_sets(rows(seed, n=100, turned="none", separation=1.0)) == ()


def test_a_detector_that_is_swapped_everywhere_turns_no_set():
    given_rows = rows(turned="none").with_columns(p_fake=1 - pl.col("p_fake"))
    assert turned_sets(given_rows) == ()


def test_two_names_of_one_detector_are_one_opinion():
    (found,) = turned_sets(rows(same=True))
    assert (len(found.by), found.opinions) == (2, 1)


def test_a_small_set_says_nothing():
    assert turned_sets(rows(n=240, shares=(0.49, 0.02, 0.49))) == ()


def test_scores_are_not_asked_for_where_there_are_none():
    assert turned_sets(rows().with_columns(status=pl.lit("failed"))) == ()
