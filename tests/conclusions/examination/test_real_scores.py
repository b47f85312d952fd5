"""One rule for videos without a real score: every number is that of the filtered, or filled, table."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import get_args

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata
from sklearn.metrics import roc_auc_score

from touchstone.conclusions.diagnosis import diagnose
from touchstone.conclusions.examination import Question, examine
from touchstone.conclusions.examination.coverage import coverage_of
from touchstone.conclusions.examination.real_scores import counting_rows, real_scores
from touchstone.conclusions.prescription import prescribe
from touchstone.testing import footage, ranks, tables
from touchstone.vocabulary.defaults import MissingScores

VALUE = {"exclude": np.nan, "as-real": 0.0, "as-fake": 1.0, "as-chance": 0.5}
CHOICES: tuple[MissingScores, ...] = get_args(MissingScores)
FILL = 0.37
KINDS = ("failed", "abstained", "missing", "nan", "filled")
NAMES = ("a", "b", "c")


def damaged(seed, count=72, **columns):
    """A run with every kind of missing score, and the real scores as an array [videos, detectors], NaN where there is none."""
    rng = np.random.default_rng(seed)
    rows = footage(count, source=lambda i: f"site {i // 2 % 3}", **columns)
    made = tables({name: ranks(1.5) for name in NAMES}, rows, units=1, seed=seed)
    p = made["scores"]["p_fake"].to_numpy().reshape(len(NAMES), count).T.copy()
    kind = np.full(p.shape, "ok", dtype=object)
    for d in range(len(NAMES)):
        free = list(rng.permutation(count))
        for word in KINDS:
            many = int(rng.integers(0, 5)) if word != "filled" else int(rng.choice([0, 7]))
            for _ in range(many):
                kind[free.pop(), d] = word
    flat = kind.T.reshape(-1)
    given_p = np.where(flat == "filled", FILL, p.T.reshape(-1))
    given_p = np.where(flat == "nan", np.nan, given_p)
    scores = made["scores"].with_columns(
        p_fake=pl.Series(given_p), status=pl.Series([w if w in ("failed", "abstained") else "ok" for w in flat])
    )
    scores = scores.with_columns(p_fake=pl.when(pl.col("status") == "ok").then("p_fake"))
    made["scores"] = scores.filter(pl.Series(flat != "missing"))
    return made, np.where(kind == "ok", p, np.nan), kind


def counted(p, missing):
    return np.where(np.isnan(p), VALUE[missing], p)


def mean_rank(p):
    return rankdata(p, axis=0).sum(axis=1)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(CHOICES))
def test_every_number_is_that_of_the_filtered_or_filled_table(seed, missing):
    made, real, kind = damaged(seed)
    fake = (made["videos"]["label"] == "fake").to_numpy()
    p = counted(real, missing)
    there = ~np.isnan(p)
    found = examine(made, Question(missing=missing))
    assert not found.footage.gives_label_away
    for d, detector in enumerate(found.detectors):
        t, own = there[:, d], p[:, d]
        auc = pytest.approx(roc_auc_score(fake[t], own[t]))
        assert detector.performance.auc.value == auc
        assert detector.assessment.auc.value == auc
        assert detector.performance.accuracy.value == pytest.approx(np.mean((own[t] >= 0.5) == fake[t]))
        assert detector.performance.accuracy.n == t.sum()
        assert detector.fitted_threshold.held_out.accuracy.n == t.sum()
        for part in (s for s in detector.slices if s.column == "source"):
            here = t & (made["videos"]["source"] == part.name).to_numpy()
            assert part.accuracy.value == pytest.approx(np.mean((own[here] >= 0.5) == fake[here]))
        answered = ~np.isnan(real[:, d])
        cover = detector.coverage
        assert (cover.real.ok, cover.fake.ok) == ((answered & ~fake).sum(), (answered & fake).sum())
        assert (cover.share, cover.counted) == (pytest.approx(answered.mean()), missing)
        assert (cover.filled_in, detector.performance.fake) == ((kind[:, d] == "filled").sum(), cover.fake)
    aucs = {d.name: d.performance.auc.value or 0.0 for d in found.scored if d.performance is not None}
    ordered = [aucs[name] for name in found.ensembles.ranking]
    assert ordered == sorted(ordered, reverse=True)
    assert len(found.comparisons) == 3
    for (a, b), pair in zip(combinations(range(3), 2), found.comparisons, strict=True):
        both = there[:, a] & there[:, b]
        right = [(p[both, d] >= 0.5) == fake[both] for d in (a, b)]
        aucs = [roc_auc_score(fake[both], p[both, d]) for d in (a, b)]
        assert (pair.n, pair.first, pair.second) == (both.sum(), NAMES[a], NAMES[b])
        assert pair.accuracy.estimate.value == pytest.approx(right[0].mean() - right[1].mean())
        assert pair.auc.estimate.value == pytest.approx(aucs[0] - aucs[1])
    together, all_there = found.ensembles.together, there.all(axis=1)
    assert together.videos == all_there.sum()
    common, labels = p[all_there], fake[all_there]
    for d, member in enumerate(together.parts):
        without = roc_auc_score(labels, mean_rank(np.delete(common, d, axis=1)))
        assert member.gain.value == pytest.approx(roc_auc_score(labels, mean_rank(common)) - without)


@pytest.mark.parametrize("missing", CHOICES)
def test_the_order_of_rows_does_not_matter(missing):
    made, _, _ = damaged(3)
    mixed = made | {name: made[name].sample(fraction=1.0, shuffle=True, seed=1) for name in ("scores", "videos")}
    one, other = (examine(t, Question(missing=missing)) for t in (made, mixed))
    assert [d.performance for d in one.detectors] == [d.performance for d in other.detectors]
    assert [d.assessment for d in one.detectors] == [d.assessment for d in other.detectors]
    assert (one.comparisons, one.ensembles) == (other.comparisons, other.ensembles)


@pytest.mark.parametrize("missing", CHOICES)
def test_optimism_counts_the_training_split_in_the_same_way(missing):
    made, real, _ = damaged(5, count=120, split=lambda i: ("train", "test")[i // 2 % 2])
    fake = (made["videos"]["label"] == "fake").to_numpy()
    train = (made["videos"]["split"] == "train").to_numpy()
    # A constant that stands out in one part only is looked for in each.
    made["scores"] = made["scores"].filter((pl.col("p_fake") != FILL) | pl.col("p_fake").is_null())
    p = counted(real, missing)
    found = examine(made, Question(missing=missing))
    assert len(found.split.optimism) == 3
    for d, gap in enumerate(found.split.optimism):
        for inside, auc in ((train, gap.train), (~train, gap.judged)):
            t = inside & ~np.isnan(p[:, d])
            assert auc.value == pytest.approx(roc_auc_score(fake[t], p[t, d]))
            assert auc.n == t.sum()


@pytest.fixture(scope="module")
def half_of_the_fakes_failed():
    made = tables({"a": ranks(2.0), "b": ranks(2.0)}, footage(200, source=lambda i: f"site {i // 2 % 3}"), units=1)
    gone = (pl.col("detector") == "a") & (pl.int_range(pl.len()) % 4 == 1)
    failed = {"status": pl.lit("failed"), "p_fake": None, "logit": None}
    changed = [pl.when(gone).then(v).otherwise(pl.col(n)).alias(n) for n, v in failed.items()]
    return made | {"scores": made["scores"].with_columns(changed)}


@pytest.fixture(scope="module")
def by_choice(half_of_the_fakes_failed):
    return {m: examine(half_of_the_fakes_failed, Question(missing=m)) for m in CHOICES}


@pytest.mark.parametrize("missing", ["as-real", "as-fake", "as-chance"])
def test_no_choice_makes_another_cause_of_a_failure(half_of_the_fakes_failed, by_choice, missing):
    plain, asked = by_choice["exclude"], by_choice[missing]
    assert plain.by_real_scores is None
    assert asked.question.missing == missing
    told = [diagnose(examined, half_of_the_fakes_failed, "touchstone") for examined in (plain, asked)]
    assert [(f.code, f.subject, f.verdict) for f in told[0]] == [(f.code, f.subject, f.verdict) for f in told[1]]
    assert "data.missing_not_at_random" in {f.code for f in told[0] if f.subject == "a"}
    before, after = plain.detectors[0].performance, asked.detectors[0].performance
    assert (before.auc.n, after.auc.n) == (150, 200)
    assert (after.calibration, after.confidence, after.real) == (before.calibration, before.confidence, before.real)
    assert asked.detectors[0].facts is asked.by_real_scores.detectors[0].facts
    advice = prescribe(asked, told[1], "touchstone").detectors[0]
    assert not [a for a in advice.advice if "higher in training" in a.text]  # the bias comes from what was counted


def test_as_real_lowers_the_accuracy_of_fakes_and_as_fake_raises_it(by_choice):
    by = {m: examined.detectors[0] for m, examined in by_choice.items()}
    rate = {m: d.performance.fake_accuracy.value for m, d in by.items()}
    assert rate["as-real"] < rate["exclude"] < rate["as-fake"]
    assert rate["as-real"] == pytest.approx(rate["exclude"] / 2)
    assert by["as-real"].assessment.statement.startswith(
        "with P(fake) 0 for the 50 of 200 videos without a real score: AUC "
    )


def test_a_detector_without_any_score_gets_none():
    rows = pl.DataFrame({"detector": ["a", "a"], "p_fake": [None, None], "status": ["failed", "abstained"]})
    assert counting_rows(rows, "as-fake").equals(rows)


def test_a_video_with_other_units_keeps_their_score_and_one_without_is_filled_in():
    made = tables({"a": ranks(1.0)}, footage(40), units=2)
    third = (pl.col("index") == 0) | (pl.col("video") < "0006.mp4")
    changed = made["scores"].with_columns(
        p_fake=pl.when((pl.col("video") < "0010.mp4") & third)
        .then(FILL)
        .otherwise(pl.col("p_fake") + pl.int_range(pl.len()) * 1e-9)
    )
    found = real_scores(changed, made["videos"], "mean")
    assert found.filled_in["a"].score == FILL
    by_status = dict(found.rows.group_by("status").len().iter_rows())
    assert by_status == {"ok": 34, "filled_in": 6}
    own = changed.filter(pl.col("video") == "0008.mp4", pl.col("index") == 1)["p_fake"][0]
    assert found.rows.filter(pl.col("video") == "0008.mp4")["p_fake"][0] == own


def sentence(states, missing: MissingScores = "exclude"):
    videos = pl.DataFrame(
        {"video": [str(i) for i in range(len(states))], "label": ["real", "fake"] * (len(states) // 2)}
    )
    rows = videos.with_columns(status=pl.Series(states), p_fake=pl.lit(0.5))
    return coverage_of(rows, videos, counted=missing).statement


@pytest.mark.parametrize(
    ("states", "missing", "words"),
    [
        (["ok"] * 4, "exclude", "all 4 videos have a score"),
        (
            ["ok", "failed", "ok", "ok"], "exclude",
            "of 4 videos 3 have a score (2 of 2 real, 1 of 2 fake); the other (failed) is left out (--missing exclude)",
        ),
        (
            ["ok", "failed", "ok", "filled_in"], "as-fake",
            "of 4 videos 2 have a score (2 of 2 real, 0 of 2 fake); the 2 others (1 failed, 1 filled in) count with P(fake) 1 "
            "(--missing as-fake)",
        ),
        (
            ["abstained", "abstained", "ok", "abstained"], "as-chance",
            "of 4 videos 1 has a score (1 of 2 real, 0 of 2 fake); the 3 others (abstained) count with P(fake) 0.5 "
            "(--missing as-chance)",
        ),
    ],
)  # fmt: skip
def test_coverage_in_words(states, missing, words):
    assert sentence(states, missing) == words


def test_the_label_that_lacks_more_is_named(by_choice):
    a, b = by_choice["exclude"].detectors
    assert a.coverage.statement == (
        "of 200 videos 150 have a score (100 of 100 real, 50 of 100 fake; missing more often among fakes, p = 0.004); "
        "the 50 others (failed) are left out (--missing exclude)"
    )
    assert b.coverage.statement == "all 200 videos have a score"


def test_detectors_below_the_least_coverage_are_named(by_choice):
    plain = by_choice["exclude"]
    least = {c: replace(plain, question=Question(min_coverage=c)).too_few_scores for c in (0.0, 0.75, 0.76)}
    assert least[0.0] == least[0.75] == ()
    assert least[0.76] == ("a has real scores for 150 of 200 videos (75 %), less than --min-coverage 0.76 asks for",)
