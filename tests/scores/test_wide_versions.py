"""Columns called like compressions are detectors, and the note says how versions of a video are given."""

import numpy as np
import pytest
from tests.scores.conftest import said

COUNT = 40


@pytest.mark.parametrize("form", ["score_{}", "p_{}", "prob_{}"])
@pytest.mark.parametrize("words", [("c23", "c40", "raw"), ("raw", "c40"), ("1080p", "360p"), ("crf18", "crf40")])
def test_versions_in_columns_are_said_and_rows_of_them_are_versions(place, form, words):
    p = np.random.default_rng(1).uniform(size=(COUNT, len(words))).round(4)
    wide = [",".join(["video", "label", *map(form.format, words)])]
    wide += [",".join(map(str, [f"v{i}.mp4", i % 2, *p[i]])) for i in range(COUNT)]
    found = place.read(place.file("s.csv", "\n".join(wide) + "\n"))
    assert said(found, "if they are versions of each video, give a row for each, with a column 'compression'")
    assert found.tables["detectors"].height == len(words)
    rows = [f"v{i}.mp4,{i % 2},{w},{p[i, k]}" for i in range(COUNT) for k, w in enumerate(words)]
    found = place.read(place.file("s.csv", "\n".join(["video,label,compression,score", *rows]) + "\n"))
    assert found.tables["videos"].height == COUNT * len(words)
    assert found.tables["videos"]["group"].n_unique() == COUNT


def test_detectors_beside_a_compression_are_not_said(place):
    rows = [f"v{i}.mp4,{i % 2},{i / 50},{i / 60}" for i in range(COUNT)]
    found = place.read(place.file("s.csv", "\n".join(["video,label,score_c23,score_xception", *rows]) + "\n"))
    assert not said(found, "versions of each video")
