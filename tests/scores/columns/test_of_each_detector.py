"""Several detectors of which each is written in another way: P(fake), P(real), log-odds, or a class and its confidence."""

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table

RNG = np.random.default_rng(16)
COUNT = 60
LABELS = ["real", "fake"] * (COUNT // 2)
VIDEOS = [f"v{i:02d}" for i in range(COUNT)]


def of_detector():
    p = np.round(RNG.uniform(0.02, 0.98, COUNT), 4)
    return np.where(np.abs(p - 0.5) < 0.02, 0.6, p)


P, Q = of_detector(), of_detector()


def won(p, code):
    return [code[int(value)] for value in p >= 0.5]


WORDS, CODES = ("real", "fake"), ("0", "1")
SURE = {id(P): np.round(np.maximum(P, 1 - P), 4), id(Q): np.round(np.maximum(Q, 1 - Q), 4)}
WAYS = {
    "plain": lambda name, p: {f"prob_{name}": p},
    "P(fake)": lambda name, p: {f"{name}_prob_fake": p},
    "fake_score": lambda name, p: {f"{name}_fake_score": p},
    "P(real)": lambda name, p: {f"{name}_prob_real": np.round(1 - p, 4)},
    "P(real) before": lambda name, p: {f"p_real_{name}": np.round(1 - p, 4)},
    "logit": lambda name, p: {f"logit_{name}": np.log(p / (1 - p))},
    "class and confidence": lambda name, p: {f"{name}_pred": won(p, WORDS), f"{name}_conf": SURE[id(p)]},
    "confidence and class": lambda name, p: {f"conf_{name}": SURE[id(p)], f"pred_{name}": won(p, CODES)},
    "in percent": lambda name, p: {f"{name}_prediction": won(p, WORDS), f"{name}_confidence": 100 * SURE[id(p)]},
}


def read(place, cells, **options):
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": VIDEOS, "label": LABELS} | cells))
    return place.read(path, **options)


def scores(found):
    ordered = found.tables["scores"].sort("video")
    return {d: part["p_fake"].round(4).to_list() for (d,), part in ordered.group_by("detector", maintain_order=True)}


@pytest.mark.parametrize("names", [("xception", "meso"), ("Face_XRay", "CLIP"), ("x", "m")])
@pytest.mark.parametrize("second", WAYS)
@pytest.mark.parametrize("first", WAYS)
def test_each_detector_is_read_as_its_columns_say(place, first, second, names):
    found = read(place, WAYS[first](names[0], P) | WAYS[second](names[1], Q))
    assert scores(found) == {names[0]: pytest.approx(P.tolist(), abs=1e-4), names[1]: pytest.approx(Q.tolist(), abs=1e-4)}


def test_the_note_says_what_each_is_and_its_option_reads_them_as_p_fake(place):
    cells = WAYS["P(fake)"]("x", P) | WAYS["P(real)"]("m", Q)
    found = read(place, cells)
    assert said(found, "'m_prob_real' holds P(real), and P(fake) = 1 − P(real)")
    assert said(found, "say --map p_x=x_prob_fake --map p_m=m_prob_real)")
    plain = read(place, cells, columns={"p_x": "x_prob_fake", "p_m": "m_prob_real"})
    assert scores(plain)["m"] == pytest.approx((1 - Q).tolist(), abs=1e-4)


@pytest.mark.parametrize("cells", [
    {"prob_fake": P, "prob_real": np.round(1 - P, 4)}, {"fake_prob": P, "pred": won(P, CODES)},
    {"pred_label": won(P, WORDS), "pred_conf": SURE[id(P)]}, {"p_Deepfakes": np.round(P / 2, 4), "p_FaceSwap": np.round(P / 2, 4),
    "p_real": np.round(1 - P, 4)},
])  # fmt: skip
def test_columns_of_one_detector_stay_one(place, cells):
    assert scores(read(place, cells)) == {"s": pytest.approx(P.tolist(), abs=3e-4)}


@pytest.mark.parametrize("score", ["score", "prob", "confidence"])
@pytest.mark.parametrize("code", [WORDS, CODES])
@pytest.mark.parametrize("order", ["one after the other", "in turn"])
def test_rows_of_one_detector_may_hold_confidences_and_those_of_another_p_fake(place, score, code, order):
    names = ["x"] * COUNT + ["m"] * COUNT
    cells = {
        "video": VIDEOS * 2, "label": LABELS * 2, "detector": names, "prediction": won(P, code) + won(Q, code),
        score: [*P, *SURE[id(Q)]],
    }  # fmt: skip
    at = np.argsort(cells["video"], kind="stable") if order == "in turn" else np.arange(2 * COUNT)
    found = read(place, {name: [values[i] for i in at] for name, values in cells.items()})
    assert scores(found) == {"x": P.tolist(), "m": Q.tolist()}
    assert said(found, "is never below 0.5 in the rows of 'm', so there it is the confidence of the class in 'prediction'")
    assert said(found, f"(if it is in all, say --map p_fake={score})")
