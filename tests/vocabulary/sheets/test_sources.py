"""A column called source or data set that says how fakes were made, or which data set videos are of, is read as that."""

from pathlib import Path

import polars as pl
import pytest

from touchstone.scores import Options, parse_map, read_score_files
from touchstone.vocabulary.sheets import Sheet

COUNT = 40
FAKE = [i % 2 == 1 for i in range(COUNT)]
METHODS = ("Deepfakes", "FaceSwap", "NeuralTextures")


def read(name, of_real, of_fake, **options):
    cells = [of_fake(i) if FAKE[i] else of_real(i) for i in range(COUNT)]
    frame = pl.DataFrame({
        "video": [f"v{i:02}" for i in range(COUNT)], "label": ["fake" if f else "real" for f in FAKE],
        "p_fake": [(i * 7 % COUNT) / COUNT for i in range(COUNT)], name: cells,
    })  # fmt: skip
    return read_score_files([Sheet(path=Path("t.csv"), kind="parquet", frame=frame)], options=Options(**options))


def column(found, name):
    return found.tables["videos"].sort("video")[name].to_list()


@pytest.mark.parametrize("name", ["source", "Origin", "dataset", "data_set", "corpus"])
@pytest.mark.parametrize("word", ["youtube", "original", "actors"])
def test_words_of_methods_are_the_method_and_the_option_of_the_note_reads_them_as_before(name, word):
    found = read(name, lambda _: word, lambda i: METHODS[i % 3])
    assert column(found, "method") == [METHODS[i % 3] if FAKE[i] else None for i in range(COUNT)]
    field = "source" if name in ("source", "Origin") else "dataset"
    assert set(column(found, field)) == {None}
    note = next(note for note in found.notes if f"method: column {name!r} of the fakes" in note)
    option = note.rpartition("--map ")[2].removesuffix(")")
    assert option == f"{field}={name}"
    again = read(name, lambda _: word, lambda i: METHODS[i % 3], columns=parse_map((option,)))
    assert column(again, field) == [METHODS[i % 3] if FAKE[i] else word for i in range(COUNT)]
    assert set(column(again, "method")) == {None}


def test_a_source_that_names_data_sets_is_the_data_set():
    def sets(i):
        return ("FF++", "Celeb-DF-v2")[i % 4 > 1]

    found = read("source", sets, sets)
    assert column(found, "dataset") == [sets(i) for i in range(COUNT)]
    assert any("dataset: column 'source' holds names of data sets" in note for note in found.notes)
    again = read("source", sets, sets, columns={"source": "source"})
    assert column(again, "source") == [sets(i) for i in range(COUNT)]


@pytest.mark.parametrize(
    ("name", "of_real", "of_fake"),
    [
        ("camera", lambda _: "A", lambda i: METHODS[i % 3]),
        ("site", lambda _: "A", lambda i: METHODS[i % 3]),
        ("source", lambda i: "AB"[i % 4 > 1], lambda i: METHODS[i % 3]),
        ("source", lambda _: "A", lambda i: "AB"[i % 4 > 1]),
        ("source", lambda _: "A", lambda _: "B"),
        ("source", lambda _: "A", lambda i: f"B{i}"),
        ("source", lambda _: "A", lambda i: str(i % 3)),
        ("source", lambda _: "A", lambda i: ("DFDC", "KoDF")[i % 4 > 1]),
    ],
)
def test_other_sources_stay_sources(name, of_real, of_fake):
    found = read(name, of_real, of_fake)
    assert column(found, "source") == [of_fake(i) if FAKE[i] else of_real(i) for i in range(COUNT)]
