"""Folders of videos that contradict labels: counted and said, with the option that believes the folders."""

import re
import shlex

import pytest
from tests.scores.conftest import labels_of, said

from touchstone.scores import parse_map
from touchstone.vocabulary.errors import TableError, UsageError

COUNT = 40
FAKE = [bool(i % 2) for i in range(COUNT)]
P = [round(0.02 + (i * 7 % COUNT) * 0.02, 2) for i in range(COUNT)]
WORDS = {False: "real", True: "fake"}


def path(i, turned=False):
    return f"set/{WORDS[FAKE[i] ^ turned]}/v{i:02}.mp4"


def table(place, cells, head="path,label,p_fake", name="s.csv"):
    return place.file(
        name, "\n".join([head, *(f"{cell},{p}" for cell, p in zip(map(cells, range(COUNT)), P, strict=True))])
    )


def typed(message):
    """The option that a line offers to believe the folders."""
    options = [shlex.split(pair)[1] for pair in re.findall(r"--map (?:'[^']*'|\S+)", message) if "label=" in pair]
    return parse_map((options[-1].rstrip(")"),))


def of_folders(found):
    assert labels_of(found) == {path(i): WORDS[FAKE[i]] for i in range(COUNT)}


@pytest.mark.parametrize("column", ["path", "video", "file path"])
@pytest.mark.parametrize("wrong", [1, 7, COUNT])
def test_a_column_of_labels_that_folders_contradict_counts_and_the_option_believes_the_folders(place, column, wrong):
    file = table(place, lambda i: f"{path(i)},{int(FAKE[i] ^ (i < wrong))}", head=f"{column},label,p_fake")
    found = place.read(file)
    assert labels_of(found) == {path(i): WORDS[FAKE[i] ^ (i < wrong)] for i in range(COUNT)}
    note = next(note for note in found.notes if "labels of the table count" in note)
    assert f"the folders of {wrong} of {COUNT} videos say otherwise, as 'set/real/v00.mp4' (fake)" in note
    of_folders(place.read(file, columns=typed(note)))


@pytest.mark.parametrize("options", [{"columns": {"label": "label"}}, {"label_fake": ("1",)}])
def test_a_label_that_the_user_names_is_believed_without_a_word(place, options):
    found = place.read(table(place, lambda i: f"{path(i)},{int(FAKE[i] ^ (i < 3))}"), **options)
    assert not said(found, "say otherwise")


@pytest.mark.parametrize(
    "cells", [path, lambda i: f"set/v{i:02}.mp4", lambda i: f"fake/v{i:02}.mp4", lambda i: f"v{i:02}.mp4"]
)
def test_nothing_is_said_where_folders_agree_or_name_no_label_that_tells_videos_apart(place, cells):
    found = place.read(table(place, lambda i: f"{cells(i)},{int(FAKE[i])}"))
    assert not said(found, "say otherwise")


def test_a_file_of_labels_that_folders_contradict_counts_and_without_it_the_folders_do(place):
    labels = place.file(
        "labels.csv", "\n".join(["video,label", *(f"v{i:02},{int(FAKE[i] ^ (i < 3))}" for i in range(COUNT))])
    )
    file = table(place, path, head="path,p_fake")
    found = place.read(file, labels=[labels])
    assert said(found, f"labels of labels.csv count, and the folders of 3 of {COUNT} videos say otherwise")
    assert said(found, "(to believe the folders, leave --labels out)")
    of_folders(place.read(file))


def test_folders_that_a_file_of_labels_names_itself_are_compared_with_its_labels(place):
    labels = place.file(
        "labels.csv", "\n".join(["path,label", *(f"{path(i)},{int(FAKE[i] ^ (i < 3))}" for i in range(COUNT))])
    )
    found = place.read(table(place, lambda i: f"v{i:02}", head="video,p_fake"), labels=[labels])
    assert said(found, f"labels of labels.csv count, and the folders of 3 of {COUNT} videos say otherwise")
    assert said(found, "(if the folders are right, correct the labels)")


def two(place, turned):
    """real.csv and fake.csv; the folders of the first videos say the other label."""
    for name, fake in (("real.csv", False), ("fake.csv", True)):
        rows = [f"{path(i, i < turned)},{P[i]}" for i in range(COUNT) if FAKE[i] == fake]
        yield place.file(name, "\n".join(["video,score", *rows]))


def test_a_few_folders_that_contradict_the_names_of_files_are_said_and_their_option_works(place):
    files = [*two(place, 4)]
    found = place.read(*files)
    assert labels_of(found) == {path(i, i < 4): WORDS[FAKE[i]] for i in range(COUNT)}
    note = next(note for note in found.notes if "they count, and the folders of 4 of 40 videos say otherwise" in note)
    found = place.read(*files, columns=typed(note))
    assert labels_of(found) == {path(i, i < 4): WORDS[FAKE[i] ^ (i < 4)] for i in range(COUNT)}


def test_most_folders_that_contradict_the_names_of_files_are_a_question_and_its_option_works(place):
    files = [*two(place, COUNT)]
    with pytest.raises(
        UsageError, match=r"the names of real\.csv, fake\.csv say the labels .* the folders of 40 of 40"
    ) as error:
        place.read(*files)
    assert "if the names are right, say --labels FILE" in str(error.value)
    found = place.read(*files, columns=typed(str(error.value)))
    assert labels_of(found) == {path(i, True): WORDS[not FAKE[i]] for i in range(COUNT)}


@pytest.mark.parametrize("name", ["real.csv", "real_scores.csv", "fake-predictions.csv"])
def test_the_name_of_one_file_that_its_folders_contradict_is_mentioned(place, name):
    found = place.read(table(place, path, head="path,p_fake", name=name))
    of_folders(found)
    assert said(found, f"labels of 20 of 40 videos contradict the word for real or fake in the name of {name}")


@pytest.mark.parametrize("name", ["deepfake_xception.csv", "real_world.csv", "scores.csv", "real_fake.csv"])
def test_a_name_that_says_no_label_is_not(place, name):
    assert not said(place.read(table(place, path, head="path,p_fake", name=name)), "in the name of")


def test_cells_that_contradict_the_names_of_two_files_count_and_it_is_said(place):
    rows = [f"v{i:02},{int(FAKE[i] ^ (i < 2))},{P[i]}" for i in range(COUNT)]
    files = [
        place.file(f"{WORDS[fake]}.csv", "\n".join(["video,label,score", *rows[fake::2]])) for fake in (False, True)
    ]
    found = place.read(*files)
    assert labels_of(found) == {f"v{i:02}": WORDS[FAKE[i] ^ (i < 2)] for i in range(COUNT)}
    assert said(
        found, "labels of 2 of 40 videos contradict the word for real or fake in the name of real.csv, fake.csv"
    )


def test_a_column_of_labels_that_holds_names_without_folders_is_a_question(place):
    with pytest.raises(TableError, match=r"no column names the videos|is not a known label"):
        place.read(table(place, lambda i: f"v{i:02}", head="video,p_fake"), columns={"label": "video"})


@pytest.mark.parametrize("column", ["path", "video"])
@pytest.mark.parametrize(("named", "other"), [("fake", "x"), ("real", "y"), ("Deepfakes", "clips")])
def test_folders_of_one_label_alone_are_not_offered_as_labels_and_end_in_a_line_that_says_why(place, column, named, other):
    says_fake = named != "real"
    folders = [named if fake == says_fake else other for fake in FAKE]
    file = table(place, lambda i: f"set/{folders[i]}/v{i:02}.mp4,{int(not FAKE[i])}", f"{column},label,p_fake")
    note = next(note for note in place.read(file).notes if "labels of the table count" in note)
    assert note.endswith("(if the folders are right, correct the labels)")
    with pytest.raises(TableError, match=f"--map label={column} takes '{column}' for labels, and its folders do not say"):
        place.read(file, columns={"label": column})


def test_rows_of_classes_stay_rows_of_classes_where_folders_are_the_labels(place):
    rows = [f"{path(i)},{word},{p}" for i, q in enumerate(P) for word, p in (("real", round(1 - q, 2)), ("fake", q))]
    file = place.file("s.csv", "\n".join(["path,class,score", *rows]))
    found = place.read(file, columns={"label": "path"})
    of_folders(found)
    assert dict(found.tables["scores"].select("video", "p_fake").iter_rows()) == {path(i): p for i, p in enumerate(P)}
