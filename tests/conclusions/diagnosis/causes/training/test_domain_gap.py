"""Good on one data set, poor on another: which one is named, what is advised, and every witness at its edges."""

# Numbers may be undefined here; a result that is not there fails the test by itself.
# pyright: reportArgumentType=false, reportOptionalMemberAccess=false, reportOptionalSubscript=false

import pytest
from tests.conclusions.diagnosis.causes.scores.facts import facts
from tests.conclusions.diagnosis.shown import entry, holds, lines, shown
from tests.conclusions.small import detector, difference, estimate, of_detector

from touchstone.conclusions.diagnosis.causes.training.domain_gap import CAUSE, domain_gap, one_direction
from touchstone.conclusions.metrics import Transfer, TransferCell, TransferPart


def part(name, auc=0.9, *, gap=None, behind=None, threshold=0.5, bias=0.0, real=100, fake=100):
    """A data set; the best one has neither a gap nor anything that it is behind."""
    return TransferPart(
        name=name,
        real=real,
        fake=fake,
        auc=estimate(auc, None if auc is None else 0.02),
        gap=gap,
        threshold=threshold,
        balanced_accuracy=estimate(None),
        bias=estimate(bias, 0.05),
        own_balanced_accuracy=estimate(None),
        behind=behind,
    )


def cell(fitted_on, judged_on, loss=0.01, *, p=0.001, drift=0.5, least=None):
    """A threshold of one data set on another."""
    return TransferCell(
        fitted_on=fitted_on,
        judged_on=judged_on,
        balanced_accuracy=estimate(None),
        loss=difference(loss, None if loss is None else 0.01, p=p, test="paired t"),
        least_loss=(loss or 0.0) if least is None else least,
        drift=drift,
    )


def gap(value=-0.2, half=0.05, *, p=0.001):
    return difference(value, half, p=p, test="DeLong")


def asked(*parts, cells=None):
    names = [p.name for p in parts]
    others = [cell(a, b) for a in names for b in names if a != b]
    return domain_gap(of_detector(detector(facts=facts(transfer=Transfer(
        column="dataset", parts=parts, cells=tuple(others if cells is None else cells)
    )))))  # fmt: skip


BEST = part("best", 0.95, threshold=0.4567)


def poor(difference=None, behind=-0.15, half=0.05, **rest):
    """The other data set."""
    given = {"gap": gap() if difference is None else difference, "behind": estimate(behind, half), **rest}
    return part("poor", given.pop("auc", 0.75), threshold=0.6543, **given)


def cells(there=0.01, back=0.0, *, p=0.001, drift=0.5):
    """The threshold of the best on the poor data set, and the other way round."""
    return [cell("best", "poor", there, p=p, drift=drift), cell("poor", "best", back, p=p, drift=1 - drift)]


NO_GAP = gap(-0.01)


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        pytest.param(
            asked(BEST, poor()),
            """
            training.domain_gap suspected, cm: root, moderate, likely
              explains training.weak_slice
              - for (ranking by data set, least 0.08) AUC on poor (0.750 [0.730, 0.770], n = 200) minus that on
                  the best data set: -0.200 [-0.250, -0.150], n = 200 [scores, videos (DeLong, Holm) (Wilson),
                  -0.2 from -0.25 to -0.15, n 200]
              - for (ranking by data set, least 0.08) balanced accuracy on poor minus that on the best data set,
                  each at its own held-out thresholds: -0.150 [-0.200, -0.100], n = 200 [scores, videos
                  (Wilson), -0.15 from -0.2 to -0.1, n 200]
              - against (thresholds on other data sets, least 0.05) balanced accuracy lost on poor with the
                  threshold fitted on best instead of its own held-out threshold: 0.010 [0.000, 0.020], n = 200
                  [scores, videos (paired t, Holm) (Wilson), 0.01 from 0 to 0.02, n 200]
              - against (scores at equal label by data set, least 0.15) compared at equal label, videos of poor
                  score higher than those of best in 50% of pairs (50 % by chance, standard error 0.029)
                  [scores, videos, 0.5]
              do train with videos like those of poor, where the AUC is 0.750 [0.730, 0.770], n = 200 (on best:
                  0.950 [0.930, 0.970], n = 200); until then, state with every figure which data set it is of
              or data.label_errors: a check of the labels of the data set where it is poor
              asked auc_gap True, decisions True, transfer False, drift False
            """,
            id="a lower AUC",
        ),
        pytest.param(
            asked(BEST, poor(NO_GAP), cells=cells(0.2, drift=0.8)),
            """
            training.domain_gap confirmed, cm: root, moderate, likely
              explains training.weak_slice
              - for (thresholds on other data sets, least 0.05) balanced accuracy lost on poor with the
                  threshold fitted on best instead of its own held-out threshold: 0.200 [0.190, 0.210], n = 200
                  [scores, videos (paired t, Holm) (Wilson), 0.2 from 0.19 to 0.21, n 200]
              - for (scores at equal label by data set, least 0.15) compared at equal label, videos of poor
                  score higher than those of best in 80% of pairs (50 % by chance, standard error 0.029)
                  [scores, videos, 0.8]
              - against (ranking by data set, least 0.08) AUC on poor (0.750 [0.730, 0.770], n = 200) minus that
                  on the best data set: -0.010 [-0.060, 0.040], n = 200 [scores, videos (DeLong, Holm) (Wilson),
                  -0.01 from -0.06 to 0.04, n 200]
              - against (ranking by data set, least 0.08) balanced accuracy on poor minus that on the best data
                  set, each at its own held-out thresholds: -0.150 [-0.200, -0.100], n = 200 [scores, videos
                  (Wilson), -0.15 from -0.2 to -0.1, n 200]
              do use one threshold per data set (best 0.4567, poor 0.6543), or train on all of them: no single
                  threshold is right for all
              asked auc_gap False, decisions False, transfer True, drift True
            """,
            id="a threshold that does not transfer",
        ),
        pytest.param(
            asked(BEST, poor(NO_GAP), cells=cells(drift=0.2)),
            """
            training.domain_gap, cm: nothing
              - against (ranking by data set, least 0.08) AUC on poor (0.750 [0.730, 0.770], n = 200) minus that
                  on the best data set: -0.010 [-0.060, 0.040], n = 200 [scores, videos (DeLong, Holm) (Wilson),
                  -0.01 from -0.06 to 0.04, n 200]
              - against (ranking by data set, least 0.08) balanced accuracy on poor minus that on the best data
                  set, each at its own held-out thresholds: -0.150 [-0.200, -0.100], n = 200 [scores, videos
                  (Wilson), -0.15 from -0.2 to -0.1, n 200]
              - against (thresholds on other data sets, least 0.05) balanced accuracy lost on poor with the
                  threshold fitted on best instead of its own held-out threshold: 0.010 [0.000, 0.020], n = 200
                  [scores, videos (paired t, Holm) (Wilson), 0.01 from 0 to 0.02, n 200]
              - against (scores at equal label by data set, least 0.15) compared at equal label, videos of best
                  score higher than those of poor in 80% of pairs (50 % by chance, standard error 0.029)
                  [scores, videos, 0.8]
              asked auc_gap False, decisions False, transfer False, drift False
            """,
            id="a drift that does no harm",
        ),
        pytest.param(
            asked(BEST, poor(), cells=cells(0.2, drift=0.2)),
            """
            training.domain_gap confirmed, cm: root, moderate, likely
              explains training.weak_slice
              - for (ranking by data set, least 0.08) AUC on poor (0.750 [0.730, 0.770], n = 200) minus that on
                  the best data set: -0.200 [-0.250, -0.150], n = 200 [scores, videos (DeLong, Holm) (Wilson),
                  -0.2 from -0.25 to -0.15, n 200]
              - for (ranking by data set, least 0.08) balanced accuracy on poor minus that on the best data set,
                  each at its own held-out thresholds: -0.150 [-0.200, -0.100], n = 200 [scores, videos
                  (Wilson), -0.15 from -0.2 to -0.1, n 200]
              - for (thresholds on other data sets, least 0.05) balanced accuracy lost on poor with the
                  threshold fitted on best instead of its own held-out threshold: 0.200 [0.190, 0.210], n = 200
                  [scores, videos (paired t, Holm) (Wilson), 0.2 from 0.19 to 0.21, n 200]
              - for (scores at equal label by data set, least 0.15) compared at equal label, videos of best
                  score higher than those of poor in 80% of pairs (50 % by chance, standard error 0.029)
                  [scores, videos, 0.8]
              do train with videos like those of poor, where the AUC is 0.750 [0.730, 0.770], n = 200 (on best:
                  0.950 [0.930, 0.970], n = 200); until then, state with every figure which data set it is of
              or data.label_errors: a check of the labels of the data set where it is poor
              asked auc_gap True, decisions True, transfer True, drift True
            """,
            id="all",
        ),
    ],
)
def test_what_it_says(answer, text):
    assert shown(answer) == lines(text)


QUIET = {"auc_gap": False, "decisions": False, "transfer": False, "drift": False}


@pytest.mark.parametrize(
    ("difference", "says"),
    [
        (gap(-0.08), True),
        (gap(-0.0799), False),
        (gap(-0.08, p=0.05), True),
        (gap(-0.08, p=0.0501), False),
        (gap(-0.08, p=None), False),
        (gap(-0.08, 0.08), False),
        (gap(-0.08, 0.0799), True),
        (gap(0.2), False),
        (gap(None, None), False),
    ],
)
def test_the_gap(difference, says):
    assert holds(asked(BEST, poor(difference, behind=0.0)))[1] == {**QUIET, "auc_gap": says}


@pytest.mark.parametrize(
    ("difference", "behind", "half", "says"),
    [
        (gap(), -0.08, 0.05, True),
        (gap(), -0.0799, 0.05, False),
        (gap(), -0.08, 0.08, False),
        (gap(), -0.08, 0.0799, True),
        (gap(), 0.2, 0.05, False),
        (gap(), None, None, False),
        (NO_GAP, -0.3, 0.05, False),
    ],
)
def test_decisions_count_together_with_a_gap(difference, behind, half, says):
    assert holds(asked(BEST, poor(difference, behind, half)))[1]["decisions"] is says


def test_a_gap_and_its_decisions_are_one_measurement():
    assert holds(asked(BEST, poor())) == ("suspected", {**QUIET, "auc_gap": True, "decisions": True})


@pytest.mark.parametrize(
    ("loss", "p", "says"),
    [(0.05, 0.05, True), (0.0499, 0.05, False), (0.05, 0.0501, False), (None, 0.01, False), (-0.2, 0.001, False)],
)
def test_what_the_threshold_of_another_data_set_loses(loss, p, says):
    answer = asked(BEST, poor(NO_GAP), cells=cells(loss, -0.5, p=p))
    assert holds(answer) == ("suspected" if says else None, {**QUIET, "transfer": says})


@pytest.mark.parametrize(("drift", "says"), [(0.65, True), (0.6499, False), (0.35, True), (0.3501, False)])
def test_a_drift_counts_from_015_on(drift, says):
    assert holds(asked(BEST, poor(NO_GAP), cells=cells(0.2, drift=drift)))[1]["drift"] is says
    assert holds(asked(BEST, poor(), cells=cells(drift=drift)))[1]["drift"] is says
    assert holds(asked(BEST, poor(NO_GAP), cells=cells(drift=drift)))[1]["drift"] is False


@pytest.mark.parametrize(
    ("sizes", "drift", "error", "says"),
    [
        # 20 real and 30 fake against 40 real and 50 fake: half of the root of (61/9600 + 81/18000) is 0.05207
        ({"real": 40, "fake": 50}, 0.657, "0.052", True),
        ({"real": 40, "fake": 50}, 0.656, "0.052", False),
        ({"real": 10, "fake": 50}, 0.68, "0.066", False),
    ],
)
def test_a_drift_exceeds_three_standard_errors(sizes, drift, error, says):
    best = part("best", 0.95, real=20, fake=30)
    answer = asked(best, poor(NO_GAP, **sizes), cells=cells(0.2, drift=drift))
    assert holds(answer)[1]["drift"] is says
    assert f"standard error {error})" in answer.witnesses[3].evidence.statement


@pytest.mark.parametrize("drift", [0.8, 0.2])
def test_the_data_set_with_the_higher_scores_is_named(drift):
    higher, lower = ("poor", "best") if drift > 0.5 else ("best", "poor")
    witness = asked(BEST, poor(), cells=cells(drift=drift)).witnesses[3]
    assert witness.evidence.statement == (
        f"compared at equal label, videos of {higher} score higher than those of {lower} in 80% of pairs "
        "(50 % by chance, standard error 0.029)"
    )
    assert witness.evidence.value == pytest.approx(0.8)


def test_the_gap_that_counts_is_shown_rather_than_a_larger_one_that_does_not():
    small = part("small", 0.6, gap=gap(-0.35, p=0.2), behind=estimate(-0.1))
    answer = asked(BEST, small, poor())
    said = [w.evidence.statement for w in answer.witnesses[:2]]
    assert said == [
        "AUC on poor (0.750 [0.730, 0.770], n = 200) minus that on the best data set: -0.200 [-0.250, -0.150], n = 200",
        "balanced accuracy on small minus that on the best data set, each at its own held-out thresholds: "
        "-0.100 [-0.150, -0.050], n = 200",
    ]


def test_the_larger_of_two_gaps_and_of_two_losses_is_shown():
    poorest = part("poorest", 0.7, gap=gap(-0.25), behind=estimate(-0.3))
    losses = [cell("best", "poor", 0.1), cell("best", "poorest", 0.2), cell("poor", "best", 0.4, p=0.3)]
    answer = asked(BEST, poor(), poorest, cells=losses)
    said = [w.evidence.statement for w in answer.witnesses[:3]]
    assert said == [
        "AUC on poorest (0.700 [0.680, 0.720], n = 200) minus that on the best data set: -0.250 [-0.300, -0.200], n = 200",
        "balanced accuracy on poorest minus that on the best data set, each at its own held-out thresholds: "
        "-0.300 [-0.350, -0.250], n = 200",
        "balanced accuracy lost on poorest with the threshold fitted on best instead of its own held-out threshold: "
        "0.200 [0.190, 0.210], n = 200",
    ]
    assert answer.finding.remedy.startswith(
        "train with videos like those of poorest, where the AUC is 0.700 [0.680, 0.720], n = 200 (on best: 0.950 "
    )


def test_a_data_set_without_an_auc_is_neither_the_poorest_nor_the_best():
    nothing = part("empty", None, gap=gap(None, None), behind=estimate(None))
    remedy = asked(nothing, BEST, poor(auc=0.999)).finding.remedy
    assert remedy.startswith(
        "train with videos like those of best, where the AUC is 0.950 [0.930, 0.970], n = 200 (on poor: "
    )


def test_without_data_sets_it_is_not_asked():
    for subject in (detector(), detector(facts=facts())):
        assert domain_gap(of_detector(subject)) is None
        assert one_direction(of_detector(subject)) is False


@pytest.mark.parametrize(
    ("biases", "same"),
    [((0.2, 0.2), True), ((-0.2, -0.2), True), ((0.2, -0.2), False), ((0.2, 0.05), False), ((-0.2, -0.05), False)],
)
def test_decisions_in_one_direction(biases, same):
    parts = tuple(part(name, bias=bias) for name, bias in zip("ab", biases, strict=True))
    given = facts(transfer=Transfer(column="dataset", parts=parts, cells=()))
    assert one_direction(of_detector(detector(facts=given))) is same


def test_what_the_catalogue_says():
    assert entry(CAUSE) == lines("""
        training.domain_gap: root, moderate: good on one data set, poor on another
          needs scores videos; asked of detector
          primary_datasets, phase 2, of biased None
          done on new videos no data set is behind the best one, and thresholds transfer without a loss
          auc_gap (ranking by data set, least 0.08): AUC below that of the best data set, p after Holm
          decisions (ranking by data set, least 0.08): held-out balanced accuracy below that of the best data
              set, its interval below 0
          transfer (thresholds on other data sets, least 0.05): balanced accuracy lost with the threshold of
              another data set, p after Holm; half of it with every threshold that the other one leaves open
          drift (scores at equal label by data set, least 0.15): |AUC between the scores of two data sets −
              0.5|, more than three standard errors
          explains training.weak_slice
          once it is taken out: training.weak_slice
          or data.label_errors: a check of the labels of the data set where it is poor
        """)
    assert CAUSE.of_detector is domain_gap
