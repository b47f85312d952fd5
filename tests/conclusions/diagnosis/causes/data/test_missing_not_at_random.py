"""Golden sentences of videos and scores that are missing more often for one label, or for one source."""

from dataclasses import asdict, replace

import pytest
from tests.conclusions.small import detector, footage, of_detector

from touchstone.conclusions.diagnosis.causes.data.missing_not_at_random import CAUSE, missing_scores, missing_videos
from touchstone.conclusions.diagnosis.finding import Evidence, Finding
from touchstone.conclusions.examination import Examination, Missing


def missing(subject="footage", real=5, fake=10, **changed):
    """Of a hundred of each label, 5 % more of the fakes are missing: just enough; p at the level; no sources."""
    plain = {
        "reals": 100, "fakes": 100, "p_fisher": 0.05, "p_groups": 0.001, "inside": None, "p_inside": None,
        "inside_sources": 0, "by_source": {}, "p_source": None,
    }  # fmt: skip
    return Missing(subject=subject, real=real, fake=fake, **{**plain, **changed})


def videos(given):
    return plain(missing_videos(Examination(footage=footage(unreadable=given))))


def scores(given, detectors=1):
    return plain(missing_scores(of_detector(detector(missing=given), detectors=detectors)))


def plain(answer):
    """Without the confidence, which is learned; exact facts alone have 1."""
    assert answer is None or answer.confidence < 1
    return None if answer is None else replace(answer, confidence=0.0)


def finding(subject, verdict, evidence, remedy):
    return Finding(
        code="data.missing_not_at_random",
        kind="root",
        severity="moderate",
        subject=subject,
        verdict=verdict,
        confidence=0.0,
        evidence=tuple(Evidence(statement=s, source=source, value=v, n=n) for s, source, v, n in evidence),
        remedy=remedy,
        verify="",
    )


TESTED = "videos, scores (Fisher's exact test; permutation over groups)"
INSIDE = "videos, scores (Mantel–Haenszel; permutation inside sources)"
BY_SOURCE = "videos, scores (permutation)"
MORE_FAKES = (
    "5 of 100 real and 10 of 100 fake videos could not be read (Fisher's exact p = 0.05; labels permuted over groups "
    "p = 0.001)"
)
MORE_REALS = (
    "10 of 100 real and 5 of 100 fake videos could not be read (Fisher's exact p = 0.05; labels permuted over groups "
    "p = 0.001)"
)
NO_SCORE = (
    "5 of 100 real and 10 of 100 fake videos got no real score (failed, abstained, filled in or not run) "
    "(Fisher's exact p = 0.05; labels "
    "permuted over groups p = 0.001)"
)
FAKES = "find out why fake videos are missing more often, before you trust any rate: "
REALS = "find out why real videos are missing more often, before you trust any rate: "


def test_videos_of_one_label_that_could_not_be_read_are_suspected():
    assert videos(missing()) == finding("footage", "suspected", [(MORE_FAKES, TESTED, 0.05, 200)], FAKES + MORE_FAKES)


@pytest.mark.parametrize(("fake", "verdict"), [(1000, "confirmed"), (999, "suspected")])
def test_a_difference_below_five_percent_is_not_confirmed(fake, verdict):
    inside = {"inside": 0.1, "p_inside": 0.01, "inside_sources": 3}
    answer = scores(missing("cm", fake=fake, fakes=10_000, **inside))
    assert answer is not None
    assert answer.verdict == verdict


def test_and_so_are_those_of_the_other_label():
    assert videos(missing(real=10, fake=5)) == finding(
        "footage", "suspected", [(MORE_REALS, TESTED, -0.05, 200)], REALS + MORE_REALS
    )


def test_scores_are_missing_of_a_detector():
    assert scores(missing("cm")) == finding("cm", "suspected", [(NO_SCORE, TESTED, 0.05, 200)], FAKES + NO_SCORE)


@pytest.mark.parametrize(
    ("given", "detectors", "is_found"),
    [
        (missing("cm", p_fisher=0.05), 1, True),
        (missing("cm", p_fisher=0.0501), 1, False),
        (missing("cm", p_fisher=0.001, p_groups=0.05), 1, True),
        (missing("cm", p_fisher=0.001, p_groups=0.0501), 1, False),  # the larger p counts
        (missing("cm", p_fisher=0.025), 2, True),
        (missing("cm", p_fisher=0.0251), 2, False),  # and is multiplied by the number of detectors
        (missing("cm", fake=899, fakes=10_000), 1, False),  # a difference of 3.99 %
        (missing("cm", real=899, reals=10_000, fake=5), 1, False),
        (missing("cm", fake=901, fakes=10_000), 1, True),
        (None, 1, False),
    ],
)
def test_p_at_its_level_and_a_difference_of_four_percent_are_enough(given, detectors, is_found):
    assert (scores(given, detectors) is not None) == is_found


def test_videos_are_a_single_subject():
    assert videos(missing(p_fisher=0.03)) is not None
    assert videos(missing(p_fisher=0.0501)) is None
    assert videos(None) is None


@pytest.mark.parametrize(
    ("changed", "verdict", "statement"),
    [
        ({"inside": 0.1, "p_inside": 0.05, "inside_sources": 3}, "confirmed",
         "inside the 3 source(s) with both labels and missing videos, the missing share of fakes minus that of reals is "
         "+0.100 (permutation p = 0.05)"),
        ({"inside": 0.1, "p_inside": 0.0501, "inside_sources": 1}, "suspected",
         "inside the 1 source(s) with both labels and missing videos, the missing share of fakes minus that of reals is "
         "+0.100 (permutation p = 0.0501)"),
        ({"inside": -0.1, "p_inside": 0.01, "inside_sources": 3}, "suspected",
         "inside the 3 source(s) with both labels and missing videos, the missing share of fakes minus that of reals is "
         "-0.100 (permutation p = 0.01)"),
        ({"inside": 0.0, "p_inside": 0.01, "inside_sources": 3}, "suspected",
         "inside the 3 source(s) with both labels and missing videos, the missing share of fakes minus that of reals is "
         "+0.000 (permutation p = 0.01)"),
    ],
)  # fmt: skip
def test_the_same_direction_inside_sources_confirms(changed, verdict, statement):
    assert videos(missing(**changed)) == finding(
        "footage",
        verdict,
        [(MORE_FAKES, TESTED, 0.05, 200), (statement, INSIDE, changed["inside"], None)],
        FAKES + MORE_FAKES,
    )


def test_more_missing_reals_are_confirmed_by_more_missing_reals_inside_sources():
    found = videos(missing(real=10, fake=5, inside=-0.1, p_inside=0.05, inside_sources=3))
    assert found is not None
    assert found.verdict == "confirmed"


@pytest.mark.parametrize("changed", [{"inside": 0.1}, {"p_inside": 0.01}])
def test_half_a_measurement_inside_sources_says_nothing(changed):
    found = videos(missing(**changed))
    assert found is not None
    assert (found.verdict, len(found.evidence)) == ("suspected", 1)


EVEN = {"real": 10, "fake": 10, "by_source": {"site 3": (4, 20), "site 1": (16, 180)}, "p_source": 0.01}
"""A tenth of all, and a fifth of one source, are missing: just enough."""
OF_EVEN = (
    "10 of 100 real and 10 of 100 fake videos got no real score (failed, abstained, filled in or not run) "
    "(Fisher's exact p = 0.05; labels "
    "permuted over groups p = 0.001)"
)
OF_SITE = "4 of 20 videos of source site 3 are missing, and 20 in all (p = 0.01)"


def test_one_source_is_suspected_by_name():
    assert scores(missing("cm", **EVEN)) == finding(
        "cm",
        "suspected",
        [(OF_EVEN, TESTED, 0.0, 200), (OF_SITE, BY_SOURCE, 0.2, 20)],
        f"find out why videos of source site 3 are missing more often, before you trust any rate: {OF_EVEN}",
    )


def test_inside_sources_is_not_asked_where_the_labels_do_not_differ():
    found = scores(missing("cm", **EVEN, inside=0.1, p_inside=0.01, inside_sources=2))
    assert found is not None
    assert (found.verdict, len(found.evidence)) == ("suspected", 2)


def test_of_a_class_and_a_source_the_class_is_named():
    given = missing(by_source={"site 3": (10, 20)}, p_source=0.001)
    assert videos(given) == finding(
        "footage",
        "suspected",
        [
            (MORE_FAKES, TESTED, 0.05, 200),
            ("10 of 20 videos of source site 3 are missing, and 15 in all (p = 0.001)", BY_SOURCE, 0.5, 20),
        ],
        "find out why fake videos and videos of source site 3 are missing more often, before you trust any rate: "
        + MORE_FAKES,
    )


@pytest.mark.parametrize(
    ("changed", "detectors", "is_found"),
    [
        ({}, 1, True),
        ({"p_source": 0.0101}, 1, False),
        ({"p_source": 0.005}, 2, True),
        ({"p_source": 0.0051}, 2, False),
        ({"by_source": {"site 3": (199, 1000)}}, 1, False),  # 9.9 % more than of all
        ({"by_source": {"site 3": (199, 1000), "site 1": (9, 10)}}, 1, False),  # the first is the worst
        ({"p_source": None}, 1, False),
    ],
)
def test_a_source_needs_a_clear_p_and_ten_percent_more(changed, detectors, is_found):
    assert (scores(missing("cm", **{**EVEN, **changed}), detectors) is not None) == is_found


def test_what_the_cause_says_of_itself():
    assert {key: value for key, value in asdict(CAUSE).items() if value} == {
        "code": "data.missing_not_at_random",
        "kind": "root",
        "severity": "moderate",
        "meaning": "videos or scores are missing more often for one label, or for one source",
        "needs": ("videos", "scores"),
        "topic": "data_balance",
        "phase": 3,
        "done": "the missing shares of real and fake videos, and of the sources, no longer differ",
        "of_footage": missing_videos,
        "of_detector": missing_scores,
    }
