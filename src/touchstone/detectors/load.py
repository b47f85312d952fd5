"""Load every detector; one that cannot be loaded is a result of its own, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from touchstone.detectors.config import DetectorSpec
from touchstone.detectors.kinds import Detector
from touchstone.vocabulary.errors import CheckpointError, UsageError
from touchstone.vocabulary.tables import DETECTORS, TENSORS, from_rows

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, slots=True, kw_only=True)
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
    import torch

    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise UsageError(f"there is no device {name!r}; write cpu, cuda or cuda:0") from error
    if device.type not in ("cpu", "cuda"):
        raise UsageError(f"device {name!r} is not supported; write cpu, cuda or cuda:0")
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise UsageError(
            f"device {name!r} is not available: {torch.cuda.device_count()} CUDA device(s) found; write cpu"
        )
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
            detector = spec.kind.load(spec.settings, spec.name, device, tensors.append)
        except CheckpointError as error:
            card = spec.kind.card(spec.name, spec.settings)
            shown = {"detector": card.name, "kind": card.kind, "domain": card.domain, "path": card.path}
            rows.append({**shown, "status": "failed", "reason": str(error), **error.columns()})
            note(f"{spec.name}: not loaded: {error}")
            continue
        detectors.append(detector)
        rows.append(detector.card.row())
        card = detector.card
        parameters = "" if card.parameters is None else f", {card.parameters:,} parameters"
        note(f"{spec.name}: {card.architecture or card.kind}{parameters}")
    return Loaded(detectors=tuple(detectors), table=from_rows(rows, DETECTORS), tensors=pl.concat(tensors))
