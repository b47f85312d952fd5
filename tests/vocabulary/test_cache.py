"""The cache: what is kept is found again as it was, whatever happens to its files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.vocabulary.cache import CACHE_VARIABLE, Cache, user_cache


def keep(cache: Cache, key: object, content: bytes = b"content") -> None:
    cache.keep("kind", key, write=lambda to: (to / "file").write_bytes(content))


def kept(cache: Cache, key: object) -> bytes | None:
    place = cache.find("kind", key)
    return None if place is None else (place / "file").read_bytes()


def test_what_is_kept_is_found_by_all_that_it_depends_on(tmp_path: Path):
    cache = Cache(tmp_path / "a" / "b")
    assert kept(cache, ["x", 1]) is None
    keep(cache, ["x", 1], b"one")
    keep(cache, ["x", 2], b"two")
    assert kept(cache, ["x", 1]) == b"one"
    assert kept(cache, ["x", 2]) == b"two"
    assert kept(cache, ["x", "1"]) is None
    assert cache.find("other", ["x", 1]) is None
    keep(cache, ["x", 1], b"again")
    assert kept(cache, ["x", 1]) == b"again"


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def _turn(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[0] ^= 1
    file.write_bytes(bytes(data))


def _no_object(file: Path) -> None:
    file.with_name("checksums.json").write_text("[" * 100_000)


def _list(file: Path) -> None:
    file.with_name("checksums.json").write_text("[]")


def _no_sums(file: Path) -> None:
    file.with_name("checksums.json").unlink()


def _huge(file: Path) -> None:
    file.with_name("checksums.json").write_bytes(b" " * (2 << 20))


def _another(file: Path) -> None:
    file.with_name("another").write_text("x")


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("harm", [_cut, _turn, Path.unlink, _no_object, _list, _no_sums, _huge, _another, _folder])
def test_a_damaged_result_is_made_again(tmp_path: Path, harm):
    cache = Cache(tmp_path)
    keep(cache, 1)
    place = cache.find("kind", 1)
    assert place is not None
    harm(place / "file")
    assert kept(cache, 1) is None
    keep(cache, 1)
    assert kept(cache, 1) == b"content"


def test_a_link_in_the_place_of_a_result_is_not_followed(tmp_path: Path):
    cache, other = Cache(tmp_path / "cache"), Cache(tmp_path / "other")
    keep(cache, 1)
    keep(other, 1, b"other")
    here, there = cache.find("kind", 1), other.find("kind", 1)
    assert here is not None
    assert there is not None
    here.rename(tmp_path / "away")
    here.symlink_to(there)
    assert kept(cache, 1) is None
    keep(cache, 1)
    assert kept(cache, 1) == b"content"
    assert kept(other, 1) == b"other"


@given(sizes=st.lists(st.integers(0, 500), min_size=1, max_size=12), most=st.integers(200, 1200))
def test_the_newest_results_stay_inside_the_bound(tmp_path_factory: pytest.TempPathFactory, sizes, most):
    cache = Cache(tmp_path_factory.mktemp("cache"), most)
    for number, size in enumerate(sizes):
        keep(cache, number, bytes(size))
        for entry in cache.entries():  # times of one instant would leave the order to chance
            os.utime(entry.folder, (entry.used - 10, entry.used - 10))
        assert sum(entry.size for entry in cache.entries()) <= most
    there = [number for number in range(len(sizes)) if cache.find("kind", number)]
    assert len(there) == len(cache.entries())
    fitting = [number for number, size in enumerate(sizes) if size + 120 <= most]
    if fitting and there:
        assert there[-1] >= max(n for n in fitting if n <= there[-1])
    if sizes[-1] + 120 <= most:
        assert there[-1] == len(sizes) - 1


def test_what_was_used_last_stays(tmp_path: Path):
    cache = Cache(tmp_path, 2000)
    for number in range(3):
        keep(cache, number, bytes(500))
        for entry in cache.entries():
            os.utime(entry.folder, (entry.used - 10, entry.used - 10))
    cache.find("kind", 0)
    keep(cache, 3, bytes(500))
    assert [number for number in range(4) if cache.find("kind", number)] == [0, 2, 3]


def test_a_place_that_cannot_be_written_costs_nothing_else(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    cache = Cache(tmp_path / "file")
    keep(cache, 1)
    assert kept(cache, 1) is None
    assert cache.entries() == []
    assert cache.clear() == 0


def test_an_error_of_the_writer_is_its_own_and_leaves_nothing(tmp_path: Path):
    cache = Cache(tmp_path)

    def fail(to: Path) -> None:
        (to / "half").write_text("x")
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        cache.keep("kind", 1, write=fail)
    assert cache.find("kind", 1) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_clearing_removes_what_was_kept_and_nothing_else(tmp_path: Path):
    cache = Cache(tmp_path)
    (tmp_path / "note.txt").write_text("mine")
    keep(cache, 1)
    keep(cache, 2)
    assert cache.clear() == 2
    assert cache.entries() == []
    assert (tmp_path / "note.txt").read_text() == "mine"


def test_the_variable_names_the_folder_or_turns_it_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(CACHE_VARIABLE, " OFF ")
    assert user_cache() is None
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    cache = user_cache()
    assert cache is not None
    assert cache.folder == tmp_path
    monkeypatch.setenv(CACHE_VARIABLE, "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    cache = user_cache()
    assert cache is not None
    assert cache.folder.name == "touchstone"
