"""Golden sentences of wrong labels: equal content, contradicted sources, contradicted videos."""

from dataclasses import asdict, replace

import pytest
from tests.conclusions.diagnosis.causes.scores.facts import facts, recalibration
from tests.conclusions.small import detector, estimate, footage, performance

from touchstone.conclusions.diagnosis.causes.data.label_errors import (
    CAUSE,
    by_slopes,
    contradicted,
    label_errors,
    labels_right,
)
from touchstone.conclusions.diagnosis.finding import Evidence, Finding
from touchstone.conclusions.examination import (
    ContradictedSource,
    Duplicates,
    Examination,
    LabelExamination,
    Suspect,
)
from touchstone.conclusions.metrics import WrongLabels

PAIR = (("a.mp4", "b.mp4"),)
THREE = (("a.mp4", "b.mp4", "c.mp4", "d.mp4"), ("e.mp4", "f.mp4"))


def suspects(count):
    return tuple(
        Suspect(video=f"{i}.mp4", label="real", position=1.0, chance=0.1, by_detector={}, source=None, group=None)
        for i in range(count)
    )


def labels(detectors=("cm", "bg"), **changed):
    """Two detectors contradict 12 labels and support 3: just enough to confirm."""
    plain = {
        "n": 400, "towards": (7, 5), "away": (2, 1), "p_value": 0.03, "p_by_label": (0.01, 0.01),
        "wrong_share": estimate(0.02, low=0.0151, high=0.0249, n=400), "floor": 0.02,
        "place": estimate(0.9, low=0.501, high=1.1, n=12), "shared": 0.2, "concentrated": None,
        "suspects": suspects(4), "sources": (),
    }  # fmt: skip
    return LabelExamination(detectors=detectors, **{**plain, **changed})


def alone(**changed):
    """A single detector with just enough for a suspicion."""
    enough = {"p_value": 0.001, "wrong_share": estimate(0.1, low=0.041, high=0.2, n=400), "shared": None}
    return labels(("cm",), **{**enough, **changed})


SILENT = labels(p_value=1.0)
"""Labels that nothing contradicts."""


def source(name="site 2", by=("cm", "bg"), real=30, fake=0):
    return ContradictedSource(source=name, real=real, fake=fake, position=estimate(0.8, 0.1, n=real + fake), by=by)


def asked(given=None, two=()):
    """The answer; of a confidence that is learned, only that it is not 1."""
    seen = footage(200, 200, failed_fake=2, repeats=Duplicates(equal_content=two, two_labels=two))
    answer = label_errors(Examination(footage=seen, labels=given))
    return answer if answer is None or answer.confidence == 1 else replace(answer, confidence=0.0)


def finding(verdict, evidence, remedy, *, exact=False):
    return Finding(
        code="data.label_errors",
        kind="root",
        severity="moderate",
        subject="footage",
        verdict=verdict,
        confidence=float(exact),
        evidence=tuple(evidence),
        remedy=remedy,
        verify="",
    )


UNTIL = "; overconfidence is not judged until the labels are settled, because wrong labels look the same"

# ---------------------------------------------------------------------------------------------- equal content


@pytest.mark.parametrize(
    ("two", "statement"),
    [
        (PAIR, "1 set(s) of videos with equal content have both labels, for instance a.mp4 = b.mp4"),
        (THREE, "2 set(s) of videos with equal content have both labels, for instance a.mp4 = b.mp4 = c.mp4"),
    ],
)
@pytest.mark.parametrize("given", [None, SILENT])
def test_equal_content_with_both_labels_is_a_fact(two, statement, given):
    evidence = Evidence(statement=statement, source="videos: sha256, label", value=len(two), n=402)
    assert asked(given, two) == finding(
        "confirmed", [evidence], f"find out which label is right: {statement}", exact=True
    )


def test_nothing_is_no_finding():
    assert asked() is None
    assert asked(SILENT) is None
    assert contradicted(Examination(footage=footage(200, 200))) is None
    assert contradicted(Examination(footage=footage(200, 200), labels=SILENT)) is None


# ---------------------------------------------------------------------------------------------------- sources


def of_source(name, held, which, n):
    return Evidence(
        statement=f"the scores of source {name} ({held}) are nearer to those of the other label than to those of their own "
        f"(0: typical of their own label, 1: typical of the other; {which} show it alone); mean position: 0.800 [0.700, "
        f"0.900], n = {n}",
        source="scores, videos (Wilson)",
        value=0.8,
        interval=(0.8 - 0.1, 0.8 + 0.1),
        n=n,
    )


SWAPPED = (
    "look at some videos of source site 2: its labels may be swapped, or all detectors may be wrong on this source; scores "
    "alone cannot distinguish the two"
)
OTHER = (
    "look at some videos of source site 5: its labels may be swapped, or all detectors may be wrong on this source; scores "
    "alone cannot distinguish the two"
)


@pytest.mark.parametrize(
    ("sources", "verdict", "evidence", "remedy"),
    [
        ((source(fake=20),), "confirmed", [of_source("site 2", "30 real, 20 fake", "2 of 2 detectors", 50)], SWAPPED + UNTIL),
        # A source of one label may be of a kind that all detectors miss.
        ((source(),), "suspected", [of_source("site 2", "30 real, 0 fake", "2 of 2 detectors", 30)], SWAPPED),
        ((source(by=("cm",)),), "suspected", [of_source("site 2", "30 real, 0 fake", "1 of 2 detectors", 30)], SWAPPED),
        ((source(by=(), real=9, fake=11),), "suspected",
         [of_source("site 2", "9 real, 11 fake", "0 of 2 detectors", 20)], SWAPPED),
        ((source(by=("cm",)), source("site 5", real=4, fake=12)), "confirmed",
         [of_source("site 2", "30 real, 0 fake", "1 of 2 detectors", 30),
          of_source("site 5", "4 real, 12 fake", "2 of 2 detectors", 16)],
         f"{SWAPPED}; {OTHER}{UNTIL}"),
    ],
)  # fmt: skip
def test_a_source_is_confirmed_by_two_detectors_that_show_it_alone(sources, verdict, evidence, remedy):
    given = replace(SILENT, sources=sources)
    assert asked(given) == finding(verdict, evidence, remedy)
    assert contradicted(Examination(footage=footage(200, 200), labels=given)) == verdict


# ----------------------------------------------------------------------------------------------------- videos


def share(who, value, interval, p="0.03", floor="0.020", names="cm, bg"):
    low, high = interval
    return Evidence(
        statement=f"{who} as strongly (sign test over groups p = {p}; chance alone reaches a share of {floor}); estimated "
        f"share of wrong labels: {value:.3f} [{low:.3f}, {high:.3f}], n = 400",
        source=f"scores, videos: {names} (Wilson)",
        value=value,
        interval=interval,
        n=400,
    )


def place(low=0.501):
    return Evidence(
        statement="mean position of the contradicted videos (0: typical of their own label, 1: typical of the other): 0.900 "
        f"[{low:.3f}, 1.100], n = 12",
        source="scores, videos (Wilson)",
        value=0.9,
        interval=(low, 1.1),
        n=12,
    )


TOGETHER = share("2 detectors together contradict the labels of 12 videos and support those of 3", 0.02, (0.0151, 0.0249))
ALONE = share(
    "cm contradicts the labels of 12 videos and supports those of 3", 0.1, (0.041, 0.2), p="0.001", names="cm"
)  # fmt: skip
CHECK = "check the labels of the 4 listed suspects, the most likely first: 0.mp4, 1.mp4, 2.mp4"
SECOND = "; one detector alone cannot distinguish wrong labels from its own confident errors: score the videos with a second one"


@pytest.mark.parametrize(
    ("given", "verdict", "evidence", "remedy"),
    [
        (labels(), "confirmed", [TOGETHER, place()], CHECK + UNTIL),
        (labels(shared=None), "confirmed", [TOGETHER, place()], CHECK + UNTIL),
        (labels(shared=0.201), "suspected", [TOGETHER, place()],
         CHECK + "; the detectors make similar errors (correlation 0.20): score the videos with a different detector"),
        (labels(place=estimate(0.9, low=0.5, high=1.1, n=12)), "suspected", [TOGETHER, place(0.5)], CHECK),
        (labels(concentrated=("source F2F", 9, 12)), "suspected", [TOGETHER, place()],
         CHECK + "; 9 of 12 contradicted videos are of source F2F: there the detectors may be wrong, not the labels"),
        (labels(concentrated=("source a", 9, 12), shared=0.41), "suspected", [TOGETHER, place()],
         CHECK + "; 9 of 12 contradicted videos are of source a: there the detectors may be wrong, not the labels; the "
         "detectors make similar errors (correlation 0.41): score the videos with a different detector"),
        (alone(), "suspected", [ALONE, place()], CHECK + SECOND),
        (alone(concentrated=("source F2F", 9, 12)), "suspected", [ALONE, place()],
         CHECK + "; 9 of 12 contradicted videos are of source F2F: there the detectors may be wrong, not the labels" + SECOND),
        (labels(suspects=suspects(1)), "confirmed", [TOGETHER, place()],
         "check the labels of the 1 listed suspects, the most likely first: 0.mp4" + UNTIL),
    ],
)  # fmt: skip
def test_contradicted_videos(given, verdict, evidence, remedy):
    assert asked(given) == finding(verdict, evidence, remedy)
    assert contradicted(Examination(footage=footage(200, 200), labels=given)) == verdict


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (labels(p_value=0.03), "confirmed"),
        (labels(p_value=0.0301), None),
        (labels(wrong_share=estimate(0.02, 0.0049)), "confirmed"),
        (labels(wrong_share=estimate(0.02, 0.0051)), "suspected"),  # the interval holds less than 0.75 of the least share
        (labels(shared=0.5), "suspected"),
        (labels(shared=0.51), None),  # one opinion, which is not clear enough alone
        (labels(wrong_share=estimate(0.02, low=0.0, high=0.04)), None),  # the interval reaches 0
        (labels(wrong_share=estimate(0.0199, 0.01), floor=0.001), None),
        (labels(wrong_share=estimate(0.03, 0.01), floor=0.03), "confirmed"),
        (labels(wrong_share=estimate(0.03, 0.01), floor=0.0301), None),  # no more than chance reaches
        (labels(wrong_share=estimate(None)), None),
        # A single detector: the interval of the place above 0.5, p at most 0.001, the share above 0.04.
        (alone(place=estimate(0.9, low=0.5, high=1.1)), None),
        (alone(p_value=0.00101), None),
        (alone(wrong_share=estimate(0.1, low=0.04, high=0.2)), None),
        (alone(p_value=0.00101, sources=(source(by=("cm",)),)), "suspected"),
    ],
)
def test_what_scores_must_reach(given, verdict):
    assert contradicted(Examination(footage=footage(200, 200), labels=given)) == verdict
    found = asked(given)
    assert (found.verdict if found is not None else None) == verdict


def test_all_evidence_makes_one_finding():
    statement = "1 set(s) of videos with equal content have both labels, for instance a.mp4 = b.mp4"
    fact = Evidence(statement=statement, source="videos: sha256, label", value=1, n=402)
    assert asked(labels(sources=(source(),)), PAIR) == finding(
        "confirmed",
        [fact, of_source("site 2", "30 real, 0 fake", "2 of 2 detectors", 30), TOGETHER, place()],
        f"find out which label is right: {statement}; {SWAPPED}; {CHECK}{UNTIL}",
        exact=True,
    )


def test_suspected_scores_do_not_keep_equal_content_from_being_confirmed():
    statement = "1 set(s) of videos with equal content have both labels, for instance a.mp4 = b.mp4"
    found = asked(alone(), PAIR)
    assert found is not None
    assert (found.verdict, found.confidence) == ("confirmed", 1)
    assert found.remedy == f"find out which label is right: {statement}; {CHECK}{SECOND}"


@pytest.mark.parametrize("sure", [labels(sources=(source(by=("cm",)),)), labels(shared=0.5, sources=(source(fake=20),))])
def test_one_sure_measurement_of_two_confirms(sure):
    assert contradicted(Examination(footage=footage(200, 200), labels=sure)) == "confirmed"


def test_what_the_cause_says_of_itself():
    assert {key: value for key, value in asdict(CAUSE).items() if value} == {
        "code": "data.label_errors",
        "kind": "root",
        "severity": "moderate",
        "meaning": "some labels are wrong",
        "needs": ("videos", "scores"),
        "topic": "specific_needs",
        "phase": 1,
        "done": "the listed suspects are settled, and scores contradict no more labels than they support as strongly",
        "look_alikes": (
            {
                "code": "scores.inverted",
                "separated_by": "scores of a second detector on the same videos, or a look at ten of them",
            },
        ),
        "of_footage": label_errors,
    }


# --------------------------------------------------------------------------------------- log-odds of several


def fitted(share=0.05, half=0.02, *, gain=6.0, p=0.0003):
    return WrongLabels(share=estimate(share, half, n=400), gain=gain, p_value=p)


NEEDED = {"p_value": 1.0, "fitted": fitted(), "likeliest": ("7.mp4", "3.mp4", "9.mp4")}


def test_log_odds_of_several_detectors_suspect_wrong_labels_and_list_the_likeliest():
    statement = (
        "however sure 2 detectors are together, the labels of a share of the videos say otherwise: with wrong labels their "
        "log-odds fit better by 6.0 nats (p = 0.0003); share of wrong labels that fits: 0.050 [0.030, 0.070], n = 400"
    )
    evidence = Evidence(
        statement=statement, source="scores, videos: cm, bg (Wilson)", value=0.05, interval=(0.05 - 0.02, 0.05 + 0.02), n=400
    )
    remedy = (
        "check labels that the detectors contradict together, the most likely first: 7.mp4, 3.mp4, 9.mp4; if these are right, "
        "the detectors make the same errors where they are surest"
    )
    assert asked(labels(**NEEDED)) == finding("suspected", [evidence], remedy)


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, "suspected"),
        ({"fitted": fitted(0.015, 0.0149)}, "suspected"),
        ({"fitted": fitted(0.0149, 0.01)}, None),
        ({"fitted": fitted(0.05, 0.05)}, None),
        ({"fitted": fitted(0.30)}, "suspected"),
        ({"fitted": fitted(0.301)}, None),
        ({"fitted": fitted(p=0.01)}, "suspected"),
        ({"fitted": fitted(p=0.0101)}, None),
        ({"fitted": None}, None),
        ({"shared": 0.5}, "suspected"),
        ({"shared": 0.51}, None),
    ],
)
def test_the_share_must_be_clear_and_the_detectors_must_differ(changed, verdict):
    answer = asked(labels(**{**NEEDED, **changed}))
    assert (answer.verdict if answer else None) == verdict
    assert contradicted(Examination(footage=footage(200, 200), labels=labels(**{**NEEDED, **changed}))) == verdict


@pytest.mark.parametrize(
    ("changed", "right"),
    [
        ({"fitted": fitted(p=0.11)}, True),
        ({"fitted": fitted(p=0.1)}, False),
        ({"fitted": None}, False),
        ({"fitted": fitted(p=0.5), "shared": 0.6}, False),
    ],
)
def test_labels_are_right_where_several_detectors_need_no_wrong_ones(changed, right):
    assert labels_right(labels(**changed)) == right
    assert not labels_right(None)


def bent(name, slope, better, share=0.1):
    fixed = replace(recalibration(slope=slope), flipped=share, flipped_better=better)
    return detector(name, performance=performance(), facts=facts(recalibration=fixed))


@pytest.mark.parametrize(
    ("detectors", "found"),
    [
        ((bent("a", 0.6, 0.5), bent("b", 0.7, 0.5)), True),
        ((bent("a", 0.6, 0.5), bent("b", 0.7, -0.4)), True),
        ((bent("a", 0.6, 0.5), bent("b", 0.7, -0.5)), False),
        ((bent("a", 0.6, 0.5), bent("b", 0.81, 3.0)), False),
        ((bent("a", 0.6, 0.5), bent("b", 0.7, 0.5, 0.014)), False),
        ((bent("a", 0.6, 0.5), bent("b", 0.7, 0.5, 0.31)), False),
        ((bent("a", 0.6, 5.0),), False),
    ],
)
def test_detectors_that_all_look_overconfident_may_have_wrong_labels(detectors, found):
    examined = Examination(footage=footage(200, 200), detectors=detectors)
    assert by_slopes(examined) == found
    assert contradicted(examined) == ("suspected" if found else None)
    answer = label_errors(examined)
    assert (answer is not None) == found


@pytest.mark.parametrize(("p", "found"), [(0.1, True), (0.11, False)])
def test_log_odds_together_that_need_no_wrong_labels_have_a_veto(p, found):
    both = (bent("a", 0.6, 0.5), bent("b", 0.7, 0.5))
    given = labels(p_value=1.0, fitted=fitted(p=p))
    assert by_slopes(Examination(footage=footage(200, 200), detectors=both, labels=given)) == found


def test_what_slopes_say_of_labels_is_said_with_its_numbers():
    answer = label_errors(Examination(footage=footage(200, 200), detectors=(bent("a", 0.6, 0.5), bent("b", 0.7, 0.7, 0.08))))
    assert answer is not None
    assert (answer.verdict, answer.evidence[0].statement, answer.remedy) == (
        "suspected",
        "2 of 2 detectors look overconfident, and wrong labels fit their scores better than that by 1.2 nats in all; share of "
        "wrong labels: 10.0% by a, 8.0% by b",
        "check the labels of videos that the detectors contradict where they are sure; if these labels are right, the detectors "
        "are overconfident",
    )
