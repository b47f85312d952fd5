"""Numbers from 0 to 1 in a column that is called that of log-odds are probabilities, and the note says so."""

import math

import pytest
from tests.scores.conftest import said, scores_of

from touchstone.scores import parse_map

COUNT = 30
P = [round(0.02 + (i * 7 % COUNT) * 0.02 + 0.3 * (i % 2), 2) for i in range(COUNT)]
Q = [round(0.03 + (i * 11 % COUNT) * 0.02 + 0.3 * (i % 2), 2) for i in range(COUNT)]
LABELS = [("real", "fake")[i % 2] for i in range(COUNT)]


def sigmoid(x):
    return round(1 / (1 + math.exp(-x)), 6)


def table(place, header, *columns):
    rows = [",".join(map(str, row)) for row in zip([f"v{i}" for i in range(COUNT)], LABELS, *columns, strict=True)]
    return place.file("s.csv", "\n".join([header, *rows]) + "\n")


def read(found, detector="s"):
    scores = scores_of(found)
    return [scores[detector, f"v{i}"] for i in range(COUNT)]


@pytest.mark.parametrize("name", ["logit", "Logits"])
def test_probabilities_below_a_name_of_log_odds(place, name):
    path = table(place, f"video,label,{name}", P)
    found = place.read(path)
    assert read(found) == P
    assert said(found, "all its numbers are from 0 to 1 (if they are log-odds, say --scale logit)")
    assert read(place.read(path, scale="logit")) == [sigmoid(p) for p in P]


def test_probabilities_with_codes_of_no_answer_below_a_name_of_log_odds(place):
    found = place.read(table(place, "video,label,logit", [-1, -1, -1, *P[3:]]))
    assert found.tables["scores"].filter(status="ok").height == COUNT - 3
    assert said(found, "if they are log-odds")


def test_each_detector_of_a_column_of_log_odds_is_read_by_its_numbers(place):
    odds = [round(math.log(q / (1 - q)), 6) for q in Q]
    rows = [f"v{i},{LABELS[i]},{name},{x[i]}" for name, x in (("meso", P), ("vit", odds)) for i in range(COUNT)]
    found = place.read(place.file("s.csv", "\n".join(["video,label,detector,logit", *rows]) + "\n"))
    assert read(found, "meso") == P
    assert read(found, "vit") == pytest.approx(Q, abs=1e-5)


def test_columns_of_several_detectors_that_are_called_logits(place):
    path = table(place, "video,label,meso_logit,vit_logit", P, Q)
    found = place.read(path)
    assert (read(found, "meso"), read(found, "vit")) == (P, Q)
    assert said(found, "if log-odds, --map p_meso=meso_logit --map p_vit=vit_logit --scale logit)")
    columns = parse_map(("p_meso=meso_logit", "p_vit=vit_logit"))
    odds = place.read(path, columns=columns, scale="logit")
    assert read(odds, "vit") == [sigmoid(q) for q in Q]
