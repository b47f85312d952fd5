import pytest

from touchstone.footage.corpus import open_corpus
from touchstone.vocabulary.errors import CorpusError


def touch(root, *names):
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")


def test_labels_methods_and_data_sets_come_from_folder_names(tmp_path):
    touch(tmp_path, "setA/real/a.mp4", "setA/fake/FaceSwap/c23/a.mp4", "0_real/b.MOV", "notes.txt", "real/x.srt")
    corpus = open_corpus(tmp_path)
    assert corpus.layout == "folders"
    assert {(e.video, e.label, e.method, e.dataset) for e in corpus.entries} == {
        ("setA/real/a.mp4", "real", None, "setA"),
        ("setA/fake/FaceSwap/c23/a.mp4", "fake", "FaceSwap", "setA"),
        ("0_real/b.MOV", "real", None, None),
    }


def test_the_folder_nearest_to_the_file_decides(tmp_path):
    touch(tmp_path, "real/of/fake/a.mp4")
    assert open_corpus(tmp_path).entries[0].label == "fake"


def test_videos_outside_labelled_folders_are_counted_not_guessed(tmp_path):
    touch(tmp_path, "real/a.mp4", "other/b.mp4")
    corpus = open_corpus(tmp_path)
    assert len(corpus.entries) == 1
    assert any("1 video(s) left out" in note and "other/b.mp4" in note for note in corpus.notes)


def test_colliding_base_names_keep_their_own_keys(tmp_path):
    touch(tmp_path, "real/1.mp4", "fake/A/1.mp4", "fake/B/1.mp4")
    assert len({e.video for e in open_corpus(tmp_path).entries}) == 3


def test_links_that_go_round_in_circles_end(tmp_path):
    touch(tmp_path, "real/a.mp4")
    (tmp_path / "real" / "again").symlink_to(tmp_path)
    assert len(open_corpus(tmp_path).entries) == 1


def test_a_name_that_is_not_utf8_becomes_a_key_that_tables_can_hold(tmp_path):
    touch(tmp_path, b"real/\xff.mp4".decode("utf-8", "surrogateescape"))
    assert open_corpus(tmp_path).entries[0].video.encode() == b"real/\\xff.mp4"


@pytest.mark.parametrize("names", [(), ("a.mp4",)])
def test_nothing_labelled_says_what_to_do(tmp_path, names):
    touch(tmp_path, *names)
    with pytest.raises(CorpusError, match=r"real/ and fake/, or write a manifest\.csv"):
        open_corpus(tmp_path)


def test_a_path_that_is_not_there(tmp_path):
    with pytest.raises(CorpusError, match="no such folder"):
        open_corpus(tmp_path / "nowhere")


def test_a_limit_draws_the_same_videos_of_each_class_every_time(tmp_path):
    touch(tmp_path, *(f"{label}/{i}.mp4" for label in ("real", "fake") for i in range(20)))
    corpus = open_corpus(tmp_path)
    limited = corpus.limited(5)
    assert (limited.count("real"), limited.count("fake")) == (5, 5)
    assert limited.entries == corpus.limited(5).entries
    assert limited.entries != corpus.limited(5, seed=1).entries
    assert set(limited.entries) <= set(corpus.limited(9).entries)
