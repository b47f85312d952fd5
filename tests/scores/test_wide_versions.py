"""Columns called like compressions are detectors, and the note says how versions of a video are given."""

import numpy as np
import pytest
from tests.scores.conftest import said

from touchstone.scores import parse_map
from touchstone.vocabulary.errors import TableError

COUNT = 40


@pytest.mark.parametrize("form", ["score_{}", "p_{}", "prob_{}"])
@pytest.mark.parametrize("words", [("c23", "c40", "raw"), ("raw", "c40"), ("1080p", "360p"), ("crf18", "crf40")])
def test_versions_in_columns_are_said_and_rows_of_them_are_versions(place, form, words):
    p = np.random.default_rng(1).uniform(size=(COUNT, len(words))).round(4)
    by_name = sorted(range(COUNT), key=lambda i: f"v{i}.mp4")
    wide = [",".join(["video", "label", *map(form.format, words)])]
    wide += [",".join(map(str, [f"v{i}.mp4", i % 2, *p[i]])) for i in range(COUNT)]
    found = place.read(place.file("s.csv", "\n".join(wide) + "\n"))
    assert said(found, "or give a row for each, with a column 'compression'")
    assert found.tables["detectors"].height == len(words)
    option = next(note for note in found.notes if "versions of each video" in note).partition("say --map ")[2].split()[0]
    alone = place.read(place.folder / "s.csv", columns=parse_map((option,)))
    assert alone.tables["detectors"].height == 1
    assert alone.tables["scores"].sort("video")["p_fake"].to_list() == pytest.approx([p[i, 0] for i in by_name])
    rows = [f"v{i}.mp4,{i % 2},{w},{p[i, k]}" for i in range(COUNT) for k, w in enumerate(words)]
    found = place.read(place.file("s.csv", "\n".join(["video,label,compression,score", *rows]) + "\n"))
    assert found.tables["videos"].height == COUNT * len(words)
    assert found.tables["videos"]["group"].n_unique() == COUNT


def test_detectors_beside_a_compression_are_not_said(place):
    rows = [f"v{i}.mp4,{i % 2},{i / 50},{i / 60}" for i in range(COUNT)]
    found = place.read(place.file("s.csv", "\n".join(["video,label,score_c23,score_xception", *rows]) + "\n"))
    assert not said(found, "versions of each video")


@pytest.mark.parametrize("form", ["epoch_{}", "ckpt{}", "fold_{}_of_3"])
def test_options_for_columns_of_epochs_run_as_they_are_printed(place, form):
    p = np.random.default_rng(2).uniform(0.01, 0.99, size=(COUNT, 3)).round(4)
    lines = [",".join(["video", "label", *(form.format(k) for k in (1, 2, 3))])]
    lines += [",".join(map(str, [f"v{i}.mp4", i % 2, *p[i]])) for i in range(COUNT)]
    path = place.file("s.csv", "\n".join(lines) + "\n")
    with pytest.raises(TableError, match="if each holds the scores of a detector") as error:
        place.read(path)
    options = str(error.value).partition("; say ")[2].partition(" if each")[0].split()[1::2]
    assert place.read(path, columns=parse_map(tuple(options))).tables["detectors"].height == 3
