"""How much of a picture is fake is no score beside a column that is one; alone, or without zeros, it may be."""

import random

import pytest
from tests.scores.conftest import said


def table(column, score, share=lambda y, draw: round(draw.uniform(0.01, 0.8), 2) if y else 0, first=True):
    draw = random.Random(1)
    lines = [["image", *([column, "label", score] if first else ["label", score, column])]]
    for i in range(40):
        y = i % 2
        p, part = round(min(max(draw.gauss(0.4 + 0.2 * y, 0.2), 0.01), 0.99), 3), share(y, draw)
        lines.append([f"{'abcdefghij'[i % 10]}{i}.png", *([part, y, p] if first else [y, p, part])])
    return "\n".join(",".join(map(str, line)) for line in lines) + "\n"


def scores(found):
    return dict(found.tables["scores"].select("video", "p_fake").iter_rows())


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("score", ["prob", "score", "pred", "p_fake", "model_output"])
@pytest.mark.parametrize(
    "column", ["fake_ratio", "fake_percentage", "Fake Ratio", "fake_fraction", "deepfakePct", "fake_area", "fake %"]
)
def test_how_much_is_fake_is_a_property_beside_a_score(place, column, score, first):
    most = 80 if any(word in column.lower() for word in ("%", "perc", "pct")) else 0.8
    path = place.file("s.csv", table(column, score, lambda y, draw: round(draw.uniform(0.01, most), 2) if y else 0, first))
    read = place.read(path)
    assert scores(read) == scores(place.read(path, columns={"p_fake": score}))


@pytest.mark.parametrize(("column", "scale", "most"), [("fake_ratio", None, 0.9), ("fake_percentage", "percent", 90)])
def test_the_note_names_the_option_that_reads_it_as_the_score(place, column, scale, most):
    path = place.file("s.csv", table(column, "prob", lambda y, draw: round(draw.uniform(most / 9, most), 2) if y else 0))
    words = f"if it holds the scores, say --map p_fake={column}" + " --scale percent" * bool(scale)
    read = place.read(path)
    assert said(read, words)
    assert read.tables["properties"].height
    other = place.read(path, columns={"p_fake": column}, **({"scale": scale} if scale else {}))
    assert {round(p, 3) for v, p in scores(other).items() if int(v.strip("abcdefghij.pn")) % 2 == 0} == {0.0}


@pytest.mark.parametrize("empty", ["", "NA"])
def test_cells_of_real_pictures_may_be_empty(place, empty):
    path = place.file("s.csv", table("fake_ratio", "prob", lambda y, draw: round(draw.uniform(0.1, 0.9), 2) if y else empty))
    assert said(place.read(path), "beside 'prob' it is a property")


def test_a_score_that_is_hardly_ever_0_stays_the_score(place):
    path = place.file("s.csv", table("fake_ratio", "prob", lambda y, draw: round(draw.uniform(0.01, 0.99), 3)))
    read = place.read(path)
    assert said(read, "score: column 'fake_ratio'")
    assert said(read, "'prob' could hold scores too; if it does, say --map p_fake=prob")


@pytest.mark.parametrize("beside", ["real_ratio", "is_big", "sharpness"])
def test_it_is_the_score_beside_something_else(place, beside):
    read = place.read(place.file("s.csv", table("fake_ratio", beside)))
    assert said(read, "column 'fake_ratio'")
    assert not said(read, "says how much is fake")
