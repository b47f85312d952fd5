"""Real videos with equal scores under each data set of fakes count once; those with scores that differ are different videos."""

import random

import pytest
from tests.scores.conftest import said

SETS = ("FF-DF", "FF-F2F", "FF-FS", "FF-NT")


def table(column, *, sets=SETS, equal=True, fakes_equal=False, units=1, order=1, more=""):
    draw = random.Random(2)
    reals = [[round(draw.uniform(0.05, 0.7), 4) for _ in range(units)] for _ in range(12)]
    fakes = [[round(draw.uniform(0.3, 0.95), 4) for _ in range(units)] for _ in range(12)]
    rows = []
    for name in sets:
        for i in range(12):
            for j in range(units):
                real = reals[i][j] if equal else round(draw.random(), 4)
                fake = fakes[i][j] if fakes_equal else round(draw.uniform(0.3, 0.95), 4)
                rows += [(name, f"{i:03d}", j, 0, real), (name, f"{i:03d}_{(i + 3) % 12:03d}", j, 1, fake)]
    if order == 0:
        draw.shuffle(rows)
    names = [column, "video", "frame", "label", "pred"]
    kept = [at for at in range(5) if units > 1 or at != 2]
    lines = [",".join(names[at] for at in kept), *(",".join(str(row[at]) for at in kept) for row in rows)]
    return "\n".join(lines) + "\n" + more


def labels(found):
    return dict(found.tables["videos"]["label"].value_counts().iter_rows())


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("units", [1, 3])
@pytest.mark.parametrize("column", ["dataset", "data_set", "corpus", "source", "set", "subset", "test_set", "method"])
def test_equal_real_videos_count_once(place, column, units, order):
    path = place.file("s.csv", table(column, units=units, order=order))
    found = place.read(path)
    assert labels(found) == {"real": 12, "fake": 48}
    assert found.tables["scores"].height == 60 * units
    assert set(found.tables["videos"]["method"].drop_nulls()) == set(SETS)
    if column != "method":
        assert said(found, f"equal scores under several values of '{column}' (FF-DF, FF-F2F, FF-FS, FF-NT)")
        assert said(found, "if they are different videos, say --rows-are videos")


@pytest.mark.parametrize("column", ["dataset", "subset", "source"])
def test_the_option_reads_each_as_a_video(place, column):
    assert labels(place.read(place.file("s.csv", table(column)), rows_are="videos")) == {"real": 48, "fake": 48}


@pytest.mark.parametrize("column", ["dataset", "corpus", "source"])
def test_real_videos_with_other_scores_under_each_are_different_ones(place, column):
    assert labels(place.read(place.file("s.csv", table(column, equal=False)))) == {"real": 48, "fake": 48}


def test_fakes_with_equal_scores_too_say_nothing_about_forging(place):
    found = place.read(place.file("s.csv", table("dataset", fakes_equal=True)))
    assert not said(found, "how fakes were forged")


def test_other_data_sets_keep_their_name(place):
    other = "".join(f"Celeb-DF,id{i}_{i:04d},{i % 2},0.{i + 11}\n" for i in range(20))
    found = place.read(place.file("s.csv", table("dataset", more=other)))
    assert labels(found) == {"real": 22, "fake": 58}
    assert dict(found.tables["videos"]["dataset"].value_counts().iter_rows()) == {"FF": 60, "Celeb-DF": 20}
