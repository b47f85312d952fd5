"""Celeb-DF on a small tree of its shape: polarity, persons, splits."""

import pytest

from touchstone.footage.corpus import open_corpus
from touchstone.vocabulary.errors import CorpusError

FILES = (
    "Celeb-real/id0_0000.mp4",
    "Celeb-real/id0_0001.mp4",
    "Celeb-real/id16_0002.mp4",
    "YouTube-real/00001.mp4",
    "YouTube-real/00170.mp4",
    "Celeb-synthesis/id0_id16_0000.mp4",
    "Celeb-synthesis/id16_id0_0002.mp4",
)
LIST = "1 YouTube-real/00170.mp4\n1 Celeb-real/id0_0001.mp4\n0 Celeb-synthesis/id16_id0_0002.mp4\n"


@pytest.fixture
def tree(tmp_path):
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "List_of_testing_videos.txt").write_text(LIST)
    return tmp_path


def by_key(corpus):
    return {entry.video: entry for entry in corpus.entries}


def test_labels_come_from_the_folders_and_the_list_agrees_that_1_is_real(tree):
    corpus = open_corpus(tree)
    assert corpus.layout == "celeb-df"
    assert [e.video for e in corpus.entries] == sorted(FILES)
    assert (corpus.count("real"), corpus.count("fake")) == (5, 2)
    assert {e.video for e in corpus.entries if e.split == "test"} == {line[2:] for line in LIST.splitlines()}
    assert {e.split for e in corpus.entries} == {"test", "train"}


def test_the_group_is_the_person_whose_footage_it_is_and_the_donor_gives_the_face(tree):
    entries = by_key(open_corpus(tree))
    fake = entries["Celeb-synthesis/id0_id16_0000.mp4"]
    assert (fake.group, fake.donor, fake.source, fake.method) == ("id0", "id16", "Celeb-real", "Celeb-synthesis")
    real = entries["Celeb-real/id0_0001.mp4"]
    assert (real.group, real.donor, real.source, real.method) == ("id0", None, "Celeb-real", None)
    clips = [entries[f"YouTube-real/{n}.mp4"] for n in ("00001", "00170")]
    assert clips[0].group != clips[1].group
    assert {c.source for c in clips} == {"YouTube-real"}


def test_without_a_list_no_split_is_known(tree):
    (tree / "List_of_testing_videos.txt").unlink()
    corpus = open_corpus(tree)
    assert {e.split for e in corpus.entries} == {None}
    assert any("no splits are known" in note for note in corpus.notes)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (
            "0 Celeb-real/id0_0001.mp4\n",
            r"line 1: 0 means fake in this list, and Celeb-real holds real .* numbers swapped",
        ),
        ("1 Celeb-real/id0_0001.mp4\n\n1 Celeb-synthesis/id16_id0_0002.mp4\n", "line 3: 1 means real"),
        ("Celeb-real/id0_0001.mp4\n", "line 1: .* is not '1 Celeb-real"),
        ("1 elsewhere/x.mp4\n", "line 1: "),
    ],
)
def test_a_list_that_contradicts_the_folders_is_refused(tree, lines, words):
    (tree / "List_of_testing_videos.txt").write_text(lines)
    with pytest.raises(CorpusError, match=words):
        open_corpus(tree)


def test_what_is_missing_and_what_is_odd_is_said(tree):
    (tree / "Celeb-real/id0_0001.mp4").unlink()
    (tree / "Celeb-synthesis/mine.mp4").touch()
    corpus = open_corpus(tree)
    assert any("1 video(s) of List_of_testing_videos.txt were not found" in note for note in corpus.notes)
    assert any("their group is unknown (first: Celeb-synthesis/mine.mp4)" in note for note in corpus.notes)
    assert by_key(corpus)["Celeb-synthesis/mine.mp4"].label == "fake"


def test_a_manifest_in_the_folder_wins_and_other_folders_are_not_taken_for_it(tree, tmp_path_factory):
    (tree / "manifest.csv").write_text("path,label\nCeleb-real/id0_0000.mp4,real\n")
    assert open_corpus(tree).layout == "manifest"
    other = tmp_path_factory.mktemp("other")
    for name in ("Celeb-real/real/a.mp4", "fake/b.mp4"):
        (other / name).parent.mkdir(parents=True)
        (other / name).touch()
    assert open_corpus(other).layout == "folders"


def test_empty_folders_say_so(tmp_path):
    for name in ("Celeb-real", "Celeb-synthesis"):
        (tmp_path / name).mkdir()
    with pytest.raises(CorpusError, match="hold no video"):
        open_corpus(tmp_path)
