# pyright: reportOptionalMemberAccess=false, reportOptionalOperand=false, reportOptionalSubscript=false
# pyright: reportOperatorIssue=false, reportCallIssue=false, reportArgumentType=false
import polars as pl
import pytest

from touchstone.conclusions.examination import examine
from touchstone.conclusions.prescription import advise_ensemble
from touchstone.testing import constant, footage, ranks, tables

MIXED = {"source": lambda i: f"site {i // 2 % 3}"}


def advise(manners, count=600, seed=0, **columns):
    return advise_ensemble(examine(tables(manners, footage(count, **{**MIXED, **columns}), seed=seed)))


def test_independent_good_detectors_are_better_together():
    found = advise({"cm": ranks(1.5), "bg": ranks(1.5), "ll": ranks(1.5)})
    assert found.recommended == "mean probability"
    assert [m.weight for m in found.members] == pytest.approx([1 / 3] * 3)
    rules = {r.rule: r for r in found.rules}
    assert rules["mean probability"].beats_best_single
    assert list(rules) == [
        "best single", "mean probability", "mean rank", "mean logit", "calibrated mean", "learned weights",
    ]  # fmt: skip
    assert sum(m.shapley for m in found.members) == pytest.approx(rules["mean rank"].auc.value - 0.5, abs=0.01)
    assert {(p.first, p.second) for p in found.shared_errors} == {("bg", "cm"), ("bg", "ll"), ("cm", "ll")}
    assert all(
        p.correlation.low < 0 < p.correlation.high for p in found.shared_errors
    )  # errors were drawn independently


def test_members_that_do_not_rank_are_left_out_with_their_reason():
    found = advise({"cm": ranks(2), "bg": ranks(2), "tm": constant(0), "ll": ranks(0)})
    out = {m.detector: m.reason for m in found.members if not m.included}
    assert set(out) == {"tm", "ll"}
    assert "AUC" in out["ll"]


def test_a_copy_adds_nothing_so_the_single_one_stays():
    def same(_rng, fake, number):
        return (1 if fake else -1) + (number * 7919 % 1000) / 300 - 1.6

    found = advise({"cm": same, "bg": same})
    assert found.recommended == "best single"
    assert sorted(m.weight for m in found.members) == [0, 1]


def test_learned_weights_win_only_where_members_differ_much():
    """One member is far better than three weak ones of another scale: an equal mean dilutes it."""

    def loud(rng, fake, _number):
        return 12 * rng.normal(0.35 if fake else -0.35)

    found = advise({"cm": ranks(3), "bg": loud, "ll": loud, "rr": loud})
    assert found.leader == "cm"
    assert found.recommended in ("best single", "learned weights")


def test_where_none_ranks_none_is_recommended():
    found = advise({"cm": ranks(0), "bg": constant(1)})
    assert (found.recommended, found.leader, found.rules) == (None, None, ())
    assert "none of 2 detector(s)" in found.because


def test_one_that_ranks_stands_alone():
    found = advise({"cm": ranks(2), "bg": ranks(0)})
    assert (found.recommended, found.leader) == ("best single", "cm")
    assert [m.weight for m in found.members] == [1, 0]


def test_weights_do_not_depend_on_the_order_of_detectors():
    manners = {
        "cm": lambda _r, fake, n: (1 if fake else -1) + n * 7919 % 100 / 30,
        "bg": lambda _r, fake, n: (fake or -1) + n * 31 % 100 / 40,
    }
    one = {m.detector: m.weight for m in advise(manners).members}
    other = {m.detector: m.weight for m in advise(dict(reversed(manners.items()))).members}
    assert one == pytest.approx(other)


def test_a_member_that_does_harm_is_left_out_with_the_gain():
    """It ranks on its own, a little; beside two good ones it drags the mean of ranks down."""
    found = advise({"cm": ranks(3), "bg": ranks(3), "ll": ranks(0.45)}, count=1200)
    left = {m.detector: m for m in found.members if not m.included}
    assert set(left) == {"ll"}
    assert "leaving it out raises the AUC of the mean rank by" in left["ll"].reason
    assert {m.detector for m in found.members if m.included} <= {"cm", "bg"}


def test_whole_sources_are_held_out_where_groups_allow_it():
    manners = {"cm": ranks(1.5), "bg": ranks(1.5)}
    found = advise(manners, source=lambda i: f"site {i // 100}", group=lambda i: f"person {i // 2}")
    assert {r.held_out for r in found.rules} == {"sources"}
    assert {r.parts for r in found.rules} == {6}
    assert {r.held_out for r in found.milder} == {"groups"}


def test_what_silent_members_leave_is_said():
    one = tables({"cm": ranks(2), "bg": ranks(2)}, footage(600, **MIXED))
    silent = pl.col("detector").eq("bg") & pl.col("video").str.slice(3, 1).eq("4")
    one["scores"] = one["scores"].with_columns(
        status=pl.when(silent).then(pl.lit("abstained")).otherwise("status"),
        p_fake=pl.when(silent).then(None).otherwise("p_fake"),
        logit=pl.when(silent).then(None).otherwise("logit"),
    )
    found = advise_ensemble(examine(one))
    assert "all members scored 540 of 600 videos" in found.silent
    assert advise({"cm": ranks(2), "bg": ranks(2)}).silent is None
