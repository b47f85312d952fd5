"""Checkpoints that may hold anything: a result or one line, within time and memory, and no code of theirs runs."""

from __future__ import annotations

import json
import os
import random
import signal
import struct
import threading
import time
import zipfile
from multiprocessing import active_children
from pathlib import Path

import pytest
import torch
from safetensors.torch import save
from torch import nn

from touchstone.detectors.checkpoints import read_checkpoint, reopen_checkpoint
from touchstone.detectors.isolation import Meant, apart, measure_apart, read_apart
from touchstone.detectors.isolation.measure import CheckpointTask, measure_file
from touchstone.detectors.specialists import build_network
from touchstone.detectors.tensors import checkpoint_rows
from touchstone.vocabulary.errors import CheckpointError
from touchstone.vocabulary.tables import TENSORS


class Evil:
    """Unpickling it would create a file."""

    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return os.system, (f"touch {self.marker}",)


def network():
    torch.manual_seed(0)
    layers = nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.Flatten(), nn.Linear(32, 32))
    return {name: tensor.clone() for name, tensor in layers.state_dict().items()}


def saved(folder, form):
    """Bytes of an honest file."""
    path = Path(folder) / "honest.pt"
    if form == "safetensors":
        return save(network(), {"epoch": "3"})
    torch.save({"state_dict": network(), "epoch": 3}, path, _use_new_zipfile_serialization=form == "zip")
    return path.read_bytes()


def packed_again(content, change):
    """The archive of torch with other members: ``change`` takes their names and bytes, and gives those to be written."""
    source, target = Path(content).with_suffix(".in"), Path(content)
    target.rename(source)
    with zipfile.ZipFile(source) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in change(members):
            archive.writestr(name, data)


def refused(path):
    with pytest.raises(CheckpointError) as caught:
        measure_apart(path, "net", Meant())
    text = str(caught.value)
    assert "\n" not in text
    assert path.name in text
    return text


def test_the_digits_are_those_of_the_main_process(tmp_path):
    path = tmp_path / "a.pt"
    state = network() | {"wide": torch.randn(700, 500), "half": torch.randn(64, 64).half()}
    torch.save(state, path)
    measured = measure_apart(path, "net", Meant())
    assert measured.tensors.equals(checkpoint_rows(read_checkpoint(path), "net", None))
    assert measured.checkpoint.state.keys() == state.keys()


@pytest.mark.slow
def test_the_gradients_are_those_of_the_main_process(tmp_path):
    torch.manual_seed(1)
    path = tmp_path / "legacy.pt"
    torch.save(build_network("tm_legacy").state_dict(), path)
    measured = measure_apart(path, "net", Meant())
    here = checkpoint_rows(read_checkpoint(path), "net", "tm_legacy")
    assert measured.tensors.equals(here)
    assert measured.tensors["gradient"].is_not_null().any()
    assert measured.checkpoint.sha256 == read_apart(path, Meant()).sha256
    assert measured.checkpoint.state.keys() == build_network("tm_legacy").state_dict().keys()


def test_a_file_of_the_package_is_read_here(monkeypatch, tmp_path):
    torch.save(network(), tmp_path / "a.pt")
    monkeypatch.setattr(apart, "ROOT", tmp_path.resolve())
    monkeypatch.setattr(apart, "_READER", None)
    assert measure_apart(tmp_path / "a.pt", "net", Meant()).tensors.height == len(network())


def test_a_file_that_changes_meanwhile_is_refused(tmp_path):
    path = tmp_path / "a.pt"
    torch.save(network(), path)
    sha256 = read_checkpoint(path).sha256
    assert reopen_checkpoint(path, sha256).sha256 == sha256
    torch.save({"w": torch.ones(3)}, path)
    with pytest.raises(CheckpointError, match=r"a\.pt changed while it was read; wait until it is written"):
        reopen_checkpoint(path, sha256)


@pytest.mark.parametrize("new", [True, False])
def test_code_in_a_file_never_runs(tmp_path, *, new):
    marker, path = tmp_path / "it_ran", tmp_path / "a.pt"
    torch.save({"state_dict": network(), "extra": Evil(marker)}, path, _use_new_zipfile_serialization=new)
    assert "would run code from the file" in refused(path)
    assert not marker.exists()


def test_pipes_devices_and_folders_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.pt")
    assert "is a pipe; give the file of the checkpoint" in refused(tmp_path / "pipe.pt")
    assert "is a device; give the file of the checkpoint" in refused(Path("/dev/zero"))
    assert "is a folder; give the file of the checkpoint" in refused(tmp_path)


def test_a_pipe_is_no_reference_specialist_and_has_no_hash(tmp_path):
    from touchstone.detectors.kinds import content
    from touchstone.detectors.reference import reference_key

    os.mkfifo(tmp_path / "cm.pt")
    assert reference_key(tmp_path / "cm.pt") is None
    assert content(tmp_path / "cm.pt") == "cm.pt: not found"


def test_an_old_file_that_declares_more_than_it_holds(tmp_path):
    path = tmp_path / "a.pt"
    torch.save({"w": torch.zeros(1000)}, path, _use_new_zipfile_serialization=False)
    whole = path.read_bytes()
    count = b"M" + struct.pack("<H", 1000)
    assert whole.count(count) >= 2
    for declared in (10**10, 10**14):
        path.write_bytes(whole.replace(count, b"\x8a\x06" + declared.to_bytes(6, "little")))
        assert "needs more memory" in refused(path) or "truncated or damaged" in refused(path)


def test_records_that_lie_upon_each_other(tmp_path):
    path = tmp_path / "a.pt"
    torch.save({"w": torch.zeros(100_000)}, path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        (start, count) = archive.start_dir, len(archive.infolist())
        entry = next(m for m in archive.infolist() if m.filename.endswith("data/0"))
    name = entry.filename.encode()
    first = bytes(content).index(b"PK\x01\x02", start)
    at = bytes(content).index(name, start) - 46
    again = bytes(content[at : at + 46 + len(name) + len(entry.extra)])
    end = bytes(content).rindex(b"PK\x05\x06")
    tail = bytearray(content[end:])
    tail[8:12] = struct.pack("<HH", count + 50, count + 50)
    tail[12:20] = struct.pack("<LL", end - start + 50 * len(again) if first == start else 0, start)
    path.write_bytes(bytes(content[:end]) + again * 50 + bytes(tail))
    refused(path)


def test_an_archive_with_a_lock_on_it(tmp_path):
    path = tmp_path / "a.pt"
    torch.save(network(), path)
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    path.write_bytes(content)
    refused(path)


@pytest.mark.parametrize(
    "header",
    [
        '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,1e400]}}',
        '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,NaN]}}',
        '{"w":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4]}}',
        '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":{"a":' + "[" * 500 + "]" * 500 + "}}",
        '{"w":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}',
        '{"w":{"dtype":"F32","shape":[1],"data_offsets":{}}}',
        "[" * 100_000,
        '"w"',
    ],
)
def test_headers_of_safetensors(tmp_path, header):
    path = tmp_path / "a.safetensors"
    data = header.encode()
    path.write_bytes(struct.pack("<Q", len(data)) + data + bytes(4))
    refused(path)


def test_memory_is_limited(tmp_path):
    path = tmp_path / "a.pt"
    torch.save({f"w{i}": torch.randn(2000, 1000) for i in range(4)}, path)
    asked = CheckpointTask(path=path, name="net", meant=Meant(), memory=16 << 20)
    answer = measure_file(asked)
    assert str(answer.refusal) == "a.pt needs more memory than a file of its size may take (0.0 GiB); copy it again"


def test_what_takes_too_long_is_said(tmp_path, monkeypatch):
    class Slow:
        def do(self, asked, timeout):
            raise TimeoutError

    monkeypatch.setattr(apart, "_READER", Slow())
    torch.save(network(), tmp_path / "a.pt")
    assert refused(tmp_path / "a.pt").startswith("a.pt took longer than 120 s to read and measure; ")


def cut(content, rng):
    return content[: rng.randrange(len(content))]


def flip(content, rng):
    changed = bytearray(content)
    for _ in range(rng.randint(1, 8)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def exchange(content, rng):
    """Two pieces change places."""
    length = rng.randint(1, min(64, len(content)))
    first, second = (rng.randint(0, len(content) - length) for _ in range(2))
    changed = bytearray(content)
    changed[first : first + length], changed[second : second + length] = (
        content[second : second + length],
        content[first : first + length],
    )
    return bytes(changed)


def numbers(content, rng):
    """A digit of a header, or of a pickle, becomes another; bits are flipped where there is none."""
    places = [i for i, byte in enumerate(content) if 48 <= byte < 58]
    changed = bytearray(content)
    for place in rng.choices(places, k=rng.randint(1, 4)) if places else ():
        changed[place] = 48 + rng.randrange(10)
    return bytes(changed) if places else flip(content, rng)


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    folder = tmp_path_factory.mktemp("honest")
    return {form: saved(folder, form) for form in ("zip", "pickle", "safetensors")}


@pytest.mark.parametrize("seed", range(60))
def test_a_mutated_file_is_a_result_or_one_line(tmp_path, honest, seed):
    rng = random.Random(seed)
    content = honest[sorted(honest)[seed % len(honest)]]
    for _ in range(rng.randint(1, 2)):
        content = rng.choice([cut, flip, exchange, numbers])(content, rng) or b"x"
    is_result_or_one_line(tmp_path / "a.pt", content)


@pytest.mark.parametrize("seed", range(60))
def test_an_archive_with_right_checksums_and_other_members(tmp_path, honest, seed):
    """Bytes of the pickle change, members change places or names: what checksums cannot tell."""
    rng = random.Random(seed)

    def change(members):
        contents = [content for _, content in members]
        first, second = (rng.randrange(len(members)) for _ in range(2))
        contents[first], contents[second] = contents[second], contents[first]
        victim = rng.choice([first, next(i for i, (n, _) in enumerate(members) if n.endswith("data.pkl"))])
        if contents[victim]:
            contents[victim] = rng.choice([flip, exchange, numbers])(contents[victim], rng)
        return [(name, content) for (name, _), content in zip(members, contents, strict=True)]

    path = tmp_path / "a.pt"
    path.write_bytes(honest["zip"])
    packed_again(path, change)
    is_result_or_one_line(path, path.read_bytes())


def is_result_or_one_line(path, content):
    path.write_bytes(content)
    begun = time.monotonic()
    measured, refusal = None, "no line"
    try:
        measured = measure_apart(path, "net", Meant())
    except CheckpointError as error:
        refusal = str(error)
    assert refusal.strip()
    assert "\n" not in refusal
    if measured is not None:
        assert measured.tensors.schema == TENSORS.schema
        assert set(measured.tensors["tensor"]) == set(measured.checkpoint.state)
        json.dumps(measured.checkpoint.metadata, ensure_ascii=False).encode()
    assert time.monotonic() - begun < 120


class Killer(threading.Thread):
    """Ends the process that reads checkpoints once, a while after it is there."""

    def __init__(self, how, seconds):
        super().__init__()
        self.how, self.seconds, self.killed, self.done = how, seconds, 0, threading.Event()

    def run(self):
        while not (children := active_children()) and not self.done.is_set():
            time.sleep(0.001)
        if self.done.wait(self.seconds):
            return
        for child in children:
            assert child.pid is not None
            os.kill(child.pid, self.how)
            self.killed += 1


def measured_and_killed(paths, how, seconds):
    killer = Killer(how, seconds)
    killer.start()
    try:
        return [measure_apart(path, path.stem, Meant()).tensors for path in paths], killer
    finally:
        killer.done.set()
        killer.join()


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    paths = [folder / "a.pt", folder / "b.pt"]
    for seed, path in enumerate(paths):
        torch.manual_seed(seed)
        torch.save({f"w{i}": torch.randn(120, 400) for i in range(6)}, path)
    return paths, [checkpoint_rows(read_checkpoint(path), path.stem, None) for path in paths]


@pytest.mark.slow
def test_killed_at_its_start_another_one_reads(two):
    paths, whole = two
    apart._READER.end()
    tables, killer = measured_and_killed(paths, signal.SIGSEGV, 0.0)
    assert killer.killed == 1
    assert all(table.equals(wanted) for table, wanted in zip(tables, whole, strict=True))


@pytest.mark.slow
def test_killed_at_random_moments_the_tables_are_equal(two):
    paths, whole = two
    draws = random.Random(20)
    apart._READER.end()
    begun = time.monotonic()
    for path in paths:
        measure_apart(path, path.stem, Meant())
    longest = time.monotonic() - begun
    killed = 0
    while killed < 30:
        if draws.random() < 0.7:
            apart._READER.end()
        how, seconds = draws.choice([signal.SIGKILL, signal.SIGSEGV]), draws.uniform(0.0, longest)
        tables, killer = measured_and_killed(paths, how, seconds)
        killed += killer.killed
        assert all(table.equals(wanted) for table, wanted in zip(tables, whole, strict=True))
