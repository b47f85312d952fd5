# pyright: reportArgumentType=false
"""Which detectors are combined, and how: every case from a small examination, in whole sentences."""

import pytest
from tests.conclusions.prescription.test_use import abstaining
from tests.conclusions.small import detector, estimate, footage

from touchstone.conclusions.examination import (
    EnsembleExamination,
    Ensembles,
    ErrorPair,
    Examination,
    HeldOut,
    Judged,
    Part,
)
from touchstone.conclusions.prescription import EnsembleAdvice, Member, RuleResult, advise_ensemble
from touchstone.conclusions.prescription.use import silent_of

CM = detector("cm", statement="AUC 0.910")
BG = detector("bg", statement="AUC 0.870")
LL = detector("ll", statement="AUC 0.640")
TM = detector("tm", word="no signal", statement="AUC 0.510")
RR = detector("rr", word="not loaded", statement="truncated")


def advise(*detectors, **ensembles):
    return advise_ensemble(Examination(footage=footage(), detectors=detectors, ensembles=Ensembles(**ensembles)))


def out(name, reason):
    return Member(detector=name, included=False, weight=0.0, reason=reason)


def whole(name, reason):
    return Member(detector=name, included=True, weight=1.0, reason=reason)


def test_where_none_separates_fake_from_real_none_is_recommended():
    assert advise(TM, RR) == EnsembleAdvice(
        recommended=None,
        because="none of 2 detector(s) is shown to separate fake from real on this footage, so no weight can be justified "
        "and no leader can be named",
        leader=None,
        members=(out("tm", "AUC 0.510"), out("rr", "truncated")),
    )


def test_the_only_one_that_separates_fake_from_real_stands_alone():
    assert advise(TM, CM, RR, ranking=("cm",), kept=("cm",)) == EnsembleAdvice(
        recommended="best single",
        because="cm is the only detector that is shown to separate fake from real: AUC 0.910",
        leader="cm",
        members=(whole("cm", "AUC 0.910"), out("tm", "AUC 0.510"), out("rr", "truncated")),
    )


def test_where_the_footage_reveals_the_label_no_rule_is_judged():
    assert advise(BG, TM, CM, ranking=("cm", "bg"), kept=("cm", "bg")) == EnsembleAdvice(
        recommended="best single",
        because="the source or a file property reveals the label here and a combination would be rewarded for learning it, so "
        "rules for combining cannot be judged; cm, the best single detector, is the safe choice",
        leader="cm",
        members=(whole("cm", "AUC 0.910"), out("bg", "AUC 0.870"), out("tm", "AUC 0.510")),
    )


def judged(rule, value, gain=None, wins=0, beats=None):
    return Judged(
        rule=rule,
        auc=estimate(value, 0.01),
        gain=None if gain is None else estimate(gain, 0.01),
        wins=wins,
        beats=beats,
    )


SINGLE = judged("best single", 0.9)
MEAN = judged("mean probability", 0.93, 0.03, 4, "best single")
RANK = judged("mean rank", 0.929, -0.001, 2)
GROUPS = HeldOut(held="groups", parts=5, rules=(SINGLE, MEAN, RANK), recommended="mean probability")
HARDER = HeldOut(
    held="generators",
    parts=3,
    rules=(SINGLE, judged("mean probability", 0.93, 0.03, 2, "best single")),
    recommended="mean probability",
)
ALONE = HeldOut(held="sources", parts=6, rules=(SINGLE, judged("mean rank", 0.91, 0.01, 3)), recommended="best single")
PARTS = (
    Part(detector="bg", gain=estimate(0.02, 0.01), shapley=0.19),
    Part(detector="cm", gain=estimate(0.05, 0.01), shapley=0.24),
)
PAIRS = (ErrorPair(first="bg", second="cm", correlation=estimate(0.1), same=False),)
WEIGHTS = {"best single": (0.0, 1.0), "mean probability": (0.5, 0.5), "mean rank": (0.4, 0.6)}


def together(*held, weights=None, members=("bg", "cm"), videos=600, **rest):
    return EnsembleExamination(
        members=members, videos=videos, held_out=held, weights=WEIGHTS if weights is None else weights, parts=PARTS,
        pairs=PAIRS, **rest,
    )  # fmt: skip


KEPT = {"ranking": ("cm", "bg"), "kept": ("cm", "bg")}


def rule(name, value, gain=None, wins=0, *, beats=False, held="groups", parts=5):
    return RuleResult(
        rule=name, auc=estimate(value, 0.01), gain=None if gain is None else estimate(gain, 0.01), beats_best_single=beats,
        held_out=held, wins=wins, parts=parts,
    )  # fmt: skip


def test_the_recommended_rule_is_given_with_its_weights_and_its_reason():
    assert advise(BG, TM, CM, **KEPT, kept_together=together(GROUPS)) == EnsembleAdvice(
        recommended="mean probability",
        because="mean probability has AUC 0.930 [0.920, 0.940], n = 200 on held-out groups; its AUC minus that of the best "
        "single detector is 0.030 [0.020, 0.040], n = 200, and it is higher in 4 of 5 folds of groups; no more complex rule "
        "beats it with an interval above "
        "0 and in most folds of groups; the members were chosen on all videos",
        leader="cm",
        members=(
            Member(
                detector="cm", included=True, weight=0.5, reason="AUC 0.910", gain=estimate(0.05, 0.01), shapley=0.24
            ),
            Member(
                detector="bg", included=True, weight=0.5, reason="AUC 0.870", gain=estimate(0.02, 0.01), shapley=0.19
            ),
            out("tm", "AUC 0.510"),
        ),
        rules=(
            rule("best single", 0.9),
            rule("mean probability", 0.93, 0.03, 4, beats=True),
            rule("mean rank", 0.929, -0.001, 2),
        ),
        milder=(),
        contributions=(PARTS[1], PARTS[0]),
        shared_errors=PAIRS,
        silent=None,
    )


def test_the_hardest_way_of_holding_out_decides_and_the_milder_ones_are_listed():
    found = advise(CM, BG, **KEPT, kept_together=together(GROUPS, HARDER, ALONE))
    assert found.recommended == "best single"
    assert found.because == (
        "best single has AUC 0.900 [0.890, 0.910], n = 200 on held-out sources; no more complex rule beats it with an interval "
        "above 0 and in most sources; the members were chosen on all videos"
    )
    assert [(m.detector, m.included, m.weight) for m in found.members] == [("cm", True, 1.0), ("bg", False, 0.0)]
    assert found.rules == (
        rule("best single", 0.9, held="sources", parts=6),
        rule("mean rank", 0.91, 0.01, 3, held="sources", parts=6),
    )
    assert [(r.rule, r.held_out, r.parts) for r in found.milder] == [
        ("best single", "groups", 5), ("mean probability", "groups", 5), ("mean rank", "groups", 5),
        ("best single", "generators", 3), ("mean probability", "generators", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("held", "because"),
    [
        (
            HARDER,
            "mean probability has AUC 0.930 [0.920, 0.940], n = 200 on held-out generators; its AUC minus that of the best "
            "single detector is 0.030 [0.020, 0.040], n = 200, and it is higher in 2 of 3 generators; no more complex rule "
            "beats it with an interval "
            "above 0 and in most generators; the members were chosen on all videos",
        ),
        (
            HeldOut(held="groups", parts=5, rules=(SINGLE, judged("mean rank", 0.92, 0.02, 3)), recommended="mean rank"),
            "mean rank has AUC 0.920 [0.910, 0.930], n = 200 on held-out groups; no more complex rule beats it with an interval "
            "above 0 and in most folds of groups; the members were chosen on all videos",
        ),
        (
            HeldOut(held="groups", parts=5, rules=(judged("mean rank", 0.92, None, 3, "best single"),), recommended="mean rank"),
            "mean rank has AUC 0.920 [0.910, 0.930], n = 200 on held-out groups; no more complex rule beats it with an interval "
            "above 0 and in most folds of groups; the members were chosen on all videos",
        ),
    ],
)  # fmt: skip
def test_a_rule_is_said_to_beat_the_best_single_detector_only_where_it_beats_one(held, because):
    assert advise(CM, BG, **KEPT, kept_together=together(held)).because == because


def test_weights_follow_the_names_whatever_their_order():
    rank = HeldOut(held="groups", parts=5, rules=(RANK,), recommended="mean rank")
    for order in ((CM, BG), (BG, CM)):
        assert advise(*order, **KEPT, kept_together=together(rank)).weights == {"cm": 0.6, "bg": 0.4}


def test_a_member_that_does_harm_is_left_out_with_the_gain():
    found = advise(
        CM, LL, BG, TM, ranking=("cm", "bg", "ll"), kept=("cm", "bg"), kept_together=together(GROUPS),
        harmful=(Part(detector="ll", gain=estimate(-0.021, None, low=-0.034, high=-0.008), shapley=0.01),),
    )  # fmt: skip
    assert [(m.detector, m.included, m.weight, m.reason) for m in found.members] == [
        ("cm", True, 0.5, "AUC 0.910"),
        ("bg", True, 0.5, "AUC 0.870"),
        ("ll", False, 0.0, "leaving it out raises the AUC of the mean rank by 0.021 [0.008, 0.034]"),
        ("tm", False, 0.0, "AUC 0.510"),
    ]
    assert found.members[2] == out("ll", "leaving it out raises the AUC of the mean rank by 0.021 [0.008, 0.034]")


@pytest.mark.parametrize("gain", [None, estimate(None), estimate(-0.02, None)])
def test_a_gain_without_an_interval_is_not_stated(gain):
    found = advise(
        CM, BG, LL, ranking=("cm", "bg", "ll"), kept=("cm", "bg"), kept_together=together(GROUPS),
        harmful=(Part(detector="ll", gain=gain, shapley=0.01),),
    )  # fmt: skip
    assert found.members[2].reason == "leaving it out raises the AUC of the mean rank by an unknown amount"


NO_FOLD = (
    "12 videos were scored by all of cm, bg; they have too few groups of each label to hold any out, so rules for combining "
    "cannot be judged; cm, the best single detector, is the safe choice"
)


@pytest.mark.parametrize(
    "few",
    [
        EnsembleExamination(members=("bg", "cm"), videos=12),
        EnsembleExamination(members=("bg", "cm"), videos=12, held_out=(GROUPS,)),
        EnsembleExamination(members=("bg", "cm"), videos=12, weights=WEIGHTS),
    ],
)
def test_where_nothing_can_be_held_out_the_best_single_detector_stays(few):
    assert advise(BG, TM, CM, **KEPT, kept_together=few) == EnsembleAdvice(
        recommended="best single",
        because=NO_FOLD,
        leader="cm",
        members=(whole("cm", "AUC 0.910"), out("bg", "AUC 0.870"), out("tm", "AUC 0.510")),
    )


def test_where_all_others_do_harm_the_one_that_is_kept_stands_alone():
    found = advise(
        CM, LL, ranking=("cm", "ll"), kept=("cm",), kept_together=EnsembleExamination(members=("cm",), videos=12),
        harmful=(Part(detector="ll", gain=estimate(-0.02, 0.01), shapley=0.01),),
    )  # fmt: skip
    assert [(m.detector, m.weight, m.reason) for m in found.members] == [
        ("cm", 1.0, "AUC 0.910"),
        ("ll", 0.0, "leaving it out raises the AUC of the mean rank by 0.020 [0.010, 0.030]"),
    ]
    assert (found.recommended, found.leader) == ("best single", "cm")


def test_what_silent_members_leave_is_said_of_the_recommended_rule():
    some = abstaining()
    found = advise(CM, BG, **KEPT, kept_together=together(GROUPS, abstaining=some))
    assert found.silent == silent_of("mean probability", some)
    assert found.abstaining is some
    assert found.because.endswith(
        "; on the 352 other videos, which only some members scored, its AUC is 0.826 [0.776, 0.876], n = 352"
    )


def test_where_one_detector_is_left_there_is_nothing_to_combine():
    left = EnsembleExamination(members=("cm",), videos=90)
    harmful = (Part(detector="bg", gain=estimate(-0.02, 0.01), shapley=0.0),)
    found = advise(CM, BG, ranking=("cm", "bg"), kept=("cm",), kept_together=left, harmful=harmful)
    assert found.because == (
        "cm is the only detector left once the harmful members are left out, so there is nothing to combine"
    )
    assert (found.recommended, found.leader) == ("best single", "cm")
    assert [m.detector for m in found.members if m.included] == ["cm"]
