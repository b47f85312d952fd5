"""Names of scores and labels match by the longest common end of their paths, and never where two share it."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scores.conftest import labels_of, said
from tests.scores.forms.example import table

from touchstone.scores import read_score_files
from touchstone.vocabulary.errors import TableError

KEYS = [f"{kind}/{person}/{i:05d}.mp4" for kind in ("real", "fake") for person in ("id1", "id2") for i in range(4)]
LABELS = [key.partition("/")[0] for key in KEYS]


def joined(folder, keys, listed=KEYS, labels=LABELS):
    (folder / "s.csv").write_bytes(table({"video": keys, "p_fake": np.linspace(0.1, 0.9, len(keys))}))
    (folder / "labels.csv").write_bytes(table({"video": listed, "label": labels}))
    return read_score_files([folder / "s.csv"], [folder / "labels.csv"])


@given(
    root=st.sampled_from(["", "/mnt/data/", "D:\\sets\\", "./", "../x/", "//host/share/"]),
    other=st.sampled_from(["", "FakeAVCeleb/", "/home/me/"]),
    windows=st.booleans(),
    suffix=st.sampled_from([".mp4", "", ".npy", ".MP4"]),
    upper=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_roots_slashes_suffixes_and_case_do_not_matter(tmp_path_factory, root, other, windows, suffix, upper):
    keys = [root + key.removesuffix(".mp4") + suffix for key in KEYS]
    keys = [key.replace("/", "\\") if windows else key for key in keys]
    keys = [key.upper() for key in keys] if upper else keys
    found = joined(tmp_path_factory.mktemp("join"), keys, [other + key for key in KEYS])
    assert sorted(labels_of(found).values()) == sorted(LABELS)
    assert found.tables["scores"].height == len(KEYS)
    assert all(label in key.lower() for key, label in labels_of(found).items())


def test_a_name_that_two_labels_share_is_not_matched_and_one_key_of_either_side_is_shown(tmp_path):
    keys = [*KEYS[:-1], "00003.mp4"]
    found = joined(tmp_path, keys)
    assert found.tables["scores"].height == len(KEYS) - 1
    assert said(found, "none for 1, as '00003.mp4' beside 'real/id1/00000.mp4'")


def test_two_scores_never_become_one_video(tmp_path):
    found = joined(tmp_path, ["a/1.mp4", "b/1.mp4", "2.mp4"], ["1.mp4", "2.mp4"], ["fake", "real"])
    assert found.tables["scores"]["video"].to_list() == ["2.mp4"]


def test_names_that_match_nothing_are_a_question(tmp_path):
    with pytest.raises(TableError, match="no score belongs to a labelled video") as error:
        joined(tmp_path, ["x.mp4", "y.mp4"])
    assert "labels found for no video; none for 2, as 'x.mp4' beside" in str(error.value)  # the note that says why
    assert "above" not in str(error.value)


def test_labels_that_all_say_nothing_are_one_line(tmp_path):
    said = r"labels\.csv: no row names a video and its label; correct the file, or leave --labels out"
    with pytest.raises(TableError, match=said):
        joined(tmp_path, KEYS, KEYS, ["unknown"] * len(KEYS))


def test_a_name_that_holds_folder_and_name_is_that_video(tmp_path):
    listed = [f"{label}/{i:03d}.mp4" for label in ("real", "fake") for i in range(10)]
    labels = [key.partition("/")[0] for key in listed]
    for at, change in enumerate((lambda key: key.replace("/", "_"), lambda key: "crops/" + key.replace("/", "-")[:-3] + "npy")):
        folder = tmp_path / str(at)
        folder.mkdir()
        found = joined(folder, [change(key) for key in listed], listed, labels)
        assert labels_of(found) == dict(zip(listed, labels, strict=True))
        assert said(found, "s.csv: labels found for 20 by folder and name joined by '_'")
    turned = joined(tmp_path, listed, [key.replace("/", "_") for key in listed], labels)
    assert turned.tables["videos"].height == 20


def test_a_name_that_holds_several_paths_is_none_of_them(tmp_path):
    listed = ["a_b/0.mp4", "a/b/0.mp4", "c/1.mp4", "d/2.mp4"]
    found = joined(tmp_path, ["a_b_0.mp4", "c_1.mp4", "d_2.mp4"], listed, ["fake", "real", "fake", "real"])
    assert said(found, "none for 1, as 'a_b_0.mp4' beside 'a_b/0.mp4'")


@pytest.mark.parametrize(
    "names", [("xception.csv", "meso.csv"), ("xception/preds.csv", "meso/preds.csv"), ("net_a.csv", "net_b.csv")]
)
@pytest.mark.parametrize("turned", [False, True])
def test_equal_names_of_data_sets_that_labels_cannot_tell_apart_are_a_question_that_both_ways_settle(place, names, turned):
    rows = [[f"v{i},{start + i * 0.03:.2f}" for i in range(30)][:: -1 if turned else 1] for start in (0.02, 0.03)]
    files = [place.file(name, "\n".join(["video,score", *lines])) for name, lines in zip(names, rows, strict=True)]
    labels = [f"v{i},{('real', 'fake')[i % 2]}" for i in range(30)]
    plain = place.file("labels.csv", "\n".join(["video,label", *labels]))
    with pytest.raises(TableError, match="say --files-are detectors if each file of scores is a detector") as error:
        place.read(*files, labels=[plain], files_are="datasets")
    assert "30 of its names are each of several videos of one detector" in str(error.value)
    assert len(place.read(*files, labels=[plain], files_are="detectors").tables["detectors"]) == 2
    (paths,) = re.findall(r" of '([^']+)' and '([^']+)'", str(error.value))
    first, second = (path.rpartition("/")[0] for path in paths)
    apart = place.file("apart.csv", "\n".join(["video,label", *(f"{d}/{row}" for d in (first, second) for row in labels)]))
    found = place.read(*files, labels=[apart], files_are="datasets")
    assert len(found.tables["videos"]) == 60
    assert len(found.tables["detectors"]) == 1
