"""Columns of scores under names of several spellings are read without a question; spreads and parts of others are not."""

import re
import shlex

import pytest
from tests.scores.conftest import said, scores_of
from tests.scores.forms.example import table

from touchstone.scores import parse_map
from touchstone.vocabulary.errors import TableError

COUNT = 30
VIDEOS = [f"v{i}" for i in range(COUNT)]
LABELS = [("real", "fake")[i % 2] for i in range(COUNT)]
P = [round(0.02 + (i * 7 % COUNT) * 0.02 + 0.3 * (i % 2), 2) for i in range(COUNT)]
Q = [round(0.03 + (i * 11 % COUNT) * 0.02 + 0.3 * (i % 2), 2) for i in range(COUNT)]
REAL = [round(1 - p, 2) for p in P]


def file(place, cells):
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": VIDEOS, "label": LABELS} | cells))
    return path


def read(found, detector="s"):
    scores = scores_of(found)
    return [scores[detector, video] for video in VIDEOS]


@pytest.mark.parametrize("name", [
    "p", "p1", "prob1", "sigmoid", "Prob. Fake", "fakeScore", "pFake", "Predicted Score", "fake_likelihood", "ensemble",
    "Fake Score (0-1)", "deepfakeConfidence", "score (fake)", "prob.fake", "video.score", "mean_prob",
])  # fmt: skip
def test_scores_of_fakes_under_names_of_any_spelling(place, name):
    assert read(place.read(file(place, {name: P}))) == P


@pytest.mark.parametrize("name", ["real_confidence", "probability_real", "realness", "realScore", "P_REAL", "authenticityScore"])
def test_scores_that_are_high_for_real_under_names_of_any_spelling(place, name):
    path = file(place, {name: REAL})
    found = place.read(path)
    assert read(found) == pytest.approx(P)
    assert said(found, "is P(real); P(fake) = 1 − P(real) (as its name says; --fake-is high says the opposite)")
    assert read(place.read(path, fake_is="high")) == REAL


@pytest.mark.parametrize("name", ["fake_percentage", "Fake %", "fakePercent", "P(fake) [%]"])
@pytest.mark.parametrize("failed", [False, True])
def test_percent_below_names_that_say_so(place, name, failed):
    cells = [-1 if failed and i % 9 == 0 else round(100 * p, 1) for i, p in enumerate(P)]
    scores = place.read(file(place, {name: cells})).tables["scores"]
    assert scores.filter(status="failed").height == (4 if failed else 0)
    right = dict(zip(VIDEOS, P, strict=True))
    ok = scores.filter(status="ok")
    assert ok["p_fake"].to_list() == pytest.approx([right[video] for video in ok["video"]])


def test_percent_that_are_written_with_their_sign(place):
    assert read(place.read(file(place, {"Fake %": [f"{100 * p:.0f}\u00a0%" for p in P]}))) == pytest.approx(P)


def test_percent_of_detectors_that_their_columns_name(place):
    path = file(place, {"Xception (%)": [100 * p for p in P], "Meso [%]": [100 * q for q in Q]})
    found = place.read(path)
    assert read(found, "Xception") == pytest.approx(P)
    assert read(found, "Meso") == pytest.approx(Q)
    alone = place.read(path, columns={"property_other": "Meso [%]"})
    assert alone.tables["detectors"]["detector"].to_list() == ["Xception"]


@pytest.mark.parametrize("names", [("xception_real", "meso_real"), ("real_xception", "real_meso")])
def test_columns_of_real_of_several_detectors_are_turned(place, names):
    found = place.read(file(place, dict(zip(names, (REAL, [round(1 - q, 2) for q in Q]), strict=True))))
    assert read(found, "xception") == pytest.approx(P)
    assert read(found, "meso") == pytest.approx(Q)


def test_columns_of_real_are_offered_with_the_option_that_turns_them(place):
    path = file(place, {"xceptionReal": REAL, "mesoReal": [round(1 - q, 2) for q in Q]})
    with pytest.raises(TableError, match="--fake-is low if each holds the scores of a detector") as error:
        place.read(path)
    pairs = re.findall(r"--map (p_\S+)", str(error.value).partition(" if each")[0])
    found = place.read(path, columns=parse_map(tuple(shlex.split(pair)[0] for pair in pairs)), fake_is="low")
    first, second = found.tables["detectors"]["detector"].to_list()
    assert read(found, first) == pytest.approx(P)
    assert read(found, second) == pytest.approx(Q)


@pytest.mark.parametrize("spread", ["std", "var", "sem", "entropy", "uncertainty", "ci_low", "iqr", "predStd"])
def test_a_spread_is_not_offered_as_a_detector(place, spread):
    small = [round(q / 9, 4) for q in Q]
    with pytest.raises(TableError, match="--map p_fake=xception if it holds the scores") as error:
        place.read(file(place, {"xception": P, spread: small}))
    assert f"={spread}" not in str(error.value)
    assert read(place.read(file(place, {"mean": P, spread: small}))) == P


@pytest.mark.parametrize("name", ["mean", "ensemble"])
def test_a_mean_beside_columns_that_may_be_detectors_is_a_question(place, name):
    with pytest.raises(TableError, match="if each holds the scores of a detector"):
        place.read(file(place, {"xception": P, "vit": Q, name: P}))


def test_the_name_of_a_class_alone_is_no_score_beside_others(place):
    with pytest.raises(TableError, match="no column of scores"):
        place.read(file(place, {"Deepfakes": P, "FaceSwap": Q}))
    assert read(place.read(file(place, {"real": REAL}))) == pytest.approx(P)


@pytest.mark.parametrize("names", [("p1", "p2"), ("video_score", "audio_score")])
def test_two_columns_whose_words_say_scores_are_not_read_as_one(place, names):
    with pytest.raises(TableError, match="if each holds the scores of a detector"):
        place.read(file(place, dict(zip(names, (P, Q), strict=True))))
