"""Words that the user says mean fake, beside files that hold other words for labels."""

import pytest
from tests.scores.conftest import labels_of, said

from touchstone.vocabulary.errors import TableError

COUNT = 40
FAKE = [bool(i % 2) for i in range(COUNT)]
P = [round(0.02 + (i * 7 % COUNT) * 0.02, 2) for i in range(COUNT)]
TRUTH = {f"v{i:02}": ("real", "fake")[FAKE[i]] for i in range(COUNT)}


def file(place, name, words, rows, scores=True):
    head = "video,label,score" if scores else "video,label"
    lines = [f"v{i:02},{words[FAKE[i]]}" + (f",{P[i]}" if scores else "") for i in rows]
    return place.file(name, "\n".join([head, *lines]))


@pytest.mark.parametrize("words", [("real", "fake"), ("bonafide", "spoof"), ("Original", "Manipulated")])
@pytest.mark.parametrize("first", [False, True])
def test_files_with_usual_words_keep_them_where_a_code_of_another_file_means_fake(place, words, first):
    coded = file(place, "a.csv", ("1", "0"), range(20))
    worded = file(place, "b.csv", words, range(20, COUNT))
    found = place.read(*([coded, worded] if first else [worded, coded]), label_fake=("0",))
    assert labels_of(found) == TRUTH
    assert said(found, "--label-fake 0 names no label of this file, so its words count as usual")


def test_a_file_of_codes_for_real_alone_is_real(place):
    reals, fakes = ([i for i in range(COUNT) if FAKE[i] == fake] for fake in (False, True))
    files = [file(place, "net_a.csv", ("1", "0"), reals), file(place, "net_b.csv", ("1", "0"), fakes)]
    found = place.read(*files, label_fake=("0",), files_are="datasets")
    assert {word for _, word in labels_of(found).items()} == {"real", "fake"}
    assert said(found, "--label-fake 0 names no label of this file, so all of them are real")


def test_the_hint_of_a_file_of_labels_does_not_stop_at_the_words_of_the_scores(place):
    labels = file(place, "labels.csv", ("1", "0"), range(COUNT), scores=False)
    scores = file(place, "s.csv", ("real", "fake"), range(COUNT))
    assert labels_of(place.read(scores, labels=[labels], label_fake=("0",))) == TRUTH


@pytest.mark.parametrize("words", [("real", "fake"), ("0", "1")])
def test_a_word_that_no_file_holds_is_still_refused(place, words):
    files = [file(place, "a.csv", words, range(20)), file(place, "b.csv", words, range(20, COUNT))]
    with pytest.raises(TableError, match="never holds 'deepfake'"):
        place.read(*files, label_fake=("Deepfake",))


def test_codes_of_both_labels_beside_a_word_of_another_file_are_refused(place):
    files = [file(place, "a.csv", ("real", "fake"), range(20)), file(place, "b.csv", ("0", "1"), range(20, COUNT))]
    with pytest.raises(TableError, match="never holds 'fake'; it holds 0, 1"):
        place.read(*files, label_fake=("fake",))
