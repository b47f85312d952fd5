"""A checkpoint is read in another process first; what was found readable there is then opened here."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from touchstone.detectors.checkpoints import Checkpoint, read_checkpoint, reopen_checkpoint
from touchstone.detectors.files import beginning
from touchstone.vocabulary.errors import CheckpointError, TouchstoneError, one_line
from touchstone.vocabulary.hashes import ROOT
from touchstone.vocabulary.tables import TENSORS

from .limits import memory_limit, time_limit
from .measure import Answer, CheckpointTask, measure_file, measured_here
from .standby import DiedError, Standby

_READER = Standby(measure_file)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredCheckpoint:
    """A checkpoint and what its tensors tell.

    Attributes:
        checkpoint: what the file holds.
        tensors: its rows of the ``tensors`` table.
    """

    checkpoint: Checkpoint
    tensors: pl.DataFrame


def read_apart(path: str | Path) -> Checkpoint:
    """Read a file that may hold anything.

    Raises:
        CheckpointError: it cannot be used, took too long or too much memory, or ended the process that read it.
    """
    return _checked(Path(path), "", None, recognise=False, rows=False).checkpoint


def measure_apart(path: Path, name: str, key: str | None, *, recognise: bool = False) -> MeasuredCheckpoint:
    """Read a file that may hold anything, and measure its tensors.

    Args:
        path: the file.
        name: name of the detector in the rows.
        key: layout whose gradients are measured where the tensors fit it exactly; ``None``: none.
        recognise: whether the layout is found by the tensors, where ``key`` is ``None``.

    Raises:
        CheckpointError: it cannot be used, took too long or too much memory, or ended the process that read it.
    """
    return _checked(path, name, key, recognise=recognise, rows=True)


def _checked(path: Path, name: str, key: str | None, *, recognise: bool, rows: bool) -> MeasuredCheckpoint:
    _, size = beginning(path, 1, "file of the checkpoint", "weights")
    asked = CheckpointTask(
        path=path.absolute(), name=name, key=key, recognise=recognise, rows=rows, memory=memory_limit(size)
    )
    if _comes_with_the_package(path):
        checkpoint = read_checkpoint(path)
        return MeasuredCheckpoint(
            checkpoint=checkpoint, tensors=measured_here(checkpoint, asked) if rows else TENSORS.empty()
        )
    answer = _asked(asked, time_limit(size))
    if answer.sha256 is None:
        raise CheckpointError(answer.refusal or f"{path.name} cannot be read; copy it again")
    tensors = TENSORS.empty() if answer.tensors is None else answer.tensors
    return MeasuredCheckpoint(checkpoint=reopen_checkpoint(path, answer.sha256), tensors=tensors)


def _comes_with_the_package(path: Path) -> bool:
    """Weights of the package are trusted as its code is."""
    return path.resolve().is_relative_to(ROOT)


def _asked(asked: CheckpointTask, timeout: float) -> Answer:
    """Ask the process; what the processes say of their end, in the words of this room.

    Raises:
        CheckpointError: it took too long, or died.
    """
    name = asked.path.name
    try:
        return _READER.do(asked, timeout)
    except TimeoutError:
        text = f"{name} took longer than {timeout:.0f} s to read and measure; save model.state_dict() alone"
        raise CheckpointError(text) from None
    except TouchstoneError as error:
        raise CheckpointError(f"reading {name} {one_line(error)}; save model.state_dict() again") from error
    except DiedError as died:
        text = (
            f"{name} ended the process that read it ({_end_of_process(died.__cause__)}); save model.state_dict() again"
        )
        raise CheckpointError(text) from died


def _end_of_process(error: BaseException | None) -> str:
    code = getattr(error, "exitcode", None)
    if isinstance(code, int) and code < 0:
        return signal.Signals(-code).name if -code in {s.value for s in signal.Signals} else f"signal {-code}"
    if isinstance(code, int):
        return f"exit code {code}"
    return "no reason given" if error is None else one_line(error)
