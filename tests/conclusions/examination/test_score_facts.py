"""Facts about scores: judged without what was filled in, and only what the scores allow."""

# A result that is not there fails the test by itself.
# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from touchstone.conclusions.examination import examine, only_probabilities
from touchstone.testing import footage, ranks, tables

MIXED = {"source": lambda i: f"site {i // 2 % 3}"}


def scores(p, detector="cm"):
    return pl.DataFrame(
        {"detector": [detector] * len(p), "p_fake": p, "logit": None, "status": ["ok"] * len(p), "reason": None},
        schema={
            "detector": pl.String,
            "p_fake": pl.Float64,
            "logit": pl.Float64,
            "status": pl.String,
            "reason": pl.String,
        },
    )


def test_what_is_valid_comes_back_as_it_is():
    table = scores([0.0, 0.4, 1.0, None])
    assert only_probabilities(table).equals(table)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -0.01, 1.0001])
def test_a_bad_answer_fails_alone(bad):
    fixed = only_probabilities(scores([0.5] * 20 + [bad]))
    assert fixed["status"].to_list() == ["ok"] * 20 + ["failed"]
    assert fixed["p_fake"][20] is None
    assert fixed["reason"][20].startswith("the network answered ")
    assert fixed["reason"][:20].null_count() == 20


def test_another_scale_fails_as_a_whole_and_leaves_other_detectors_alone():
    both = pl.concat([scores([-3.0, 0.2, 4.0, 0.9]), scores([0.1, 0.9], "bg"), scores([20.0, 80.0, 99.0], "pc")])
    fixed = only_probabilities(both)
    status = fixed.group_by("detector").agg(pl.col("status").unique()).sort("detector")["status"].to_list()
    assert status == [["ok"], ["failed"], ["failed"]]
    assert fixed.filter(pl.col("detector") == "cm")["logit"].to_list() == [-3.0, 0.2, 4.0, 0.9]
    assert "log-odds" in fixed.filter(pl.col("detector") == "cm")["reason"][0]
    assert "percent" in fixed.filter(pl.col("detector") == "pc")["reason"][0]


def filled(given, every=8):
    hit = pl.int_range(pl.len()) % every == 1
    return given | {"scores": given["scores"].with_columns(p_fake=pl.when(hit).then(0.5).otherwise("p_fake"))}


def test_a_detector_is_measured_and_judged_without_what_was_filled_in():
    given = filled(tables({"cm": ranks(1.5)}, footage(400, **MIXED), units=1))
    (cm,) = examine(given).detectors
    fake = (given["videos"]["label"] == "fake").to_numpy()
    p = given["scores"]["p_fake"].to_numpy()
    own = p != 0.5
    assert cm.facts.filled_in.score == 0.5
    assert cm.facts.filled_in.auc.value == pytest.approx(roc_auc_score(fake, p))
    assert cm.performance.auc.value == pytest.approx(roc_auc_score(fake[own], p[own]))
    assert (cm.performance.real.filled_in, cm.performance.fake.filled_in) == (sum(~own & ~fake), sum(~own & fake))
    assert cm.assessment.auc.value == pytest.approx(roc_auc_score(fake[own], p[own]))
    assert "filled in with 0.5" in cm.assessment.statement
    assert cm.fitted_threshold.held_out.accuracy.n == own.sum()


def test_decisions_have_no_calibration():
    given = tables({"cm": lambda _r, fake, i: 5 if fake != (i % 9 == 0) else -5}, footage(300, **MIXED), units=1)
    facts = examine(given).detectors[0].facts
    assert (facts.smooth_calibration, facts.recalibration, facts.stability) == (None, None, None)
    assert facts.threshold_gain is not None


def test_a_score_that_does_not_rank_is_not_calibrated_and_one_that_ranks_is():
    given = tables({"cm": ranks(0), "bg": ranks(2)}, footage(400, **MIXED))
    facts = {d.name: d.facts for d in examine(given).detectors}
    assert facts["cm"].recalibration is None
    assert facts["bg"].recalibration.slope.value == pytest.approx(1, abs=0.35)
    assert facts["bg"].stability.agreement.value == pytest.approx(1, abs=1e-6)


def test_a_score_that_ranks_backwards_wins_when_it_is_turned():
    facts = examine(tables({"cm": ranks(-2)}, footage(400, **MIXED))).detectors[0].facts
    assert facts.turned.balanced_accuracy.low > 0.7


def test_data_sets_are_set_against_each_other():
    rows = footage(400, **MIXED)
    for i, row in enumerate(rows):
        row["dataset"] = "ab"[i // 4 % 2]
    facts = examine(tables({"cm": ranks(2)}, rows)).detectors[0].facts
    assert [part.name for part in facts.transfer.parts] == ["a", "b"]
    assert np.isfinite(facts.transfer.cell("a", "b").drift)
