"""Overconfident and under-confident: both causes side by side, at the edges of every witness."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

from dataclasses import replace

import pytest
from tests.conclusions.diagnosis.causes.scores.facts import facts, recalibration, smooth
from tests.conclusions.diagnosis.shown import entry, holds, lines, shown
from tests.conclusions.small import detector, of_detector

from touchstone.conclusions.diagnosis.causes.scores.overconfident import CAUSE as OVER
from touchstone.conclusions.diagnosis.causes.scores.overconfident import overconfident
from touchstone.conclusions.diagnosis.causes.scores.underconfident import CAUSE as UNDER
from touchstone.conclusions.diagnosis.causes.scores.underconfident import underconfident
from touchstone.conclusions.metrics import Transfer

TWO_DATA_SETS = Transfer(column="dataset", parts=(), cells=())


def facts_with(slope=0.5, half=0.1, *, error=0.05, p: float | None = 0.004, gain=0.03, gain_half=0.01, **other):
    """A slope of the log-odds, an error that is left without the shift, and what the slope saves."""
    given = {
        "recalibration": recalibration(slope=slope, half=half, gain=gain, gain_half=gain_half),
        "smooth_calibration": smooth(0.08, 0.002, by_chance=0.0234),
        "smooth_shifted": smooth(error, p),
    }
    return facts(**{**given, **other})


def over(slope=0.5, half=0.1, *, labels=None, **given):
    return overconfident(of_detector(detector(facts=facts_with(slope, half, **given)), labels=labels))


def under(slope=2.0, half=0.1, *, labels=None, **given):
    return underconfident(of_detector(detector(facts=facts_with(slope, half, **given)), labels=labels))


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        pytest.param(
            over(),
            """
                scores.overconfident confirmed, cm: root, minor, likely
                  - for (fitted temperature, least 0.17) slope that the log-odds need (1 where they are
                      calibrated): 0.500 [0.400, 0.600], n = 200 [scores, videos (Wilson), 0.5 from 0.4 to 0.6,
                      n 200]
                  - for (smooth calibration error, least 0.03) smooth calibration error after the best shift is
                      removed (by chance 0.012, p = 0.004): 0.050 [0.040, 0.060], n = 200 [scores, videos;
                      chance: labels drawn from the scores (Wilson), 0.05 from 0.04 to 0.06, n 200]
                  - for (fitted temperature, least 0.0) log-loss that this slope saves on other groups, in nats:
                      0.030 [0.020, 0.040], n = 200 [scores, videos (Wilson), 0.03 from 0.02 to 0.04, n 200]
                  - smooth calibration error of the scores as they are (by chance 0.023): 0.080 [0.070, 0.090],
                      n = 200 [scores, videos (Wilson), 0.08 from 0.07 to 0.09, n 200]
                  do divide its log-odds by temperature 2.00 (fitted on these videos; the AUC and the decisions
                      at 0.5 do not change), and check on other videos that its probabilities are then
                      calibrated
                  or training.domain_gap: its calibration on videos of the corpus that it was trained on
                  asked temperature True, smooth True, held_out True
                """,
            id="over",
        ),
        pytest.param(
            over(error=0.02, labels="suspected", transfer=TWO_DATA_SETS),
            """
                scores.overconfident suspected, cm: root, minor, likely
                  - for (fitted temperature, least 0.17) slope that the log-odds need (1 where they are
                      calibrated): 0.500 [0.400, 0.600], n = 200 [scores, videos (Wilson), 0.5 from 0.4 to 0.6,
                      n 200]
                  - for (fitted temperature, least 0.0) log-loss that this slope saves on other groups, in nats:
                      0.030 [0.020, 0.040], n = 200 [scores, videos (Wilson), 0.03 from 0.02 to 0.04, n 200]
                  - against (smooth calibration error, least 0.03) smooth calibration error after the best shift
                      is removed (by chance 0.012, p = 0.004): 0.020 [0.010, 0.030], n = 200 [scores, videos;
                      chance: labels drawn from the scores (Wilson), 0.02 from 0.01 to 0.03, n 200]
                  - smooth calibration error of the scores as they are (by chance 0.023): 0.080 [0.070, 0.090],
                      n = 200 [scores, videos (Wilson), 0.08 from 0.07 to 0.09, n 200]
                  do divide its log-odds by temperature 2.00 (fitted on these videos; the AUC and the decisions
                      at 0.5 do not change), and check on other videos that its probabilities are then
                      calibrated
                  or data.label_errors: its calibration on videos whose labels were checked again
                  asked temperature True, smooth False, held_out True
                """,
            id="over, labels doubted",
        ),
        pytest.param(
            under(),
            """
                scores.underconfident confirmed, cm: root, minor, likely
                  - for (fitted temperature, least 0.21) slope that the log-odds need (1 where they are
                      calibrated): 2.000 [1.900, 2.100], n = 200 [scores, videos (Wilson), 2 from 1.9 to 2.1, n
                      200]
                  - for (smooth calibration error, least 0.03) smooth calibration error after the best shift is
                      removed (by chance 0.012, p = 0.004): 0.050 [0.040, 0.060], n = 200 [scores, videos;
                      chance: labels drawn from the scores (Wilson), 0.05 from 0.04 to 0.06, n 200]
                  - for (fitted temperature, least 0.0) log-loss that this slope saves on other groups, in nats:
                      0.030 [0.020, 0.040], n = 200 [scores, videos (Wilson), 0.03 from 0.02 to 0.04, n 200]
                  - smooth calibration error of the scores as they are (by chance 0.023): 0.080 [0.070, 0.090],
                      n = 200 [scores, videos (Wilson), 0.08 from 0.07 to 0.09, n 200]
                  do divide its log-odds by temperature 0.50 (fitted on these videos; the AUC and the decisions
                      at 0.5 do not change), and check on other videos that its probabilities are then
                      calibrated
                  or training.domain_gap: its calibration on videos of the corpus that it was trained on
                  asked temperature True, smooth True, held_out True
                """,
            id="under",
        ),
        pytest.param(
            under(transfer=TWO_DATA_SETS, labels="suspected"),
            """
                scores.underconfident confirmed, cm: root, minor, likely
                  - for (fitted temperature, least 0.21) slope that the log-odds need (1 where they are
                      calibrated): 2.000 [1.900, 2.100], n = 200 [scores, videos (Wilson), 2 from 1.9 to 2.1, n
                      200]
                  - for (smooth calibration error, least 0.03) smooth calibration error after the best shift is
                      removed (by chance 0.012, p = 0.004): 0.050 [0.040, 0.060], n = 200 [scores, videos;
                      chance: labels drawn from the scores (Wilson), 0.05 from 0.04 to 0.06, n 200]
                  - for (fitted temperature, least 0.0) log-loss that this slope saves on other groups, in nats:
                      0.030 [0.020, 0.040], n = 200 [scores, videos (Wilson), 0.03 from 0.02 to 0.04, n 200]
                  - smooth calibration error of the scores as they are (by chance 0.023): 0.080 [0.070, 0.090],
                      n = 200 [scores, videos (Wilson), 0.08 from 0.07 to 0.09, n 200]
                  do divide its log-odds by temperature 0.50 (fitted on these videos; the AUC and the decisions
                      at 0.5 do not change), and check on other videos that its probabilities are then
                      calibrated
                  asked temperature True, smooth True, held_out True
                """,
            id="under, two data sets",
        ),
        pytest.param(
            over(2.0),
            """
                scores.overconfident, cm: nothing
                  - against (fitted temperature, least 0.17) slope that the log-odds need (1 where they are
                      calibrated): 2.000 [1.900, 2.100], n = 200 [scores, videos (Wilson), 2 from 1.9 to 2.1, n
                      200]
                  - against (smooth calibration error, least 0.03) smooth calibration error after the best shift
                      is removed (by chance 0.012, p = 0.004): 0.050 [0.040, 0.060], n = 200 [scores, videos;
                      chance: labels drawn from the scores (Wilson), 0.05 from 0.04 to 0.06, n 200]
                  - against (fitted temperature, least 0.0) log-loss that this slope saves on other groups, in
                      nats: 0.030 [0.020, 0.040], n = 200 [scores, videos (Wilson), 0.03 from 0.02 to 0.04, n
                      200]
                  asked temperature False, smooth False, held_out False
                """,
            id="not over",
        ),
        pytest.param(
            under(0.5),
            """
                scores.underconfident, cm: nothing
                  - against (fitted temperature, least 0.21) slope that the log-odds need (1 where they are
                      calibrated): 0.500 [0.400, 0.600], n = 200 [scores, videos (Wilson), 0.5 from 0.4 to 0.6,
                      n 200]
                  - against (smooth calibration error, least 0.03) smooth calibration error after the best shift
                      is removed (by chance 0.012, p = 0.004): 0.050 [0.040, 0.060], n = 200 [scores, videos;
                      chance: labels drawn from the scores (Wilson), 0.05 from 0.04 to 0.06, n 200]
                  - against (fitted temperature, least 0.0) log-loss that this slope saves on other groups, in
                      nats: 0.030 [0.020, 0.040], n = 200 [scores, videos (Wilson), 0.03 from 0.02 to 0.04, n
                      200]
                  asked temperature False, smooth False, held_out False
                """,
            id="not under",
        ),
    ],
)
def test_what_it_says(answer, text):
    assert shown(answer) == lines(text)


SILENT = (None, {"temperature": False, "smooth": False, "held_out": False})
ALL = ("confirmed", {"temperature": True, "smooth": True, "held_out": True})
SUSPECTED = ("suspected", {"temperature": True, "smooth": True, "held_out": True})


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (over(0.83, 0.0424), ALL),
        (over(0.83, 0.0426), SUSPECTED),
        (over(0.7, 0.1724), ALL),
        (over(0.7, 0.1726), SUSPECTED),
        (over(0.8301), SILENT),
        (over(0.83, 0.17), SILENT),
        (over(0.83, 0.1699), SUSPECTED),
        (over(0.83, None), SILENT),
        (over(None, None), SILENT),
        (under(1.21, 0.0524), ALL),
        (under(1.21, 0.0526), SUSPECTED),
        (under(1.5, 0.3424), ALL),
        (under(1.5, 0.3426), SUSPECTED),
        (under(1.2099), SILENT),
        (under(1.21, 0.21), SILENT),
        (under(1.21, 0.2099), SUSPECTED),
        (under(1.21, None), SILENT),
        (under(None, None), SILENT),
        (over(1.3), SILENT),
        (under(0.7), SILENT),
    ],
)
def test_from_which_slope_on(answer, says):
    assert holds(answer) == says


@pytest.mark.parametrize(("detectors", "bent"), [(1, True), (2, True), (3, False)])
def test_the_more_detectors_are_asked_the_clearer_a_slope_must_be(detectors, bent):
    """The interval for two detectors at once is 1.14 times as wide, that for three 1.22 times."""
    facts = facts_with(0.7, 0.3 / 1.18)
    answer = overconfident(of_detector(detector(facts=facts), detectors=detectors))
    assert (answer.finding is not None) == bent


@pytest.mark.parametrize("asked", [over, under])
@pytest.mark.parametrize(
    ("error", "p", "says"),
    [
        (0.03, 0.05, True),
        (0.0299, 0.05, False),
        (0.03, 0.0501, False),
        (0.03, None, False),
        (None, 0.001, False),
    ],
)
def test_from_which_error_on(asked, error, p, says):
    assert holds(asked(error=error, p=p)) == (
        "confirmed" if says else "suspected",
        {"temperature": True, "smooth": says, "held_out": True},
    )


@pytest.mark.parametrize("asked", [over, under])
@pytest.mark.parametrize(("gain", "says"), [(0.0101, True), (0.01, False), (-0.05, False)])
def test_what_the_slope_saves_on_other_groups(asked, gain, says):
    assert holds(asked(gain=gain))[1] == {"temperature": True, "smooth": True, "held_out": says}


@pytest.mark.parametrize("asked", [over, under])
@pytest.mark.parametrize("missing", ["recalibration", "smooth_calibration", "smooth_shifted"])
def test_it_is_not_asked_without_all_facts(asked, missing):
    assert asked(**{missing: None}) is None


@pytest.mark.parametrize("cause", [overconfident, underconfident])
def test_it_is_not_asked_of_a_detector_without_facts(cause):
    assert cause(of_detector(detector())) is None


def test_without_an_error_by_chance_zeros_are_shown():
    answer = over(
        smooth_calibration=smooth(0.08, None, by_chance=None), smooth_shifted=smooth(0.05, None, by_chance=None)
    )
    said = [e.statement for e in answer.finding.evidence]
    assert said[2] == (
        "smooth calibration error after the best shift is removed (by chance 0.000, p = 0.000): 0.050 [0.040, 0.060], n = 200"
    )
    assert (
        said[3] == "smooth calibration error of the scores as they are (by chance 0.000): 0.080 [0.070, 0.090], n = 200"
    )


def test_a_slope_that_is_not_positive_has_no_temperature():
    assert over(-0.5).finding.remedy == (
        "do not use its probabilities: the fitted slope of its log-odds is not positive, so no temperature corrects them"
    )


@pytest.mark.parametrize(
    ("labels", "codes"), [(None, []), ("suspected", ["data.label_errors"]), ("confirmed", ["data.label_errors"])]
)
def test_wrong_labels_look_like_overconfidence_alone(labels, codes):
    assert [a.code for a in over(labels=labels, transfer=TWO_DATA_SETS).finding.alternatives] == codes
    assert under(labels=labels, transfer=TWO_DATA_SETS).finding.alternatives == ()


@pytest.mark.parametrize(
    ("cause", "text"),
    [
        pytest.param(
            OVER,
            """
                scores.overconfident: root, minor: its probabilities are too near to 0 and 1
                  needs scores videos; asked of detector
                  training_focus, phase 2, of biased None
                  done on new groups the slope of the log-odds is within 0.8 to 1.25, and the calibration error
                      is not above chance
                  temperature (fitted temperature, least 0.17): slope of the log-odds at most 1 minus this, and
                      its interval below 1 for all detectors at once
                  held_out (fitted temperature, least 0.0): the slope reduces the log-loss on other groups
                  smooth (smooth calibration error, least 0.03): error after the best shift is removed, larger
                      than a calibrated detector shows by chance
                  or training.domain_gap: its calibration on videos of the corpus that it was trained on
                """,
            id="over",
        ),
        pytest.param(
            UNDER,
            """
                scores.underconfident: root, minor: its probabilities are too near to 0.5
                  needs scores videos; asked of detector
                  training_focus, phase 2, of biased None
                  done on new groups the slope of the log-odds is within 0.8 to 1.25, and the calibration error
                      is not above chance
                  temperature (fitted temperature, least 0.21): slope of the log-odds at least 1 plus this, and
                      its interval above 1 for all detectors at once
                  held_out (fitted temperature, least 0.0): the slope reduces the log-loss on other groups
                  smooth (smooth calibration error, least 0.03): error after the best shift is removed, larger
                      than a calibrated detector shows by chance
                  or training.domain_gap: its calibration on videos of the corpus that it was trained on
                """,
            id="under",
        ),
    ],
)
def test_what_the_catalogue_says(cause, text):
    assert entry(cause) == lines(text)


def test_each_is_asked_by_its_function():
    assert (OVER.of_detector, UNDER.of_detector) == (overconfident, underconfident)


DOUBT = "data.label_errors"


@pytest.mark.parametrize(
    ("better", "given", "verdict", "look_alike"),
    [
        (-4.1, {}, "confirmed", False),
        (-3.9, {}, "suspected", True),  # a slope fits better, but not surely
        (-1.9, {}, "suspected", True),  # wrong labels fit nearly as well
        (0.1, {}, None, False),
        (0.1, {"labels_right": True}, "suspected", True),  # several detectors together need none
        (-1.9, {"labels": "suspected"}, None, False),
        (-2.1, {"labels": "suspected"}, "suspected", True),
        (0.1, {"labels": "suspected", "labels_right": True}, None, False),
    ],
)
def test_wrong_labels_beside_overconfidence(better, given, verdict, look_alike):
    fixed = replace(recalibration(slope=0.5, gain=0.03), flipped=0.1, flipped_better=better)
    answer = overconfident(of_detector(detector(facts=facts_with(recalibration=fixed)), **given))
    finding = None if answer is None else answer.finding
    assert (finding.verdict if finding else None) == verdict
    assert (finding is not None and DOUBT in [a.code for a in finding.alternatives]) == look_alike
