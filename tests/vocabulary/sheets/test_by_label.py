"""Documents whose keys say labels: scores, names and lists by label and split, and lists of DeepfakeBench."""

from __future__ import annotations

import json
import random

import pytest

from touchstone.scores import read_score_files
from touchstone.vocabulary.sheets import read_sheet

VIDEOS = {f"v{i}.mp4": (("real", "fake")[i % 2], round(i / 40, 3)) for i in range(40)}


def of(label: str) -> dict[str, float]:
    return {name: score for name, (truth, score) in VIDEOS.items() if truth == label}


def write(tmp_path, document, name="s.json"):
    (tmp_path / name).write_text(json.dumps(document))
    return tmp_path / name


@pytest.mark.parametrize(
    "words", [("real", "fake"), ("fake", "REAL"), ("Original", "Deepfakes"), ("spoof", "bonafide")]
)
def test_scores_below_labels_are_scores_of_labelled_videos(tmp_path, words):
    truth = {"real": "real", "original": "real", "bonafide": "real"}
    document = {word: of(truth.get(word.lower(), "fake")) for word in words}
    read = read_score_files([write(tmp_path, document)])
    held = read.tables["videos"].join(read.tables["scores"].select("video", "p_fake"), on="video")
    assert {v: (y, p) for v, y, p in held.select("video", "label", "p_fake").iter_rows()} == VIDEOS


def test_splits_may_lie_above_or_below_the_labels(tmp_path):
    def part(label, split):
        return {n: s for i, (n, s) in enumerate(of(label).items()) if (i % 4 == 0) == (split == "test")}

    splits, labels = ("train", "test"), ("real", "fake")
    above = {split: {label: part(label, split) for label in labels} for split in splits}
    below = {label: {split: part(label, split) for split in splits} for label in labels}
    frames = [read_sheet(write(tmp_path, document)).frame for document in (above, below)]
    rows = [sorted(frame.select("video", "label", "split", "score").rows()) for frame in frames]
    assert rows[0] == rows[1]
    assert {(v, y, s) for v, y, _, s in rows[0]} == {(v, y, s) for v, (y, s) in VIDEOS.items()}
    assert sum(row[2] == "test" for row in rows[0]) == 10


def test_lists_of_names_are_labels_and_lists_of_numbers_are_scores(tmp_path):
    names = write(tmp_path, {label: [*of(label)] for label in ("fake", "real")}, "l.json")
    scores = write(tmp_path, {name: score for name, (_, score) in VIDEOS.items()})
    videos = read_score_files([scores], [names]).tables["videos"]
    assert dict(videos.select("video", "label").iter_rows()) == {name: truth for name, (truth, _) in VIDEOS.items()}
    numbers = read_sheet(write(tmp_path, {label: [*of(label).values()] for label in ("real", "fake")})).frame
    assert sorted(numbers.select("label", "score").rows()) == sorted(VIDEOS.values())


def test_two_columns_of_the_same_videos_stay_columns(tmp_path):
    document = {
        "real": {name: 1 - s for name, (_, s) in VIDEOS.items()},
        "fake": {n: s for n, (_, s) in VIDEOS.items()},
    }
    sheet = read_sheet(write(tmp_path, document))
    assert "label" not in sheet.columns


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    ("words", "with_compression"), [(("FF-real", "FF-DF"), True), (("CelebDFv2_real", "CelebDFv2_fake"), False)]
)
def test_lists_of_deepfakebench_are_labels_with_splits(tmp_path, words, with_compression, seed):
    names = [*VIDEOS]
    random.Random(seed).shuffle(names)
    document = {words[0].partition("-")[0]: {word: {"train": {}, "test": {}} for word in words}}
    for i, name in enumerate(names):
        stem, word = name.removesuffix(".mp4"), words[VIDEOS[name][0] == "fake"]
        held = {stem: {"label": word, "frames": [f"set/{word}/{stem}/{k:03}.png" for k in range(3)]}}
        part = document[words[0].partition("-")[0]][word]["test" if i % 2 else "train"]
        (part.setdefault("c23", {}) if with_compression else part).update(held)
    labels = write(tmp_path, document, "bench.json")
    rows = [f"{name},{score}" for name, (_, score) in VIDEOS.items()]
    (tmp_path / "s.csv").write_text("\n".join(["video,score", *rows]) + "\n")
    videos = read_score_files([tmp_path / "s.csv"], [labels]).tables["videos"]
    held = {v.rpartition("/")[2]: (y, s) for v, y, s in videos.select("video", "label", "split").iter_rows()}
    splits = {name.removesuffix(".mp4"): "test" if i % 2 else "train" for i, name in enumerate(names)}
    assert held == {n.removesuffix(".mp4"): (y, splits[n.removesuffix(".mp4")]) for n, (y, _) in VIDEOS.items()}
