"""The classes of a detector are recognised beside a threshold, and where many of them were rounded."""

import numpy as np
import pytest
from tests.scores.conftest import said
from tests.scores.forms.example import table

RNG = np.random.default_rng(16)
COUNT = 120
REAL = RNG.uniform(0.02, 0.98, COUNT)


def classes(count, digits):
    """P(real) and the probabilities of several kinds of fakes, rounded."""
    fakes = RNG.dirichlet(np.ones(count - 1), COUNT) * (1 - REAL)[:, None]
    names = ["Deepfakes", "FaceSwap", "Face2Face", "NeuralTextures", "FaceShifter", "SimSwap", "Wav2Lip"]
    return {"prob_real": np.round(REAL, digits)} | {
        f"prob_{name}": np.round(fakes[:, at], digits) for at, name in enumerate(names[: count - 1])
    }


def read(place, cells, order):
    names = list(cells) if order == "as written" else list(cells)[::-1]
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": [f"v{i}" for i in range(COUNT)], "label": ["real", "fake"] * (COUNT // 2)} | {
        name: cells[name] for name in names
    }))  # fmt: skip
    return place.read(path)


def is_of_real(found, digits):
    scores = found.tables["scores"].sort("video")
    expected = [p for _, p in sorted((f"v{i}", 1 - p) for i, p in enumerate(np.round(REAL, digits)))]
    assert scores["detector"].unique().to_list() == ["s"]
    assert scores["p_fake"].to_list() == pytest.approx(expected)
    assert said(found, "P(fake) = 1 − 'prob_real'")


@pytest.mark.parametrize("order", ["as written", "turned round"])
@pytest.mark.parametrize("value", [0.5, 0.35, 1.0])
@pytest.mark.parametrize("name", ["threshold", "prob_thr", "prob_threshold", "cutoff"])
@pytest.mark.parametrize("count", [3, 4])
def test_a_column_that_is_the_same_in_all_rows_is_no_class(place, count, name, value, order):
    is_of_real(read(place, classes(count, 5) | {name: np.full(COUNT, value)}, order), 5)


@pytest.mark.parametrize("digits", [2, 3])
@pytest.mark.parametrize("count", [4, 6, 8])
def test_many_classes_that_were_rounded_sum_to_nearly_one(place, count, digits):
    is_of_real(read(place, classes(count, digits), "as written"), digits)


def test_as_many_detectors_are_none_of_it(place):
    cells = {f"prob_{name}": np.round(RNG.beta(1, 5, COUNT), 2) for name in ("a", "b", "c", "d", "e", "f")}
    assert read(place, cells, "as written").tables["scores"]["detector"].n_unique() == 6
