"""Groups in the names of videos are offered with the option that takes them, and the option does what was said."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from touchstone.scores import Options
from touchstone.vocabulary.door import in_python
from touchstone.vocabulary.errors import UsageError

TABLES = {
    "FaceForensics++": (
        [f"{k:03}.mp4" for k in range(12)],
        [f"{m}/{k:03}_{(k + 1) % 12:03}.mp4" for m in ("Deepfakes", "FaceSwap") for k in range(12)],
    ),
    "DeepFakeDetection": (
        [f"{a:02}__walk_{s}__hall.mp4" for a in range(1, 7) for s in "abc"],
        [f"{a:02}_{a + 10:02}__walk_{s}__hall.mp4" for a in range(1, 7) for s in "abc"],
    ),
    "Celeb-DF": (
        [f"id{p}_{k:04}.mp4" for p in range(6) for k in range(3)],
        [f"id{p}_id{(p + k) % 6}_{k:04}.mp4" for p in range(6) for k in range(1, 4)],
    ),
    "persons in folders": (
        [f"real/person_{p:02}/take_{k:03}.mp4" for p in range(6) for k in range(3)],
        [f"fake/person_{p:02}/take_{k:03}.mp4" for p in range(6) for k in range(3, 6)],
    ),
    "persons with takes": (
        [f"subject{p}-clip{k}.avi" for p in range(6) for k in range(3)],
        [f"subject{p}-clip{k}.avi" for p in range(6) for k in range(3, 6)],
    ),
    "persons with scenes": (
        [f"actor{p:02}_scene{k % 2}_{k:02}.mp4" for p in range(6) for k in range(4)],
        [f"actor{p:02}_scene{k % 2}_{k:02}.mp4" for p in range(6) for k in range(4, 8)],
    ),
    "letters with numbers": (
        [f"S{p:02}_T{k:02}.mp4" for p in range(6) for k in range(3)],
        [f"S{p:02}_T{k:02}.mp4" for p in range(6) for k in range(3, 6)],
    ),
    "numbered folders": (
        [f"/data1/set/{p:02}/{k:03}.mp4" for p in range(6) for k in range(3)],
        [f"/data1/set/{p:02}/{k:03}.mp4" for p in range(6) for k in range(3, 6)],
    ),
    "clips with numbers": (
        [f"it's a clip {c}_{k}.mp4" for c in "abcdef" for k in range(3)],
        [f"it's a clip {c}_{k}.mp4" for c in "abcdef" for k in range(3, 6)],
    ),
}


def text_of(name: str) -> str:
    reals, fakes = TABLES[name]
    rows = [
        f"{key},{label},{0.2 + 0.6 * (label == 'fake')}"
        for keys, label in ((reals, "real"), (fakes, "fake"))
        for key in keys
    ]
    return "\n".join(["video,label,p_fake", *rows]) + "\n"


def offer(notes) -> str:
    (note,) = (n for n in notes if n.startswith("no column of groups"))
    return note


@pytest.mark.parametrize("name", TABLES)
def test_the_option_that_is_offered_groups_as_was_said(place, name):
    file = place.file("s.csv", text_of(name))
    note = offer(place.read(file).notes)
    said = re.search(
        r"([\d,]+) of ([\d,]+) names look like .*, which gives (\d+) groups(?: and (\d+) donors)?; if they are, say ",
        note,
    )
    assert said is not None
    flag, pattern = shlex.split(note[said.end() :])
    assert flag == "--group-pattern"
    found = place.read(file, group_pattern=pattern)
    videos = found.tables["videos"]
    assert (int(said[1]), int(said[2])) == (videos.height - videos["group"].null_count(), videos.height)
    assert videos["group"].drop_nulls().n_unique() == int(said[3])
    assert videos["donor"].drop_nulls().n_unique() == int(said[4] or 0)
    assert not any("no column of groups" in other for other in found.notes)


@pytest.mark.parametrize("name", [name for name in TABLES if name not in ("FaceForensics++", "DeepFakeDetection")])
def test_the_groups_that_are_offered_are_the_persons(place, name):
    """Each table but the two of swaps has six persons, with as many videos each."""
    file = place.file("s.csv", text_of(name))
    flag, pattern = shlex.split(offer(place.read(file).notes).rpartition("say ")[2])
    videos = place.read(file, group_pattern=pattern).tables["videos"]
    assert flag == "--group-pattern"
    assert videos["group"].value_counts()["count"].to_list() == [videos.height / 6] * 6


@pytest.mark.parametrize("name", TABLES)
def test_nothing_is_grouped_unasked(place, name):
    videos = place.read(place.file("s.csv", text_of(name))).tables["videos"]
    assert videos["group"].null_count() == videos["donor"].null_count() == videos.height


@pytest.mark.parametrize("name", TABLES)
def test_in_python_the_option_is_offered_as_a_keyword(place, name):
    file = place.file("s.csv", text_of(name))
    with in_python():
        note = offer(place.read(file).notes)
    keyword, written = note[note.index("group_pattern=") :].split("=", 1)
    grouped = place.read(file, **{keyword: ast.literal_eval(written)}).tables["videos"]["group"]
    assert f"which gives {grouped.drop_nulls().n_unique()} groups" in note


def test_a_shell_takes_the_option_as_it_is_printed(tmp_path):
    (tmp_path / "s.csv").write_text(text_of("FaceForensics++"))
    program = str(Path(sys.executable).parent / "touchstone")
    called = partial(subprocess.run, capture_output=True, text=True, cwd=tmp_path, timeout=300, check=True)
    printed = called([program, "scores", "s.csv", "--explain"]).stdout
    offered = next(line for line in printed.splitlines() if "--group-pattern" in line)
    words = offered[offered.index("--group-pattern") :]
    again = called(["sh", "-c", f"{shlex.quote(program)} scores s.csv --explain {words}"]).stdout
    assert "found in 36 of 36 rows, a donor in 24, as was said" in again
    assert "assumed independent" not in again


def test_names_that_show_no_groups_are_said_to_show_none(place):
    found = place.read(place.file("s.csv", "video,label,p_fake\na.mp4,real,0.2\nb.mp4,fake,0.8\n"))
    assert offer(found.notes) == (
        "no column of groups, and the names of the videos show none: videos are assumed independent; to name groups, say "
        "--map group=COLUMN or --group-pattern REGEX"
    )


def test_a_column_of_groups_needs_no_offer(place):
    reals, fakes = TABLES["Celeb-DF"]
    rows = [f"{k},{label},0.5,{k[:3]}" for keys, label in ((reals, "real"), (fakes, "fake")) for k in keys]
    found = place.read(place.file("s.csv", "\n".join(["video,label,p_fake,group", *rows])))
    assert not any("no column of groups" in note for note in found.notes)


def test_a_pattern_with_a_donor_and_no_group_is_one_line():
    with pytest.raises(UsageError, match=r"has no \(…\); put it around the part that names the group"):
        Options(group_pattern="_(?P<donor>id[0-9]+)")


def test_how_many_donors_a_pattern_finds_is_said(place):
    found = place.read(place.file("s.csv", text_of("Celeb-DF")), group_pattern="(id[0-9]+)_(?:(?P<donor>id[0-9]+)_)?")
    assert any("found in 36 of 36 rows, a donor in 18, as was said" in note for note in found.notes)
