"""No signal, and too few data: what is said of each, for scores and for counts."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

import pytest
from tests.conclusions.diagnosis.causes.scores.counted import counted
from tests.conclusions.diagnosis.shown import entry, lines, shown
from tests.conclusions.small import detector, estimate, footage, of_detector

from touchstone.conclusions.diagnosis.causes.scores.no_signal import CAUSE, no_signal, undecided_counts
from touchstone.conclusions.examination import Association, Origin

CODEC = Association(name="codec", level="group", auc=0.9, chance=0.5, spread=0.03, p_value=0.001, n=200, units=50)
CONFOUNDED = footage(origins=(Origin(name="a", real=300, fake=0), Origin(name="b", real=0, fake=300)))
REVEALED = footage(associations=(CODEC,))


def asked(word, auc=None, around=None):
    return no_signal(of_detector(detector(word=word, statement="AUC 0.53, 90 more videos", auc=auc), around))


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        pytest.param(
            asked("no signal", estimate(0.51)),
            """
                scores.no_signal confirmed, cm: symptom, critical, likely
                  - AUC that the verdict rests on: 0.510 [0.460, 0.560], n = 200 [scores, videos (Wilson), 0.51
                      from 0.46 to 0.56, n 200]
                  do neither another threshold nor a weight in an ensemble makes this score useful (AUC 0.510
                      [0.460, 0.560], n = 200); look for the cause in its weights and its input first, and train
                      it again if both are right
                """,
            id="no signal",
        ),
        pytest.param(
            asked("cannot tell", estimate(0.53)),
            """
                scores.no_signal cannot_tell, cm: symptom, critical, open
                  - AUC, as far as these videos show it: 0.530 [0.480, 0.580], n = 200 [scores, videos (Wilson), 0.53
                      from 0.48 to 0.58, n 200]
                  do analyse more videos: AUC 0.53, 90 more videos
                """,
            id="too few",
        ),
        pytest.param(
            asked("cannot tell", None, CONFOUNDED),
            """
                scores.no_signal cannot_tell, cm: symptom, critical, open
                  - AUC 0.53, 90 more videos [scores, videos]
                  do analyse real and fake videos that come from the same sources and have the same file
                      properties: AUC 0.53, 90 more videos
                """,
            id="the source reveals the label",
        ),
        pytest.param(
            asked("cannot tell", estimate(0.53), REVEALED),
            """
                scores.no_signal cannot_tell, cm: symptom, critical, open
                  - AUC, as far as these videos show it: 0.530 [0.480, 0.580], n = 200 [scores, videos (Wilson), 0.53
                      from 0.48 to 0.58, n 200]
                  do analyse real and fake videos that come from the same sources and have the same file
                      properties: AUC 0.53, 90 more videos
                """,
            id="the codec reveals the label",
        ),
    ],
)
def test_what_it_says(finding, text):
    assert shown(finding) == lines(text)


@pytest.mark.parametrize("word", ["ranks", "below chance", "not scored", "not loaded"])
def test_it_says_nothing_at_other_assessments(word):
    assert asked(word, estimate(0.51)) is None


def test_the_footage_of_these_tests_is_what_it_says():
    assert (CONFOUNDED.confounded, CONFOUNDED.shortcut) == (True, None)
    assert (REVEALED.confounded, REVEALED.shortcut) == (False, CODEC)


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        pytest.param(
            undecided_counts(counted("cannot tell")),
            """
                scores.no_signal cannot_tell, tm (counts): symptom, critical, open
                  - 55% [45%, 65%], 55 of 101 right [counts, 0.55, n 101]
                  do save the score of every video of tm, and analyse these scores: it may do better at another
                      threshold, and an AUC needs fewer videos than an accuracy
                """,
            id="even",
        ),
        pytest.param(
            undecided_counts(counted("cannot tell", bias=-0.3)),
            """
                scores.no_signal cannot_tell, tm (counts): symptom, critical, open
                  - 55% [45%, 65%], 55 of 101 right [counts, 0.55, n 101]
                  - bias (real accuracy − fake accuracy): -0.300 [-0.400, -0.200], n = 101 [counts (Newcombe),
                      -0.3 from -0.4 to -0.2, n 101]
                  do save the score of every video of tm, and analyse these scores: it may do better at another
                      threshold, and an AUC needs fewer videos than an accuracy
                """,
            id="one-sided",
        ),
    ],
)
def test_counts(finding, text):
    assert shown(finding) == lines(text)


def test_counts_that_decide_are_not_undecided():
    assert undecided_counts(counted("above chance")) is None


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        scores.no_signal: symptom, critical: it does not separate fake from real here
          needs scores videos; asked of detector counts
          training_focus, phase 1, of biased None
          done the AUC interval lies above 0.5
        """)
    assert (CAUSE.of_detector, CAUSE.of_counts) == (no_signal, undecided_counts)
