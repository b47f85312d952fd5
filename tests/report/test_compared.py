"""Tables of differences: which way round each is, as a reader sees it."""

# pyright: reportArgumentType=false

from dataclasses import replace
from types import SimpleNamespace

import polars as pl
import pytest
from tests.conclusions.small import detector, difference, estimate, footage, performance
from tests.report.plain import macro, page, rendered

from touchstone.conclusions.examination import CountedDetector, CountedFile, CountedPair, Examination, OwnDomain
from touchstone.conclusions.metrics import Comparison, Transfer, TransferCell, TransferPart
from touchstone.conclusions.prescription import EnsembleAdvice, Member, RuleResult
from touchstone.report.page.charts import heatmap
from touchstone.report.page.view import _matrix

RULE = RuleResult(
    rule="mean rank",
    auc=estimate(0.9, 0.05),
    gain=estimate(0.2, 0.1),
    beats_best_single=True,
    held_out="groups",
    wins=4,
    parts=5,
)
ALONE = replace(RULE, rule="best single", auc=estimate(0.7, 0.05), gain=None, beats_best_single=False)
ADVICE = EnsembleAdvice(recommended=None, because="cm alone is as good", leader="cm", members=())


def counted(name):
    return CountedDetector(
        name=name,
        file="paper.csv",
        real_correct=8,
        real_total=10,
        fake_correct=5,
        fake_total=10,
        threshold=0.4,
        accuracy=estimate(0.65, 0.1, n=20),
        real_accuracy=estimate(0.8, 0.1, n=10),
        fake_accuracy=estimate(0.5, 0.1, n=10),
        balanced_accuracy=estimate(0.6, 0.1, n=20),
        bias=estimate(0.3, 0.1, n=20),
        chance_p=0.04,
        label_p=0.04,
        supports="above chance",
        statement="called 13 of 20 right",
    )


def with_ensemble(advice):
    seen = SimpleNamespace(
        it=detector("cm", word="not scored", statement="no video was scored"),
        name="cm",
        anchor="d-cm",
        advice=SimpleNamespace(priority="HIGH"),
        distribution=None,
        roc=None,
        reliability=None,
    )
    of = page(
        Examination(footage=footage()), detectors=(seen,), material={"prescription": SimpleNamespace(ensemble=advice)}
    )
    lines = rendered("comparison.html.j2", of)
    return lines[lines.index("Ensemble") + 1 :]


def matrix_of(distinct, judged_on=None):
    """The lines of the paired comparison of cm and av; their differences are cm − av."""
    auc = difference(0.2, 0.1, p=0.01 if distinct else 0.3)
    accuracy = difference(0.1, 0.05, p=0.01 if distinct else 0.3)
    pair = Comparison(first="cm", second="av", n=40, only_first=0, only_second=0, accuracy=accuracy, auc=auc)
    shown = tuple(
        SimpleNamespace(
            it=detector(name, performance=performance(), judged_on=judged_on),
            name=name,
            anchor=name,
            advice=SimpleNamespace(priority="HIGH"),
            distribution=None,
            roc=None,
            reliability=None,
        )
        for name in ("cm", "av")
    )
    of = page(
        Examination(footage=footage()),
        detectors=shown,
        matrix=_matrix((pair,)),
        material={"prescription": SimpleNamespace(ensemble=ADVICE)},
    )
    lines = rendered("comparison.html.j2", of)
    return lines[lines.index("Paired comparison") + 1 : lines.index("Ensemble")]


@pytest.mark.parametrize(("distinct", "framed", "p"), [(True, "framed: ", "0.01"), (False, "", "0.30")])
def test_the_pairs_are_row_minus_column_auc_above_and_accuracy_below_the_diagonal(distinct, framed, p):
    rest = (
        ", with 95 % interval and p after Holm. Above the diagonal: AUC. Below it: accuracy in points. Framed: told apart "
        "(p ≤ 0.05)."
    )
    cells = [
        "| cm | av",
        f"cm | · | {framed}+0.20 [+0.10, +0.30]",
        f"p = {p}, n = 40",
        f"av | {framed}−10 [−15, −5]",
        f"p = {p}, n = 40 | ·",
    ]
    start = "Row minus column on the videos that both detectors scored"
    assert matrix_of(distinct) == [f"{start}{rest}", *cells]
    ground = OwnDomain(videos=pl.DataFrame(), real=100, fake=40, left_out=60, overall=performance())
    assert matrix_of(distinct, ground) == [f"{start}, including fakes of all domains{rest}", *cells]


@pytest.mark.parametrize(
    ("gain", "beats", "cells"),
    [
        (estimate(0.2, 0.1), True, "+0.20 [+0.10, +0.30] | 4 of 5 | yes"),
        (estimate(0.2, 0.3), False, "+0.20 [−0.10, +0.50] | 4 of 5 | not shown"),
        (estimate(-0.2, 0.1), False, "−0.20 [−0.30, −0.10] | 4 of 5 | not shown"),
    ],
)
def test_a_rule_says_whether_it_beats_the_best_single_detector(gain, beats, cells):
    members = (
        Member(detector="cm", included=True, weight=1.0, reason="leads", gain=estimate(0.2, 0.1), shapley=0.3),
        Member(detector="av", included=False, weight=0.0, reason="adds nothing"),
    )
    rule = replace(RULE, gain=gain, beats_best_single=beats)
    milder = replace(rule, held_out="sources")
    advice = replace(
        ADVICE, recommended="mean rank", because="it is better", members=members, rules=(ALONE, rule), milder=(milder,)
    )
    assert with_ensemble(advice) == [
        "Recommended: mean rank. It is better.",
        "Ways to combine the detectors, judged on videos that they were not fitted on",
        "rule | held out | held-out AUC | gain over best single | better than it in | beats it",
        "best single | 5 groups | 0.70 [0.65, 0.75] n = 200 | – | – | –",
        f"mean rank recommended | 5 groups | 0.90 [0.85, 0.95] n = 200 | {cells}",
        f"mean rank | 5 sources | 0.90 [0.85, 0.95] n = 200 | {cells}",
        "Members",
        "detector | takes part | weight | AUC gain | Shapley | reason",
        "cm | yes | 1.00 | +0.20 [+0.10, +0.30] | 0.300 | leads",
        "av | no | 0.00 | – | – | adds nothing",
    ]


def test_without_a_rule_none_is_recommended_and_a_name_keeps_its_letters():
    assert with_ensemble(replace(ADVICE, silent="3 videos have one score"))[:2] == [
        "No ensemble is recommended. cm alone is as good.",
        "3 videos have one score.",
    ]


@pytest.mark.parametrize(
    ("conclusion", "framed"), [("told apart", "framed: "), ("not told apart", ""), ("depends on the overlap", "")]
)
def test_counts_say_what_they_rest_on_and_which_way_round_a_pair_is(conclusion, framed):
    pair = CountedPair(
        first="d1",
        second="d2",
        accuracy=difference(0.2, 0.1, p=0.03),
        paired_p_from=0.01,
        paired_p_to=0.5,
        conclusion=conclusion,
    )
    file = CountedFile(file="paper.csv", detectors=(counted("d1"), counted("d2")), pairs=(pair,))
    numbers = "above chance | 65 % [55, 75] | 80 % [70, 90] | 50 % [40, 60] | +30 [+20, +40] | 60 % [50, 70] | 0.04"
    assert rendered("counts.html.j2", page(Examination(footage=footage(), counted=(file,)))) == [
        "Detectors by counts",
        "These files say how many videos of each label were called right, and nothing about any single video. Ranking, "
        "calibration and other thresholds cannot be examined.",
        "paper.csv. Brackets and bars show 95 % intervals (Wilson; Newcombe for bias and balanced accuracy); the stroke marks "
        "chance, or no bias. p, coin: exact binomial test against a coin toss, after Holm over 2 detectors.",
        "detector | counts support | accuracy | real | fake | bias, points | balanced | p, coin",
        "d1",
        f"n = 20, threshold 0.4 | {numbers}",
        "d2",
        f"n = 20, threshold 0.4 | {numbers}",
        "d1 called 13 of 20 right.",
        "d2 called 13 of 20 right.",
        "Row minus column in accuracy, points, if the two judged different videos (Newcombe; Fisher's exact p after Holm). "
        "“Paired”, where both judged equal numbers: the range of p that a paired test could give if they judged the same "
        "videos. Framed: told apart, however many videos they share.",
        "| d1 | d2",
        f"d1 | · | {framed}+20 [+10, +30]",
        "p = 0.03; paired 0.01 to 0.5",
        "d2 | | ·",
    ]


def part(name, reached):
    nothing = estimate(None)
    return TransferPart(
        name=name,
        real=20,
        fake=20,
        auc=nothing,
        gap=None,
        threshold=0.5,
        balanced_accuracy=nothing,
        bias=nothing,
        own_balanced_accuracy=estimate(reached, 0.05),
        behind=None,
    )


def cell(fitted, judged, reached, loss, p):
    return TransferCell(
        fitted_on=fitted,
        judged_on=judged,
        balanced_accuracy=estimate(reached, 0.05),
        loss=difference(loss, 0.1, p=p, correction="Holm", n=40),
        least_loss=loss,
        drift=0.5,
    )


TIPS = [
    "web, thresholds fitted on its other groups: balanced accuracy 90 % [85, 95]",
    "lab, threshold of web: balanced accuracy 60 % [55, 65]; loss against its own held-out thresholds: 0.200 [0.100, 0.300], "
    "n = 40, p = 0.01 (Holm)",
    "web, threshold of lab: balanced accuracy 100 % [95, 105]; loss against its own held-out thresholds: -0.100 [-0.200, "
    "0.000], n = 40, p = 0.01 (Holm)",
    "lab, thresholds fitted on its other groups: balanced accuracy 80 % [75, 85]",
]


def chart(p=0.01):
    return heatmap(
        Transfer(
            column="dataset",
            parts=(part("web", 0.9), part("lab", 0.8)),
            cells=(cell("web", "lab", 0.6, 0.2, p), cell("lab", "web", 1.0, -0.1, p)),
        )
    )


def test_a_cell_is_judged_on_its_column_with_the_threshold_of_its_row():
    square = chart()
    assert [c.tip for c in square.cells] == TIPS
    assert square.summary == "; ".join(TIPS)
    assert [c.text for c in square.cells] == ["90 %", "60 %", "100 %", "80 %"]
    assert [c.diagonal for c in square.cells] == [True, False, False, True]
    across = {x: name for name, x, _ in square.columns}
    down = {y: name for name, _, y in square.rows}
    middles = [(min(down, key=lambda y: abs(c.y + c.height / 2 - y)), min(across, key=lambda x: abs(c.x + c.width / 2 - x)))
               for c in square.cells]  # fmt: skip
    assert [(down[y], across[x]) for y, x in middles] == [
        ("web", "web"), ("web", "lab"), ("lab", "web"), ("lab", "lab"),
    ]  # fmt: skip


@pytest.mark.parametrize(("p", "framed"), [(0.05, [False, True, False, False]), (0.051, [False] * 4)])
def test_only_a_loss_beyond_chance_is_framed_and_a_gain_is_not(p, framed):
    assert [c.distinct for c in chart(p).cells] == framed


def test_the_chart_names_its_sides():
    text = macro("heatmap(chart, 'Transfer')", chart=chart())
    columns, rows = text[:4], text[4:8]
    assert columns == rows == ["web", "web", "lab", "lab"]
    pairs = zip(TIPS, ("90 %", "60 %", "100 %", "80 %"), strict=True)
    assert text[8:] == [*[line for pair in pairs for line in pair], "judged on", "fitted on"]
