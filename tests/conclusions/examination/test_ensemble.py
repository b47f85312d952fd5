# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportOperatorIssue=false, reportCallIssue=false, reportArgumentType=false
"""Combining: against scikit-learn and hand-made cases; the members' parts against their axioms."""

from itertools import permutations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from touchstone.conclusions.examination import examine_ensemble
from touchstone.conclusions.examination.ensemble import RULES, combine, pairs, parts, weights_of
from touchstone.conclusions.examination.ensemble.folds import divisions
from touchstone.conclusions.metrics import Sample


def scores(seed=0, videos=400, members=3, separation=1.5, missing=0.0):
    rng = np.random.default_rng(seed)
    fake = np.arange(videos) % 2 == 1
    logits = rng.normal(0, 1, (videos, members)) + np.where(fake, separation / 2, -separation / 2)[:, None]
    p = 1 / (1 + np.exp(-logits))
    p[rng.random(p.shape) < missing] = np.nan
    return p, fake


def rows(p, fake, names, **columns):
    videos = pl.DataFrame({"video": [f"{i:05d}" for i in range(len(p))], "label": np.where(fake, "fake", "real")})
    for name in ("group", "donor", "method", "source", "dataset"):
        videos = videos.with_columns(pl.Series(name, columns.get(name, [None] * len(p)), dtype=pl.String))
    return pl.concat(
        videos.with_columns(
            detector=pl.lit(name),
            p_fake=pl.Series(p[:, k]).fill_nan(None),
            status=pl.Series(np.where(np.isnan(p[:, k]), "abstained", "ok")),
        )
        for k, name in enumerate(names)
    )


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), missing=st.sampled_from([0.0, 0.3]))
def test_every_rule_answers_probabilities_and_is_silent_only_where_its_members_are(rule, seed, missing):
    p, fake = scores(seed, 80, missing=missing)
    answer = combine(rule, p[:40], fake[:40], p[40:])
    known = ~np.isnan(answer)
    assert ((answer[known] >= 0) & (answer[known] <= 1)).all()
    assert not known[np.isnan(p[40:]).all(axis=1)].any()
    if rule != "best single":
        assert known[~np.isnan(p[40:]).any(axis=1)].all()
    assert sum(weights_of(rule, p[:40], fake[:40])) == pytest.approx(1)


@pytest.mark.parametrize("rule", ["mean probability", "mean rank", "mean logit", "calibrated mean", "learned weights"])
def test_the_order_of_members_does_not_matter(rule):
    p, fake = scores(3)
    one = combine(rule, p[:200], fake[:200], p[200:])
    other = combine(rule, p[:200, ::-1], fake[:200], p[200:, ::-1])
    assert one == pytest.approx(other, abs=1e-4)


def test_learned_weights_are_those_of_logistic_regression_where_all_are_positive():
    p, fake = scores(1, 4000, separation=1.0)
    p[:, 0] = 1 / (1 + np.exp(-2 * np.log(p[:, 0] / (1 - p[:, 0]))))
    x = np.log(p / (1 - p))
    fitted = LogisticRegression(C=1 / (2 * 1e-3 * len(x)), tol=1e-8).fit(x, fake)
    expected = fitted.coef_[0] / fitted.coef_[0].sum()
    assert weights_of("learned weights", p, fake) == pytest.approx(expected.tolist(), abs=2e-3)
    assert combine("learned weights", p, fake, p) == pytest.approx(fitted.predict_proba(x)[:, 1], abs=5e-3)


def test_where_no_member_helps_learned_weights_answer_the_share_of_fakes():
    p, fake = scores(2, 300)
    answer = combine("learned weights", 1 - p[:200], fake[:200], p[200:])
    assert answer == pytest.approx(np.full(100, fake[:200].mean()), abs=1e-3)
    assert weights_of("learned weights", 1 - p, fake) == [1 / 3] * 3


def test_a_calibrated_mean_is_deaf_to_the_scale_of_a_member():
    p, fake = scores(2)
    stretched = p.copy()
    stretched[:, 0] = 1 / (1 + np.exp(-3 * np.log(p[:, 0] / (1 - p[:, 0])) - 1))
    one = combine("calibrated mean", p[:200], fake[:200], p[200:])
    other = combine("calibrated mean", stretched[:200], fake[:200], stretched[200:])
    assert roc_auc_score(fake[200:], one) == pytest.approx(roc_auc_score(fake[200:], other), abs=2e-3)


def test_shapley_values_are_the_mean_over_all_orders_and_share_out_everything():
    p, fake = scores(5, 200, members=4)
    p[:, 3] = np.random.default_rng(9).random(200)
    sample = Sample(p[:, 0], fake)
    found = {part.detector: part.shapley for part in parts(("a", "b", "c", "d"), p, sample)}
    ranks = p.argsort(axis=0).argsort(axis=0)

    def worth(team):
        return roc_auc_score(fake, ranks[:, sorted(team)].mean(axis=1)) - 0.5 if team else 0.0

    expected = np.zeros(4)
    orders = list(permutations(range(4)))
    for order in orders:
        for place, member in enumerate(order):
            expected[member] += (worth(order[: place + 1]) - worth(order[:place])) / len(orders)
    assert list(found.values()) == pytest.approx(expected.tolist(), abs=1e-9)
    assert sum(found.values()) == pytest.approx(worth(range(4)))


def test_drawn_orders_still_share_out_everything():
    p, fake = scores(6, 150, members=10)
    found = parts(tuple("abcdefghij"), p, Sample(p[:, 0], fake))
    ranks = p.argsort(axis=0).argsort(axis=0)
    assert sum(part.shapley for part in found) == pytest.approx(roc_auc_score(fake, ranks.mean(axis=1)) - 0.5)


def test_error_correlation_is_spearmans_inside_the_labels():
    p, fake = scores(7, 1000, members=2)
    shared = np.random.default_rng(1).normal(0, 1, 1000)
    logits = np.log(p / (1 - p)) + shared[:, None]
    p = 1 / (1 + np.exp(-logits))
    (pair,) = pairs(("a", "b"), p, Sample(p[:, 0], fake))
    expected = np.mean([spearmanr(p[fake == label]).statistic for label in (False, True)])
    assert pair.correlation.value == pytest.approx(expected, abs=1e-9)
    assert pair.correlation.low < 0.5 < pair.correlation.high + 0.05
    assert not pair.same


def test_the_interval_of_an_error_correlation_covers():
    """Independent errors: about 95 % of the intervals hold 0."""
    hits = 0
    for seed in range(200):
        p, fake = scores(seed, 100, members=2)
        (pair,) = pairs(("a", "b"), p, Sample(p[:, 0], fake))
        hits += pair.correlation.low <= 0 <= pair.correlation.high
    assert 180 <= hits <= 200


def test_no_group_is_both_judged_and_learned_from():
    rng = np.random.default_rng(0)
    fake = np.arange(900) % 2 == 1
    group = rng.integers(0, 120, 900)
    table = pl.DataFrame(
        {
            "method": [f"m{rng.integers(4)}" if f else None for f in fake],
            "source": [f"s{g % 5}" for g in group],
        }
    )
    sample = Sample(np.full(900, 0.5), fake, group)
    found = {d.held: d for d in divisions(table, sample)}
    assert set(found) == {"groups", "generators", "sources"}
    for division in found.values():
        times = np.zeros(900, int)
        for _, test, known in division.parts:
            times += test
            reals = test if division.held != "generators" else test & ~fake
            assert not set(group[reals]) & set(group[known])
        assert times.max() == 1
        assert division.judged.sum() == times.sum()
    for name, test, known in found["generators"].parts:
        assert set(table["method"].to_numpy()[test & fake]) == {name}
        assert name not in set(table["method"].to_numpy()[known & fake])


def test_a_rule_that_only_wins_on_known_generators_is_not_recommended():
    """A member that knows one generator by heart looks good until that generator is held out."""
    rng = np.random.default_rng(4)
    n = 1200
    fake = np.arange(n) % 2 == 1
    method = np.where(fake, rng.choice(["A", "B", "C"], n), "")
    sound = rng.normal(np.where(fake, 1.0, -1.0))
    memory = np.where(method == "A", 6.0, rng.normal(0, 1, n))
    p = 1 / (1 + np.exp(-np.column_stack([sound, memory])))
    found = examine_ensemble(rows(p, fake, ("cm", "bg"), method=[m or None for m in method]), ["cm", "bg"])
    assert [h.held for h in found.held_out] == ["groups", "generators"]
    assert found.held_out[0].recommended != "best single"
    assert found.hardest.best.auc.value <= found.held_out[0].best.auc.value


def test_silent_members_are_left_out_and_never_become_a_half():
    p, fake = scores(8, 600, members=2)
    p[::7, 1] = np.nan
    found = examine_ensemble(rows(p, fake, ("cm", "bg")), ["cm", "bg"])
    assert (found.videos, found.abstaining.videos) == (int((~np.isnan(p).any(axis=1)).sum()), 600)
    assert found.abstaining.auc.n == found.abstaining.others == 600 - found.videos
    assert found.abstaining.common_auc.n == found.videos


def test_one_detector_or_one_label_is_no_ensemble():
    p, fake = scores(0, 50, members=1)
    assert examine_ensemble(rows(p, fake, ("cm",)), ["cm"]).held_out == ()
    assert examine_ensemble(rows(p, np.ones(50, bool), ("cm",)), ["cm"]).held_out == ()
    assert examine_ensemble(rows(p, fake, ("cm",)), ["nobody"]).members == ()
