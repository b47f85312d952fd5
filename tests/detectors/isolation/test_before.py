"""What an earlier run found in a checkpoint: the same rows, and a file that may have changed is read again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import torch

from touchstone.detectors.isolation import Meant, apart, before, measure_apart, measured_file, read_apart
from touchstone.detectors.isolation.before import hash_before, keeping_hash, tensors_before
from touchstone.detectors.isolation.measure import CheckpointTask, measure_file
from touchstone.vocabulary.cache import Cache
from touchstone.vocabulary.errors import CheckpointError
from touchstone.vocabulary.hashes import file_sha256

pytestmark = pytest.mark.usefixtures("cache")


class Reader:
    """The other process, in this one; counts what it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.from_before: list[bool] = []

    def do(self, task: CheckpointTask, timeout: float) -> object:
        self.asked += 1
        answer = measure_file(task)
        self.from_before.append(answer.from_before)
        return answer


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    here = Reader()
    monkeypatch.setattr(apart, "_READER", here)
    return here


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that a test has just written count as written long ago."""
    monkeypatch.setattr(before, "_SETTLED", -3600.0)


def write(path: Path, seed: int = 0) -> Path:
    """Two states of different seeds give files of equal size."""
    torch.manual_seed(seed)
    torch.save({"a.weight": torch.randn(40, 30), "b.weight": torch.randn(8, 40)}, path)
    return path


@pytest.mark.usefixtures("settled")
def test_a_file_that_was_measured_is_not_opened_again(tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch):
    path = write(tmp_path / "a.pt")
    first = measured_file(path, "one", Meant())
    assert reader.asked == 1
    with monkeypatch.context() as patch:
        for name in ("beginning", "reopen_checkpoint", "read_checkpoint"):
            patch.setattr(apart, name, None)
        second = measured_file(path, "two", Meant())
    assert reader.asked == 1
    assert second.sha256 == first.sha256 == file_sha256(path)
    assert second.tensors["detector"].unique().to_list() == ["two"]
    assert second.tensors.drop("detector").equals(first.tensors.drop("detector"))
    assert second.tensors.schema == first.tensors.schema
    assert torch.equal(second.checkpoint().state["a.weight"], first.checkpoint().state["a.weight"])
    assert read_apart(path, Meant()).sha256 == first.sha256
    assert reader.asked == 1


@pytest.mark.usefixtures("settled")
def test_where_no_tensor_is_to_be_measured_none_is_and_a_file_that_was_read_is_not_opened_again(
    tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
):
    path = write(tmp_path / "a.pt")
    first = measured_file(path, None, Meant())
    assert (reader.asked, first.tensors.height) == (1, 0)
    with monkeypatch.context() as patch:
        for name in ("beginning", "reopen_checkpoint", "read_checkpoint"):
            patch.setattr(apart, name, None)
        assert measured_file(path, None, Meant()).sha256 == first.sha256
    assert measured_file(path, "one", Meant()).tensors["detector"].to_list() == ["one", "one"]
    assert reader.asked == 2


@pytest.mark.usefixtures("settled")
def test_rows_are_those_of_what_the_file_is_said_to_be(tmp_path: Path, reader: Reader):
    path = tmp_path / "a.pt"
    torch.manual_seed(0)
    torch.save({"net": {"w": torch.randn(9, 9)}, "ema": {"w": torch.randn(9, 9)}}, path)
    rows = [measure_apart(path, "a", Meant(state=state)).tensors for state in ("net", "ema", "net", "ema")]
    assert reader.asked == 2
    assert rows[0].equals(rows[2])
    assert rows[1].equals(rows[3])
    assert not rows[0].equals(rows[1])


@pytest.mark.usefixtures("settled")
def test_a_changed_file_is_read_again_whatever_its_times_say(tmp_path: Path, reader: Reader):
    path, other = write(tmp_path / "a.pt"), write(tmp_path / "b.pt", seed=1)
    first, state = measure_apart(path, "a", Meant()), path.stat()
    with path.open("r+b") as file:  # the same inode
        file.write(other.read_bytes())
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (state.st_size, state.st_mtime_ns)
    second = measure_apart(path, "a", Meant())
    assert reader.asked == 2
    assert second.checkpoint.sha256 == file_sha256(other) != first.checkpoint.sha256
    assert not second.tensors.equals(first.tensors)


@pytest.mark.usefixtures("settled")
def test_a_file_put_in_the_place_of_another_is_read_again(tmp_path: Path, reader: Reader):
    path, other = write(tmp_path / "a.pt"), write(tmp_path / "b.pt", seed=1)
    measure_apart(path, "a", Meant())
    state = path.stat()
    os.utime(other, ns=(state.st_atime_ns, state.st_mtime_ns))
    sha256 = file_sha256(other)
    other.replace(path)
    assert measured_file(path, "a", Meant()).sha256 == sha256
    assert reader.asked == 2


def test_a_file_that_changed_just_before_is_read_again_until_it_has_settled(
    tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(before, "_SETTLED", 3600.0)
    path = write(tmp_path / "a.pt")
    rows = [measured_file(path, "a", Meant()).tensors for _ in range(2)]
    assert hash_before(path) is None
    monkeypatch.setattr(before, "_SETTLED", -3600.0)
    rows += [measured_file(path, "a", Meant()).tensors for _ in range(2)]
    # Read three times and measured once: what it holds is the same.
    assert reader.from_before == [False, True, True]
    assert all(again.equals(rows[0]) for again in rows)


@pytest.mark.usefixtures("settled")
def test_a_file_that_changes_while_it_is_read_has_no_hash(tmp_path: Path):
    path = write(tmp_path / "a.pt")
    with keeping_hash(path, file_sha256(path)):
        write(path, seed=1)
    assert hash_before(path) is None
    with keeping_hash(path, file_sha256(path)):
        path.unlink()
    assert hash_before(path) is None
    write(path)
    with pytest.raises(CheckpointError), keeping_hash(path, "0" * 64):
        raise CheckpointError("not this one")
    assert hash_before(path) is None


@pytest.mark.usefixtures("settled")
def test_a_copy_is_read_and_not_measured(tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch):
    path = write(tmp_path / "a.pt")
    first = measure_apart(path, "a", Meant())
    copy = tmp_path / "copy.pt"
    copy.write_bytes(path.read_bytes())
    monkeypatch.setattr("touchstone.detectors.isolation.meant.checkpoint_rows", None)
    assert measure_apart(copy, "a", Meant()).tensors.equals(first.tensors)
    assert reader.from_before == [False, True]


@pytest.mark.usefixtures("settled")
def test_a_file_that_is_refused_is_refused_each_time(tmp_path: Path, reader: Reader):
    path = tmp_path / "a.pt"
    path.write_bytes(write(path).read_bytes()[:-200])
    texts = []
    for _ in range(3):
        with pytest.raises(CheckpointError) as caught:
            measured_file(path, "a", Meant())
        texts.append(str(caught.value))
    assert len(set(texts)) == 1
    assert reader.asked == 3
    path.unlink()
    with pytest.raises(CheckpointError, match="does not exist"):
        measured_file(path, "a", Meant())


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("kind", ["files", "checkpoints"])
def test_what_is_damaged_is_found_again(tmp_path: Path, reader: Reader, cache: Cache, kind: str):
    path = write(tmp_path / "a.pt")
    first = measure_apart(path, "a", Meant())
    (entry,) = (entry for entry in cache.entries() if entry.kind == kind)
    for file in entry.folder.iterdir():
        if file.name != "checksums.json":
            file.write_bytes(b"[]")
    assert measure_apart(path, "a", Meant()).tensors.equals(first.tensors)
    assert reader.from_before == [False, kind == "files"]
    assert measure_apart(path, "a", Meant()).tensors.equals(first.tensors)
    assert reader.asked == 2


@pytest.mark.usefixtures("settled")
def test_clearing_meanwhile_costs_the_rows_and_nothing_else(
    tmp_path: Path, reader: Reader, cache: Cache, monkeypatch: pytest.MonkeyPatch
):
    path = write(tmp_path / "a.pt")
    first = measured_file(path, "a", Meant())
    read = before.read_table

    def read_cleared(*given):
        cache.clear()
        return read(*given)

    with monkeypatch.context() as patch:
        patch.setattr(before, "read_table", read_cleared)
        assert tensors_before(first.sha256, Meant()) is None
    assert measured_file(path, "a", Meant()).tensors.equals(first.tensors)


def test_in_the_other_process_it_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(before, "_SETTLED", -3600.0)
    path = write(tmp_path / "a.pt")
    first = measure_apart(path, "a", Meant())
    copy = tmp_path / "copy.pt"
    copy.write_bytes(path.read_bytes())
    for again in (path, copy):
        assert measure_apart(again, "a", Meant()).tensors.equals(first.tensors)
