# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportOperatorIssue=false, reportCallIssue=false, reportArgumentType=false
import numpy as np
import pytest

from touchstone.conclusions.diagnosis import diagnose
from touchstone.conclusions.examination import examine
from touchstone.testing import footage, ranks, tables

MIXED = {"source": lambda i: f"site {i // 2 % 3}"}


def found(manners, count=600, seed=0):
    one = tables(manners, footage(count, **MIXED), seed=seed)
    return {
        (f.code, f.subject): f
        for f in diagnose(examine(one), one, "touchstone analyze X")
        if f.code.startswith("ensemble.")
    }


def loud(rng, fake, _number):
    return 12 * rng.normal(0.1 if fake else -0.1)


def test_a_mean_that_its_best_member_beats():
    here = found({"cm": ranks(3), "bg": loud, "ll": loud, "rr": loud})
    worse = here["ensemble.worse_than_member", "ensemble"]
    assert worse.verdict == "confirmed"
    assert worse.evidence[0].interval[0] > 0


def test_an_inverted_member_is_broken_and_the_sound_ones_are_not():
    here = found({"cm": ranks(2), "bg": ranks(2), "ll": lambda r, fake, n: -ranks(1.5)(r, fake, n)})
    assert {subject for code, subject in here if code == "ensemble.broken_member"} == {"ll"}
    assert here["ensemble.broken_member", "ll"].verdict == "confirmed"


@pytest.mark.parametrize("exact", [True, False])
def test_two_that_err_alike(exact):
    rng = np.random.default_rng(3)
    shared = rng.normal(0, 1, 600)
    own = rng.normal(0, 0.0 if exact else 0.1, 600)
    manners = {
        "cm": lambda _r, fake, n: shared[n] + (1 if fake else -1),
        "bg": lambda _r, fake, n: shared[n] + own[n] + (1 if fake else -1),
        "ll": ranks(2),
    }
    here = found(manners)
    pair = here["ensemble.redundant", "ensemble"]
    assert "bg and cm" in pair.evidence[0].statement
    assert (pair.confidence == 1) == exact


@pytest.mark.slow
def test_sound_independent_members_have_no_fault_together():
    for seed in range(5):
        assert found({"cm": ranks(2), "bg": ranks(2), "ll": ranks(2)}, seed=seed) == {}
