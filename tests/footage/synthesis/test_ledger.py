"""What a corpus folder notes of its clips is believed only where the clips are as noted, and removes nothing outside."""

import json
from dataclasses import replace

import pytest

from touchstone.footage.media import Box
from touchstone.footage.synthesis.ledger import FOLDER, Ledger
from touchstone.footage.synthesis.make import WrittenClip
from touchstone.vocabulary.hashes import file_sha256


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "corpus/real/a.mp4"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"pictures")
    return WrittenClip(
        video="real/a.mp4", digest="d", sha256=file_sha256(path), size=8, faces=(None, Box(1.0, 2.0, 3.0, 4.0))
    )


@pytest.fixture
def ledger(tmp_path, clip):
    kept = Ledger(tmp_path / "corpus")
    kept.enter(clip)
    return kept


def test_a_clip_that_is_as_noted_is_found(ledger, clip):
    assert ledger.find("real/a.mp4", "d") == clip
    assert ledger.find("real/a.mp4", "another") is None


def test_a_clip_with_another_content_of_the_same_size_is_made_again(ledger, clip, tmp_path):
    (tmp_path / "corpus/real/a.mp4").write_bytes(b"Pictures")
    assert ledger.find("real/a.mp4", "d") is None


def test_a_clip_that_is_a_link_is_made_again(ledger, tmp_path):
    path = tmp_path / "corpus/real/a.mp4"
    path.rename(tmp_path / "b.mp4")
    path.symlink_to(tmp_path / "b.mp4")
    assert ledger.find("real/a.mp4", "d") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        '{"faces": []}',
        "[" * 100_000,
        '{"faces": 5}',
        '{"faces": [[1]]}',
        '{"faces": [["a",1,1,1]]}',
    ],
)
def test_a_note_that_is_damaged_is_no_note(ledger, tmp_path, text):
    (tmp_path / "corpus" / FOLDER / "real__a.mp4.json").write_text(text)
    assert ledger.find("real/a.mp4", "d") is None
    assert ledger.forget_all_but([]) == 0


@pytest.mark.parametrize("field", ["video", "digest", "sha256", "size"])
def test_a_note_with_a_value_of_another_type_is_no_note(ledger, tmp_path, field):
    path = tmp_path / "corpus" / FOLDER / "real__a.mp4.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {field: [1]}))
    assert ledger.find("real/a.mp4", "d") is None


def test_clips_of_another_plan_are_removed_and_nothing_outside_is(ledger, clip, tmp_path):
    victims = [tmp_path / "thesis.tex", tmp_path / "linked/thesis.tex"]
    for victim in victims:
        victim.parent.mkdir(exist_ok=True)
        victim.write_text("years of work")
    (tmp_path / "corpus/more").symlink_to(tmp_path / "linked")
    for video in ("../thesis.tex", str(victims[0]), "real/../../thesis.tex", "more/thesis.tex"):
        ledger.enter(replace(clip, video=video))
    assert ledger.forget_all_but([]) == 1
    assert not (tmp_path / "corpus/real/a.mp4").exists()
    assert [victim.read_text() for victim in victims] == ["years of work"] * 2
