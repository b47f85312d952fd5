# pyright: reportOptionalMemberAccess=false, reportOptionalSubscript=false, reportOptionalOperand=false
"""Members chosen inside the folds, weights that follow indicators, and the recommendation as something to use."""

import numpy as np
import pytest
from scipy.special import expit, logit
from tests.conclusions.examination.test_ensemble import rows

import touchstone as ts
from touchstone.conclusions.examination import examine_ensemble
from touchstone.conclusions.examination.ensemble.selection import select_members
from touchstone.conclusions.metrics import Sample


def two_specialists(n=1200, *, blind=0.0, seed=1):
    """``a`` sees fakes in the bright half alone and ``b`` in the dark one; with ``blind`` 1.6 both see them everywhere."""
    rng = np.random.default_rng(seed)
    fake, bright = np.arange(n) % 2 == 1, rng.random(n)
    far = np.where(fake, 1, -1)
    a = far * np.where(bright > 0.5, 1.6, blind) + rng.normal(size=n)
    b = far * np.where(bright <= 0.5, 1.6, blind) + rng.normal(size=n)
    return {
        "video": [f"v{k}" for k in range(n)],
        "label": np.where(fake, "fake", "real").tolist(),
        "group": [f"g{k // 4}" for k in range(n)],
        "lux": (255 * bright).tolist(),
        "noise_db": (40 * rng.random(n)).tolist(),
        "p_a": expit(a).tolist(),
        "p_b": expit(b).tolist(),
    }


@pytest.fixture(scope="module")
def specialists():
    return ts.examine(two_specialists())


def test_weights_follow_the_indicator_that_says_where_each_member_is_good(specialists):
    advice = specialists.ensemble
    assert advice.recommended == "weights by indicators"
    a, b = advice.usable.members
    assert a.by_indicator["lux"] > 0.5 > -0.5 > b.by_indicator["lux"]
    assert max(abs(m.by_indicator["noise_db"]) for m in (a, b)) < 0.2
    assert a.weight == pytest.approx(0.5, abs=0.1)
    last = advice.rules[-1]
    assert last.rule == "weights by indicators"
    assert last.gain.low > 0.08


def test_the_numbers_of_the_rule_are_enough_to_use_it_and_its_accuracies_hold_on_new_videos(specialists):
    usable, seen = specialists.ensemble.usable, two_specialists()
    new = two_specialists(4000, seed=9)
    called = applied(usable, seen, new) >= usable.threshold
    fake = np.array(new["label"]) == "fake"
    right = usable.decisions
    assert right.fake_accuracy.low - 0.02 < called[fake].mean() < right.fake_accuracy.high + 0.02
    assert right.real_accuracy.low - 0.02 < (~called[~fake]).mean() < right.real_accuracy.high + 0.02
    said = specialists.ensemble.use
    assert (
        f"call a video fake from a score of {usable.threshold:.12g} on: on held-out groups real accuracy is 0." in said
    )
    assert "a video that none of these scored gets no answer" in said


def applied(usable, seen, new):
    """The formula, by hand."""
    total = np.full(len(new["video"]), usable.constant)
    for member in usable.members:
        weight = np.full(len(total), member.weight_at_0)
        for name, more in member.by_indicator.items():
            below = np.searchsorted(np.sort(seen[name]), new[name]) / len(seen[name])
            weight = weight + more * (2 * below - 1)
        scores = logit(np.clip(new[f"p_{member.detector}"], 1e-6, 1 - 1e-6))
        total = total + np.maximum(weight, 0) * (member.slope * scores + member.offset)
    return expit(total)


def test_where_both_members_are_good_everywhere_a_simpler_rule_stays():
    found = ts.examine(two_specialists(600, blind=1.6)).ensemble
    assert found.recommended not in (None, "weights by indicators")
    assert "weights by indicators" in {rule.rule for rule in found.rules}
    assert found.usable.rule == found.recommended


def test_members_are_chosen_from_what_may_be_learned_from():
    rng = np.random.default_rng(2)
    fake = np.arange(400) % 2 == 1
    good = expit(np.where(fake, 1.0, -1.0) + rng.normal(size=400))
    blind = rng.random((400, 30))
    p = np.column_stack([good, blind])
    sample = Sample(np.full(400, 0.5), fake)
    assert 0 in select_members(p, sample)
    assert select_members(blind[:, :1] * 0 + 0.5, sample) == (0,)
    # Of thirty blind detectors those that are best on all videos by chance are not chosen without some of these videos.
    names = ("cm", *(f"x{k}" for k in range(30)))
    lucky = tuple(names[k] for k in select_members(p, sample))
    table = rows(p, fake, names)
    chosen = examine_ensemble(table, lucky if len(lucky) > 1 else ("cm", "x0"), candidates=names).hardest
    assert chosen.same_members < chosen.parts
