"""Rows of equal names that an epoch, a seed or a run tells apart are answers of several detectors; `none` is a value."""

import numpy as np
import pytest
from tests.scores.conftest import said

NAMES = 24


def read(place, column, values, alike=0.0, **options):
    rng = np.random.default_rng(3)
    shared = rng.uniform(0.1, 0.9, NAMES)
    rows = [
        f"v{i:02d},{'fake' if i % 2 else 'real'},{value},{alike * shared[i] + (1 - alike) * rng.uniform(0.1, 0.9):.4f}"
        for value in values
        for i in range(NAMES)
    ]
    return place.read(place.file("s.csv", "\n".join([f"video,label,{column},prob", *rows])), **options)


@pytest.mark.parametrize(("column", "alike"), [("epoch", 0.0), ("Seed", 0.95), ("run_id", 0.0), ("step", 0.0)])
def test_states_of_a_model_are_detectors_unless_said(place, column, alike):
    found = read(place, column, (1, 2), alike)
    name = column.lower().replace("_", " ")
    assert found.tables["detectors"]["detector"].to_list() == [f"{name} 1", f"{name} 2"]
    assert found.tables["videos"].height == NAMES
    assert said(found, f"differ in '{column}': each value is read as a detector")
    assert set(read(place, column, (1, 2), alike, rows_are="frames").tables["scores"]["unit"]) == {"frame"}


def test_alike_runs_are_averaged_and_the_option_is_named(place):
    found = read(place, "run_id", (1, 2), 0.95)
    assert set(found.tables["scores"]["unit"]) == {"frame"}
    assert said(found, "if they are answers of several detectors, say --map detector=run_id")
    assert read(place, "run_id", (1, 2), 0.95, columns={"detector": "run_id"}).tables["detectors"].height == 2


def test_none_beside_words_is_a_value_and_beside_numbers_it_is_not(place):
    properties = read(place, "perturbation", ("none", "jpeg")).tables["properties"]
    assert set(properties.filter(property="perturbation")["value"]) == {"none", "jpeg"}
    assert "none" not in read(place, "blur_level", ("none", "3", "5")).tables["properties"]["value"].to_list()
