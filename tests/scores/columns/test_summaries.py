"""Columns that sum up frames are one detector; columns of other things are none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.scores.columns.test_varied import LABEL, SEEDS, VIDEO, quick, scores_of
from tests.scores.conftest import said
from tests.scores.forms.example import table, videos

CENTRE = st.sampled_from(["mean", "avg", "Average", "median"])
OTHERS = st.lists(st.sampled_from(["std", "max", "min", "var", "p95", "q10", "count", "top5"]), min_size=1, unique=True)


@given(VIDEO, LABEL, st.sampled_from(["score", "p_fake", "Prob", "fake_prob", "p"]), CENTRE, OTHERS, st.booleans(), SEEDS)
@quick
def test_of_several_summaries_the_mean_is_the_score(video, label, base, centre, others, first, seed):
    v = videos(40, seed)
    rng = np.random.default_rng(seed)
    columns = {video: v.names, label: v.labels}
    for word, values in [(centre, v.p), *((word, rng.random(len(v)).round(4)) for word in others)]:
        columns[f"{word}_{base}" if first else f"{base}_{word}"] = values
    scores = scores_of(columns, seed)
    assert list(scores) == ["scores"]
    assert scores["scores"] == pytest.approx(v.p)


@given(st.sampled_from(["p_value", "p_face", "face_prob", "score_std", "prob_face", "score_count", "p_val"]), SEEDS)
@quick
def test_a_number_of_something_else_is_no_detector(name, seed):
    v = videos(40, seed)
    other = np.random.default_rng(seed).random(len(v)).round(4)
    scores = scores_of({"video": v.names, "label": v.labels, "p_fake": v.p, name: other}, seed)
    assert list(scores) == ["scores"]
    assert scores["scores"] == pytest.approx(v.p)


@given(SEEDS)
@quick
def test_every_detector_has_its_own_mean(seed):
    v = videos(40, seed)
    spread = np.random.default_rng(seed).random(len(v)).round(4)
    columns = {"video": v.names, "label": v.labels}
    columns |= {"p_meso_mean": v.p, "p_meso_std": spread, "p_clip_mean": v.q, "p_clip_max": spread}
    scores = scores_of(columns, seed)
    assert scores["meso"] == pytest.approx(v.p)
    assert scores["clip"] == pytest.approx(v.q)


def test_another_summary_is_taken_where_the_user_says_so(place):
    v = videos()
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": v.names, "label": v.labels, "score_max": v.q, "score_mean": v.p}))
    assert said(place.read(path), "(--map p_fake=score_max takes another)")
    found = place.read(path, columns={"p_fake": "score_max"})
    assert found.tables["scores"].sort("video")["p_fake"].to_list() == pytest.approx(v.q)


def test_a_mean_of_detectors_beside_them_stays_a_detector(place):
    v = videos()
    path = place.folder / "s.csv"
    path.write_bytes(table({"video": v.names, "label": v.labels, "p_a": v.p, "p_b": v.q, "p_mean": (v.p + v.q) / 2}))
    assert set(place.read(path).tables["scores"]["detector"]) == {"a", "b", "mean"}
