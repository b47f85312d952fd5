"""Files of other formats are called by their names, whatever they are called, and never damaged."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import pickle
import re
import struct
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from touchstone.detectors.checkpoints import read_checkpoint
from touchstone.vocabulary.errors import CheckpointError


def field(number: int, payload: bytes | int) -> bytes:
    """A field of a protobuf message, written by the rules of its specification."""
    if isinstance(payload, int):
        return varint(number << 3) + varint(payload)
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def varint(value: int) -> bytes:
    low = bytes([value & 0x7F])
    return low if value < 0x80 else bytes([value & 0x7F | 0x80]) + varint(value >> 7)


def tar_of(name: str) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    return data.getvalue()


def zip_of(*names: str, content: bytes = b"{}") -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return data.getvalue()


def numpy_bytes(save: Callable[..., None], *arrays: np.ndarray) -> bytes:
    data = io.BytesIO()
    save(data, *arrays)
    return data.getvalue()


ONNX = field(1, 8) + field(2, b"pytorch") + field(3, b"2.1.0") + field(7, bytes(3000)) + field(8, field(2, 17))
NODE = field(1, b"input") + field(2, b"Placeholder")
SAVED_MODEL = field(1, 1) + field(2, field(1, field(4, b"serve") + field(5, b"2.15.0")))
CORE_ML = field(1, 5) + field(2, field(1, field(1, b"image"))) + field(500, bytes(50))
CAFFE = field(1, b"MesoNet") + field(100, field(1, b"conv1") + field(2, b"Convolution"))


@pytest.mark.parametrize(
    ("content", "words", "step"),
    [
        (b"\x89HDF\r\n\x1a\n" + bytes(100), "is an HDF5 file, as Keras writes it (.h5)", "onnx ="),
        (bytes(512) + b"\x89HDF\r\n\x1a\n" + bytes(100), "is an HDF5 file", "onnx ="),
        (zip_of("metadata.json", "config.json", "model.weights.h5"), "is a Keras model (.keras)", "onnx ="),
        (b"\x1c\0\0\0TFL3" + bytes(40), "is a TFLite model", "onnx ="),
        (b"\x1c\0\0\0ORTM" + bytes(40), "is a model in the format of ONNX Runtime (.ort)", "ONNX file"),
        (b"\x1c\0\0\0ET12" + bytes(40), "is an ExecuTorch program", "onnx ="),
        (ONNX, "is an ONNX file", "the kind onnx runs it"),
        (ONNX[:1500], "is an ONNX file", "the kind onnx runs it"),
        (field(1, 7) + field(8, field(2, 12)) + field(7, bytes(9)), "is an ONNX file", "the kind onnx runs it"),
        (SAVED_MODEL, "is a graph of TensorFlow", "onnx ="),
        (field(1, NODE) + field(1, NODE) + field(4, field(1, 27)), "is a graph of TensorFlow", "onnx ="),
        (CORE_ML, "is a Core ML model", "onnx ="),
        (CAFFE, "is a Caffe model", "onnx ="),
        (field(3, b"abc") + field(9, 7) + field(12, bytes(20)), "is a protobuf message", "onnx ="),
        (gzip.compress(b"weights", mtime=0), "is an archive of gzip", "unpack it"),
        (bz2.compress(b"weights"), "is an archive of bzip2", "unpack it"),
        (lzma.compress(b"weights"), "is an archive of xz", "unpack it"),
        (b"\x28\xb5\x2f\xfd" + bytes(20), "is an archive of zstd", "unpack it"),
        (b"\x04\x22\x4d\x18" + bytes(20), "is an archive of lz4", "unpack it"),
        (tar_of("weights.pt"), "is an archive of tar", "unpack it"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "is an archive of 7z", "unpack it"),
        (b"Rar!\x1a\x07\x01\0" + bytes(20), "is an archive of rar", "unpack it"),
        (zip_of("run/best.pth", "run/readme.txt"), "is a zip archive that holds run/best.pth", "unpack it"),
        (numpy_bytes(np.save, np.ones(3)), "is an array of NumPy (.npy)", "numpy.load"),
        (numpy_bytes(np.savez, np.ones(3), np.ones(2)), "is an archive of NumPy arrays (.npz)", "numpy.load"),
        (pickle.dumps({"a": np.ones(3)}), "is a pickle of NumPy arrays", "torch.from_numpy"),
        (pickle.dumps(struct.Struct), "is a pickle of _struct", "would run code"),
        (pickle.dumps({"epoch": 3, "names": ["a"] * 50}), "is a pickle of plain Python values", "weights"),
        (pickle.dumps({"a": torch.ones(2)}), "was written by pickle, not by torch.save", "torch.save"),
        (b"GGUF\x03" + bytes(40), "is a GGUF file", "state dict"),
        (b"\x12\x01" + bytes(40), "is a file of parameters of MXNet", "onnx ="),
        (b"ftrt" + bytes(40), "is a TensorRT engine", "ONNX file"),
        (bytes(200) + b"\x57\xfb\x80\x8b\x24\x75\x47\xdb", "is the index of a TensorFlow checkpoint", "onnx ="),
        (b'<?xml version="1.0"?><net name="a" version="11">', "is the graph of an OpenVINO model", "ONNX file"),
        (b"7767517\n75 83\nInput data 0 1 data\n", "is the graph of an ncnn model", "ONNX file"),
        (b'{"class_name": "Functional", "config": {}}', "is the architecture of a Keras model", "onnx ="),
        (
            b'{"architectures": ["ViT"], "model_type": "vit"}',
            "is the configuration of a Hugging Face",
            "model.safetensors",
        ),
        (b'{"learner": {}}', "is an XGBoost model", "touchstone scores"),
        (b"[1, 2, 3]", "is a JSON file", "weights"),
        (b'[a]\nspecialist = "cm"\n', "is a file of settings (TOML or INI)", "weights"),
        (b'# which\n\n[[a.b]]  # all\r\nx = 1\n', "is a file of settings (TOML or INI)", "weights"),
        (b"[1]\n", "is a JSON file", "weights"),
        (b"[" * 50_000, "is a JSON file", "weights"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "is a picture (PNG)", "weights"),
        (b"\0\0\0\x20ftypisom" + bytes(20), "is a video (MP4)", "weights"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else str(value)[:50],
)
@pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
def test_a_format_is_called_by_its_name(tmp_path: Path, content: bytes, words: str, step: str, suffix: str) -> None:
    path = tmp_path / f"model{suffix}"
    path.write_bytes(content)
    with pytest.raises(CheckpointError) as caught:
        read_checkpoint(path)
    text = str(caught.value)
    assert text.startswith(f"model{suffix} {words}")
    assert step in text
    assert "\n" not in text
    assert "damaged" not in text
    assert "truncated" not in text


def run_line(text: str, folder: Path, file: str, **names: object) -> None:
    """Run the line of Python that a message prints, on that file, in that folder."""
    line = re.search(r"write (torch\.save\(.*\)) and give state\.pt|: (state = .*)$", text)
    assert line is not None, text
    code = (line[1] or line[2]).replace('"FILE"', repr(str(folder / file)))
    code = re.sub(r'"(state|joined)\.pt"', lambda m: repr(str(folder / f"{m[1]}.pt")), code)
    exec(code, {"torch": torch, **names})  # what a user would do


@pytest.mark.filterwarnings("ignore:.torch.jit:FutureWarning")
@pytest.mark.filterwarnings("ignore:.torch.jit:DeprecationWarning")
def test_torchscript_is_converted_by_the_line_that_the_message_prints(tmp_path: Path) -> None:
    net = nn.Linear(3, 2)
    torch.jit.save(torch.jit.trace(net, torch.ones(1, 3)), tmp_path / "net.pt")
    with pytest.raises(CheckpointError, match="holds a TorchScript program, not a state dict") as caught:
        read_checkpoint(tmp_path / "net.pt")
    run_line(str(caught.value), tmp_path, "net.pt")
    assert torch.equal(read_checkpoint(tmp_path / "state.pt").state["weight"], net.weight)


def test_an_exported_program_is_named(tmp_path: Path) -> None:
    for names in (("serialized_exported_program.json", "version"), ("x/archive_format", "x/models/model.json")):
        (tmp_path / "net.pt").write_bytes(zip_of(*names))
        with pytest.raises(CheckpointError, match=r"holds a program of torch.export \(.pt2\)") as caught:
            read_checkpoint(tmp_path / "net.pt")
        assert 'torch.export.load("FILE").state_dict' in str(caught.value)


@pytest.mark.slow
def test_an_exported_program_is_converted_by_the_line_that_the_message_prints(tmp_path: Path) -> None:
    net = nn.Linear(3, 2)
    torch.export.save(torch.export.export(net, (torch.ones(1, 3),)), tmp_path / "net.pt2")
    with pytest.raises(CheckpointError, match=r"holds a program of torch\.export") as caught:
        read_checkpoint(tmp_path / "net.pt2")
    run_line(str(caught.value), tmp_path, "net.pt2")
    assert torch.equal(read_checkpoint(tmp_path / "state.pt").state["weight"], net.weight)


@pytest.mark.parametrize("suffix", ["bin", "safetensors"])
def test_the_parts_of_a_sharded_checkpoint_are_joined_by_the_line_that_the_message_prints(
    tmp_path: Path, suffix: str
) -> None:
    parts = {f"model-{number}-of-2.{suffix}": {f"layer{number}": torch.ones(number)} for number in (1, 2)}
    for name, part in parts.items():
        (save_file if suffix == "safetensors" else torch.save)(part, tmp_path / name)
    index = {"metadata": {}, "weight_map": {tensor: name for name, part in parts.items() for tensor in part}}
    (tmp_path / "index.json").write_text(json.dumps(index))
    words = rf"is the index of a sharded checkpoint, whose weights lie in 2 files beside it \(first: model-1-of-2.{suffix}\)"
    with pytest.raises(CheckpointError, match=words) as caught:
        read_checkpoint(tmp_path / "index.json")
    module = type("safetensors", (), {"torch": type("torch", (), {"load_file": staticmethod(load_file)})})
    run_line(str(caught.value), tmp_path, "", FILES=[tmp_path / name for name in parts], safetensors=module)
    assert [*read_checkpoint(tmp_path / "joined.pt").state] == ["layer1", "layer2"]


def test_torch_and_safetensors_are_told_apart_by_content(tmp_path: Path) -> None:
    state = {"a.weight": torch.arange(6.0).reshape(2, 3)}
    torch.save(state, tmp_path / "x.safetensors")
    save_file(state, tmp_path / "x.pt")
    torches, safes = read_checkpoint(tmp_path / "x.safetensors"), read_checkpoint(tmp_path / "x.pt")
    assert torch.equal(torches.state["a.weight"], state["a.weight"])
    assert torch.equal(safes.state["a.weight"], state["a.weight"])
    assert torches.notes == ("called .safetensors, and written by torch.save; read as torch's",)
    assert safes.notes == ("called .pt, and written by safetensors; read as that",)
    torch.save(state, tmp_path / "old.safetensors", _use_new_zipfile_serialization=False)
    assert read_checkpoint(tmp_path / "old.safetensors").format == "torch (before 1.6)"


def test_arrays_of_numpy_in_a_torch_file_are_named(tmp_path: Path) -> None:
    torch.save({"a": np.ones((2, 2), np.float32)}, tmp_path / "a.pt")
    with pytest.raises(CheckpointError, match="holds arrays of NumPy, not tensors"):
        read_checkpoint(tmp_path / "a.pt")


def test_a_foreign_pickle_that_is_cut_is_damaged(tmp_path: Path) -> None:
    whole = pickle.dumps({"names": ["abc" * 9] * 40 + [str(n) for n in range(40)]})
    (tmp_path / "a.pt").write_bytes(whole[:-40])
    with pytest.raises(CheckpointError, match="truncated or damaged"):
        read_checkpoint(tmp_path / "a.pt")
