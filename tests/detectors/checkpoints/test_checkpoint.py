"""Files of every kind: what is read, what is refused, and that nothing of it runs."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from touchstone.detectors.checkpoints import read_checkpoint
from touchstone.vocabulary.errors import CheckpointError

State = dict[str, Tensor]


def same(found: State, wanted: State) -> bool:
    return found.keys() == wanted.keys() and all(torch.equal(found[name], wanted[name]) for name in wanted)


class Evil:
    """Unpickling it would create a file."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.marker}",)


@pytest.mark.parametrize("wrapper", [None, "model_state_dict", "state_dict", "model"])
@pytest.mark.parametrize("new", [True, False])
def test_torch_files(tmp_path: Path, tiny: State, wrapper: str | None, *, new: bool) -> None:
    held = tiny if wrapper is None else {wrapper: tiny, "epoch": 3}
    path = tmp_path / "weights.bin"
    torch.save(held, path, _use_new_zipfile_serialization=new)
    found = read_checkpoint(path)
    assert same(found.state, tiny)
    assert found.metadata == ({} if wrapper is None else {"epoch": 3})
    assert found.format == ("torch" if new else "torch (before 1.6)")
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.notes == ()


def test_safetensors(tmp_path: Path, tiny: State) -> None:
    path = tmp_path / "weights.pt"
    save_file(tiny, path, {"epoch": "4"})
    found = read_checkpoint(path)
    assert same(found.state, tiny)
    assert (found.format, found.metadata) == ("safetensors", {"epoch": "4"})


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod.", "module._orig_mod.", "model.module."])
def test_prefixes(tmp_path: Path, tiny: State, prefix: str) -> None:
    path = tmp_path / "a.pt"
    torch.save({prefix + name: tensor for name, tensor in tiny.items()}, path)
    found = read_checkpoint(path)
    assert same(found.state, tiny)
    assert found.notes[0].startswith("every name began with ")


def test_prefix_of_a_part_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.pt"
    torch.save({"module.a": torch.ones(1), "b": torch.ones(1)}, path)
    assert [*read_checkpoint(path).state] == ["module.a", "b"]


def test_harmless_metadata(tmp_path: Path, tiny: State) -> None:
    path = tmp_path / "a.pt"
    torch.save(
        {
            "model_state_dict": {**tiny, "first.bias": nn.Parameter(tiny["first.bias"])},
            "metrics": {"accuracy": np.float64(0.75), "count": np.int64(5), "loss": torch.tensor(0.5)},
            "matrix": np.ones((2, 2)),
            "history": [0.25, float("nan")],
            "args": argparse.Namespace(lr=1e-3),
            "folder": Path("/somewhere"),
            "optimizer_state_dict": {"state": {0: {"exp_avg": torch.ones(3)}}, "param_groups": [{"lr": 0.1}]},
        },
        path,
    )
    found = read_checkpoint(path)
    assert same(found.state, tiny)
    assert not any(tensor.requires_grad for tensor in found.state.values())
    assert found.metadata == {
        "metrics": {"accuracy": 0.75, "count": 5, "loss": 0.5},
        "history": [0.25, None],
        "optimizer_state_dict": {"param_groups": [{"lr": 0.1}]},
    }


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("beside", [True, False])
def test_code_in_a_file_never_runs(tmp_path: Path, tiny: State, *, new: bool, beside: bool) -> None:
    marker = tmp_path / "it_ran"
    path = tmp_path / "a.pt"
    held = {"model_state_dict": tiny, "extra": Evil(marker)} if beside else Evil(marker)
    torch.save(held, path, _use_new_zipfile_serialization=new)
    with pytest.raises(CheckpointError, match=r"would run code from the file; save model.state_dict\(\) alone"):
        read_checkpoint(path)
    assert not marker.exists()


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("wrapped", [True, False])
def test_whole_model(tmp_path: Path, *, new: bool, wrapped: bool) -> None:
    path = tmp_path / "a.pt"
    model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    torch.save({"model": model} if wrapped else model, path, _use_new_zipfile_serialization=new)
    with pytest.raises(CheckpointError) as caught:
        read_checkpoint(path)
    assert str(caught.value) == (
        "a.pt holds a whole pickled model; loading it would run code from the file; save model.state_dict() instead"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"a.pt is empty \(0 bytes\)"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 400\n", "git lfs pull"),
        (b"<!DOCTYPE html><html>Not found</html>", "is a web page"),
        ("weights of März\n".encode() * 200, "is a text file"),
        (bytes(range(255, 0, -1)) * 8, "not a checkpoint that torch or safetensors wrote"),
        (b"\x80\x02}q\x00.", "a.pt is truncated or damaged"),
        (b"\x80\x02garbage", "truncated or damaged"),
        (struct.pack("<Q", 1 << 60) + b"{" + b" " * 100, "a header of 1,152,921,504,606,846,976 bytes"),
        (struct.pack("<Q", 5000) + b"{" + b" " * 100, "truncated: 109 bytes, its header has 5,000"),
        (struct.pack("<Q", 20) + b"{'not': 'json'}     ", "header is unreadable"),
        (struct.pack("<Q", 20) + b'{"a": [1, 2, 3]}    ', "header is unreadable"),
    ],
)
def test_files_that_are_no_checkpoints(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "a.pt"
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=message) as caught:
        read_checkpoint(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("kind", ["new", "old", "safetensors"])
def test_truncated(tmp_path: Path, kind: str, share: float) -> None:
    path = tmp_path / "a.pt"
    state = {f"layer.{i}": torch.randn(64, 64) for i in range(4)}
    if kind == "safetensors":
        save_file(state, path)
    else:
        torch.save(state, path, _use_new_zipfile_serialization=kind == "new")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(CheckpointError, match=r"a\.pt is truncated"):
        read_checkpoint(path)


def test_changed_bits(tmp_path: Path, tiny: State) -> None:
    path = tmp_path / "a.pt"
    torch.save({**tiny, "large": torch.zeros(1000)}, path)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        member = max(archive.infolist(), key=lambda m: m.file_size)
    content[member.header_offset + 200 + member.file_size // 2] ^= 1
    path.write_bytes(content)
    message = r"is damaged: 1 of \d+ records fail their checksum \(first: a/data/3\)"
    with pytest.raises(CheckpointError, match=message):
        read_checkpoint(path)


def test_saved_without_checksums(tmp_path: Path, tiny: State) -> None:
    path = tmp_path / "a.pt"
    torch.utils.serialization.config.save.compute_crc32 = False  # type: ignore[attr-defined]
    try:
        torch.save(tiny, path)
    finally:
        torch.utils.serialization.config.save.compute_crc32 = True  # type: ignore[attr-defined]
    assert same(read_checkpoint(path).state, tiny)


def test_zip_that_is_no_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "a.pt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes/readme.txt", "hello")
    with pytest.raises(CheckpointError, match=r"zip archive, but not one that torch.save wrote"):
        read_checkpoint(path)


def test_zip_packed_again(tmp_path: Path, tiny: State) -> None:
    path = tmp_path / "a.pt"
    torch.save(tiny, path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(CheckpointError, match="packed again by another program"):
        read_checkpoint(path)


def test_torchscript(tmp_path: Path) -> None:
    path = tmp_path / "a.pt"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a/data.pkl", "a/constants.pkl", "a/code/__torch__.py"):
            archive.writestr(name, "")
    with pytest.raises(CheckpointError, match="holds a TorchScript program"):
        read_checkpoint(path)


def test_pickle_protocol(tmp_path: Path, tiny: State) -> None:
    path = tmp_path / "a.pt"
    torch.save(tiny, path, pickle_protocol=4)
    with pytest.raises(CheckpointError, match=r"pickle protocol 4; save it again with the default protocol"):
        read_checkpoint(path)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="does not exist"):
        read_checkpoint(tmp_path / "none.pt")
    with pytest.raises(CheckpointError, match="is a folder"):
        read_checkpoint(tmp_path)


def test_a_safetensors_header_whose_length_begins_like_a_pickle_is_none(tmp_path):
    path = tmp_path / "cm.safetensors"
    for padding in range(256):
        save_file({"a": torch.ones(2)}, path, {"padding": "x" * padding})
        if path.read_bytes()[:1] == b"\x80":
            break
    else:
        pytest.fail("no padding gives such a header")
    assert read_checkpoint(path).metadata == {"padding": "x" * padding}


def test_a_safetensors_file_whose_tensors_do_not_fit_says_what_to_do(tmp_path):
    header = json.dumps({"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 4]}}).encode()
    path = tmp_path / "cm.safetensors"
    path.write_bytes(struct.pack("<Q", len(header)) + header + b"1234")
    with pytest.raises(CheckpointError, match=r"^cm\.safetensors is a damaged safetensors file \(.+\); copy it again$"):
        read_checkpoint(path)


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("seed", [2**2100, -(2**2100), 10**5000], ids=["large", "below 0", "of 5,001 digits"])
def test_a_number_that_torch_does_not_read_is_no_damage(tmp_path: Path, tiny: State, seed: int, *, new: bool) -> None:
    path = tmp_path / "a.pt"
    torch.save({"state_dict": tiny, "seed": seed}, path, _use_new_zipfile_serialization=new)
    with pytest.raises(CheckpointError) as caught:
        read_checkpoint(path)
    assert str(caught.value) == (
        "a.pt holds a whole number of more than 2,040 bits beside its tensors, and is whole; save model.state_dict() alone"
    )


def test_a_number_of_2040_bits_is_read(tmp_path: Path, tiny: State) -> None:
    torch.save({"state_dict": tiny, "seed": 2**2030}, tmp_path / "a.pt")
    assert list(read_checkpoint(tmp_path / "a.pt").state) == list(tiny)


@pytest.mark.parametrize(("protocol", "named"), [(0, "0 or 1"), (1, "0 or 1"), (3, "3")])
def test_other_protocols_are_no_damage(tmp_path: Path, tiny: State, protocol: int, named: str) -> None:
    held = {"state_dict": tiny, "raw": b"ab"}
    torch.save(held, tmp_path / "a.pt", pickle_protocol=protocol)
    with pytest.raises(
        CheckpointError, match=f"a.pt was saved with pickle protocol {named}; save it again with the default"
    ):
        read_checkpoint(tmp_path / "a.pt")
