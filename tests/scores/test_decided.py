"""0 and 1 beside a continuous column are decisions on it, whatever both are called."""

import random

import pytest
from tests.scores.conftest import said, scores_of

from touchstone.vocabulary.errors import TableError

COUNT = 40
CHANCE = random.Random(12)
P = [round(p, 3) if abs(p - 0.5) > 0.01 else 0.6 for p in (CHANCE.uniform(0.02, 0.98) for _ in range(COUNT))]
Q = [round(p, 3) if abs(p - 0.5) > 0.01 else 0.6 for p in (CHANCE.uniform(0.02, 0.98) for _ in range(COUNT))]
FAKE = [int(p + CHANCE.gauss(0, 0.3) >= 0.5) for p in P]
NAMES = [f"v{i}" for i in range(COUNT)]


def decided(scores, threshold=0.5):
    return [int(p >= threshold) for p in scores]


def table(columns):
    return "\n".join(",".join(map(str, row)) for row in [[*columns], *zip(*columns.values(), strict=True)]) + "\n"


def read(place, columns, labels=True, **options):
    """What is read of columns with labels beside them, or in a file of their own."""
    path = place.file("s.csv", table({"video": NAMES, **({"label": FAKE} if labels else {})} | columns))
    return place.read(path, labels=() if labels else [place.file("l.csv", table({"video": NAMES, "label": FAKE}))], **options)


def scores(found, detector="s"):
    return {video: p for (name, video), p in scores_of(found).items() if name == detector}


@pytest.mark.parametrize("labels", [True, False])
@pytest.mark.parametrize(
    ("decision", "score"),
    [
        ("y_pred", "y_proba"), ("pred", "proba"), ("pred", "pred_proba"), ("pred", "raw_score"), ("pred", "softmax"),
        ("pred", "score1"), ("pred", "model_output"), ("pred", "mean_prob"), ("pred", "video_score"), ("pred", "p"),
        ("pred", "avg"),
        ("pred", "ensemble"), ("y_pred", "y_pred_prob"), ("prediction", "raw_output"), ("y_hat", "y_hat_proba"),
        ("output", "sigmoid"), ("output", "raw"), ("pred_label", "sigmoid"),
        ("predicted", "predicted_proba"), ("pred", "anything"),
    ],
)  # fmt: skip
def test_the_continuous_column_is_the_score(place, decision, score, labels):
    for columns in ({decision: decided(P), score: P}, {score: P, decision: decided(P, 0.3)}):
        found = read(place, columns, labels)
        assert scores(found) == dict(zip(NAMES, P, strict=True)), found.notes


def test_it_is_said_which_is_the_score(place):
    found = read(place, {"pred": decided(P), "p": P})
    assert said(found, "column 'pred' holds nothing but 0 and 1, so it holds decisions, and 'p' is the score")
    turned = read(place, {"pred": decided(P), "p": P}, fake_is="low")
    assert scores(turned) == {n: pytest.approx(1 - p) for n, p in zip(NAMES, P, strict=True)}


@pytest.mark.parametrize("names", [("c0", "c1"), ("neg", "pos"), ("x", "y_")])
def test_of_two_that_sum_to_1_the_one_on_which_1_is_the_higher_side(place, names):
    for order in (names, names[::-1]):
        columns = dict(zip(names, ([round(1 - p, 3) for p in P], P), strict=True))
        found = read(place, {"pred": decided(P)} | {name: columns[name] for name in order})
        assert scores(found) == dict(zip(NAMES, P, strict=True))


@pytest.mark.parametrize(
    ("score", "decision"),
    [("{}_prob", "{}_pred"), ("{}_score", "{}_pred"), ("score_{}", "pred_{}"), ("{}_probability", "{}_prediction")],
)
@pytest.mark.parametrize("first", [True, False])
def test_each_detector_of_a_wide_table_has_both(place, score, decision, first):
    columns = {}
    for name, values in (("xception", P), ("meso", Q)):
        both = {score.format(name): values, decision.format(name): decided(values)}
        columns |= both if first else dict([*both.items()][::-1])
    found = read(place, columns)
    assert scores(found, "xception") == dict(zip(NAMES, P, strict=True))
    assert scores(found, "meso") == dict(zip(NAMES, Q, strict=True))
    assert len(scores_of(found)) == 2 * COUNT


def test_detectors_beside_one_decision_are_read(place):
    found = read(place, {"pred": decided([p + q for p, q in zip(P, Q, strict=True)], 1), "xception_prob": P, "meso_prob": Q})
    assert {name for name, _ in scores_of(found)} == {"xception", "meso"}


def test_one_decision_beside_measures_is_still_what_there_is(place):
    found = read(place, {"pred": decided(P), "blur": [round(CHANCE.random(), 3) for _ in P]})
    assert scores(found) == {n: float(p >= 0.5) for n, p in zip(NAMES, P, strict=True)}
    assert said(found, "so it holds decisions: rates count")


def test_a_decision_alone_beside_a_word_for_score_that_says_something_else(place):
    with pytest.raises(TableError, match="no column of scores"):
        read(place, {"pred_label": decided(P), "face_score": Q})
