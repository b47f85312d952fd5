"""Labels of a score file that are the detector's answers hide none of its errors, where a label file says the truth."""

import numpy as np
import pytest
from tests.scores.conftest import labels_of, said
from tests.scores.forms.example import table, videos

from touchstone.vocabulary.errors import TableError

V = videos(80)
P = np.array(V.p)


def write(place, columns, name="s.csv", seed=3):
    rows = np.random.default_rng(seed).permutation(len(columns["video"]))
    path = place.folder / name
    path.write_bytes(table({n: [list(v)[i] for i in rows] for n, v in columns.items()}))
    return path


def words(fake):
    return np.where(fake, "fake", "real").tolist()


def truth(place):
    return write(place, {"video": V.names, "label": V.labels}, "truth.csv", 4)


def read(place, table_of, **options):
    return place.read(write(place, {"video": V.names} | table_of), labels=[truth(place)], **options)


def p_of(found):
    return found.tables["scores"].filter(status="ok").sort("video")["p_fake"].to_numpy()


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.62])
@pytest.mark.parametrize("score", ["p_fake", "score", "p_real"])
def test_decisions_at_any_threshold_are_not_labels(threshold, score, place):
    called = words(threshold <= P)
    assert called != V.labels
    found = read(place, {"label": called, score: np.round(1 - P, 6) if score == "p_real" else P})
    assert labels_of(found) == dict(zip(V.names, V.labels, strict=True))
    assert p_of(found) == pytest.approx(P)
    assert said(found, "they are the detector's answers and not used")


@pytest.mark.parametrize(
    ("score", "scale"),
    [("score", 1), ("prob", 1), ("probability", 1), ("confidence", 1), ("confidence", 100), ("certainty", 1), ("conf", 100)],
)
def test_the_class_that_won_and_its_confidence_give_p_fake(score, scale, place):
    found = read(place, {"label": words(P >= 0.5), score: np.round(scale * np.maximum(P, 1 - P), 6)})
    assert labels_of(found) == dict(zip(V.names, V.labels, strict=True))
    assert p_of(found) == pytest.approx(P)


def test_a_score_that_the_user_names_is_p_fake(place):
    sure = np.maximum(P, 1 - P)
    found = read(place, {"label": words(P >= 0.5), "score": sure}, columns={"p_fake": "score"})
    assert p_of(found) == pytest.approx(sure)
    assert labels_of(found) == dict(zip(V.names, V.labels, strict=True))


def test_labels_that_follow_nothing_give_way_to_the_label_file(place):
    other = [y if i % 4 else {"fake": "real", "real": "fake"}[y] for i, y in enumerate(V.labels)]
    found = read(place, {"label": other, "p_fake": P})
    assert labels_of(found) == dict(zip(V.names, V.labels, strict=True))
    assert said(found, "differ from the label file in 20 of 80 rows; those of the label file count alone")


def test_labels_that_are_turned_round_are_a_question(place):
    turned = [{"fake": "real", "real": "fake"}[y] for y in V.labels]
    with pytest.raises(TableError, match="80 of 80 rows, so one of the two files may be turned round; leave --labels out"):
        read(place, {"label": turned, "p_fake": P})


def test_a_score_that_is_never_below_one_half_is_a_question_without_a_label_file(place):
    path = write(place, {"video": V.names, "label": words(P >= 0.5), "score": np.maximum(P, 1 - P)})
    with pytest.raises(TableError, match=r"give the true labels as --labels FILE; if .*; otherwise say --map p_fake=score"):
        place.read(path)
    assert place.read(path, columns={"p_fake": "score"}).tables["videos"].height == 80
    assert p_of(place.read(path, labels=[truth(place)])) == pytest.approx(P)


def test_a_score_that_is_never_below_one_half_and_tells_labels_apart_is_read(place):
    found = place.read(write(place, {"video": V.names, "label": V.labels, "score": 0.5 + P / 2}))
    assert p_of(found) == pytest.approx(0.5 + P / 2)
