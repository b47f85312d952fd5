"""A step that gives a column another name keeps that of the file: notes say it, and the option of each note works."""

import re
import shlex

import numpy as np
import pytest
from tests.scores.conftest import said, scores_of

from touchstone.scores import parse_map
from touchstone.vocabulary.errors import TableError, UsageError

RNG = np.random.default_rng(11)
FAKE = np.arange(60) % 2 == 1
P = np.round(np.clip(RNG.normal(np.where(FAKE, 0.65, 0.35), 0.2), 0.02, 0.98), 4)
SURE = np.round(np.maximum(P, 1 - P), 4)
WORDS = np.where(P >= 0.5, "fake", "real")
NAMES = ["p_max", "prob_max", "max_prob", "score max", "p", "prob (%)", "score_percent", "Score_Mean"]


def table(place, columns):
    columns = {
        "video": [f"v{i:02}.mp4" for i in range(60)],
        "label": ["fake" if f else "real" for f in FAKE],
        **columns,
    }
    rows = [",".join(map(str, row)) for row in zip(*columns.values(), strict=True)]
    return place.file("s.csv", "\n".join([",".join(columns), *rows]))


def percent(name):
    return "%" in name or "percent" in name


def cells(name):
    beside = {"p_lower": SURE / 2} if name == "p" else {"Score_Max": np.ones(60)} if name == "Score_Mean" else {}
    return {name: np.round(100 * SURE, 2) if percent(name) else SURE, **beside}


def typed(message):
    """The options that the line offers for the score."""
    words = shlex.split(
        message[message.rindex("say --map 'p_fake" if "--map 'p_fake" in message else "say --map p_fake") :].rstrip(")")
    )
    scale = {"scale": words[words.index("--scale") + 1]} if "--scale" in words else {}
    return {"columns": parse_map((words[2],)), **scale}


@pytest.mark.parametrize("name", NAMES)
def test_the_confidence_of_the_class_that_won_is_called_as_in_the_file_and_its_option_works(place, name):
    path = table(place, {"verdict": WORDS, **cells(name)})
    found = place.read(path)
    assert sorted(scores_of(found).values()) == pytest.approx(sorted(P), abs=1e-4)
    note = next(note for note in found.notes if "it is the confidence of the class in 'verdict'" in note)
    assert f"column {name!r} is never below" in note
    assert sorted(scores_of(place.read(path, **typed(note))).values()) == pytest.approx(sorted(SURE), abs=1e-4)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "max_prob"])
def test_without_a_class_it_is_a_question_that_names_the_column_of_the_file(place, name):
    path = table(place, cells(name))
    with pytest.raises(
        TableError, match=re.escape(f"column {name!r} is never below 0.5 and says little of 'label'")
    ) as error:
        place.read(path)
    assert sorted(scores_of(place.read(path, **typed(str(error.value)))).values()) == pytest.approx(
        sorted(SURE), abs=1e-4
    )


def test_a_maximum_that_goes_below_one_half_is_that_of_the_frames(place):
    found = place.read(table(place, {"p_max": P}))
    assert said(found, "column 'p_max' is read as the score of a video, summed up from its frames")
    assert said(found, "score: column 'p_max' as P(fake)")
    assert scores_of(found) == {("s", f"v{i:02}.mp4"): pytest.approx(p) for i, p in enumerate(P)}


def test_a_predicted_class_that_the_user_names_keeps_its_name_in_notes(place):
    found = place.read(table(place, {"chosen": WORDS, "confidence": SURE}), columns={"predicted": "chosen"})
    assert said(found, "it is the confidence of the class in 'chosen'")


def test_a_column_that_is_missing_is_told_beside_those_of_the_file(place):
    with pytest.raises(UsageError, match=r"there are video, label, verdict, p_max$"):
        place.read(table(place, {"verdict": WORDS, "p_max": SURE}), columns={"group": "nobody"})
