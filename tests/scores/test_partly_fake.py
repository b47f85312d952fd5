"""Labels of frames, segments, times and faces: a video in which some are fake is one fake video."""

import pytest
from tests.scores.conftest import labels_of, said

from touchstone.vocabulary.errors import TableError


def read(place, column, **options):
    """12 videos of 8 parts, of which half are fake from the fifth part on."""
    rows = [
        f"v{i},{k},{'fake' if i % 2 and k > 4 else 'real'},{0.1 + 0.06 * i + 0.001 * k:.4f}" for i in range(12) for k in range(8)
    ]
    return place.read(place.file("s.csv", "\n".join([f"video,{column},label,p_fake", *rows])), **options)


@pytest.mark.parametrize(
    ("column", "what"), [("frame", "frames"), ("segment", "clips"), ("time", "parts"), ("second", "parts"), ("face_id", "faces")]
)
def test_a_video_is_fake_where_any_part_of_it_is(place, column, what):
    found = read(place, column)
    assert dict(found.tables["videos"].select("video", "label").iter_rows()) == {
        f"v{i}": "fake" if i % 2 else "real" for i in range(12)
    }
    assert found.tables["scores"].filter(status="ok").height == 96
    assert said(found, f"labels differ between the {what} of 6 names: a video is fake where any of them is")


def test_the_option_of_the_note_makes_two_videos_of_a_name(place):
    assert read(place, "frame", rows_are="videos").tables["videos"].height == 18


def test_a_wrong_label_in_a_few_fakes_makes_no_video_fake(place):
    wrong = {(i, 0) for i in (0, 1, 3, 5, 7, 9, 11)}
    rows = [f"v{i},{k},{('real', 'fake')[(i % 2) ^ ((i, k) in wrong)]},0.{10 + i}{k}" for i in range(80) for k in range(4)]
    found = place.read(place.file("s.csv", "\n".join(["video,frame,label,p_fake", *rows])))
    assert found.tables["videos"].height == 73
    assert said(found, "7 videos are left out, rows call each real and fake")


def test_a_real_and_a_fake_video_of_one_name_have_the_same_frames(place):
    rows = [f"v{i},{k},{y},0.{i + 10}{k}{len(y)}{y[0] == 'f':d}" for y in ("real", "fake") for i in range(12) for k in range(4)]
    found = place.read(place.file("s.csv", "\n".join(["video,frame,label,p_fake", *rows])))
    assert found.tables["videos"].height == 24
    assert said(found, "told apart by their label")


def read_beside(place, column, **options):
    """The same videos, with their labels in a file for themselves."""
    parts = [(i, k) for i in range(12) for k in range(8)]
    labels = [f"v{i},{k},{'fake' if i % 2 and k > 4 else 'real'}" for i, k in parts]
    scores = [f"v{i},{k},{0.1 + 0.06 * i + 0.001 * k:.4f}" for i, k in parts]
    path = place.file("labels.csv", "\n".join([f"video,{column},label", *labels]))
    return place.read(place.file("s.csv", "\n".join([f"video,{column},p_fake", *scores])), labels=[path], **options)


@pytest.mark.parametrize(
    ("column", "what"), [("frame", "frames"), ("segment", "clips"), ("time", "parts"), ("second", "parts"), ("face_id", "faces")]
)
def test_labels_of_parts_in_a_file_of_labels_are_read_by_the_same_rule(place, column, what):
    found = read_beside(place, column)
    assert labels_of(found) == {f"v{i}": "fake" if i % 2 else "real" for i in range(12)}
    assert said(found, f"labels differ between the {what} of 6 names: a video is fake where any of them is")
    assert said(found, "(to be asked about them, say --rows-are videos)")


def test_the_option_of_that_note_asks(place):
    with pytest.raises(TableError, match=r"labels\.csv: v1 is real in row 10 and fake in row 15; correct one of them"):
        read_beside(place, "frame", rows_are="videos")


@pytest.mark.parametrize("rows", [["v1,0,real", "v1,0,fake"], ["v1,0,real", "v1,1,fake"]])
def test_a_few_labels_that_contradict_each_other_in_a_file_of_labels_are_a_question(place, rows):
    others = [f"v{i},{k},{('real', 'fake')[i % 2]}" for i in range(2, 40) for k in range(3)]
    labels = place.file("labels.csv", "\n".join(["video,frame,label", *rows, *others]))
    cells = [f"v{i},{k},0.{10 + i}{k}" for i in range(40) for k in range(3)]
    scores = place.file("s.csv", "\n".join(["video,frame,p_fake", *cells]))
    with pytest.raises(TableError, match="v1 is real in row 2 and fake in row 3"):
        place.read(scores, labels=[labels])
