"""Classes of 0 and 1: which column holds them, and which of both means fake."""

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table

from touchstone.vocabulary.errors import TableError

RNG = np.random.default_rng(16)
COUNT = 160
FAKE = np.arange(COUNT) % 2
LABELS = ["real", "fake"] * (COUNT // 2)
VIDEOS = [f"v{i:03d}" for i in range(COUNT)]
P = np.round(1 / (1 + np.exp(-RNG.normal((2 * FAKE - 1) * 0.9, 1))), 4)
P = np.where(np.abs(P - 0.5) < 0.02, 0.6, P)
WON = (P >= 0.5).astype(int)
SURE = np.round(np.maximum(P, 1 - P), 4)
CHANCE = RNG.permutation(FAKE)
NAMES = ["male", "occluded", "is_compressed", "augmented", "glasses", "high_conf", "watermark"]


def read(place, cells, labels=None, turned=False, **options):
    names = list(cells)[::-1] if turned else list(cells)
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": VIDEOS} | {name: cells[name] for name in names}))
    beside = place.folder / "labels.csv"
    beside.write_bytes(table({"video": VIDEOS, "label": LABELS if labels is None else labels}))
    return place.read(path, labels=() if labels is None else [beside], **options)


def scores(found):
    return found.tables["scores"].sort("video")["p_fake"].round(4).to_list()


def words(values):
    return [("False", "True")[int(value)] for value in values]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_property_is_not_the_class_of_a_confidence(place, name, turned):
    with pytest.raises(TableError, match="say --map predicted=COLUMN"):
        read(place, {"label": FAKE, "confidence": SURE, name: CHANCE}, turned=turned)


@pytest.mark.parametrize("written", [np.array, words])
@pytest.mark.parametrize("name", ["is_compressed", "has_audio", "glasses", "c23", "watermarked", "gender_label", "scene_class"])
@pytest.mark.parametrize("score", ["confidence", "score"])
def test_nor_where_it_follows_the_labels_as_a_class_would(place, score, name, written):
    """The class itself under the name of a property: nothing but the name tells both apart."""
    with pytest.raises(TableError, match="say --map predicted=COLUMN"):
        read(place, {"label": FAKE, score: SURE, name: written(WON)})
    cells = {"label": FAKE, score: SURE, name: written(WON), "pred": WON}
    assert scores(read(place, cells)) == P.tolist()


@pytest.mark.parametrize("name", ["flag", "x", "kind"])
@pytest.mark.parametrize("wrong", [1, 5, 9])
def test_a_column_of_any_name_that_is_hardly_ever_wrong_is_a_question(place, name, wrong):
    """A property of the fakes and the class of a good detector look the same then."""
    follows = FAKE.copy()
    follows[:wrong] = 1 - follows[:wrong]
    with pytest.raises(TableError, match="say --map predicted=COLUMN"):
        read(place, {"label": FAKE, "confidence": SURE, name: follows})
    read(place, {"label": FAKE, "confidence": SURE, name: follows}, columns={"predicted": name})


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_nor_beside_the_class_that_won_and_a_file_of_labels(place, name, turned):
    assert scores(read(place, {name: CHANCE, "label": WON, "score": SURE}, LABELS, turned)) == P.tolist()


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("name", ["got", "detected", "flag"])
def test_a_column_of_any_name_that_follows_the_labels_is_the_class(place, name, turned):
    found = read(place, {"label": FAKE, name: WON, "male": CHANCE, "confidence": SURE}, turned=turned)
    assert scores(found) == P.tolist()
    assert said(found, "if another column holds that class, say --map predicted=COLUMN")


@pytest.mark.parametrize("written", [np.array, words])
@pytest.mark.parametrize(
    ("name", "is_right"), [("correct", True), ("is_correct", True), ("hit", True), ("misclassified", False), ("is_wrong", False)]
)
def test_whether_the_detector_was_right_tells_the_class_by_the_label(place, name, is_right, written):
    right = (WON == FAKE) == is_right
    for label in (FAKE, LABELS):
        found = read(place, {"label": label, name: written(right.astype(int)), "confidence": SURE})
        assert scores(found) == P.tolist()
        assert said(found, f"which '{name}' tells by the label")


def test_it_tells_nothing_beside_a_file_of_labels(place):
    right = (WON == FAKE).astype(int)
    with pytest.raises(TableError, match="say --map predicted=COLUMN"):
        read(place, {"correct": right, "confidence": SURE}, LABELS)
    assert scores(read(place, {"label": WON, "correct": right, "score": SURE}, LABELS)) == P.tolist()


def test_a_column_of_classes_counts_before_it(place):
    cells = {"label": FAKE, "correct": (WON == FAKE).astype(int), "pred": WON, "confidence": SURE}
    assert scores(read(place, cells)) == P.tolist()


@pytest.mark.parametrize("written", [np.array, words])
@pytest.mark.parametrize("name", ["pred", "predicted", "is_real_pred", "prediction"])
@pytest.mark.parametrize("label", ["is_real", "is_authentic"])
def test_a_class_has_the_code_of_the_labels(place, label, name, written):
    found = read(place, {label: written(1 - FAKE), name: written(1 - WON), "confidence": SURE})
    assert scores(found) == P.tolist()
    assert said(found, "0 or false means fake")
    opposite = read(place, {label: written(1 - FAKE), name: written(1 - WON), "confidence": SURE}, fake_is="high")
    assert scores(opposite) == np.round(1 - P, 4).tolist()


@pytest.mark.parametrize("label", [LABELS, 1 - FAKE])
@pytest.mark.parametrize("code", ["1 = fake", "1 = real"])
def test_labels_that_a_class_contradicts_never_turn_its_code_round(place, label, code):
    """An inverted detector and a code that is turned round are the same file: the reading may not choose the better one."""
    name = "label" if label is LABELS else "is_real"
    won = WON if code == "1 = fake" else 1 - WON
    right = (name == "label") == (code == "1 = fake")
    found = read(place, {name: label, "pred": won, "confidence": SURE})
    assert scores(found) == (P if right else np.round(1 - P, 4)).tolist()
    option = "low" if name == "label" else "high"
    assert said(found, f"--fake-is {option} says the opposite")
    assert said(found, f"by which it contradicts '{name}' in ") != right
    opposite = read(place, {name: label, "pred": won, "confidence": SURE}, fake_is=option)
    assert scores(opposite) == (np.round(1 - P, 4) if right else P).tolist()


@pytest.mark.parametrize("name", ["pred_is_fake", "fake_pred", "is_real_pred"])
def test_nor_where_a_name_says_the_code(place, name):
    turned = "real" in name
    found = read(place, {"label": LABELS, name: WON if turned else 1 - WON, "confidence": SURE}, columns={"predicted": name})
    assert said(found, "as the name of the column says")
    assert scores(found) == np.round(1 - P, 4).tolist()


def test_labels_whose_code_is_a_convention_do_not(place):
    found = read(place, {"label": FAKE, "pred": 1 - WON, "confidence": SURE})
    assert scores(found) == np.round(1 - P, 4).tolist()
    assert said(found, "a convention, by which it contradicts 'label' in")
    assert scores(read(place, {"label": FAKE, "pred": 1 - WON, "confidence": SURE}, fake_is="low")) == P.tolist()


def test_what_the_user_says_of_labels_holds_for_the_class(place):
    cells = {"label": 1 - FAKE, "pred": 1 - WON, "confidence": SURE}
    assert scores(read(place, cells)) == np.round(1 - P, 4).tolist()
    assert scores(read(place, cells, label_fake=("0",))) == P.tolist()
    classes = {"label": 1 - FAKE, "prob_0": P, "prob_1": np.round(1 - P, 4)}
    assert scores(read(place, classes)) == np.round(1 - P, 4).tolist()
    assert scores(read(place, classes, label_fake=("0",))) == P.tolist()


OF_CLASS, OF_TWO = {"pred": 1 - WON, "confidence": SURE}, {"prob_0": P, "prob_1": np.round(1 - P, 4)}
OF_PATHS = {"columns": {"label": "path"}}


@pytest.mark.parametrize(("cells", "options"), [(OF_CLASS, OF_PATHS), (OF_TWO, OF_PATHS)])
def test_a_code_of_labels_that_folders_turn_round_shows_that_of_the_class(place, cells, options):
    paths = [f"{label}/{video}" for label, video in zip(LABELS, VIDEOS, strict=True)]
    found = place.folder / "s.csv"
    found.write_bytes(table({"path": paths, "label": 1 - FAKE} | cells))
    table_of = place.read(found, **options).tables["scores"].sort("video")
    expected = dict(zip(paths, P.tolist(), strict=True))
    assert dict(table_of.select("video", "p_fake").iter_rows()) == pytest.approx(expected)


def test_folders_alone_do_not(place):
    paths = [f"{label}/{video}" for label, video in zip(LABELS, VIDEOS, strict=True)]
    path = place.folder / "s.csv"
    path.write_bytes(table({"path": paths} | OF_CLASS))
    found = place.read(path)
    assert dict(found.tables["scores"].select("video", "p_fake").iter_rows()) == pytest.approx(
        dict(zip(paths, (1 - P).tolist(), strict=True))
    )
    assert said(found, "by which it contradicts the folders in ")


def classes(names, fake_at):
    odds = np.log(P / (1 - P)) / 2
    of_fake, of_real = (P, 1 - P) if names[0] == "prob_0" else (odds, -odds)
    pair = (of_fake, of_real) if fake_at == 0 else (of_real, of_fake)
    return {n: np.round(v, 6) for n, v in zip(names, pair, strict=True)}


@pytest.mark.parametrize("names", [("prob_0", "prob_1"), ("logit_0", "logit_1")])
@pytest.mark.parametrize("fake_at", [0, 1])
def test_two_classes_have_the_numbers_of_the_labels_and_the_note_says_what_follows(place, names, fake_at):
    cells = {"is_real": 1 - FAKE} | classes(names, fake_at)
    found = read(place, cells)
    assert scores(found) == pytest.approx(P if fake_at == 0 else 1 - P, abs=1e-3)
    assert said(found, "(as it is, the AUC is 0.1") == (fake_at == 1)
    assert said(found, "--fake-is high takes the second")
    assert scores(read(place, cells, fake_is="high")) == pytest.approx(1 - P if fake_at == 0 else P, abs=1e-3)


@pytest.mark.parametrize("names", [("prob_0", "prob_1"), ("logit_0", "logit_1")])
def test_beside_labels_in_words_they_keep_their_order_and_the_note_says_what_follows(place, names):
    cells = {"label": LABELS} | classes(names, 0)
    found = read(place, cells)
    assert scores(found) == pytest.approx(1 - P, abs=1e-3)
    assert said(found, "--fake-is low turns it round (as it is, the AUC is 0.1")
    assert scores(read(place, cells, fake_is="low")) == pytest.approx(P, abs=1e-3)


@pytest.mark.parametrize("name", ["score", "confidence"])
def test_a_file_whose_code_contradicts_that_of_the_labels_is_a_question(place, name):
    cells = {"label": 1 - WON, name: SURE}
    if name == "score":
        with pytest.raises(TableError, match="say --fake-is low if it is that of the score file"):
            read(place, cells, LABELS)
    assert scores(read(place, cells, LABELS, fake_is="low")) == P.tolist()
    assert scores(read(place, cells, LABELS, fake_is="high")) == np.round(1 - P, 4).tolist()
