from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy.stats import fisher_exact

from touchstone.conclusions.examination.missing import missing
from touchstone.testing import footage
from touchstone.vocabulary.tables import VIDEOS, from_rows


def examined(gone, n=200, **columns) -> Any:
    rows = footage(n, **{"source": lambda i: f"site {i // 2 % 4}", **columns})
    return missing("cm", from_rows(rows, VIDEOS).with_columns(gone=pl.Series([bool(gone(i)) for i in range(n)])))


def test_missing_by_label_is_seen_over_groups_and_inside_sources():
    found = examined(lambda i: i % 2 and i % 5 == 0)
    assert (found.real, found.reals, found.fake, found.fakes) == (0, 100, 20, 100)
    assert found.p_fisher == pytest.approx(fisher_exact(np.array([[0, 100], [20, 80]])).pvalue)
    assert found.difference == pytest.approx(0.2)
    assert found.p_groups <= 0.01
    assert found.inside == pytest.approx(0.2, abs=0.02)
    assert found.inside_sources == 4
    assert found.p_inside <= 0.01
    assert found.p_source > 0.05


def test_missing_from_one_source_is_no_matter_of_the_label():
    found = examined(lambda i: i // 2 % 4 == 1)
    assert next(iter(found.by_source.items())) == ("site 1", (50, 50))
    assert found.p_source <= 0.01
    assert found.p_fisher > 0.5
    assert found.inside_sources == 0


def test_whole_groups_that_are_missing_are_not_many_independent_videos():
    """Fisher's test of videos is far too sure of them; the permutation over groups is not."""
    found = examined(lambda i: i % 2 and i < 50, group=lambda i: f"g{i % 2}{i // 50}")
    assert found.p_fisher < 1e-6
    assert found.p_groups > 0.05


def test_chance_is_rarely_significant():
    p = []
    for seed in range(40):
        gone = np.random.default_rng(seed).random(100) < 0.2
        p.append(examined(lambda i, gone=gone: gone[i], 100).p_groups)
    assert np.mean(np.array(p) <= 0.05) <= 0.12


@pytest.mark.parametrize("gone", [lambda _: False, lambda _: True])
def test_nothing_or_everything_missing_is_no_question(gone):
    assert examined(gone) is None


def test_without_sources_nothing_is_said_of_them():
    found = examined(lambda i: i % 7 == 0, source=lambda _: None)
    assert found.inside is found.p_inside is found.p_source is None
    assert found.by_source == {}
