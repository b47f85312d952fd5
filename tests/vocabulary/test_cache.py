"""The cache: what is kept is found again as it was, whatever happens to its files."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from touchstone.vocabulary import cache as module
from touchstone.vocabulary.cache import CACHE_VARIABLE, Cache, user_cache


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the disk of this machine has."""
    monkeypatch.setattr(module, "LEAST_FREE", 0)


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


def _pipe(file: Path) -> None:
    os.mkfifo(file.with_name("pipe"))


@pytest.mark.parametrize("harm", [_pipe, _cut, _turn, Path.unlink, _no_object, _list, _no_sums, _huge, _another, _folder])
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


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
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


def test_files_and_folders_of_others_are_left_alone(tmp_path: Path):
    cache = Cache(tmp_path, 1500)
    for other in ("photos/2024", "kind/notes", f"photos/{'0' * 32}"):
        (tmp_path / other).mkdir(parents=True)
        (tmp_path / other / "file").write_bytes(bytes(3000))
        os.utime(tmp_path / other, (0, 0))
    (tmp_path / "note.txt").write_text("mine")
    others = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    for number in range(4):
        keep(cache, number, bytes(500))
    assert len(cache.entries()) == 2
    assert cache.clear() == 2
    assert cache.entries() == []
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == others


def test_clearing_removes_the_folders_of_results(tmp_path: Path):
    cache = Cache(tmp_path)
    keep(cache, 1)
    keep(cache, 2)
    assert cache.clear() == 2
    assert list(tmp_path.iterdir()) == []


def test_clearing_while_a_result_is_written_costs_that_result(tmp_path: Path):
    cache = Cache(tmp_path)

    def write(to: Path) -> None:
        (to / "first").write_text("x")
        cache.clear()
        (to / "second").write_text("x")

    keep(cache, 1)
    cache.keep("kind", 2, write=write)
    assert cache.entries() == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    keep(cache, 2)
    assert kept(cache, 2) == b"content"


def test_what_a_killed_process_left_is_removed_after_a_day(tmp_path: Path):
    cache = Cache(tmp_path)
    keep(cache, 1)
    old, new = tmp_path / "kind" / ".aside-old", tmp_path / "kind" / ".aside-new"
    old.mkdir()
    new.mkdir()
    os.utime(old, (0, 0))
    keep(cache, 2)
    assert not old.exists()
    assert new.exists()


def test_the_number_of_results_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "MOST_RESULTS", 3)
    cache = Cache(tmp_path)
    for number in range(6):
        keep(cache, number)
        for entry in cache.entries():
            os.utime(entry.folder, (entry.used - 10, entry.used - 10))
    assert [number for number in range(6) if cache.find("kind", number)] == [3, 4, 5]


@pytest.mark.parametrize(("free", "total", "stays"), [(9, 100, False), (10, 100, True), (11 << 30, 1 << 40, True)])
def test_nothing_is_kept_where_the_disk_is_nearly_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, total: int, stays: bool
):
    monkeypatch.setattr(module, "LEAST_FREE", 10 << 30)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free, total=total))
    cache = Cache(tmp_path / "cache")
    keep(cache, 1)
    assert (kept(cache, 1) is not None) == stays
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == (2 if stays else 0)


def test_a_cache_that_can_only_be_read_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def refuse(*given, **named):
        raise OSError(errno.EROFS, "Read-only file system")

    cache = Cache(tmp_path)
    keep(cache, 1)
    for system in ("os.utime", "os.mkdir", "os.unlink", "os.rmdir", "os.rename"):
        monkeypatch.setattr(system, refuse)
    assert kept(cache, 1) == b"content"
    keep(cache, 2)
    assert kept(cache, 2) is None
    assert cache.clear() == 0
    assert kept(cache, 1) == b"content"


def test_it_is_readable_for_its_user_alone(tmp_path: Path):
    cache = Cache(tmp_path / "cache")
    keep(cache, 1)
    place = cache.find("kind", 1)
    assert place is not None
    assert [folder.stat().st_mode & 0o077 for folder in (cache.folder, place.parent, place)] == [0, 0, 0]


_BUSY = """
import sys
from pathlib import Path
from touchstone.vocabulary import cache as module
module.LEAST_FREE = 0
cache, wrong = module.Cache(Path(sys.argv[1]), 3000), 0
for turn in range(150):
    key = turn % 6
    place = cache.find("kind", key)
    try:
        wrong += place is not None and (place / "file").read_bytes() != bytes([key]) * 500
    except FileNotFoundError:  # cleared in between
        pass
    if place is None:
        cache.keep("kind", key, write=lambda to: (to / "file").write_bytes(bytes([key]) * 500))
    if turn % 20 == 19 and len(sys.argv) > 2:
        cache.clear()
sys.exit(wrong)
"""


def test_several_processes_at_once(tmp_path: Path):
    processes = [
        subprocess.Popen([sys.executable, "-c", _BUSY, str(tmp_path), *more]) for more in ([], [], ["clear"])
    ]
    assert [process.wait(120) for process in processes] == [0, 0, 0]
    cache = Cache(tmp_path)
    assert sum(entry.size for entry in cache.entries()) <= 3000
    assert list(tmp_path.glob("*/.*")) == []


def test_the_variable_names_the_folder_or_turns_it_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def folder() -> Path:
        cache = user_cache()
        assert cache is not None
        return cache.folder

    monkeypatch.setenv(CACHE_VARIABLE, " OFF ")
    assert user_cache() is None
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    assert folder() == tmp_path
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(CACHE_VARIABLE, "here/cache")
    assert folder() == tmp_path / "here" / "cache"
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv(CACHE_VARIABLE, "~/cache")
    assert folder() == tmp_path / "home" / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert folder().name == "touchstone"


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(CACHE_VARIABLE, "")
    monkeypatch.setattr(module, "user_cache_path", lambda *given, **named: Path("~/.cache/touchstone"))
    assert user_cache() is None
