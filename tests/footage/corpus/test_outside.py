"""Footage that lies outside its folder is said aloud, and refused where that is asked."""

import pytest

from touchstone.footage.corpus import open_corpus
from touchstone.footage.synthesis import OwnPlan
from touchstone.vocabulary.errors import CorpusError


@pytest.fixture
def root(tmp_path):
    for name in ("corpus/real/a.mp4", "corpus/fake/b.mp4", "elsewhere/c.mp4", "corpus beside/d.mp4"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    return tmp_path / "corpus"


def manifest(root, *paths):
    rows = "".join(f"{path},{('real', 'fake')[n % 2]}\n" for n, path in enumerate(("real/a.mp4", "fake/b.mp4", *paths)))
    (root / "manifest.csv").write_text(f"path,label\n{rows}")


def outside(corpus):
    return [note for note in corpus.notes if "outside" in note]


@pytest.mark.parametrize(
    "away",
    ["../elsewhere/c.mp4", "{parent}/elsewhere/c.mp4", "real/../../elsewhere/c.mp4", "../corpus beside/d.mp4", "link.mp4",
     "linked/c.mp4", "linked/nowhere.mp4", ".."],
)  # fmt: skip
def test_a_manifest_that_leaves_its_folder(root, away):
    (root / "link.mp4").symlink_to(root.parent / "elsewhere/c.mp4")
    (root / "linked").symlink_to(root.parent / "elsewhere")
    away = away.format(parent=root.parent)
    manifest(root, away)
    corpus = open_corpus(root)
    assert len(corpus.entries) == 3
    (note,) = outside(corpus)
    assert note.startswith(f"1 video(s) lie outside {root} (first: {away}, which is {root.parent}")
    assert note.endswith("; --strict-paths refuses such footage")
    with pytest.raises(
        CorpusError, match=r"1 video\(s\) lie outside .*; copy them into it, or leave --strict-paths out"
    ):
        open_corpus(root, strict_paths=True)


@pytest.mark.parametrize("inside", ["fake/../real/x.mp4", "{root}/fake/x.mp4", "link.mp4", "real/nowhere.mp4"])
def test_a_manifest_that_stays_in_its_folder(root, inside, monkeypatch):
    (root / "link.mp4").symlink_to("real/a.mp4")
    manifest(root, inside.format(root=root))
    assert outside(open_corpus(root, strict_paths=True)) == []
    (root.parent / "also").symlink_to(root)
    assert outside(open_corpus(root.parent / "also", strict_paths=True)) == []
    monkeypatch.chdir(root)
    assert outside(open_corpus(root.relative_to(root) / "manifest.csv", strict_paths=True)) == []


def test_links_in_a_layout_of_folders(root):
    assert outside(open_corpus(root, strict_paths=True)) == []
    (root / "fake/more").symlink_to(root.parent / "elsewhere")
    (note,) = outside(open_corpus(root))
    assert "(first: fake/more/c.mp4, which is " in note
    with pytest.raises(CorpusError, match="outside"):
        open_corpus(root, strict_paths=True)


def test_clips_for_planted_defects(root):
    (root / "real/more.mp4").symlink_to(root.parent / "elsewhere/c.mp4")
    for folder in (root, root / "real"):  # labelled, and a bare folder of videos
        (note,) = OwnPlan(root=folder).notes()
        assert note.startswith("1 video(s) lie outside")
        with pytest.raises(CorpusError, match="outside"):
            OwnPlan(root=folder, strict_paths=True).recipes()


NO_DISK_HOLDS = {"name": "1" + "0" * 400, "bytes": "real/" + "é" * 200 + ".mp4", "path": "x/" * 3000 + "a.mp4"}


@pytest.mark.parametrize("name", NO_DISK_HOLDS.values(), ids=NO_DISK_HOLDS)
def test_a_name_that_no_disk_holds_is_a_video_that_cannot_be_opened(root, name):
    manifest(root, name)
    corpus = open_corpus(root)
    assert len(corpus.entries) == 3
    assert not outside(corpus)
