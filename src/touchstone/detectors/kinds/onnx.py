"""Kind *onnx*: a detector that is one ONNX file, run by onnxruntime."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from touchstone.detectors.detector import Detector, DetectorCard
from touchstone.detectors.files import beginning
from touchstone.footage.corpus import readable
from touchstone.vocabulary.errors import CheckpointError, MissingExtraError, one_line
from touchstone.vocabulary.hashes import file_sha256
from touchstone.vocabulary.processes import cores

from .contracts import InputSettings, OutputSettings, answered_log_odds, fed
from .kind import FileSetting, Keep, Kind, Settings, stamp

if TYPE_CHECKING:
    import torch

# onnxruntime sends statistics of its use to its maker unless this is set before it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

_LARGEST = 2 << 30
_QUIET = 4
_SIDE_BY_SIDE = {"frame": 8, "clip": 2}  # parts of a batch of videos that are computed at a time, each on threads of its own


class OnnxSettings(Settings):
    """An ONNX file, what it is fed, and what its first output means.

    Attributes:
        onnx: the file; its weights lie in it, not in files beside it.
        input: contract of its only input, float32 [n, 3, size, size], or [n, frames, 3, size, size] for clips.
        output: contract of its first output, [n, classes], [n, 1] or [n].
        expects: what it claims to use: ``time``, ``audio``.
    """

    onnx: FileSetting
    input: InputSettings = InputSettings()
    output: OutputSettings = OutputSettings()
    expects: tuple[Literal["time", "audio"], ...] = ()


class OnnxKind(Kind[OnnxSettings]):
    """Graphs from anywhere, as ``torch.onnx.export``, tf2onnx and others write them.

    ::

        [mine]
        onnx = "detector.onnx"
        input = { kind = "frame", size = 224, mean = [0.5, 0.5, 0.5], std = [0.5, 0.5, 0.5] }
        output = { kind = "probability", fake = 1 }

    What is isolated, and what is not: an ONNX file holds no pickle and no Python; no library of custom operators is loaded, and
    weights in other files are refused, so that one hash covers all that decides. But the graph is parsed and run by
    onnxruntime in the process of Touchstone: it can use as much time and memory as it likes, and a fault of onnxruntime would
    be at its service. Graphs of people whom you do not trust belong on a machine that you can spare.
    """

    name = "onnx"
    description = "an ONNX file, run by onnxruntime"
    settings = OnnxSettings

    def card(self, name: str, settings: OnnxSettings) -> DetectorCard:
        """With the contracts that its section says."""
        return DetectorCard(
            name=name, kind=self.name, input=settings.input.contract, output=settings.output.contract,
            path=readable(settings.onnx), expects=settings.expects,
        )  # fmt: skip

    def load(self, settings: OnnxSettings, name: str, device: torch.device, keep: Keep) -> Detector:
        """Open the file; its graph must take what the contract feeds."""
        del keep
        if find_spec("onnxruntime") is None:
            raise MissingExtraError("running ONNX files", "onnx")
        return OnnxDetector(self.card(name, settings), settings.onnx, device.type)

    def fingerprint(self, settings: OnnxSettings) -> dict[str, Any]:
        """The file, both contracts, and the version of onnxruntime."""
        return {
            "onnx": stamp(settings.onnx),
            "input": settings.input.model_dump(mode="json"),
            "output": settings.output.model_dump(mode="json"),
            "onnxruntime": version("onnxruntime") if find_spec("onnxruntime") else None,
        }


class OnnxDetector(Detector):
    """A graph in a session of onnxruntime.

    Args:
        card: what its section says; takes over the hash and the name of the graph.
        path: the file.
        device: ``cpu`` or ``cuda``; the CPU is used where this onnxruntime knows no CUDA.

    Raises:
        CheckpointError: the file cannot be loaded, or its graph is not what the contract says.
    """

    def __init__(self, card: DetectorCard, path: Path, device: str) -> None:
        self.concurrent = device == "cpu"
        self._session = _session(path, device, max(1, cores() // _SIDE_BY_SIDE[card.input.unit]))
        self._input, self._batch = _input(self._session, card, path.name)
        about = self._session.get_modelmeta()
        maker = "".join(c for c in f"{about.graph_name} by {about.producer_name}" if c.isprintable())[:80]
        self.card = replace(card, sha256=file_sha256(path), architecture=f"ONNX graph {maker}")

    def score(self, pictures: NDArray[Any]) -> NDArray[np.float64]:
        """Log-odds of *fake*, shape [n]."""
        seen = fed(self.card.input, pictures)
        size = self._batch or max(1, len(seen))
        answers = [self._run(seen[start : start + size]) for start in range(0, len(seen), size)]
        return answered_log_odds(self.card.output, np.concatenate(answers)) if answers else np.zeros(0)

    def _run(self, seen: NDArray[np.float32]) -> NDArray[Any]:
        try:
            answer = np.asarray(self._session.run(None, {self._input: seen})[0])
        except Exception as error:  # onnxruntime's errors have no common base but this
            raise RuntimeError(_reason(error)) from error
        if not answer.ndim or len(answer) != len(seen):
            raise ValueError(f"it answered an array of shape {list(answer.shape)} to {len(seen)} inputs")
        return answer


def _session(path: Path, device: str, threads: int) -> Any:
    import onnxruntime as ort  # pyright: ignore[reportMissingImports]  # an extra

    _, size = beginning(path, 1, "ONNX file", "network")
    if size > _LARGEST:
        raise CheckpointError(f"{path.name} is larger than the 2 GiB that an ONNX file can have")
    options = ort.SessionOptions()
    options.log_severity_level = _QUIET
    options.intra_op_num_threads = threads if device == "cpu" else cores()
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.load_model_format", "ONNX")
    wanted = ["CUDAExecutionProvider", "CPUExecutionProvider"] if device == "cuda" else ["CPUExecutionProvider"]
    try:
        # From bytes, not by name: weights in other files have no place that they could be looked for.
        providers = [name for name in wanted if name in ort.get_available_providers()]
        return ort.InferenceSession(path.read_bytes(), sess_options=options, providers=providers)
    except Exception as error:  # onnxruntime's errors have no common base but this
        text = str(error).lower()
        if "external data" in text or "model_path" in text:
            raise CheckpointError(
                f"{path.name} keeps weights in other files; save it as one file (onnx.save with save_as_external_data=False)"
            ) from error
        raise CheckpointError(f"{path.name} is not an ONNX file that onnxruntime can run: {_reason(error)}") from error


def _input(session: Any, card: DetectorCard, name: str) -> tuple[str, int | None]:
    """Name of the input, and how many units it takes at once where the graph fixes that."""
    inputs = session.get_inputs()
    if len(inputs) != 1:
        some = ", ".join(i.name for i in inputs[:3])
        raise CheckpointError(f"{name} takes {len(inputs)} inputs ({some}); export it with one input")
    (taken,) = inputs
    if taken.type != "tensor(float)":
        raise CheckpointError(f"{name} takes values of type {taken.type}; export it with inputs of type tensor(float)")
    contract = card.input
    fed_shape = (None, contract.frames, 3, contract.size, contract.size)
    wanted = fed_shape if contract.kind == "clip" else (None, *fed_shape[2:])
    shape = tuple(size if isinstance(size, int) and size > 0 else None for size in taken.shape)
    if len(shape) != len(wanted) or any(None not in (s, w) and s != w for s, w in zip(shape, wanted, strict=True)):
        said, fed_as = (f"[{', '.join('n' if n is None else str(n) for n in sizes)}]" for sizes in (shape, wanted))
        raise CheckpointError(
            f"{name} takes inputs of shape {said}, but its contract feeds {fed_as}; correct input = {{…}}"
        )
    if shape[0] not in (None, 1):
        raise CheckpointError(f"{name} takes exactly {shape[0]} inputs at once; export it with a free first axis")
    return taken.name, shape[0]


def _reason(error: Exception) -> str:
    """The last part of what onnxruntime says; the parts before are its own codes."""
    return one_line(error).rsplit(" : ", 1)[-1][:200]


KIND = OnnxKind()
