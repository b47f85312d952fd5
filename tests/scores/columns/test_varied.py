"""Names of columns and orders of rows and columns vary; what is read does not."""

import tempfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.scores.forms.catalogue import read
from tests.scores.forms.example import table, videos

VIDEO = st.sampled_from(["video", "path", "File Name", "filename", "video_id", "Name", "utt_id"])
LABEL = st.sampled_from(["label", "True Label", "ground-truth", "y_true", "gt", "target", "correct_label"])
REAL = st.sampled_from(["real", "original", "pristine", "bonafide", "genuine", "authentic"])
FAKE = st.sampled_from(["fake", "deepfake", "manipulated", "spoof", "synthetic", "forged"])
BEFORE = st.sampled_from(["p_", "prob_", "softmax ", "Score-", "probability_", ""])
SURE = st.sampled_from(["confidence", "Conf", "certainty", "max_prob", "prediction confidence"])
CHOSEN = st.sampled_from(["predicted", "prediction", "pred_label", "Verdict", "decision", "predicted class"])
SEEDS = st.integers(0, 1000)

quick = settings(max_examples=25, deadline=None)


def shuffled(columns, seed):
    """Rows and columns in another order."""
    frame = pl.DataFrame(columns)
    rng = np.random.default_rng(seed)
    return frame.select(rng.permutation(frame.columns).tolist())[rng.permutation(frame.height).tolist()]


def scores_of(columns, seed, **more):
    """P(fake) by detector in the order of the names, and the result."""
    files = {"scores.csv": table(shuffled(columns, seed).to_dict(as_series=False)), **more}
    with tempfile.TemporaryDirectory() as folder:
        result = read(Path(folder), files)
    table_of = result.tables["scores"].sort("detector", "video")
    return {name: part["p_fake"].to_numpy() for (name,), part in table_of.group_by("detector", maintain_order=True)}


@given(VIDEO, LABEL, BEFORE, REAL, FAKE, SEEDS)
@quick
def test_two_classes_by_name(video, label, before, real, fake, seed):
    v = videos(30, seed)
    columns = {video: v.names, label: v.labels, before + real: np.round(1 - v.p, 4), before + fake: v.p}
    assert scores_of(columns, seed)["scores"] == pytest.approx(v.p, abs=1e-4)


@given(VIDEO, LABEL, st.sampled_from(["real", "original", "Pristine"]), st.integers(2, 6), SEEDS)
@quick
def test_classes_by_generator_beside_a_number_that_is_none_of_them(video, label, real, count, seed):
    v = videos(60, seed)
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.ones(count), len(v)) * v.p[:, None]
    names = ["Deepfakes", "FaceSwap", "Face2Face", "NeuralTextures", "FSGAN", "Wav2Lip"][:count]
    columns = {video: v.names, label: v.labels, real: 1 - v.p, "blur": rng.random(len(v))}
    columns |= {name: shares[:, at] for at, name in enumerate(names)}
    assert scores_of(columns, seed)["scores"] == pytest.approx(v.p, abs=1e-4)


@given(VIDEO, LABEL, SURE, CHOSEN, REAL, FAKE, st.sampled_from([1, 100]), SEEDS)
@quick
def test_the_confidence_of_the_winner(video, label, sure, chosen, real, fake, times, seed):
    v = videos(40, seed)
    assume(v.called != v.labels)  # a detector that is never wrong is asked about
    called = np.where(v.p >= 0.5, fake, real).tolist()
    columns = {video: v.names, label: v.labels, sure: times * v.winner, chosen: called}
    assert scores_of(columns, seed)["scores"] == pytest.approx(v.p, abs=1e-4)


@given(VIDEO, CHOSEN, st.sampled_from(["score", "Probability", "prob", "y_score"]), st.floats(0.2, 0.8), SEEDS)
@quick
def test_a_decision_beside_a_score_is_never_the_score(video, chosen, score, threshold, seed):
    v = videos(40, seed)
    columns = {video: v.names, chosen: (v.p >= threshold).astype(int).tolist(), score: v.p}
    labels = table({"video": v.names, "label": v.labels})
    assert scores_of(columns, seed, **{"labels.csv": labels})["scores"] == pytest.approx(v.p)


@given(st.integers(2, 5), st.integers(1, 3), SEEDS)
@quick
def test_independent_detectors_are_never_classes(count, rows, seed):
    """Not even where all that there is sums to 1 by chance."""
    rng = np.random.default_rng(seed)
    p = np.round(rng.dirichlet(np.ones(count), rows), 4)
    columns = {"video": [f"{i}.mp4" for i in range(rows + 1)], "label": ["real", *["fake"] * rows]}
    columns |= {f"p_net{chr(97 + at)}": [0.5, *p[:, at].tolist()][: rows + 1] for at in range(count)}
    assert set(scores_of(columns, seed)) == {f"net{chr(97 + at)}" for at in range(count)}


@given(st.permutations(["xception", "meso", "clip-vit"]), SEEDS)
@quick
def test_pairs_of_classes_keep_the_names_of_their_detectors(names, seed):
    v = videos(30, seed)
    columns = {"video": v.names, "label": v.labels}
    for name, p in zip(names, (v.p, v.q, np.round((v.p + v.q) / 2, 4)), strict=True):
        columns |= {f"{name}_real": np.round(1 - p, 4), f"{name}_fake": p}
    scores = scores_of(columns, seed)
    assert set(scores) == {name.replace("-", "_") for name in names}
    assert scores[names[0].replace("-", "_")] == pytest.approx(v.p, abs=1e-4)
