"""Load every detector; one that cannot be loaded is a result of its own, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING

import polars as pl
from pydantic import ValidationError

from touchstone.detectors.config import DetectorSpec
from touchstone.detectors.kinds import Detector, DetectorCard, InputSettings, forget
from touchstone.footage.views import view_named
from touchstone.vocabulary.domains import InputContract, OutputContract
from touchstone.vocabulary.errors import (
    CheckpointError,
    MissingExtraError,
    RunError,
    UsageError,
    is_out_of_memory,
    short_reason,
)
from touchstone.vocabulary.laps import Laps
from touchstone.vocabulary.processes import return_unused
from touchstone.vocabulary.tables import DETECTORS, TENSORS, conform, from_rows

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
    specs: Iterable[DetectorSpec],
    device: torch.device,
    note: Callable[[str], None] = lambda _: None,
    *,
    measured: bool = True,
    laps: Laps | None = None,
) -> Loaded:
    """Load all.

    Args:
        specs: what they are made from.
        device: where their networks run.
        note: called with a line for each as it happens.
        measured: whether the tensors of their checkpoints are measured.
        laps: counts where the time goes.

    Raises:
        MissingExtraError: a package is missing.
        RunError: there is not memory enough: the machine's failure, not the detector's.
    """
    laps = laps or Laps()
    detectors: list[Detector] = []
    rows: list[dict[str, object]] = []
    tensors: list[pl.DataFrame] = [TENSORS.empty()]
    for spec in specs:
        try:
            with laps.of("starting", spec.name):
                spec.fingerprint()
                keep = partial(_keep, tensors, spec.name) if measured else forget
                detector = spec.kind.load(spec.settings, spec.name, device, keep)
            card = _checked(detector, spec.name)
        except MissingExtraError:
            raise
        except Exception as error:  # whatever a kind of another package raises
            if not isinstance(error, CheckpointError) and is_out_of_memory(error):
                raise RunError(
                    f"{spec.name} ran out of memory when it was loaded; free some, or leave it out of the detectors"
                ) from error
            row = _failed(spec, error)
            rows.append(row)
            note(f"{spec.name}: not loaded: {row['reason']}")
            continue
        detectors.append(detector)
        rows.append(card.row())
        parameters = "" if card.parameters is None else f", {card.parameters:,} parameters"
        note(f"{spec.name}: {card.architecture or card.kind}{parameters}")
    return_unused()  # of files, and of networks that were folded
    return Loaded(detectors=tuple(detectors), table=from_rows(rows, DETECTORS), tensors=pl.concat(tensors))


def _keep(kept: list[pl.DataFrame], name: str, rows: object) -> None:
    """Take rows of the ``tensors`` table from a kind, checked, as those of this detector."""
    if not isinstance(rows, pl.DataFrame):
        raise TypeError(f"keep takes a DataFrame, not {type(rows).__name__}")
    kept.append(conform(rows.with_columns(pl.lit(name).alias("detector")), TENSORS))


def _checked(detector: object, name: str) -> DetectorCard:
    """The card of what a kind loaded, which must be as its contract says: others read and show what it asks for."""
    if not isinstance(detector, Detector):
        raise CheckpointError(f"its kind loaded a {type(detector).__name__}, not a Detector")
    card = getattr(detector, "card", None)
    if not isinstance(card, DetectorCard) or card.name != name:
        raise CheckpointError(f"its kind loaded a detector whose card is not that of {name}")
    if not isinstance(card.input, InputContract) or not isinstance(card.output, OutputContract):
        raise CheckpointError("its card holds something else in place of an InputContract or OutputContract")
    hash(card.input)  # detectors that are shown the same share it
    if card.input.view is not None:
        view_named(card.input.view)
    else:
        _check_pictures(card.input)
    from_rows([card.row()], DETECTORS)
    return card


def _check_pictures(contract: InputContract) -> None:
    settings = {name: value for name, value in asdict(contract).items() if name != "view"}
    try:
        InputSettings.model_validate(settings)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in wrong["loc"])
        raise CheckpointError(
            f"its card asks for pictures with {where} = {wrong['input']!r}: {wrong['msg']}"
        ) from error


def _failed(spec: DetectorSpec, error: Exception) -> dict[str, object]:
    reason = (
        " ".join(Exception.__str__(error).splitlines()) if isinstance(error, CheckpointError) else short_reason(error)
    )
    card = spec.card
    row: dict[str, object] = {"detector": spec.name, "kind": card.kind, "domain": card.domain, "path": card.path}
    row |= {"status": "failed", "reason": reason}
    try:
        more = error.columns() if isinstance(error, CheckpointError) else {}
        from_rows([{**row, **more}], DETECTORS)
    except Exception:  # a card or columns of another package that no table can hold
        return {"detector": spec.name, "kind": spec.kind.name, "status": "failed", "reason": reason}
    return {**row, **more}
