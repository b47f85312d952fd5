"""Which groups are seen in names, and where none are."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.words import NAME_PATTERNS, groups_by_name, groups_in_names

NUMBERED, FOLDERS, LAST_FOLDER, CELEB, FORENSICS, COUNTED, CLIPS = NAME_PATTERNS


@pytest.mark.parametrize(
    ("key", "pattern", "group", "donor"),
    [
        ("000.mp4", FORENSICS, "000", None),
        ("000_003.mp4", FORENSICS, "000", "003"),
        ("manipulated_sequences/Deepfakes/c23/videos/000_003.mp4", FORENSICS, "000", "003"),
        ("249_280c23_deepfakes.mp4", FORENSICS, "249", "280"),
        ("950_836_neuralTextures.mp4", FORENSICS, "950", "836"),
        ("07__walking_down_street__XYZ.mp4", FORENSICS, "07", None),
        ("07_14__walking_down__8N2J.mp4", FORENSICS, "07", "14"),
        ("12_0003.mp4", FORENSICS, "12", None),
        ("20201.mp4", FORENSICS, None, None),
        ("id12_0003.mp4", CELEB, "id12", None),
        ("Celeb-synthesis/id43_id41_0001.mp4", CELEB, "id43", "id41"),
        ("YouTube-real/00012.mp4", CELEB, "00012", None),
        ("FakeVideo-FakeAudio/men/id00076/00109.mp4", CELEB, "id00076", None),
        ("video1_2.mp4", CELEB, None, None),
        ("person3_2.mp4", CLIPS, "person3", None),
        ("real/street-scene 12.mov", CLIPS, "street-scene", None),
        ("clip_1_2", CLIPS, "clip_1", None),
        ("clip12.mp4", CLIPS, None, None),
        ("12_0003.mp4", CLIPS, None, None),
        ("real/person_03/take_001.mp4", NUMBERED, "person_03", None),
        ("clip7_Subject12.mp4", NUMBERED, "Subject12", None),
        ("person1_person2_0007.mp4", NUMBERED, "person1", "person2"),
        ("take_001.mp4", NUMBERED, None, None),
        ("S01/b/T02.mp4", FOLDERS, "S01", None),
        ("S01/smile.mp4", FOLDERS, None, None),
        ("a1/S01/T02.mp4", LAST_FOLDER, "S01", None),
        ("x/S01_T02.mp4", COUNTED, "S01", None),
        ("S01.mp4", COUNTED, None, None),
    ],
)
def test_single_names(key, pattern, group, donor):
    assert groups_by_name(pl.Series([key]), pattern.expression).row(0) == (group, donor)


def shown(reals: list[str], fakes: list[str]) -> Any:
    labels = ["real"] * len(reals) + ["fake"] * len(fakes)
    return groups_in_names(pl.Series(reals + fakes, dtype=pl.String), pl.Series(labels, dtype=pl.String))


PERSONS = [f"id{p}_{k:04}.mp4" for p in range(5) for k in range(4)]
SWAPS = [f"id{p}_id{(p + 1 + k) % 5}_{k:04}.mp4" for p in range(5) for k in range(4)]


def test_persons_and_donors_are_seen():
    found = shown(PERSONS, SWAPS)
    assert (found.pattern, found.matched, found.groups, found.donors) == (CELEB, 40, 5, 5)
    assert found.of_videos.height == 40


def test_nine_of_ten_names_are_needed():
    odd = [f"odd {k} x.mp4" for k in range(4)]
    assert shown(PERSONS + odd, SWAPS).matched == 40
    assert shown([*PERSONS, *odd, "odd 5 x.mp4"], SWAPS) is None


@pytest.mark.parametrize(
    ("reals", "fakes"),
    [
        ([f"real_{k}.mp4" for k in range(20)], [f"fake_{k}.mp4" for k in range(20)]),
        ([f"original_{k}" for k in range(20)], [f"{m}_{k}" for m in ("swap", "lips", "gan") for k in range(9)]),
        ([f"video_{k}.mp4" for k in range(20)], [f"video_{k}.mp4" for k in range(20, 40)]),
        ([f"{k:03}.mp4" for k in range(20)], [f"{k:03}.mp4" for k in range(20, 40)]),
        ([f"c23/v{k}.mp4" for k in range(20)], [f"c{q}/w{k}.mp4" for q in (0, 23, 40) for k in range(9)]),
        ([f"part_{k % 4}/v{k}.mp4" for k in range(20)], [f"part_{k % 4}/v{k}.mp4" for k in range(20, 40)]),
        ([f"a{k % 2}/v{k}.mp4" for k in range(20)], [f"a{k % 2}/v{k}.mp4" for k in range(20, 40)]),
        ([f"{k:05}.mp4" for k in range(20)], [f"{k:05}.mp4" for k in range(20, 40)]),
        (["a.mp4"], ["b.mp4"]),
        ([], []),
        ([f"{k:03}_{k + 1:03}.mp4" for k in range(20)], [f"{k:03}_{k + 2:03}.mp4" for k in range(20)]),
    ],
    ids=[
        "labels",
        "methods",
        "one word",
        "numbers",
        "compressions",
        "parts",
        "two folders",
        "numbers of five",
        "two videos",
        "none",
        "reals with donors",
    ],
)
def test_no_groups_are_seen_in_names_that_show_none(reals, fakes):
    assert shown(reals, fakes) is None


def test_a_group_may_hold_half_of_a_label_and_not_more():
    half = [f"{name}_{k}.mp4" for name in ("anna", "bert") for k in range(10)]
    assert shown(half[::2], half[1::2]).groups == 2
    assert shown([*half[::2], "anna_21.mp4"], half[1::2]) is None


def test_the_donor_may_be_named_before_the_group():
    found = groups_by_name(pl.Series(["a-b.mp4"]), "(?P<donor>[a-z])-([a-z])")
    assert found.row(0) == ("b", "a")


@given(st.permutations(PERSONS + SWAPS))
def test_the_order_of_videos_does_not_matter(keys):
    labels = pl.Series(["fake" if "_id" in key else "real" for key in keys])
    found = groups_in_names(pl.Series(keys), labels)
    assert found is not None
    assert (found.matched, found.groups, found.donors) == (40, 5, 5)


@given(st.lists(st.text(max_size=12), unique=True, max_size=30))
def test_any_names(keys):
    labels = pl.Series(["real" if k % 2 else "fake" for k in range(len(keys))], dtype=pl.String)
    found = groups_in_names(pl.Series(keys, dtype=pl.String), labels)
    assert found is None or 2 <= found.groups <= len(keys) / 2
