"""Groups and donors of a table: whom columns name, what stands for nobody, and what is no group."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import pytest

from touchstone.vocabulary.sheets import Meaning, Sheet, find_fields, read_facts

COUNT = 48
LABELS = [("real", "fake")[i % 2] for i in range(COUNT)]


def read(columns: Mapping[str, Sequence[object]], seed: int = 0) -> tuple[pl.DataFrame, list[str]]:
    every: dict[str, Sequence[object]] = {
        "video": [f"v{i}x.mp4" for i in range(COUNT)],
        "label": [*LABELS],
        "score": [i / COUNT for i in range(COUNT)],
        **columns,
    }
    names = list(every)
    random.Random(seed).shuffle(names)
    sheet = Sheet(
        path=Path("t.csv"), kind="text", frame=pl.DataFrame({name: every[name] for name in names}, strict=False)
    )
    return read_facts(sheet, find_fields(sheet, {}), Meaning(), stated=[], used=["score"])


def persons(seed: int, number: int = 8) -> list[str]:
    chance = random.Random(seed)
    return [f"p{chance.randrange(number)}" for _ in range(COUNT)]


@pytest.mark.parametrize("nobody", ["unknown", "N/A", "-1", "none", "?", ""])
@pytest.mark.parametrize("column", ["subject", "identity", "PersonID", "actor_id"])
def test_what_stands_for_nobody_is_no_group_and_its_rows_are_counted(column, nobody):
    truth = [None if i % 4 == 0 else name for i, name in enumerate(persons(1))]
    facts, notes = read({column: [nobody if name is None else name for name in truth]})
    assert facts["group"].to_list() == truth
    assert any(f"column {column!r} names no group in 12 of 48 rows" in note for note in notes)


def test_a_group_that_dwarfs_all_others_is_said():
    every = ["0" if i % 2 else name for i, name in enumerate(persons(2, 20))]
    assert any(
        "holds '0' in 24 of 48 rows" in note and "leave it empty" in note for note in read({"identity": every})[1]
    )
    assert not any("leave it empty" in note for note in read({"identity": persons(2, 4)})[1])


@pytest.mark.parametrize(("column", "words"), [("person", ("real", "fake")), ("subject", ("a", "b"))])
def test_groups_that_are_the_labels_are_none(column, words):
    facts, notes = read({column: [words[label == "fake"] for label in LABELS]})
    assert "group" not in facts.columns
    assert any("one value for all real and one for all fake" in note and "--map group=" in note for note in notes)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("scene", "face"), [("target", "source"), ("target_id", "source_id"), ("Target Identity", "driver")]
)
@pytest.mark.parametrize("reals_in", ["scene", "face"])
def test_persons_by_their_part_are_group_and_donor(scene, face, reals_in, seed):
    group, donor = persons(seed), persons(seed + 10)
    fake = [label == "fake" for label in LABELS]
    targets = [g if f or reals_in == "scene" else "-" for g, f in zip(group, fake, strict=True)]
    sources = [d if f else g if reals_in == "face" else "" for g, d, f in zip(group, donor, fake, strict=True)]
    facts, notes = read({scene: targets, face: sources}, seed)
    assert facts["group"].to_list() == group
    swapped = [d if f and d != g else None for g, d, f in zip(group, donor, fake, strict=True)]
    assert facts["donor"].to_list() == swapped
    assert not any("not used" in note for note in notes)


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("original", "{}.mp4"),
        ("original_video", "/data/{}.avi"),
        ("origin", "{}.mp4"),
        ("source", "{}.mov"),
        ("parent", "{}"),
    ],
)
def test_footage_outside_the_table_that_videos_share_is_a_group(column, name):
    clips = [clip if label == "fake" else None for clip, label in zip(persons(5), LABELS, strict=True)]
    facts, _ = read({column: [None if clip is None else name.format(clip) for clip in clips]})
    assert facts["group"].to_list() == [f"v{i}x" if clip is None else clip for i, clip in enumerate(clips)]


@pytest.mark.parametrize(
    "columns",
    [
        {"source": ["youtube", "vimeo"] * 24},
        {"target": [i / 7 for i in range(COUNT)]},
        {"original": [f"o{i}.mp4" for i in range(COUNT)]},
        {"source": ["tv"] * 24 + ["web"] * 24, "mood": ["a", "b"] * 24},
    ],
)
def test_sites_fractions_and_footage_that_nobody_shares_are_no_groups(columns):
    assert "group" not in read(columns)[0].columns


@pytest.mark.parametrize("first", [0, 1])
def test_a_number_of_something_inside_a_video_is_no_group(first):
    faces = [first + (i % 16 == 3) + (i % 48 == 19) for i in range(COUNT)]
    facts, notes = read({"subject": faces})
    assert "group" not in facts.columns
    assert any("counts something inside a video" in n and "(if it is, say --map group=subject)" in n for n in notes)
    assert "group" in read({"subject": [i % 3 for i in range(COUNT)]})[0].columns


def test_a_group_that_may_stand_for_nobody_can_be_called_a_property():
    every = ["0" if i % 2 else name for i, name in enumerate(persons(2, 20))]
    assert any("say --map property_identity=identity if the column names no groups" in n for n in read({"identity": every})[1])
