"""The command that says what is kept between runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from touchstone.cli.app import app
from touchstone.vocabulary.cache import CACHE_VARIABLE, Cache


def shown(*words: str, columns: int = 120) -> str:
    result = CliRunner().invoke(app, ["cache", *words], env={"COLUMNS": str(columns)})
    assert result.exit_code == 0, result.output
    return result.output


def fill(cache: Cache) -> None:
    for number in range(3):
        cache.keep("folded", number, write=lambda to: (to / "file").write_bytes(bytes(2_000_000)))
    cache.keep("files", 1, write=lambda to: (to / "file").write_text("x"))


@pytest.mark.parametrize("columns", [60, 120])
def test_kinds_numbers_and_sizes(cache: Cache, columns: int):
    fill(cache)
    lines = shown(columns=columns).splitlines()
    assert lines[0] == f"{cache.folder}: 4 results, 6.0 MB of at most 4,295.0 MB"
    text = "\n".join(lines[1:])
    assert "folded" in text
    assert "6.0 MB" in text
    assert "last used" in text
    assert max(len(line) for line in lines[1:]) <= columns


def test_clearing_removes_all_results(cache: Cache):
    fill(cache)
    assert shown("--clear") == f"Removed 4 results, 6.0 MB, from {cache.folder}.\n"
    assert cache.entries() == []
    assert shown() == f"{cache.folder}: 0 results, 0.0 MB of at most 4,295.0 MB\n"
    assert shown("--clear") == f"Removed 0 results, 0.0 MB, from {cache.folder}.\n"


def test_a_cache_that_is_turned_off(cache: Cache, monkeypatch: pytest.MonkeyPatch):
    fill(cache)
    monkeypatch.setenv(CACHE_VARIABLE, "off")
    for words in ((), ("--clear",)):
        assert shown(*words) == f"Nothing is kept between runs: {CACHE_VARIABLE} is off, or you have no home folder.\n"
    assert len(cache.entries()) == 4


def test_what_cannot_be_removed_is_not_said_to_be(cache: Cache, monkeypatch: pytest.MonkeyPatch):
    fill(cache)
    monkeypatch.setattr("touchstone.vocabulary.cache._remove", lambda place: None)
    assert shown("--clear").startswith("Removed 0 results, 0.0 MB, ")


def test_a_single_result(cache: Cache):
    cache.keep("files", 1, write=lambda to: (to / "file").write_text("x"))
    assert shown().startswith(f"{cache.folder}: 1 result, 0.0 MB")
    assert Path(cache.folder, "files").is_dir()
