"""Two directions of dependence, groups and donors: against statsmodels, one direction, and repeated simulated tables."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.api import OLS
from statsmodels.stats.sandwich_covariance import cov_cluster_2groups

from touchstone.conclusions.metrics import (
    Estimate,
    Sample,
    auc_difference,
    auc_estimate,
    decide,
    group_codes,
    measure,
    rank,
)
from touchstone.conclusions.metrics.clusters import Clusters, Crossed, effective_groups, two_way
from touchstone.conclusions.metrics.means import mean_estimate

TABLES = 200


def width(estimate: Estimate) -> float:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.high - estimate.low


def crossed(n: int, groups: int, faces: int, seed: int = 0) -> Crossed:
    rng = np.random.default_rng(seed)
    return Crossed.of(rng.integers(0, groups, n), rng.integers(0, faces, n))


def alike(codes: Crossed, seed: int = 0) -> np.ndarray:
    """Values with a part of their group and a part of their face."""
    rng = np.random.default_rng(seed)
    of_group, of_face = (rng.standard_normal(int(c.max()) + 1)[c] for c in (codes.group, codes.face))
    return of_group + of_face + rng.standard_normal(codes.size)


@pytest.mark.parametrize(("groups", "faces"), [(12, 9), (30, 5), (5, 30)])
def test_the_variance_of_a_mean_is_that_of_statsmodels(groups, faces):
    codes = crossed(200, groups, faces)
    values = alike(codes)
    fitted = OLS(values, np.ones(values.size)).fit()
    both, by_group, by_face = (float(part[0, 0]) for part in cov_cluster_2groups(fitted, codes.group, codes.face))
    assert both > max(by_group, by_face)
    clusters = Clusters.of(codes, values.size)
    spread = clusters.spread((values - values.mean()) / values.size)
    assert spread.variance == pytest.approx(both, rel=1e-9)
    single = (Clusters.of(c, 200).spread(values - values.mean()).df for c in (codes.group, codes.face))
    assert spread.df == pytest.approx(min(single))


@given(st.integers(0, 10_000), st.integers(2, 9), st.integers(2, 9))
def test_it_is_never_below_either_direction(seed, groups, faces):
    codes = crossed(60, groups, faces, seed)
    fake = np.random.default_rng(seed).random(60) < 0.5
    influence = np.random.default_rng(seed + 1).standard_normal((60, 2)) / 60
    clusters = Clusters.of(codes, 60, fake)
    both, _ = clusters.covariance(influence)
    single = [np.trace(Clusters.of(c, 60, fake).covariance(influence)[0]) for c in (codes.group, codes.face)]
    assert np.trace(both) >= max(single) * (1 - 1e-12)
    assert np.linalg.eigvalsh(both)[0] >= -1e-12


def test_a_sum_that_is_no_covariance_gives_way_to_the_larger_direction():
    by_group, by_face = np.diag([3.0, 1.0]), np.diag([1.0, 1.0])
    # The sum has a larger trace than either direction, and a negative variance in it.
    assert two_way(by_group, by_face, np.diag([-3.0, 2.5])) is by_group
    assert two_way(by_face, by_group, np.diag([-3.0, 2.5])) is by_group


@given(st.integers(0, 1_000))
def test_the_order_of_videos_does_not_matter(seed):
    codes = crossed(80, 12, 12, seed)
    fake = np.arange(80) % 2 == 0
    p = norm.cdf(alike(codes, seed))
    order = np.random.default_rng(seed).permutation(80)
    first, second = auc_estimate(Sample(p, fake, codes)), auc_estimate(Sample(p[order], fake[order], codes[order]))
    assert first.limits == pytest.approx(second.limits, rel=1e-9)


def rows(nested: bool, seed: int = 0) -> pl.DataFrame:
    """Six videos of each of 25 persons, four of them fakes; a donor of one person only, or of all."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(25), 6)
    fake = np.tile(np.arange(6) >= 2, 25)
    donor = [f"donor {p}-{k % 2}" if nested else f"donor {rng.integers(8)}" for k, p in enumerate(person)]
    return pl.DataFrame(
        {
            "video": [f"{k}.mp4" for k in range(150)],
            "label": np.where(fake, "fake", "real"),
            "group": [f"person {p}" for p in person],
            "donor": [name if f else None for name, f in zip(donor, fake, strict=True)],
            "p_fake": norm.cdf(fake + rng.standard_normal(25)[person] + rng.standard_normal(150)),
            "status": "ok",
        }
    )


def test_donors_of_one_group_only_and_donors_that_are_not_known_change_nothing():
    nested = rows(nested=True)
    by_group = measure(nested.drop("donor"))
    assert asdict(measure(nested)) == asdict(by_group)
    unknown = nested.with_columns(donor=pl.lit(None, dtype=pl.String))
    assert asdict(measure(unknown)) == asdict(by_group)


def test_a_donor_in_many_groups_widens():
    table = rows(nested=False)
    both, by_group = measure(table), measure(table.drop("donor"))
    for wide, narrow in ((both.auc, by_group.auc), (both.fake_accuracy, by_group.fake_accuracy)):
        assert wide.value == narrow.value
        assert width(wide) > width(narrow)
    assert both.auc.groups == by_group.auc.groups == 25
    assert both.real_accuracy == by_group.real_accuracy


def test_a_real_video_shows_the_face_of_its_own_person():
    table = pl.DataFrame({"group": ["a", "a", "b", "b"], "donor": [None, "b", None, "a"]})
    codes = group_codes(table)
    assert isinstance(codes, Crossed)
    assert codes.group.tolist() == [0, 0, 1, 1]
    assert codes.face.tolist() == [0, 1, 1, 0]


def test_donors_alone_are_the_groups():
    codes = group_codes(
        pl.DataFrame({"group": [None, None, None], "donor": ["x", "x", None]}, schema_overrides={"group": pl.String})
    )
    assert isinstance(codes, np.ndarray)
    assert codes.tolist() == [0, 0, 1]


def test_few_donors_weigh_as_few_groups():
    codes = Crossed.of(np.arange(40), np.arange(40) % 4)
    assert effective_groups(codes) == 4
    assert effective_groups(codes.group) == 40
    warning = "few donors, who weigh as much as 4.0 groups of equal size: the interval is rough"
    assert mean_estimate(np.arange(40.0), codes).warning == warning


def test_the_bootstrap_of_curves_takes_both_directions():
    table = rows(nested=False)
    both, by_group = rank(Sample.from_rows(table)), rank(Sample.from_rows(table.drop("donor")))
    for name in ("average_precision", "eer", "tpr_at_5_fpr"):
        wide, narrow = getattr(both, name), getattr(by_group, name)
        assert wide.value == narrow.value
        assert width(wide) > width(narrow)
    # The standard deviation of the resampled AUC agrees with the closed form.
    assert width(both.auc) == pytest.approx(rank_width(table), rel=0.15)


def rank_width(table: pl.DataFrame) -> float:
    """Width of the interval of an AUC from the resamples of its three kinds of clusters."""
    from touchstone.conclusions.metrics.resampling import bootstrap_estimate, resample_curves

    sample = Sample.from_rows(table)
    clusters = Clusters.of(sample.group, len(sample), sample.fake)
    draws = [resample_curves(sample, 1000, 0, direction).auc for direction in clusters.directions]
    point = auc_estimate(sample)
    assert point.value is not None
    made = bootstrap_estimate(sample, point.value, draws, clusters.spread(np.zeros(len(sample))).df)
    return width(made)


def test_a_difference_of_two_detectors_takes_both_directions():
    table = rows(nested=False)
    first = Sample.from_rows(table)
    rng = np.random.default_rng(5)
    assert isinstance(first.group, Crossed)
    shift = rng.standard_normal(9)[first.group.face % 9]
    second = Sample(norm.cdf(norm.ppf(first.p) + shift * first.fake), first.fake, first.group)
    both = auc_difference(first, second).estimate
    groups = first.group.group
    by_group = auc_difference(*(Sample(s.p, s.fake, groups) for s in (first, second))).estimate
    assert both.value == by_group.value
    assert width(both) > width(by_group)


def test_intervals_cover_where_donors_are_shared_and_those_over_groups_alone_do_not():
    """60 persons with 4 real videos and 5 fakes each; each fake has one of 20 donors, whose faces differ."""
    real_sd, fake_sd = np.sqrt(1 + 0.3**2), np.sqrt(1 + 0.3**2 + 1.0**2)
    truths = {"auc": norm.cdf(1.2 / np.hypot(real_sd, fake_sd)), "fake accuracy": norm.cdf(0.6 / fake_sd)}
    covered = {(name, way): 0 for name in truths for way in ("one", "two")}
    for seed in range(TABLES):
        rng = np.random.default_rng(seed)
        of_person, of_donor = 0.3 * rng.standard_normal(60), rng.standard_normal(20)
        person = np.repeat(np.arange(60), 9)
        fake = np.tile(np.arange(9) >= 4, 60)
        donor = np.concatenate([np.r_[[-1] * 4, rng.choice(20, 5, replace=False)] for _ in range(60)])
        value = of_person[person] + np.where(fake, 0.6 + of_donor[donor], -0.6) + rng.standard_normal(540)
        codes = Crossed.of(person, np.where(fake, 60 + donor, person))
        for way, group in (("one", person), ("two", codes)):
            sample = Sample(norm.cdf(value), fake, group)
            made = {"auc": auc_estimate(sample), "fake accuracy": decide(sample).fake_accuracy}
            for name, truth in truths.items():
                covered[name, way] += made[name].low <= truth <= made[name].high
    for name in truths:
        assert covered[name, "one"] < 0.9 * TABLES
        assert covered[name, "two"] >= 0.92 * TABLES
