"""Several files at once, and labels from other files."""

import json

import pytest
from tests.scores.conftest import labels_of, said, scores_of

from touchstone.vocabulary.errors import TableError

ONE = "video,label,score\n1.mp4,fake,0.9\n2.mp4,real,0.2\n"
TWO = "video,label,score\n3.mp4,fake,0.8\n4.mp4,real,0.1\n"


def test_files_of_one_name_over_other_videos_are_data_sets_of_one_detector(place):
    found = place.read(place.file("net_DFDC.csv", ONE), place.file("net_Celeb-DF.csv", TWO))
    assert found.tables["detectors"]["detector"].to_list() == ["net"]
    assert dict(found.tables["videos"].select("video", "dataset").iter_rows()) == {
        "1.mp4": "DFDC", "2.mp4": "DFDC", "3.mp4": "Celeb-DF", "4.mp4": "Celeb-DF",
    }  # fmt: skip
    assert said(
        found,
        "2 files are one detector, net, over 2 data sets: DFDC, Celeb-DF (to change this, say --files-are detectors)",
    )


def test_the_user_may_say_that_they_are_detectors(place):
    found = place.read(place.file("net_a.csv", ONE), place.file("net_b.csv", TWO), files_are="detectors")
    assert found.tables["detectors"]["detector"].to_list() == ["net_a", "net_b"]
    assert found.tables["videos"]["dataset"].null_count() == 4


def test_files_over_the_same_videos_are_detectors(place):
    found = place.read(place.file("run_cm.csv", ONE), place.file("run_bg.csv", ONE))
    assert found.tables["detectors"]["detector"].to_list() == ["run_cm", "run_bg"]
    assert said(found, "2 files of one form are 2 detectors")


def test_equal_names_in_data_sets_stay_apart_where_the_user_says_that_they_are_data_sets(place):
    other = ONE.replace("fake,0.9", "real,0.3")
    found = place.read(place.file("net_a.csv", ONE), place.file("net_b.csv", other), files_are="datasets")
    assert labels_of(found) == {"a/1.mp4": "fake", "a/2.mp4": "real", "b/1.mp4": "real", "b/2.mp4": "real"}


def test_a_column_that_names_the_data_set_wins(place):
    dated = "video,label,score,dataset\n5.mp4,fake,0.8,mine\n"
    found = place.read(
        place.file("net_x.csv", dated), place.file("net_y.csv", dated.replace("5", "6").replace("mine", "yours"))
    )
    assert found.tables["videos"]["dataset"].to_list() == ["mine", "yours"]


def test_one_detector_named_in_two_files_over_the_same_videos_is_two(place):
    text = "model,video,label,score\ncm,a,fake,0.9\n"
    found = place.read(place.file("may.csv", text), place.file("june.csv", text.replace("0.9", "0.4")))
    assert scores_of(found) == {("cm", "a"): 0.9, ("cm (june)", "a"): 0.4}


def test_equal_files_of_two_folders_are_told_apart_by_the_folder(place):
    found = place.read(place.file("x/s.csv", ONE), place.file("y/s.csv", ONE))
    assert found.tables["detectors"]["detector"].to_list() == ["x/s", "y/s"]


def test_scores_take_labels_from_another_score_file(place):
    found = place.read(
        place.file("cm.csv", ONE), place.file("bg.csv", "video,p_fake\n1.mp4,0.4\n2.mp4,0.3\n9.mp4,0.5\n")
    )
    assert labels_of(found) == {"1.mp4": "fake", "2.mp4": "real"}
    assert found.tables["rejected"].select("video", "kind").rows() == [("9.mp4", "unlabelled")]


LISTS = {
    "List_of_testing_videos.txt": "1 Celeb-real/a.mp4\n0 Celeb-synthesis/b.mp4\n1 YouTube-real/c.mp4\n",
    "labels.csv": "filename,label\na.mp4,0\nb.mp4,1\nc.mp4,0\n",
    "manifest.csv": "path,label,group\nx/a.mp4,real,p1\nx/b.mp4,fake,p2\nx/c.mp4,real,p3\n",
    "dataset.json": json.dumps(
        {
            f"{i}/{n}": {"label": y, "set": "test"}
            for i, (n, y) in enumerate([("a.mp4", "real"), ("b.mp4", "fake"), ("c.mp4", "real")])
        }
    ),
    "bare.txt": "a.mp4,real\nb.mp4,fake\nc.mp4,real\n",
    "meta_data.csv": (
        "source,target1,target2,method,category,type,race,gender,path,\n"
        "id1,-,-,real,A,RealVideo-RealAudio,African,men,a.mp4,FakeAVCeleb/RealVideo-RealAudio/African/men/id1\n"
        "id1,id2,-,faceswap,B,FakeVideo-RealAudio,African,men,b.mp4,FakeAVCeleb/FakeVideo-RealAudio/African/men/id1\n"
        "id1,id2,-,faceswap,B,FakeVideo-RealAudio,African,men,b.mp4,FakeAVCeleb/FakeVideo-RealAudio/African/men/id1\n"
        "id3,-,-,real,A,RealVideo-RealAudio,African,men,c.mp4,FakeAVCeleb/RealVideo-RealAudio/African/men/id3\n"
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_labels_from_every_kind_of_list(place, name):
    scores = place.file("s.csv", "video,score\nfolder/a.mp4,0.1\nb,0.9\nc.mp4,0.3\n")
    found = place.read(scores, labels=[place.file(name, LISTS[name])])
    labels = labels_of(found)
    assert {key.rsplit("/", 1)[-1]: label for key, label in labels.items()} == {
        "a.mp4": "real",
        "b.mp4": "fake",
        "c.mp4": "real",
    }
    assert len(scores_of(found)) == 3
    if name == "meta_data.csv":
        assert (
            found.tables["videos"].select("group", "donor").row(1) == ("id1", None)
            or "id2" in found.tables["videos"]["donor"].to_list()
        )
    if name == "List_of_testing_videos.txt":
        assert said(found, "1 is real")


def test_names_that_are_not_unique_are_never_joined(place):
    scores = place.file("s.csv", "video,score\na.mp4,0.1\nb.mp4,0.9\n")
    labels = place.file("l.csv", "path,label\nx/a.mp4,real\ny/a.mp4,fake\nx/b.mp4,fake\n")
    found = place.read(scores, labels=[labels])
    assert set(scores_of(found)) == {("s", "x/b.mp4")}
    assert found.tables["rejected"].select("video", "kind").rows() == [("a.mp4", "unlabelled")]


def test_labelled_videos_without_scores_are_missing_and_said(place):
    found = place.read(
        place.file("s.csv", "video,score\na.mp4,0.1\n"), labels=[place.file("labels.csv", LISTS["labels.csv"])]
    )
    assert said(found, "2 labelled video(s) have no score from any detector")
    assert found.tables["videos"].height == 3
    assert found.tables["scores"].height == 1


def test_two_labels_for_one_video_name_both_rows(place):
    labels = place.file("l.csv", "path,label\na.mp4,real\nb.mp4,fake\na.mp4,fake\n")
    with pytest.raises(TableError, match=r"a\.mp4 is real in row 2 and fake in row 4"):
        place.read(place.file("s.csv", "video,score\na.mp4,0.1\n"), labels=[labels])


def test_a_list_without_labels_says_what_it_lacks(place):
    with pytest.raises(TableError, match="no column of labels; its columns are path, group"):
        place.read(
            place.file("s.csv", "video,score\na.mp4,0.1\n"), labels=[place.file("l.csv", "path,group\na.mp4,p\n")]
        )


def test_labels_that_fit_no_score(place):
    with pytest.raises(TableError, match="no score belongs to a labelled video"):
        place.read(
            place.file("s.csv", "video,score\na.mp4,0.1\n"), labels=[place.file("l.csv", "path,label\nz.mp4,real\n")]
        )
