"""Real and fake swapped: each witness at its edges, with and without sources, alone and next to a detector that is right."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

import pytest
from tests.conclusions.diagnosis.causes.scores.counted import counted
from tests.conclusions.diagnosis.causes.scores.facts import decisions, facts
from tests.conclusions.diagnosis.shown import entry, holds, lines, shown
from tests.conclusions.small import detector, estimate, footage, of_detector

from touchstone.conclusions.diagnosis.causes.scores.inverted import CAUSE, below_chance, inverted
from touchstone.conclusions.examination import Origin
from touchstone.conclusions.metrics import Difference, WithinStrata

SOURCES = (Origin(name="a", real=10, fake=10),)


def within(auc, *, strata=2, half=0.03):
    """AUC inside sources."""
    return WithinStrata(
        column="source",
        auc=estimate(auc, half, n=150),
        overall=estimate(None),
        drop=Difference(estimate=estimate(None), test=""),
        strata=strata,
        strata_of_one_label=0,
        pairs=1,
        videos=1,
    )


def asked(auc=0.3, half=0.05, *, inside=None, turned=None, origins=SOURCES, others=False):
    subject = detector(word="below chance", auc=estimate(auc, half), within_sources=inside, facts=facts(turned=turned))
    return inverted(of_detector(subject, footage(origins=origins), others_rank=others))


FLIPPED = decisions(balanced=0.66)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        pytest.param(
            asked(inside=within(0.35), turned=FLIPPED),
            """
            scores.inverted confirmed, cm: root, critical, likely
              explains training.weak_slice ensemble.broken_member
              - for (ranking, least 0.1) AUC that the verdict rests on: 0.300 [0.250, 0.350], n = 200 [scores,
                  videos (Wilson), 0.3 from 0.25 to 0.35, n 200]
              - for (ranking inside sources, least 0.05) AUC inside 2 sources that hold both labels: 0.350
                  [0.320, 0.380], n = 150 [scores, videos (Wilson), 0.35 from 0.32 to 0.38, n 150]
              - for (decisions on other groups, least 0.05) balanced accuracy of 1 − P(fake) at thresholds
                  fitted on other groups: 0.660 [0.610, 0.710], n = 200 [scores, videos (Wilson), 0.66 from 0.61
                  to 0.71, n 200]
              do check which output index means fake: 1 − P(fake) would separate fake from real with AUC 0.700
                  on these videos; if the index is right, the training labels were swapped; if no other detector
                  separates fake from real here, check the labels first
              or data.label_errors: a second detector on the same videos, or a look at ten of them, to see
                  whether the labels are swapped
              asked auc True, inside True, turned True
            """,
            id="alone",
        ),
        pytest.param(
            asked(inside=within(0.35), turned=FLIPPED, others=True),
            """
            scores.inverted confirmed, cm: root, critical, likely
              explains training.weak_slice ensemble.broken_member
              - for (ranking, least 0.1) AUC that the verdict rests on: 0.300 [0.250, 0.350], n = 200 [scores,
                  videos (Wilson), 0.3 from 0.25 to 0.35, n 200]
              - for (ranking inside sources, least 0.05) AUC inside 2 sources that hold both labels: 0.350
                  [0.320, 0.380], n = 150 [scores, videos (Wilson), 0.35 from 0.32 to 0.38, n 150]
              - for (decisions on other groups, least 0.05) balanced accuracy of 1 − P(fake) at thresholds
                  fitted on other groups: 0.660 [0.610, 0.710], n = 200 [scores, videos (Wilson), 0.66 from 0.61
                  to 0.71, n 200]
              do check which output index means fake: 1 − P(fake) would separate fake from real with AUC 0.700
                  on these videos; if the index is right, the training labels were swapped
              asked auc True, inside True, turned True
            """,
            id="next to one that is right",
        ),
        pytest.param(
            asked(inside=within(0.35), turned=FLIPPED, origins=()),
            """
            scores.inverted suspected, cm: root, critical, likely
              explains training.weak_slice ensemble.broken_member
              - for (ranking, least 0.1) AUC that the verdict rests on: 0.300 [0.250, 0.350], n = 200 [scores,
                  videos (Wilson), 0.3 from 0.25 to 0.35, n 200]
              - for (ranking inside sources, least 0.05) AUC inside 2 sources that hold both labels: 0.350
                  [0.320, 0.380], n = 150 [scores, videos (Wilson), 0.35 from 0.32 to 0.38, n 150]
              - for (decisions on other groups, least 0.05) balanced accuracy of 1 − P(fake) at thresholds
                  fitted on other groups: 0.660 [0.610, 0.710], n = 200 [scores, videos (Wilson), 0.66 from 0.61
                  to 0.71, n 200]
              do check which output index means fake: 1 − P(fake) would separate fake from real with AUC 0.700
                  on these videos; if the index is right, the training labels were swapped; if no other detector
                  separates fake from real here, check the labels first
              or data.label_errors: a second detector on the same videos, or a look at ten of them, to see
                  whether the labels are swapped
              asked auc True, inside True, turned True
            """,
            id="without sources",
        ),
        pytest.param(
            asked(0.42, 0.02),
            """
            scores.inverted, cm: nothing
              - against (ranking, least 0.1) AUC that the verdict rests on: 0.420 [0.400, 0.440], n = 200
                  [scores, videos (Wilson), 0.42 from 0.4 to 0.44, n 200]
              asked auc False
            """,
            id="too near to one half",
        ),
    ],
)
def test_what_it_says(answer, text):
    assert shown(answer) == lines(text)


@pytest.mark.parametrize(
    ("auc", "half", "says"),
    [(0.4, 0.05, True), (0.4001, 0.05, False), (0.4, 0.1, False), (0.4, 0.0999, True), (0.6, 0.05, False)],
)
def test_the_auc(auc, half, says):
    assert holds(asked(auc, half)) == ("suspected" if says else None, {"auc": says})


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        (within(0.45), True),
        (within(0.4501), None),
        (within(0.45, half=0.05), None),
        (within(0.53), None),
        (within(0.5301), False),
    ],
)
def test_the_auc_inside_sources(inside, says):
    assert holds(asked(inside=inside))[1] == {"auc": True, "inside": says}


@pytest.mark.parametrize("inside", [within(0.3, strata=1), within(None), None])
def test_the_auc_inside_sources_is_not_asked(inside):
    assert holds(asked(inside=inside))[1] == {"auc": True}


def test_the_auc_inside_sources_is_not_asked_where_the_verdict_rests_on_it():
    alike = within(0.3)
    subject = detector(auc=alike.auc, within_sources=alike, facts=facts())
    assert holds(inverted(of_detector(subject)))[1] == {"auc": True}


@pytest.mark.parametrize(
    ("balanced", "half", "says"),
    [(0.55, 0.01, True), (0.5499, 0.01, False), (0.55, 0.05, False), (0.6, 0.05, True), (None, None, False)],
)
def test_flipped_decisions(balanced, half, says):
    assert holds(asked(turned=decisions(balanced=balanced, half=half)))[1] == {"auc": True, "turned": says}


@pytest.mark.parametrize(
    "subject",
    [detector(auc=None, facts=facts()), detector(auc=estimate(None), facts=facts()), detector(auc=estimate(0.2))],
)
def test_it_is_not_asked_without_an_auc_and_facts(subject):
    assert inverted(of_detector(subject)) is None


def test_counts_below_chance():
    assert shown(below_chance(counted("below chance"))) == lines("""
        scores.inverted suspected, tm (counts): root, critical, likely
          explains training.weak_slice ensemble.broken_member
          - 55% [45%, 65%], 55 of 101 right [counts, 0.55, n 101]
          do check which answer of tm means fake; save the score of every video of tm, and analyse these scores
        """)
    assert below_chance(counted("above chance")) is None


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        scores.inverted: root, critical: real and fake are swapped
          needs scores videos; asked of detector counts
          training_focus, phase 1, of biased None
          done the AUC interval lies above 0.5
          auc (ranking, least 0.1): AUC at most 0.5 minus this, and its interval wholly below 0.5
          inside (ranking inside sources, least 0.05): the same inside several sources that hold both labels
          turned (decisions on other groups, least 0.05): 1 − P(fake), with thresholds fitted on other groups,
              has a balanced accuracy of at least 0.5 plus this
          explains training.weak_slice ensemble.broken_member
          once it is taken out: training.weak_slice
          or data.label_errors: a second detector on the same videos, or a look at ten of them, to see whether
              the labels are swapped
        """)
    assert (CAUSE.of_detector, CAUSE.of_counts) == (inverted, below_chance)
