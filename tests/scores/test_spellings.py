"""Names of columns, of videos and of files as people spell them."""

import numpy as np
import pytest
from tests.scores.conftest import labels_of, said, scores_of
from tests.scores.forms.catalogue import read
from tests.scores.forms.example import table, videos

V = videos()


def same(found, names=V.names):
    return labels_of(found) == dict(zip(names, V.labels, strict=True)) and [
        scores_of(found)[next(iter(scores_of(found)))[0], name] for name in names
    ] == pytest.approx(V.p.tolist())


@pytest.mark.parametrize("video", ["Clip ID", "clip", "clip_name", "Vide\u0301o", "archivo", "文件名"])
@pytest.mark.parametrize(
    ("label", "real", "fake"),
    [("étiquette", "réel", "faux"), ("etiqueta", "auténtico", "falso"), ("标签", "真", "假")],
)
def test_columns_and_labels_in_several_languages(video, label, real, fake, tmp_path):
    columns = {video: V.names, label: np.where(V.fake, fake, real), "score": V.p}
    assert same(read(tmp_path, {"s.csv": table(columns)}))


@pytest.mark.parametrize("name", ["confidence (%)", "Confidence [%]", "confidence_percent", "Konfidenz"])
def test_a_confidence_in_percent_under_any_name(name, tmp_path):
    columns = {"video": V.names, "label": V.labels, "prediction": V.called, name: np.round(100 * V.winner, 2)}
    assert same(read(tmp_path, {"s.csv": table(columns)}))


def test_apostrophes_of_either_kind_are_equal(tmp_path):
    names = [f"O'Neil {name}" for name in V.names]
    files = {
        "s.csv": table({"video": [name.replace("'", "’") for name in names], "score": V.p}),
        "labels.csv": table({"video": names, "label": V.labels}),
    }
    assert same(read(tmp_path, files), names)


@pytest.mark.parametrize("labelled", [False, True])
@pytest.mark.parametrize("parts", [("real", "fake"), ("net_real", "net_fake"), ("Pristine", "Deepfake")])
def test_a_pair_of_files_is_one_detector_whose_labels_the_names_say(parts, labelled, tmp_path):
    files = {}
    for part, fake in zip(parts, (False, True), strict=True):
        at = V.fake == fake
        cells = {"video": np.asarray(V.names)[at], "score": V.p[at]}
        files[f"{part}.csv"] = table(cells | ({"label": np.asarray(V.labels)[at]} if labelled else {}))
    found = read(tmp_path, files)
    assert same(found)
    assert found.tables["videos"]["dataset"].null_count() == len(V)
    assert said(found, "if they do not, say --labels FILE")


def test_labelled_videos_of_equal_names_in_a_pair_of_files_are_different_videos(tmp_path):
    at = [i for i, fake in enumerate(V.fake) if fake]
    cells = {"video": np.asarray(V.names)[at], "score": V.p[at]}
    files = {f"{label}.csv": table(cells | {"label": [label] * len(at)}) for label in ("real", "fake")}
    found = read(tmp_path, files)
    assert labels_of(found) == {f"{label}/{V.names[i]}": label for label in ("real", "fake") for i in at}
    assert found.tables["detectors"].height == 1


def test_a_file_of_fakes_beside_one_of_another_kind_names_no_labels(tmp_path):
    half = {n: c[:20] for n, c in {"video": V.names, "label": V.labels, "score": V.p}.items()}
    rest = {n: c[20:] for n, c in {"video": V.names, "label": V.labels, "score": V.p}.items()}
    found = read(tmp_path, {"fake.csv": table(half), "real.csv": table(rest)})
    assert same(found)
    assert not said(found, "the names of the files say them")
