"""What is derived from a score, by its name or by its values, is no detector and hides no score."""

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table

RNG = np.random.default_rng(6)
P = np.round(RNG.uniform(0.02, 0.98, 40), 4)
Q = np.round(RNG.uniform(0.02, 0.98, 40), 4)
NEAR = np.clip(P + RNG.uniform(-0.05, 0.05, 40), 0, 1)


def read(place, cells, **options):
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": [f"v{i}" for i in range(40)], "label": ["real", "fake"] * 20, **cells}))
    return place.read(path, **options)


def scores(found):
    return {d: part["p_fake"].to_list() for (d,), part in found.tables["scores"].group_by("detector", maintain_order=True)}


@pytest.mark.parametrize("score", ["prob", "score", "p_fake", "p"])
@pytest.mark.parametrize("other", ["prob_lower", "score_ci_low", "p_q05", "score_percentile", "prob_smoothed"])
def test_by_name(place, score, other):
    found = read(place, {score: P, other: NEAR})
    assert sorted(scores(found)["s"]) == sorted(P.tolist())
    assert len(scores(found)) == 1
    assert said(found, f"if they are, say --map p_fake={score} --map p_")
    name = other.partition("_")[2]
    assert len(scores(read(place, {score: P, other: NEAR}, columns={"p_fake": score, f"p_{name}": other}))) == 2


@pytest.mark.parametrize("follows", [P**2, np.abs(2 * P - 1), 10 * P - 3])
def test_by_values(place, follows):
    assert list(scores(read(place, {"prob": P, "prob_foo": np.round(follows, 6)}))) == ["s"]


def test_other_detectors_beside_their_mean_all_count(place):
    assert list(scores(read(place, {"prob": (P + Q) / 2, "prob_a": P, "prob_b": Q}))) == ["s", "a", "b"]


def test_a_column_called_that_of_scores_that_holds_words_derives_nothing(place):
    found = read(place, {"logit": ["a", "b"] * 20, "score_a": P, "score_b": Q})
    assert sorted(scores(found)) == ["a", "b"]


def test_the_option_that_makes_one_a_detector_keeps_the_others(place):
    cells = {"prob": P, "prob_low": NEAR, "prob_bg": Q}
    found = read(place, cells)
    assert list(scores(found)) == ["s", "bg"]
    assert said(found, "if they are, say --map p_fake=prob --map p_low=prob_low --map p_bg=prob_bg)")
    every = {"p_fake": "prob", "p_low": "prob_low", "p_bg": "prob_bg"}
    assert sorted(scores(read(place, cells, columns=every))) == ["bg", "low", "s"]
