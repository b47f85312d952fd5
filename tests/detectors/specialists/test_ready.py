"""A network that was folded in an earlier run: the same to the last bit."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import torch
from safetensors import SafetensorError

from touchstone.detectors.config import detector_spec
from touchstone.detectors.isolation import apart, before
from touchstone.detectors.isolation.measure import measure_file
from touchstone.detectors.kinds import kinds
from touchstone.detectors.load import load_detectors
from touchstone.detectors.specialists import (
    LoadedSpecialist,
    SpecialistDetector,
    build_network,
    folded,
    folded_before,
    load_specialist,
    ready,
)
from touchstone.detectors.tensors import checkpoint_rows
from touchstone.detectors.threads import torch_threads
from touchstone.vocabulary.cache import CACHE_VARIABLE, Cache

KEY = "tm_legacy"
PICTURES = np.random.default_rng(0).integers(0, 256, (2, 2, 64, 64, 3), np.uint8)


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("checkpoint") / f"{KEY}.pt"
    torch.save(build_network(KEY).state_dict(), path)
    return path


@pytest.fixture
def loaded(checkpoint: Path) -> LoadedSpecialist:
    return load_specialist(checkpoint, KEY)


def test_it_is_the_same_to_the_last_bit(loaded: LoadedSpecialist, cache: Cache):
    assert folded_before(KEY, loaded.sha256, None) is None
    first = folded(loaded, None)
    again = folded_before(KEY, loaded.sha256, None)
    assert again is not None
    assert (again.layout, again.sha256, again.parameters) == (KEY, loaded.sha256, loaded.parameters)
    state = again.network.state_dict()
    assert list(state) == list(first.network.state_dict())
    for name, tensor in first.network.state_dict().items():
        assert torch.equal(state[name], tensor), name
        assert state[name].stride() == tensor.stride(), name
    assert not again.network.training
    assert not any(parameter.requires_grad for parameter in again.network.parameters())
    clips = torch.randn(2, 2, 3, 64, 64)
    with torch.inference_mode():
        assert torch.equal(again.network(clips), first.network(clips))
    cache.clear()  # what is in use does not lie in the cache
    with torch.inference_mode():
        assert torch.equal(again.network(clips), first.network(clips))


def test_another_file_state_or_number_of_threads_is_folded_anew(loaded: LoadedSpecialist, cache: Cache):
    with torch_threads(1):
        folded(loaded, "ema")
        assert folded_before(KEY, loaded.sha256, "ema") is not None
        assert folded_before(KEY, loaded.sha256, None) is None
        assert folded_before(KEY, "0" * 64, "ema") is None
    with torch_threads(2):
        assert folded_before(KEY, loaded.sha256, "ema") is None


def test_the_type_that_a_process_prefers_changes_nothing(loaded: LoadedSpecialist, cache: Cache):
    torch.set_default_dtype(torch.float64)
    try:
        networks = [folded(loaded).network, folded_before(KEY, loaded.sha256)]
    finally:
        torch.set_default_dtype(torch.float32)
    assert networks[1] is not None
    assert {tensor.dtype for tensor in networks[0].state_dict().values()} == {torch.float32}


def test_what_is_damaged_or_gone_is_folded_again(
    loaded: LoadedSpecialist, cache: Cache, monkeypatch: pytest.MonkeyPatch
):
    folded(loaded)
    for error in (FileNotFoundError(), SafetensorError("no header"), RuntimeError("missing keys")):

        def fail(*given, error=error):
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(ready, "load_file", fail)
            assert folded_before(KEY, loaded.sha256) is None
    (entry,) = cache.entries()
    file = entry.folder / "folded.safetensors"
    data = bytearray(file.read_bytes())
    data[-5] ^= 1
    file.write_bytes(data)
    assert folded_before(KEY, loaded.sha256) is None
    folded(loaded)
    assert folded_before(KEY, loaded.sha256) is not None


def test_what_cannot_be_written_costs_the_cache_alone(
    loaded: LoadedSpecialist, cache: Cache, monkeypatch: pytest.MonkeyPatch
):
    # Two names for one tensor, which the format cannot hold.
    lstm = loaded.network.get_submodule("lstm")
    lstm.register_parameter("bias_hh_l0", lstm.get_parameter("bias_ih_l0"))
    assert folded(loaded).sha256 == loaded.sha256
    assert cache.entries() == []

    def full(*given):
        raise SafetensorError("I/O error: No space left on device (os error 28)")

    monkeypatch.setattr(ready, "save_file", full)
    assert folded(loaded).sha256 == loaded.sha256
    assert cache.entries() == []


class Reader:
    """The other process, in this one."""

    def do(self, task, timeout):
        return measure_file(task)


OPENED: list[str] = []
"""Every file that this process opens."""


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open" and OPENED:
        OPENED.append(str(arguments[0]))


def test_a_second_run_opens_no_checkpoint_and_scores_alike(
    checkpoint: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch
):
    sys.addaudithook(_note)
    monkeypatch.setattr(apart, "_READER", Reader())
    monkeypatch.setattr(before, "_SETTLED", -3600.0)
    rows = lambda held, name, key: checkpoint_rows(held, name, None).head(5)  # noqa: E731  measuring all takes long
    monkeypatch.setattr("touchstone.detectors.isolation.meant.checkpoint_rows", rows)
    spec = detector_spec("mine", specialist=KEY, checkpoint=checkpoint)
    given = kinds()["specialist"].fingerprint(spec.settings)

    def load():
        OPENED[:] = ["from here on"]
        result = load_detectors([spec], torch.device("cpu"))
        opened = any(name.endswith(checkpoint.name) for name in OPENED)
        OPENED.clear()
        (detector,) = result.detectors
        assert isinstance(detector, SpecialistDetector)
        assert kinds()["specialist"].fingerprint(spec.settings) == given
        return result.table, result.tensors, detector.score(PICTURES), opened

    with monkeypatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, "off")
        without = load()
    first, second = load(), load()
    assert [without[3], first[3], second[3]] == [True, True, False]
    for other in (first, second):
        assert other[0].equals(without[0])
        assert other[1].equals(without[1])
        assert np.array_equal(other[2], without[2])
    assert {entry.kind for entry in cache.entries()} == {"files", "checkpoints", "folded"}
    assert isinstance(without[1], pl.DataFrame)
    assert without[1].height == 5
