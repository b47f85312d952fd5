"""Files of real videos and of each way to forge, by their names alone."""

import pytest
from tests.scores.conftest import labels_of, said

from touchstone.vocabulary.errors import TableError, TouchstoneError


def files(place, names, form="{}.csv", *, equal=False, shift=0.0):
    made = []
    for at, name in enumerate(names):
        rows = [f"{i if equal else 100 * at + i:03d}.mp4,{0.2 + i / 100 + (at > 0) / 2 + shift:.3f}" for i in range(12)]
        made.append(place.file(form.format(name), "\n".join(["video,prob", *rows]) + "\n"))
    return made


@pytest.mark.parametrize("real", ["real", "original", "youtube", "pristine"])
@pytest.mark.parametrize("form", ["{}.csv", "ffpp_{}_xception.csv", "{}/scores.csv", "xception-{}.csv"])
@pytest.mark.parametrize("equal", [False, True])
def test_a_file_of_real_videos_beside_those_of_each_way_to_forge(place, real, form, equal):
    found = place.read(*files(place, (real, "Deepfakes", "FaceSwap"), form, equal=equal))
    assert sorted(labels_of(found).values()) == ["fake"] * 24 + ["real"] * 12
    assert found.tables["detectors"].height == 1
    assert set(found.tables["videos"]["method"].drop_nulls()) == {"Deepfakes", "FaceSwap"}
    assert found.tables["scores"].filter(status="ok").height == 36
    assert said(found, "say real videos and ways to forge")


def test_several_detectors_with_a_file_of_each(place):
    names = [("xc_{}.csv", 0.0), ("meso_{}.csv", 0.01)]
    found = place.read(*(f for form, shift in names for f in files(place, ("real", "DF", "FS"), form, shift=shift)))
    assert set(found.tables["detectors"]["detector"]) == {"xc", "meso"}
    assert found.tables["videos"].height == 36


@pytest.mark.parametrize("others", [("train", "test"), ("xception", "meso"), ("Celeb-DF", "DFDC"), ("rank0", "rank1")])
def test_other_words_beside_real_are_no_ways_to_forge(place, others):
    with pytest.raises(TouchstoneError):
        place.read(*files(place, ("real", *others)))


def test_labels_in_the_files_count_alone(place):
    made = files(place, ("real", "DF", "FS"))
    for path in made:
        head, *lines = path.read_text().splitlines()
        path.write_text("\n".join([f"{head},label", *(f"{line},{('real', 'fake')[i % 2]}" for i, line in enumerate(lines))]))
    assert sorted(labels_of(place.read(*made)).values()) == ["fake"] * 18 + ["real"] * 18


def test_without_a_word_for_real_it_is_a_question(place):
    with pytest.raises(TableError, match="no labels"):
        place.read(*files(place, ("NT", "DF", "FS")))
