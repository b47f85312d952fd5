"""Classes that won under words other than real and fake: their parts tell, or the other of two does, or it is a question."""

import random

import pytest
from tests.scores.conftest import labels_of, said, scores_of

from touchstone.vocabulary.errors import TableError

COUNT = 60
CHANCE = random.Random(14)
FAKE = [i % 2 == 1 for i in range(COUNT)]
P = [round(min(0.98, max(0.02, CHANCE.gauss(0.35 + 0.3 * fake, 0.25))), 3) for fake in FAKE]
P = [p if abs(p - 0.5) > 0.01 else 0.55 for p in P]
TRUE = [("real", "fake")[fake] for fake in FAKE]
SURE = [max(p, round(1 - p, 3)) for p in P]
LABELS = {f"v{i}": TRUE[i] for i in range(COUNT)}
SCORES = {f"v{i}": pytest.approx(P[i]) for i in range(COUNT)}


def read(place, fake, real, column="label", more=lambda i: None, labels=None, **options):
    called = [more(i) or (real, fake)[P[i] >= 0.5] for i in range(COUNT)]
    truth = "" if labels else ",ground_truth"
    rows = [f"v{i}{'' if labels else ',' + TRUE[i]},{called[i]},{SURE[i]}" for i in range(COUNT)]
    path = place.file("s.csv", "\n".join([f"file{truth},{column},score", *rows]) + "\n")
    return place.read(path, labels=labels or (), **options)


def of_videos(found):
    return {video: p for (_, video), p in scores_of(found).items()}


@pytest.mark.parametrize("column", ["label", "predicted_label", "prediction", "class"])
@pytest.mark.parametrize(
    ("fake", "real"),
    [
        ("Deepfake", "Realism"), ("artificial", "human"), ("AIVoice", "HumanVoice"), ("AI-generated image", "real photo"),
        ("Synthetic", "camera"), ("GAN", "Real"),
    ],
)  # fmt: skip
def test_words_and_their_parts_tell_the_class(place, fake, real, column):
    found = read(place, fake, real, column)
    assert labels_of(found) == LABELS
    assert of_videos(found) == SCORES
    assert said(found, f"the classes in '{column}': {fake} = fake, {real} = real (--")
    way = {"fake_is": "low"} if real.lower() == "real" else {"label_fake": (real,)}
    turned = read(place, fake, real, column, **way)
    assert of_videos(turned) == {v: pytest.approx(1 - P[i]) for i, v in enumerate(LABELS)}
    assert labels_of(turned) == LABELS


@pytest.mark.parametrize("column", ["label", "predicted_label", "top_label"])
def test_words_that_say_nothing_are_a_question_whose_options_read_both_ways(place, column):
    with pytest.raises(TableError, match="say --label-fake LABEL_0 or --label-fake LABEL_1"):
        read(place, "LABEL_1", "LABEL_0", column)
    assert of_videos(read(place, "LABEL_1", "LABEL_0", column, label_fake=("LABEL_1",))) == SCORES
    assert of_videos(read(place, "LABEL_0", "LABEL_1", column, label_fake=("LABEL_0",))) == SCORES


def test_a_column_that_the_user_calls_predicted_is_read_or_asked_about(place):
    assert of_videos(read(place, "Deepfake", "Realism", "got", columns={"predicted": "got"})) == SCORES
    with pytest.raises(TableError, match="column 'got' says which class won, as 'x', 'y', and nothing says"):
        read(place, "x", "y", "got", columns={"predicted": "got"})
    assert of_videos(read(place, "x", "y", "got", columns={"predicted": "got"}, label_fake=("x",))) == SCORES


def test_ways_to_forge_are_fake_beside_real(place):
    found = read(place, "Deepfakes", "real", "pred_class", lambda i: "FaceSwap" if P[i] > 0.7 else None)
    assert of_videos(found) == SCORES


def test_an_undecided_class_has_no_score(place):
    found = read(place, "FAKE", "REAL", "prediction", lambda i: "UNCERTAIN" if SURE[i] < 0.6 else None)
    assert {v: p for v, p in of_videos(found).items() if p is not None} == {
        v: p for i, (v, p) in enumerate(SCORES.items()) if SURE[i] >= 0.6
    }
    assert said(found, "'UNCERTAIN' is neither")


def test_labels_of_another_file_keep_their_words(place):
    truth = place.file("l.csv", "\n".join(["file,label", *(f"{v},{word}" for v, word in LABELS.items())]) + "\n")
    found = read(place, "LABEL_1", "LABEL_0", "prediction", labels=[truth], label_fake=("LABEL_1",))
    assert labels_of(found) == LABELS
    assert of_videos(found) == SCORES


def test_codes_of_labels_and_words_of_answers_are_both_told(place):
    coded = [str(int(not fake)) for fake in FAKE]
    rows = [f"v{i},{coded[i]},{('LABEL_1', 'LABEL_0')[P[i] >= 0.5]},{SURE[i]}" for i in range(COUNT)]
    path = place.file("s.csv", "\n".join(["file,ground_truth,label,score", *rows]) + "\n")
    found = place.read(path, label_fake=("0", "LABEL_0"))
    assert labels_of(found) == LABELS
    assert of_videos(found) == SCORES
