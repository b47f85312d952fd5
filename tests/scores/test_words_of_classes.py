"""Names of scores with a word for fake or real, alone and beside columns about something else."""

import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import videos

from touchstone.vocabulary.errors import TableError

V = videos(40)
FAKE = [
    *("spoof",) * 5, "synthetic", "generated", "altered", "tampered", "forged", "manipulated", "attack", "ai_generated",
    "cheapfake", "cloned", "edited", "artificial", "forgery", "fakeness", "falso",
]  # fmt: skip
REAL = [
    "nature", "natural", "bona", "live", "human", "pristine", "original", "untampered", "unaltered", "bonafide", "not_fake",
    "not_ai_generated", "legit", "honest",
]  # fmt: skip
NAMES = ["p_{}", "prob_{}", "score_{}", "{}_prob", "{}_score"]


def read(place, scores, **options):
    columns = {"video": V.names, "label": V.labels} | scores
    lines = [",".join(columns), *(",".join(map(str, row)) for row in zip(*columns.values(), strict=True))]
    return place.read(place.file("s.csv", "\n".join(lines) + "\n"), **options)


def main(found):
    scores = found.tables["scores"].filter(detector="s", status="ok").sort("video")
    return scores["p_fake"].to_list()


def beside(other):
    return {other: [round((0.37 * at) % 1, 4) for at in range(len(V))]}


@pytest.mark.parametrize(("word", "name", "turned"), [(w, NAMES[at % 5], at % 2) for at, w in enumerate(FAKE)])
def test_a_word_for_fake_is_the_score_beside_something_else(word, name, turned, place):
    columns = {name.format(word): V.p} | beside("p_speech")
    columns = dict([*columns.items()][::-1]) if turned else columns
    found = read(place, columns)
    assert main(found) == pytest.approx(V.p, abs=1e-4)
    way = f"--map p_fake={name.format(word)}"
    assert said(found, f"'p_speech' is read as the scores of another detector beside {name.format(word)!r} (if about something")
    assert said(found, way)
    alone = read(place, columns, columns={"p_fake": name.format(word)})
    assert {*alone.tables["scores"]["detector"]} == {"s"}
    assert main(alone) == pytest.approx(V.p, abs=1e-4)


@pytest.mark.parametrize(("word", "name"), [(w, NAMES[at % 5]) for at, w in enumerate(REAL)])
def test_a_word_for_real_is_turned_round(word, name, place):
    column = name.format(word)
    found = read(place, {column: (1 - V.p).round(4)})
    assert main(found) == pytest.approx(V.p, abs=1e-4)
    assert said(found, f"column {column!r} is P(real)")
    assert main(read(place, {column: V.p}, fake_is="high")) == pytest.approx(V.p, abs=1e-4)


@pytest.mark.parametrize("word", ["real", "bonafide", "nature", "live"])
def test_a_word_for_real_beside_something_else_too(word, place):
    found = read(place, {f"p_{word}": (1 - V.p).round(4)} | beside("p_speech"))
    assert main(found) == pytest.approx(V.p, abs=1e-4)
    assert said(found, f"(as its name says; --map p_fake=p_{word} --fake-is high says the opposite)")
    opposite = read(place, {f"p_{word}": V.p} | beside("p_speech"), columns={"p_fake": f"p_{word}"}, fake_is="high")
    assert main(opposite) == pytest.approx(V.p, abs=1e-4)


@pytest.mark.parametrize("column", ["p_true", "prob_false", "true_score", "score_true"])
@pytest.mark.parametrize("fake_is", ["low", "high"])
def test_true_and_false_are_a_question(column, fake_is, place):
    p = V.p if fake_is == "high" else (1 - V.p).round(4)
    with pytest.raises(TableError, match=f"--map p_fake={column} --fake-is {fake_is} if high for"):
        read(place, {column: p})
    assert main(read(place, {column: p}, columns={"p_fake": column}, fake_is=fake_is)) == pytest.approx(V.p, abs=1e-4)


def test_beside_detectors_it_adds_nothing(place):
    found = read(place, {"p_xception": V.p} | beside("p_real"))
    assert {*found.tables["scores"]["detector"]} == {"xception"}
