"""A row for each class of a video: probabilities of several classes, logits of two, and with an epoch beside them."""

import numpy as np
import pytest
from tests.scores.conftest import said

COUNT = 60
Z = np.random.default_rng(7).normal(size=COUNT)


def read(place, column, classes, *, seed=0, header=("video", "label"), **options):
    """`classes` gives the score of each class of video i; rows are in any order."""
    rng = np.random.default_rng(seed)
    rows = [f"v{i:03d},{i % 2},{name},{score:.5f}" for i in range(COUNT) for name, score in classes(i).items()]
    rows = [rows[i] for i in rng.permutation(len(rows))]
    return place.read(place.file("s.csv", "\n".join([",".join([*header, column, "score"]), *rows]) + "\n"), **options)


def p_fake(i):
    return 1 / (1 + np.exp(-Z[i]))


def values(found):
    return found.tables["scores"].sort("video")["p_fake"].to_numpy()


@pytest.mark.parametrize("column", ["class", "cls", "output_of"])
@pytest.mark.parametrize("words", [("real", "Deepfakes", "FaceSwap"), ("live", "print", "replay"), ("Real", "fake", "a", "b")])
@pytest.mark.parametrize("seed", [1, 2])
def test_scores_of_several_classes_that_sum_to_1_are_summed_up(place, column, words, seed):
    def classes(i):
        parts = np.random.default_rng(i).dirichlet(np.ones(len(words) - 1)) * p_fake(i)
        return dict(zip(words, [1 - p_fake(i), *parts], strict=True))

    found = read(place, column, classes, seed=seed)
    assert values(found) == pytest.approx([p_fake(i) for i in range(COUNT)], abs=1e-4)
    assert said(found, f"(if it holds something else, say --map property_{column}={column})")
    other = read(place, column, classes, seed=seed, columns={f"property_{column}": column})
    assert other.tables["videos"].height == COUNT * len(words)


@pytest.mark.parametrize("words", [("real", "fake"), ("bonafide", "spoof"), ("0", "1")])
@pytest.mark.parametrize("shift", [0.0, 0.3])
def test_logits_of_two_classes_are_log_odds_together(place, words, shift):
    found = read(place, "class", lambda i: {words[0]: shift - Z[i] / 2, words[1]: shift + Z[i] / 2})
    assert values(found) == pytest.approx([p_fake(i) for i in range(COUNT)], abs=1e-4)
    assert said(found, "their difference is the log-odds of fake")


@pytest.mark.parametrize("words", [("original", "blur", "jpeg"), ("original", "blurred")])
def test_versions_of_a_video_are_no_classes(place, words):
    rng = np.random.default_rng(3)
    found = read(place, "attack", lambda i: {w: Z[i] + 0.3 * rng.normal() for w in words})
    assert not said(found, "classes")
    assert not said(found, "their difference")
    assert found.tables["scores"].height == COUNT * len(words)


def test_rows_of_classes_for_each_epoch_are_read_in_each(place):
    rng = np.random.default_rng(4)
    rows = []
    for i in range(COUNT):
        for epoch in (1, 2):
            p = p_fake(i) if epoch == 1 else float(rng.uniform())
            rows += [f"v{i:03d},{i % 2},{epoch},real,{1 - p:.5f}", f"v{i:03d},{i % 2},{epoch},fake,{p:.5f}"]
    rows = [rows[i] for i in rng.permutation(len(rows))]
    found = place.read(place.file("s.csv", "\n".join(["video,label,epoch,class,score", *rows]) + "\n"))
    first = found.tables["scores"].filter(detector="epoch 1").sort("video")["p_fake"].to_list()
    assert first == pytest.approx([p_fake(i) for i in range(COUNT)], abs=1e-4)
    assert found.tables["scores"].height == 2 * COUNT
