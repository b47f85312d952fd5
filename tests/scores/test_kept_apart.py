"""What the class, the method, the name or the index of a row says is not lost beside other readings of the same table."""

import json

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table

from touchstone.vocabulary.words import spelled_plainly

COUNT = 40
RNG = np.random.default_rng(3)
FAKE = np.arange(COUNT) % 2 == 1
P = np.round(1 / (1 + np.exp(-(RNG.normal(size=COUNT) + 3 * FAKE - 1.5))), 3)
SURE = np.maximum(P, np.round(1 - P, 3))
CALLED = ["fake" if p >= 0.5 else "real" for p in P]
PLAIN = {"video": [f"v{i}" for i in range(COUNT)], "label": ["fake" if fake else "real" for fake in FAKE]}


def read(place, cells, **options):
    (place.folder / "s.csv").write_bytes(table(cells))
    return place.read(place.folder / "s.csv", **options)


def scores(found, detector):
    of_detector = dict(found.tables["scores"].filter(detector=detector).select("video", "p_fake").iter_rows())
    return [of_detector[video] for video in PLAIN["video"]]


@pytest.mark.parametrize("name", ["top1_prob", "model_score", "oof_score", "y_proba", "winning_prob"])
def test_a_score_of_any_name_that_is_never_below_one_half_is_the_confidence_of_the_class_beside_it(place, name):
    found = read(place, {**PLAIN, "predicted": CALLED, name: SURE})
    assert scores(found, "s") == pytest.approx(P.tolist())
    assert said(found, "so it is the confidence of the class in 'predicted'")
    turned_back = read(place, {**PLAIN, "predicted": CALLED, name: SURE}, columns={"p_fake": name})
    assert scores(turned_back, "s") == pytest.approx(SURE.tolist())


@pytest.mark.parametrize("names", [("x_pred", "x_prob", "vit_pred", "vit_prob"), ("pred_x", "prob_x", "pred_vit", "prob_vit")])
def test_several_detectors_have_a_class_and_its_confidence_each(place, names):
    cells = {**PLAIN, names[0]: CALLED, names[1]: SURE, names[2]: CALLED[::-1], names[3]: SURE[::-1]}
    found = read(place, cells)
    assert scores(found, "x") == pytest.approx(P.tolist())
    assert scores(found, "vit") == pytest.approx(P[::-1].tolist())
    assert said(found, f"if these columns are P(fake), say --map p_x={names[1]} --map p_vit={names[3]})")
    back = read(place, cells, columns={"p_x": names[1], "p_vit": names[3]})
    assert scores(back, "x") == pytest.approx(SURE.tolist())
    assert scores(back, "vit") == pytest.approx(SURE[::-1].tolist())


@pytest.mark.parametrize("beside", ["face", "epoch"])
def test_methods_tell_equal_names_apart_before_faces_and_epochs_are_looked_at(place, beside):
    ways = [("original", "real", 0.3), ("Deepfakes", "fake", 0.6), ("FaceSwap", "fake", 0.7)]
    rows = [(f"{i:03d}.mp4", f, k, label, way) for way, label, _ in ways for i in range(20) for f in (0, 1) for k in (0, 1)]
    video, frame, part, label, way = (list(cells) for cells in zip(*rows, strict=True))
    p = np.round(np.repeat([p for _, _, p in ways], 80) + RNG.uniform(-0.1, 0.1, 240), 4)
    found = read(place, {"video": video, "frame": frame, beside: part, "label": label, "method": way, "p_fake": p})
    assert not said(found, "rows failed")
    assert found.tables["videos"].height == 60
    assert found.tables["videos"]["label"].value_counts().sort("label")["count"].to_list() == [40, 20]


@pytest.mark.parametrize("name", ["", "Unnamed: 0", "#"])
@pytest.mark.parametrize("numbers", [np.arange(COUNT) * 2 + 1, np.arange(COUNT) % (COUNT // 2)])
def test_the_index_of_a_data_frame_is_no_property(place, name, numbers):
    order = np.argsort(FAKE, kind="stable")
    cells = {k: [v[i] for i in order] for k, v in PLAIN.items()}
    found = read(place, {name: numbers, **cells, "p_fake": P[order]})
    assert found.tables["properties"].height == 0
    assert said(found, "numbers are those of rows")


def test_a_column_that_is_called_a_property_is_no_detector(place):
    cells = {**PLAIN, "vit_score": P, "blur2_score": SURE}
    found = read(place, cells, columns={spelled_plainly("property_blur2_score"): "blur2_score"})
    assert found.tables["detectors"].height == 1
    assert scores(found, "s") == pytest.approx(P.tolist())


def test_a_measure_beside_one_detector_is_no_other(place):
    found = read(place, {**PLAIN, "xception_score": P, "sharpness_score": SURE})
    assert found.tables["detectors"].height == 1


def test_the_index_of_a_data_frame_in_json_names_the_videos(place):
    def written(index):
        rows = [[label, float(p)] for label, p in zip(PLAIN["label"], P, strict=True)]
        path = place.folder / "s.json"
        path.write_text(json.dumps({"columns": ["label", "p_fake"], "index": index, "data": rows}))
        return place.read(path).tables

    assert set(written(PLAIN["video"])["videos"]["video"]) == set(PLAIN["video"])
    framed = written([[f"v{i // 4 * 2 + i % 2}", i // 2 % 2] for i in range(COUNT)])
    assert framed["videos"].height == COUNT // 2
    assert set(framed["scores"]["unit"]) == {"frame"}
    assert written(list(range(COUNT)))["videos"].height == COUNT


def test_no_option_is_offered_for_a_name_that_the_user_gave_a_column(place):
    found = read(place, {**PLAIN, "got": CALLED, "p_fake": P}, columns={"predicted": "got"})
    assert scores(found, "s") == pytest.approx(P.tolist())
    assert not said(found, "property_predicted")
