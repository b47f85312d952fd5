"""Files that neither torch nor safetensors wrote: each is called by its name, with what to do instead.

They are recognised by their first bytes, by the names inside an archive, or by the structure of their text; never by the
suffix. A format that is not read here is *not supported*, which is not *damaged*.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from touchstone.vocabulary.errors import CheckpointError

from .protobuf import protobuf_format

_LARGEST_TEXT = 64 << 20
_EXPORT = 'export it to ONNX, and give that file as onnx = "FILE.onnx" in detectors.toml'
_ONNX_SECTION = 'the kind onnx runs it: write onnx = "FILE.onnx" in a section of detectors.toml'
_WEIGHTS = "give the file of the weights instead"
_UNPACK = "unpack it, and give the file of the weights that is inside"
_LIST_OF_SHARDS = 'state = {n: t for f in FILES for n, t in torch.load(f).items()}; torch.save(state, "joined.pt")'
_LIST_OF_SAFETENSORS = (
    'state = {n: t for f in FILES for n, t in safetensors.torch.load_file(f).items()}; torch.save(state, "joined.pt")'
)


class ForeignError(CheckpointError):
    """A file is of another format than is read here; it may be perfectly sound."""

    def columns(self) -> dict[str, object]:
        """That it is of another format, and not damaged."""
        return {"misfit": "another format"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A format that is not read as a checkpoint.

    Attributes:
        says: what the file is or holds; the sentence goes on from the name of the file.
        step: what to do instead.
    """

    says: str
    step: str

    def error(self, name: str) -> ForeignError:
        """One line about the file of that name."""
        return ForeignError(f"{name} {self.says}, which is not supported as a checkpoint; {self.step}")


def _is(what: str, step: str) -> Foreign:
    return Foreign(says=f"is {what}", step=step)


def _packed(tool: str) -> Foreign:
    return _is(f"an archive of {tool}", _UNPACK)


_NUMPY = 'load it with numpy.load, and write torch.save({name: torch.from_numpy(array)}, "state.pt") with a name for every array'
_GGUF = "give the state dict of torch or safetensors that it was converted from"

# Offset, bytes, format.
_SIGNATURES: tuple[tuple[int, bytes, Foreign], ...] = (
    (0, b"\x89HDF\r\n\x1a\n", _is("an HDF5 file, as Keras writes it (.h5)", _EXPORT)),
    (512, b"\x89HDF\r\n\x1a\n", _is("an HDF5 file, as Keras writes it (.h5)", _EXPORT)),
    (4, b"TFL3", _is("a TFLite model", f"from the model that it was converted from: {_EXPORT}")),
    (4, b"ORTM", _is("a model in the format of ONNX Runtime (.ort)", "give the ONNX file that it was converted from")),
    (4, b"ET1", _is("an ExecuTorch program (.pte)", f"from the model that it was converted from: {_EXPORT}")),
    (0, b"\x1f\x8b", _packed("gzip")),
    (0, b"BZh", _packed("bzip2")),
    (0, b"\xfd7zXZ\x00", _packed("xz")),
    (0, b"\x28\xb5\x2f\xfd", _packed("zstd")),
    (0, b"\x04\x22\x4d\x18", _packed("lz4")),
    (0, b"7z\xbc\xaf\x27\x1c", _packed("7z")),
    (0, b"Rar!\x1a\x07", _packed("rar")),
    (257, b"ustar", _packed("tar")),
    (0, b"\x93NUMPY", _is("an array of NumPy (.npy)", _NUMPY)),
    (0, b"GGUF", _is("a GGUF file of llama.cpp", _GGUF)),
    (0, b"lmgg", _is("a GGML file of llama.cpp", _GGUF)),
    (0, b"tjgg", _is("a GGML file of llama.cpp", _GGUF)),
    (0, b"\x12\x01\0\0\0\0\0\0", _is("a file of parameters of MXNet", _EXPORT)),
    (0, b"ftrt", _is("a TensorRT engine", "give the ONNX file that it was built from")),
    (0, b"RKNN", _is("a model of Rockchip's RKNN", "give the ONNX file that it was converted from")),
    (0, b"PAR1", _is("a Parquet table", "tables of scores are read by touchstone scores")),
    (0, b"ARROW1", _is("an Arrow table", "tables of scores are read by touchstone scores")),
    (0, b"SQLite format 3\0", _is("an SQLite database", _WEIGHTS)),
    (0, b"MATLAB 5.0", _is("a file of MATLAB (.mat)", _EXPORT)),
    (0, b"%PDF", _is("a PDF document", _WEIGHTS)),
    (0, b"\x89PNG", _is("a picture (PNG)", _WEIGHTS)),
    (0, b"\xff\xd8\xff", _is("a picture (JPEG)", _WEIGHTS)),
    (0, b"GIF8", _is("a picture (GIF)", _WEIGHTS)),
    (4, b"ftyp", _is("a video (MP4)", _WEIGHTS)),
    (0, b"\x1a\x45\xdf\xa3", _is("a video (Matroska)", _WEIGHTS)),
    (0, b"RIFF", _is("a sound, a picture or a video (RIFF)", _WEIGHTS)),
    (0, b"\x7fELF", _is("a program or a library", _WEIGHTS)),
)  # fmt: skip

_TENSORFLOW_INDEX = b"\x57\xfb\x80\x8b\x24\x75\x47\xdb"

_PROTOBUFS = {
    "onnx": _is("an ONNX file", _ONNX_SECTION),
    "tensorflow": _is("a graph of TensorFlow (SavedModel or frozen graph)", _EXPORT),
    "core ml": _is("a Core ML model", f"from the model that it was converted from: {_EXPORT}"),
    "caffe": _is("a Caffe model", _EXPORT),
    "protobuf": _is("a protobuf message, as TensorFlow, Core ML and others write models", _EXPORT),
}

_TORCHSCRIPT = Foreign(
    says="holds a TorchScript program, not a state dict",
    step='if you trust it, write torch.save(torch.jit.load("FILE").state_dict(), "state.pt") and give state.pt',
)
_EXPORTED = Foreign(
    says="holds a program of torch.export (.pt2), not a state dict",
    step='if you trust it, write torch.save(dict(torch.export.load("FILE").state_dict), "state.pt") and give state.pt',
)

# Names or ends of names inside a zip archive, format.
_MEMBERS: tuple[tuple[tuple[str, ...], Foreign], ...] = (
    (("constants.pkl", "/code/"), _TORCHSCRIPT),
    (("bytecode.pkl",), _TORCHSCRIPT),
    (("serialized_exported_program.json",), _EXPORTED),
    (("/models/model.json",), _EXPORTED),
    (("model.weights.h5",), _is("a Keras model (.keras)", _EXPORT)),
    (("Manifest.json", ".mlmodel"), _is("a packed Core ML model", _UNPACK)),
    (("saved_model.pb",), _is("a packed SavedModel of TensorFlow", _EXPORT)),
    ((".data/extern_modules",), Foreign(says="holds a package of code (torch.package)", step="save model.state_dict()")),
    (("[Content_Types].xml",), _is("an Office document", _WEIGHTS)),
)  # fmt: skip

_SECTION = re.compile(rb"\[{1,2}[A-Za-z_][\w .\"'-]{0,200}\]{1,2}")
"""A section of a file of settings."""

_TEXTS: tuple[tuple[bytes, Foreign], ...] = (
    (b"<net ", _is("the graph of an OpenVINO model, without its weights", "give the ONNX file that it was converted from")),
    (b"opencv_storage", _is("a file of OpenCV", _WEIGHTS)),
    (b"7767517", _is("the graph of an ncnn model, without its weights", "give the ONNX file that it was converted from")),
    (b"tree\nversion=", _is("a LightGBM model", "give its scores as a table to touchstone scores")),
)  # fmt: skip

_JSON_KEYS: tuple[tuple[frozenset[str], Foreign], ...] = (
    (frozenset({"learner"}), _is("an XGBoost model", "give its scores as a table to touchstone scores")),
    (frozenset({"class_name", "config"}), _is("the architecture of a Keras model, without its weights", _EXPORT)),
    (frozenset({"format", "modelTopology"}), _is("the graph of a TensorFlow.js model", _EXPORT)),
    (frozenset({"model_type"}), _is("the configuration of a Hugging Face model", "give the model.safetensors beside it")),
    (frozenset({"architectures"}), _is("the configuration of a Hugging Face model", "give the model.safetensors beside it")),
    (frozenset({"architecture"}), _is("the configuration of a timm model", "give the model.safetensors beside it")),
)  # fmt: skip


def foreign_binary(path: Path, head: bytes) -> Foreign | None:
    """The format of a binary file other than a zip archive and a pickle, by its first or last bytes or its structure."""
    for offset, mark, known_format in _SIGNATURES:
        if head[offset : offset + len(mark)] == mark:
            return known_format
    if _last_bytes(path, len(_TENSORFLOW_INDEX)) == _TENSORFLOW_INDEX:
        return _is("the index of a TensorFlow checkpoint", _EXPORT)
    if head[:1] in b"\x81\x82\x83\x84" and b"params" in head[:16]:
        return _is("a file of Flax (msgpack)", _EXPORT)
    return _PROTOBUFS.get(protobuf_format(path) or "")


def foreign_archive(names: Collection[str]) -> Foreign | None:
    """What a zip archive is that holds members of these names; ``None`` where they are nothing in particular."""
    for marks, known_format in _MEMBERS:
        if all(any(mark in name for name in names) for mark in marks):
            return known_format
    if names and all(name.endswith(".npy") for name in names):
        return _is("an archive of NumPy arrays (.npz)", _NUMPY)
    weights = next((n for n in names if n.endswith((".pt", ".pth", ".ckpt", ".safetensors", ".h5", ".onnx"))), None)
    if weights is not None:
        return _is(f"a zip archive that holds {weights}", _UNPACK)
    return None


def foreign_text(path: Path, head: bytes) -> Foreign | None:
    """What a file of text is: a graph or a configuration that weights belong to, or the index of weights in parts."""
    for mark, known_format in _TEXTS:
        if mark in head:
            return known_format
    if _begins_with_section(head):
        return _is("a file of settings (TOML or INI)", _WEIGHTS)
    return _json(path) if head.lstrip()[:1] in (b"{", b"[") else None


def _begins_with_section(head: bytes) -> bool:
    """Whether the first line that holds something else than a comment is the name of a section."""
    lines = (line.partition(b"#")[0].strip() for line in head.splitlines()[:-1])
    return _SECTION.fullmatch(next((line for line in lines if line), b"")) is not None


def _json(path: Path) -> Foreign:
    try:
        held: Any = json.loads(path.read_bytes()) if path.stat().st_size <= _LARGEST_TEXT else None
    except (ValueError, RecursionError, OSError):
        held = None
    if isinstance(held, dict):
        return _json_object(cast(dict[str, Any], held))
    return _is("a JSON file", _WEIGHTS)


def _json_object(held: dict[str, Any]) -> Foreign:
    shards = held.get("weight_map")
    if isinstance(shards, dict) and shards:
        return _sharded(str(shard) for shard in cast(dict[str, Any], shards).values())
    return next((named for keys, named in _JSON_KEYS if keys <= held.keys()), _is("a JSON file", _WEIGHTS))


def _sharded(files: Iterable[str]) -> Foreign:
    shards = sorted(set(files))
    line = _LIST_OF_SAFETENSORS if shards[0].endswith(".safetensors") else _LIST_OF_SHARDS
    count = f"{len(shards)} files" if len(shards) > 1 else "1 file"
    return _is(
        f"the index of a sharded checkpoint, whose weights lie in {count} beside it (first: {shards[0][:80]})",
        f"join them and give joined.pt: {line}",
    )


def _last_bytes(path: Path, count: int) -> bytes:
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - count))
        return file.read()
