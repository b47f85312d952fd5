"""Files of one detector that repeat its real videos, each with the fakes of one method."""

import numpy as np
import pytest
from tests.scores.conftest import said

METHODS = ("Deepfakes", "FaceSwap", "NeuralTextures")


def files(place, form="{}_{}.csv", detectors=("xception",), noise=0.0):
    """A file for each detector and method: 12 real videos, the same in all, and 10 fakes of the method."""
    rng = np.random.default_rng(4)
    found = []
    for detector in detectors:
        reals = rng.uniform(0.01, 0.6, 12)
        for method in METHODS:
            rows = [f"r{i},real,{p + noise * rng.uniform():.4f}" for i, p in enumerate(reals)]
            rows += [f"{method}{i},fake,{p:.4f}" for i, p in enumerate(rng.uniform(0.4, 0.99, 10))]
            found.append(place.file(form.format(detector, method), "\n".join(["video,label,prob", *rows])))
    return found


@pytest.mark.parametrize("form", ["{0}_{1}.csv", "{1}_{0}.csv"])
@pytest.mark.parametrize("files_are", [None, "datasets"])
def test_real_videos_that_files_share_count_once(place, form, files_are):
    found = place.read(*files(place, form, ("xception", "vit")), files_are=files_are)
    videos, scores = found.tables["videos"], found.tables["scores"]
    assert (videos.filter(label="real").height, videos.filter(label="fake").height) == (12, 30)
    assert scores["detector"].value_counts().sort("detector").rows() == [("vit", 42), ("xception", 42)]
    assert set(videos.filter(label="fake")["method"]) == set(METHODS)
    assert videos.filter(label="real")["method"].null_count() == 12
    assert said(found, "equal scores for the 12 videos that they share, so they are of one detector, xception")


def test_the_option_of_the_note_makes_them_detectors_and_so_do_other_scores(place):
    found = place.read(*files(place), files_are="detectors")
    assert found.tables["detectors"].height == 3
    assert place.read(*files(place, noise=0.01)).tables["detectors"].height == 3
