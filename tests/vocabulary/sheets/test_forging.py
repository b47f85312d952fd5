"""How fakes were made, in a column of any name: it fills the method where real videos hold nothing, or a word for real."""

from pathlib import Path

import polars as pl
import pytest

from touchstone.vocabulary.sheets import Meaning, Sheet, find_fields, read_facts
from touchstone.vocabulary.sheets.forging import way_of_forging

COUNT = 40
FAKE = [i % 2 == 1 for i in range(COUNT)]


def read(name, of_real, of_fake):
    cells = [of_fake(i) if FAKE[i] else of_real(i) for i in range(COUNT)]
    frame = pl.DataFrame({
        "video": [f"v{i}" for i in range(COUNT)], "label": ["fake" if f else "real" for f in FAKE],
        "score": [i / COUNT for i in range(COUNT)], name: cells,
    })  # fmt: skip
    sheet = Sheet(path=Path("t.csv"), kind="text", frame=frame)
    return read_facts(sheet, find_fields(sheet, {}), Meaning(), stated=[], used=["score"])


@pytest.mark.parametrize("name", ["tool", "vocoder", "manipulation_type", "Forgery Technique", "engine"])
@pytest.mark.parametrize("word", ["", "none", "real", "Original", None])
def test_words_of_fakes_alone_are_the_method(name, word):
    facts, notes = read(name, lambda _: word, lambda i: ("A", "B", "C")[i % 3])
    assert facts["method"].to_list() == [("A", "B", "C")[i % 3] if FAKE[i] else None for i in range(COUNT)]
    said = next(note for note in notes if note.startswith(f"method: column {name!r} of the fakes"))
    assert f"property_{name.lower().replace(' ', '_')}={name}" in said


@pytest.mark.parametrize(
    ("of_real", "of_fake"),
    [
        (lambda _: "youtube", lambda i: ("A", "B")[i % 3 > 0]),
        (lambda i: "real" if i % 4 else "A", lambda i: ("A", "B")[i % 3 > 0]),
        (lambda _: "", lambda _: "A"),
        (lambda _: "", lambda i: str(i % 3)),
        (lambda _: "", lambda i: f"A{i}"),
    ],
)
def test_other_words_are_no_method(of_real, of_fake):
    assert "method" not in read("thing", of_real, of_fake)[0].columns


def test_a_late_real_video_with_a_word_says_that_the_column_is_another():
    facts = pl.DataFrame({"label": ["real"] * 100 + ["fake"] * 20})
    fakes = ["a", "b"] * 10
    assert way_of_forging(facts, [pl.Series("tool", ["real"] * 100 + fakes)]) == "tool"
    assert way_of_forging(facts, [pl.Series("tool", ["real"] * 99 + ["a", *fakes])]) is None
