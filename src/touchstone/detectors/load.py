"""Load every detector; one that cannot be loaded is a result of its own, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import polars as pl
import torch

from touchstone.detectors.checkpoints import Checkpoint, read_checkpoint
from touchstone.detectors.config import DetectorSpec
from touchstone.detectors.kinds import Detector, ReferenceDetector, SpecialistDetector
from touchstone.detectors.reference import REFERENCE_PREFIX, load_reference, reference_key
from touchstone.detectors.specialists import LayoutError, fit, load_specialist
from touchstone.detectors.tensors import gradients, tensor_rows
from touchstone.footage.corpus import readable
from touchstone.vocabulary.errors import CheckpointError, UsageError
from touchstone.vocabulary.tables import DETECTORS, TENSORS, from_rows


@dataclass(frozen=True, slots=True)
class Loaded:
    """The detectors of a run.

    Attributes:
        detectors: those that can score, in the order given.
        table: the ``detectors`` table: one row for each, loaded or not.
        tensors: the ``tensors`` table of every checkpoint that could be read.
    """

    detectors: tuple[Detector, ...]
    table: pl.DataFrame
    tensors: pl.DataFrame


def choose_device(name: str = "auto") -> torch.device:
    """The device of that name; ``auto`` is the first CUDA device where there is one, otherwise the CPU.

    Raises:
        UsageError: there is no such device.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise UsageError(f"there is no device {name!r}; write cpu, cuda or cuda:0") from error
    if device.type not in ("cpu", "cuda"):
        raise UsageError(f"device {name!r} is not supported; write cpu, cuda or cuda:0")
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise UsageError(f"device {name!r} is not there: {torch.cuda.device_count()} CUDA device(s) found; write cpu")
    return device


def load_detectors(
    specs: Iterable[DetectorSpec], device: torch.device, note: Callable[[str], None] = lambda _: None
) -> Loaded:
    """Load all; ``note`` is told of each as it happens."""
    detectors: list[Detector] = []
    rows: list[dict[str, object]] = []
    tensors: list[pl.DataFrame] = [TENSORS.empty()]
    for spec in specs:
        try:
            checkpoint = read_checkpoint(spec.checkpoint)
            tensors.append(checkpoint_rows(checkpoint, spec.name, None if spec.reference else spec.specialist))
            detector = _detector(spec, checkpoint, device)
        except CheckpointError as error:
            rows.append(_failed(spec, error))
            note(f"{spec.name}: not loaded: {error}")
            continue
        detectors.append(detector)
        rows.append(detector.card.row())
        note(f"{spec.name}: {detector.card.architecture}, {detector.card.parameters:,} parameters")
    return Loaded(tuple(detectors), from_rows(rows, DETECTORS), pl.concat(tensors))


def _detector(spec: DetectorSpec, checkpoint: Checkpoint, device: torch.device) -> Detector:
    if spec.reference:
        return ReferenceDetector(spec, load_reference(checkpoint, spec.domain), device)
    if (key := reference_key(checkpoint)) is not None:
        raise CheckpointError(
            f'{checkpoint.path.name} holds the reference specialist {key}: write specialist = "{REFERENCE_PREFIX}{key}"'
        )
    return SpecialistDetector(spec, load_specialist(checkpoint, spec.specialist), device)


def checkpoint_rows(checkpoint: Checkpoint, name: str, key: str | None) -> pl.DataFrame:
    """Rows of the ``tensors`` table; with gradients where the checkpoint fits layout ``key``.

    Raises:
        UsageError: no such layout.
    """
    state = checkpoint.state
    whole = key is not None and fit(state, key).exact and not any(t.is_complex() for t in state.values())
    return tensor_rows(state, name, gradients(key, state) if key is not None and whole else {})


def _failed(spec: DetectorSpec, error: CheckpointError) -> dict[str, object]:
    row: dict[str, object] = {
        "detector": spec.name,
        "kind": "reference" if spec.reference else "specialist",
        "domain": spec.domain,
        "path": readable(spec.shown_path),
        "status": "failed",
        "reason": str(error),
    }
    if isinstance(error, LayoutError):
        row["missing_keys"] = list(error.fit.missing)
        row["unexpected_keys"] = [*error.fit.unexpected, *(name for name, _, _ in error.fit.mismatched)]
        row["layout"] = error.best.layout if error.best is not None else None
    return row
