# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportArgumentType=false
# pyright: reportOptionalSubscript=false, reportOperatorIssue=false
"""Which rule is recommended: of independent detectors, of a copy, of one good member among poor ones."""

import numpy as np
import pytest
from tests.conclusions.examination.test_ensemble import rows, scores

from touchstone.conclusions.examination import examine_ensemble
from touchstone.vocabulary.odds import sigmoid


def groups(videos):
    return [f"person {i // 2}" for i in range(videos)]


def test_independent_good_detectors_are_better_together():
    p, fake = scores(videos=300)
    found = examine_ensemble(rows(p, fake, ("cm", "bg", "ll"), group=groups(300)), ("cm", "bg", "ll"))
    rules = {r.rule: r for r in found.hardest.rules}
    assert list(rules) == [
        "best single", "mean probability", "mean rank", "mean logit", "calibrated mean", "learned weights",
    ]  # fmt: skip
    assert found.hardest.recommended == "mean probability"
    assert found.weights["mean probability"] == pytest.approx([1 / 3] * 3)
    assert rules["mean probability"].beats_best_single
    assert sum(part.shapley for part in found.parts) == pytest.approx(rules["mean rank"].auc.value - 0.5, abs=0.01)
    assert all(pair.correlation.low < 0 < pair.correlation.high for pair in found.pairs)  # errors are independent


def test_a_copy_adds_nothing_so_the_single_one_stays():
    p, fake = scores(videos=200, members=1)
    found = examine_ensemble(rows(np.hstack([p, p]), fake, ("cm", "bg"), group=groups(200)), ("cm", "bg"))
    assert found.hardest.recommended == "best single"
    assert sorted(found.weights["best single"]) == [0, 1]
    assert found.pairs[0].same


def test_an_equal_mean_is_not_recommended_where_poor_members_would_dilute_a_good_one():
    good, fake = scores(videos=300, members=1, separation=3)
    poor, _ = scores(seed=1, videos=300, separation=0.7)
    p = np.hstack([good, sigmoid(12 * np.log(poor / (1 - poor)))])
    found = examine_ensemble(rows(p, fake, ("cm", "bg", "ll", "rr"), group=groups(300)), ("cm", "bg", "ll", "rr"))
    assert found.hardest.recommended not in ("mean probability", "mean rank", "mean logit")


def test_whole_sources_are_held_out_where_groups_allow_it():
    p, fake = scores(videos=300, members=2)
    sources = [f"site {i // 50}" for i in range(300)]
    found = examine_ensemble(rows(p, fake, ("cm", "bg"), group=groups(300), source=sources), ("cm", "bg"))
    assert [(held.held, held.parts) for held in found.held_out] == [("groups", 5), ("sources", 6)]
