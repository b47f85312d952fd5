"""Names that say the version of a video keep its versions in one group."""

import numpy as np
import polars as pl
import pytest

from touchstone.vocabulary.words import groups_by_name, groups_in_names

COUNT = 40
CODECS, FILTERS, SUFFIXES = ("raw", "c23", "c40"), ("", "_flip", "_blur"), ("avi", "mp4", "webm")


def videos(form, words, seed, count=COUNT):
    """Keys in any order, with a label of each video."""
    rng = np.random.default_rng(seed)
    label = np.where(rng.permutation(count) % 2, "fake", "real")
    stems = [rng.bytes(6).hex() for _ in range(count)]
    rows = [(form.format(v=v, i=i, u=stems[i]), label[i], i) for i in range(count) for v in words]
    rows = [rows[at] for at in rng.permutation(len(rows))]
    return *(pl.Series([row[at] for row in rows]) for at in (0, 1)), [row[2] for row in rows]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("{v}/v{i:05d}.mp4", CODECS), ("/FF/{v}/videos/{u}.mp4", CODECS), ("{v}/{i:03d}.mp4", CODECS), ("data/{v}/{u}", CODECS),
        ("{v}/v{i:05d}.mp4", ("clean", "whatsapp", "facebook")), ("{v}/{u}.mp4", ("h264", "h265", "vp9")),
        ("v{i:05d}_{v}.mp4", CODECS), ("{u}-{v}.mp4", CODECS), ("{v}_v{i:05d}.mp4", CODECS), ("v{i:05d}_{v}.mp4", CODECS[1:]),
        ("v{i:05d}.{v}", SUFFIXES), ("v{i:05d}{v}.mp4", FILTERS), ("clip_{i:05d}{v}.mp4", FILTERS), ("{u}{v}", FILTERS),
    ],
)  # fmt: skip
@pytest.mark.parametrize("seed", [1, 2])
def test_versions_of_a_video_are_one_group(form, words, seed):
    keys, labels, which = videos(form, words, seed)
    shown = groups_in_names(keys, labels)
    assert shown is not None
    assert shown.groups == COUNT
    of_videos = groups_by_name(keys, shown.pattern.expression).with_columns(which=pl.Series(which))
    assert of_videos.select("group", "which").n_unique() == of_videos["which"].n_unique() == COUNT
    assert of_videos["group"].n_unique() == COUNT


@pytest.mark.parametrize("form", ["{v}_{u}.npy", "{u}_{v}ms.npy"])
def test_words_that_count_are_parts(form):
    keys, labels, _ = videos(form, ("0", "5", "10"), 1)
    shown = groups_in_names(keys, labels)
    assert shown is not None
    assert shown.groups == COUNT
    assert shown.pattern.meaning.startswith("parts of a video (0")


def test_a_few_videos_may_lack_a_version():
    keys, labels, _ = videos("{v}/v{i:05d}.mp4", CODECS, 3)
    shown = groups_in_names(keys.slice(0, len(keys) - 2), labels.slice(0, len(labels) - 2))
    assert shown is not None
    assert "versions of a video (c23, c40, raw)" in shown.pattern.meaning


@pytest.mark.parametrize(
    ("form", "words"), [("{v}/{i:06d}.mp4", ("train", "test")), ("{u}_{v}.mp4", ("a", "b")), ("v{i:05d}.{v}", SUFFIXES)]
)
def test_names_whose_parts_have_labels_of_their_own_are_no_versions(form, words):
    keys, labels, _ = videos(form, words, 1)
    assert groups_in_names(keys, labels.sample(fraction=1, shuffle=True, seed=2)) is None


@pytest.mark.parametrize("words", [("real", "fake"), ("original", "Deepfakes", "FaceSwap")])
def test_folders_of_labels_and_methods_are_no_versions(words):
    keys, _, _ = videos("{v}/v{i:05d}x.mp4", words, 1)
    labels = pl.Series(["real" if key.startswith(("real", "original")) else "fake" for key in keys])
    assert groups_in_names(keys, labels) is None


def test_numbered_persons_with_takes_of_equal_names_stay_the_groups():
    keys, labels, _ = videos("{v}/T{i:02d}.mp4", [f"S{i:02d}" for i in range(10)], 1)
    shown = groups_in_names(keys, labels)
    assert shown is not None
    assert shown.groups == 10


@pytest.mark.parametrize("form", ["{v}_{i}.mp4", "{v}-takes/{i}.avi"])
def test_persons_with_takes_of_equal_numbers_are_no_versions(form):
    keys, labels, _ = videos(form, ("anna", "bert", "carl"), 1)
    shown = groups_in_names(keys, labels)
    assert shown is None or shown.groups == 3


def test_names_without_versions_show_none():
    keys, labels, _ = videos("{u}.mp4", ("",), 1, count=300)
    assert groups_in_names(keys, labels) is None
