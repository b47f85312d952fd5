from typing import Literal

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from touchstone.conclusions.examination import associations
from touchstone.testing import footage
from touchstone.vocabulary.tables import VIDEOS, from_rows


def table(rows):
    return from_rows(rows, VIDEOS)


def found(rows, level: Literal["group", "source"] = "group"):
    return {a.name: a for a in associations(table(rows), level)}


def test_a_quantity_tells_as_much_as_its_auc():
    rng = np.random.default_rng(0)
    rows = [{**r, "bitrate": rng.normal(1e6 + 2e5 * (r["label"] == "fake"), 2e5)} for r in footage(200)]
    bitrate = found(rows)["bitrate"]
    expected = roc_auc_score([r["label"] == "fake" for r in rows], [r["bitrate"] for r in rows])
    assert bitrate.auc == pytest.approx(expected)
    assert bitrate.p_value <= 0.002


def test_a_category_that_gives_the_label_away_is_found():
    codec = found(footage(200, codec=lambda i: "vp9" if i % 2 else "h264"))["codec"]
    assert codec.auc == 1
    assert codec.p_value <= 0.002


def test_a_value_that_is_unique_to_its_group_tells_nothing():
    """A camera that no other group has always fits the label, and so it does after any permutation."""
    rows = [{**r, "group": f"g{i}", "codec": f"codec {i}"} for i, r in enumerate(footage(100))]
    codec = found(rows)["codec"]
    assert codec.p_value == 1
    assert codec.excess == pytest.approx(0)


def test_unrelated_properties_are_rarely_significant():
    p = []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        rows = [{**r, "codec": str(rng.integers(3)), "bitrate": rng.uniform(1, 2)} for r in footage(60)]
        p += [a.p_value for a in associations(table(rows), "group") if a.name in ("codec", "bitrate")]
    assert np.mean(np.array(p) <= 0.05) <= 0.12


def test_few_sources_cannot_be_significant_however_clear():
    """Two sources, one label each: half of all permutations tell as much."""
    rows = footage(100, source=lambda i: "ab"[i % 2], codec=lambda i: "vp9" if i % 2 else "h264")
    assert found(rows, "group")["codec"].p_value <= 0.05
    assert found(rows, "source")["codec"].p_value >= 0.3


def test_one_label_or_no_video_gives_nothing():
    assert associations(table(footage(0)), "group") == []
    assert associations(table([r for r in footage(10) if r["label"] == "real"]), "group") == []


def test_the_order_of_rows_does_not_matter():
    rows = footage(80, codec=lambda i: "vp9" if i % 3 else "h264")
    straight = {a.name: a.auc for a in associations(table(rows), "group")}
    reverse = {a.name: a.auc for a in associations(table(rows).reverse(), "group")}
    assert straight == pytest.approx(reverse)
