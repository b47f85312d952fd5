"""A filled-in score: what is said of it, which label it reveals, and when clipping looks the same."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

import pytest
from tests.conclusions.diagnosis.causes.scores.facts import facts
from tests.conclusions.diagnosis.shown import entry, lines, shown
from tests.conclusions.small import detector, estimate, of_detector

from touchstone.conclusions.diagnosis.causes.scores.fallback import CAUSE, filled_in
from touchstone.conclusions.examination import ScoreFacts
from touchstone.conclusions.metrics import Fallback, Tie

SILENT = Tie(column="has_audio", value="false", inside=27, of_inside=28, outside=1, of_outside=173)


def asked(score, alone: float | None = 0.5, *, half: float | None = 0.05, tie: Tie | None = None, units=30):
    found = Fallback(
        score=score,
        units=units,
        of_units=240,
        videos=27,
        nearest=3,
        chance=1e-9,
        real_share=estimate(0.05, n=100),
        fake_share=estimate(0.2, n=101),
        indicator_auc=estimate(alone, half, n=201),
        auc=estimate(0.8, n=202),
        auc_without=estimate(0.85, n=173),
        goes_with=tie,
    )
    return filled_in(of_detector(detector(facts=facts(filled_in=found))))


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        pytest.param(
            asked(0.512345678),
            """
            scores.fallback confirmed, cm: root, moderate, certain
              - 30 of 240 units (12.5%) have the exact score 0.512346; each of the ten nearest other scores
                  occurs in 3 units at most [scores, 0.125, n 240]
              - share of real videos in which every unit has the score 0.512346: 0.050 [0.000, 0.100], n = 100
                  [scores, videos (Wilson), 0.05 from 0 to 0.1, n 100]
              - the same share of fake videos: 0.200 [0.150, 0.250], n = 101 [scores, videos (Wilson), 0.2 from
                  0.15 to 0.25, n 101]
              - AUC of this value alone (share of a video's units that have it): 0.500 [0.450, 0.550], n = 201
                  [scores, videos (Wilson), 0.5 from 0.45 to 0.55, n 201]
              - AUC of all videos, this value included: 0.800 [0.750, 0.850], n = 202 [scores, videos (Wilson),
                  0.8 from 0.75 to 0.85, n 202]
              - AUC of the videos that have other scores, without this value: 0.850 [0.800, 0.900], n = 173
                  [scores, videos (Wilson), 0.85 from 0.8 to 0.9, n 173]
              do let cm abstain instead of answering 0.512346 where it cannot judge (no face found, an error,
                  not run): 27 videos have no other score
            """,
            id="reveals nothing",
        ),
        pytest.param(
            asked(0.5, 0.6),
            """
            scores.fallback confirmed, cm: root, moderate, certain
              - 30 of 240 units (12.5%) have the exact score 0.5; each of the ten nearest other scores occurs in
                  3 units at most [scores, 0.125, n 240]
              - share of real videos in which every unit has the score 0.5: 0.050 [0.000, 0.100], n = 100
                  [scores, videos (Wilson), 0.05 from 0 to 0.1, n 100]
              - the same share of fake videos: 0.200 [0.150, 0.250], n = 101 [scores, videos (Wilson), 0.2 from
                  0.15 to 0.25, n 101]
              - AUC of this value alone (share of a video's units that have it): 0.600 [0.550, 0.650], n = 201
                  [scores, videos (Wilson), 0.6 from 0.55 to 0.65, n 201]
              - AUC of all videos, this value included: 0.800 [0.750, 0.850], n = 202 [scores, videos (Wilson),
                  0.8 from 0.75 to 0.85, n 202]
              - AUC of the videos that have other scores, without this value: 0.850 [0.800, 0.900], n = 173
                  [scores, videos (Wilson), 0.85 from 0.8 to 0.9, n 173]
              do let cm abstain instead of answering 0.5 where it cannot judge (no face found, an error, not
                  run): 27 videos have no other score; it is more frequent among fakes, so it also reveals the
                  label
            """,
            id="more fakes",
        ),
        pytest.param(
            asked(0.5, 0.4),
            """
            scores.fallback confirmed, cm: root, moderate, certain
              - 30 of 240 units (12.5%) have the exact score 0.5; each of the ten nearest other scores occurs in
                  3 units at most [scores, 0.125, n 240]
              - share of real videos in which every unit has the score 0.5: 0.050 [0.000, 0.100], n = 100
                  [scores, videos (Wilson), 0.05 from 0 to 0.1, n 100]
              - the same share of fake videos: 0.200 [0.150, 0.250], n = 101 [scores, videos (Wilson), 0.2 from
                  0.15 to 0.25, n 101]
              - AUC of this value alone (share of a video's units that have it): 0.400 [0.350, 0.450], n = 201
                  [scores, videos (Wilson), 0.4 from 0.35 to 0.45, n 201]
              - AUC of all videos, this value included: 0.800 [0.750, 0.850], n = 202 [scores, videos (Wilson),
                  0.8 from 0.75 to 0.85, n 202]
              - AUC of the videos that have other scores, without this value: 0.850 [0.800, 0.900], n = 173
                  [scores, videos (Wilson), 0.85 from 0.8 to 0.9, n 173]
              do let cm abstain instead of answering 0.5 where it cannot judge (no face found, an error, not
                  run): 27 videos have no other score; it is more frequent among real videos, so it also reveals
                  the label
            """,
            id="more real videos",
        ),
        pytest.param(
            asked(0.0, tie=SILENT),
            """
            scores.fallback confirmed, cm: root, moderate, certain
              - 30 of 240 units (12.5%) have the exact score 0; each of the ten nearest other scores occurs in 3
                  units at most [scores, 0.125, n 240]
              - 27 of 28 videos with has_audio false have this score throughout, and 1 of the 173 others [scores,
                  videos, 0.964286, n 28]
              - share of real videos in which every unit has the score 0: 0.050 [0.000, 0.100], n = 100 [scores,
                  videos (Wilson), 0.05 from 0 to 0.1, n 100]
              - the same share of fake videos: 0.200 [0.150, 0.250], n = 101 [scores, videos (Wilson), 0.2 from
                  0.15 to 0.25, n 101]
              - AUC of this value alone (share of a video's units that have it): 0.500 [0.450, 0.550], n = 201
                  [scores, videos (Wilson), 0.5 from 0.45 to 0.55, n 201]
              - AUC of all videos, this value included: 0.800 [0.750, 0.850], n = 202 [scores, videos (Wilson),
                  0.8 from 0.75 to 0.85, n 202]
              - AUC of the videos that have other scores, without this value: 0.850 [0.800, 0.900], n = 173
                  [scores, videos (Wilson), 0.85 from 0.8 to 0.9, n 173]
              do let cm abstain instead of answering 0 where has_audio is false: 27 videos have no other score
            """,
            id="goes with a property",
        ),
    ],
)
def test_what_it_says(finding, text):
    assert shown(finding) == lines(text)


@pytest.mark.parametrize(
    ("alone", "half", "says"),
    [
        (0.5501, 0.05, "fakes"),
        (0.55, 0.05, None),
        (0.45, 0.05, None),
        (0.4499, 0.05, "real videos"),
        (None, None, None),
        (0.9, None, None),
    ],
)
def test_it_reveals_the_label_where_its_interval_excludes_one_half(alone, half, says):
    remedy = asked(0.3, alone, half=half).remedy
    tail = "" if says is None else f"; it is more frequent among {says}, so it also reveals the label"
    assert remedy.endswith("27 videos have no other score" + tail)


def test_without_a_value_that_stands_out_nothing_is_said():
    assert filled_in(of_detector(detector())) is None
    assert filled_in(of_detector(detector(facts=facts()))) is None
    assert isinstance(facts(), ScoreFacts)


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        scores.fallback: root, moderate: one exact score stands for videos that were not judged
          needs scores videos; asked of detector
          training_focus, phase 1, of biased None
          done no exact score is far more frequent than its neighbours; on videos that it cannot judge, the
              detector abstains
        """)
    assert CAUSE.of_detector is filled_in


def test_what_nearly_all_units_have_is_suspected():
    for units, verdict in ((215, "confirmed"), (216, "suspected")):
        finding = asked(0.5, units=units)
        assert finding.verdict == verdict
        assert [a.code for a in finding.alternatives] == (["scores.constant"] if verdict == "suspected" else [])
        assert (finding.confidence == 1) == (verdict == "confirmed")
