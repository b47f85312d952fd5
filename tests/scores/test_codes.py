"""Codes in place of scores, however many rows hold them."""

import random

import pytest
from tests.scores.conftest import said

COUNT = 120
CHANCE = random.Random(7)
SCORES = [round(CHANCE.uniform(0.01, 0.99), 4) for _ in range(COUNT)]


@pytest.mark.parametrize("every", [3, 7, 12])
@pytest.mark.parametrize(
    ("code", "written", "options"),
    [
        ("-1", lambda p: p, {}),
        ("-1", lambda p: p, {"scale": "probability"}),
        ("2", lambda p: p, {}),
        ("999", lambda p: p, {}),
        ("-999", lambda p: 12 * (p - 0.5), {}),
        ("-1", lambda p: 100 * p, {"scale": "percent"}),
    ],
)
def test_a_code_is_no_answer_and_does_not_change_the_scale(place, every, code, written, options):
    lines = [f"v{i},{('real', 'fake')[i % 2]},{written(SCORES[i]) if i % every else code}" for i in range(COUNT)]
    found = place.read(place.file("s.csv", "\n".join(["video,label,prob", *lines]) + "\n"), **options)
    scores = found.tables["scores"]
    failed = {f"v{i}" for i in range(0, COUNT, every)}
    assert set(scores.filter(status="failed")["video"]) == failed
    good = scores.filter(status="ok").sort("video")
    assert good["p_fake"].rank().to_list() == [
        sorted(SCORES[int(v[1:])] for v in good["video"]).index(SCORES[int(v[1:])]) + 1 for v in good["video"]
    ]
    assert said(found, f"{code} stands for no answer")
    assert said(found, "as log-odds") == (code == "-999")


def test_whole_log_odds_on_both_sides_of_0_are_no_codes(place):
    lines = [f"v{i},{('real', 'fake')[i % 2]},{i % 7 - 3 if i % 5 else round(i / 40 - 1.5, 3)}" for i in range(COUNT)]
    found = place.read(place.file("s.csv", "\n".join(["video,label,prob", *lines]) + "\n"))
    assert found.tables["scores"].filter(status="ok").height == COUNT
    assert not said(found, "stands for no answer")
