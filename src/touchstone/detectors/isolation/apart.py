"""A checkpoint is read in another process first; what was found readable there is then opened here."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import realpath
from pathlib import Path

import polars as pl

from touchstone.detectors.checkpoints import Checkpoint, read_checkpoint, reopen_checkpoint
from touchstone.detectors.files import beginning
from touchstone.vocabulary.errors import CheckpointError, TouchstoneError, one_line
from touchstone.vocabulary.hashes import ROOT
from touchstone.vocabulary.tables import TENSORS

from .before import hash_before, keep_tensors, keeping_hash, tensors_before
from .limits import memory_limit, time_limit
from .meant import Meant
from .measure import Answer, CheckpointTask, measure_file
from .standby import Standby

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


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredFile:
    """A file that can be used, and what its tensors tell; it is opened where its weights are asked for.

    Attributes:
        sha256: hash of the file.
        tensors: its rows of the ``tensors`` table.
        path: the file.
        meant: what it is said to be, and which of its states is read.
        read: what it holds; ``None`` where what an earlier run found was enough.
    """

    sha256: str
    tensors: pl.DataFrame
    path: Path
    meant: Meant
    read: Checkpoint | None = None

    def checkpoint(self) -> Checkpoint:
        """What the file holds.

        Raises:
            CheckpointError: it has changed meanwhile, or it cannot be used.
        """
        return self.read or reopen_checkpoint(self.path, self.sha256, self.meant.choose)


def read_apart(path: str | Path, meant: Meant) -> Checkpoint:
    """Read a file that may hold anything.

    Args:
        path: the file.
        meant: what it is said to be, and which of its states is read.

    Raises:
        CheckpointError: it cannot be used, took too long or too much memory, or ended the process that read it.
    """
    return _checked(Path(path), None, meant).checkpoint()


def measure_apart(path: Path, name: str, meant: Meant) -> MeasuredCheckpoint:
    """Read a file that may hold anything, and measure its tensors.

    Args:
        path: the file.
        name: name of the detector in the rows.
        meant: what it is said to be, and which of its states is read.

    Raises:
        CheckpointError: it cannot be used, took too long or too much memory, or ended the process that read it.
    """
    file = _checked(path, name, meant)
    return MeasuredCheckpoint(checkpoint=file.checkpoint(), tensors=file.tensors)


def measured_file(path: Path, name: str | None, meant: Meant) -> MeasuredFile:
    """The same for a caller who may not need the weights: a file that an earlier run read and measured is not opened.

    Args:
        path: the file.
        name: name of the detector in the rows; ``None``: no tensor is measured, and there are no rows.
        meant: what it is said to be, and which of its states is read.

    Raises:
        CheckpointError: it cannot be used, took too long or too much memory, or ended the process that read it.
    """
    return _checked(path, name, meant)


def _checked(path: Path, name: str | None, meant: Meant) -> MeasuredFile:
    sha256 = hash_before(path)
    if sha256 is not None:
        tensors = TENSORS.empty() if name is None else tensors_before(sha256, meant)
        if tensors is not None:
            named = tensors.with_columns(detector=pl.lit(name or ""))
            return MeasuredFile(sha256=sha256, tensors=named, path=path, meant=meant)
    _, size = beginning(path, 1, "file of the checkpoint", "weights")
    if _comes_with_the_package(path):
        checkpoint = read_checkpoint(path, meant.choose)
        tensors = None if name is None else meant.rows(checkpoint, name)
    else:
        checkpoint, tensors = _measured(path, name, meant, size)
    rows = TENSORS.empty() if tensors is None else tensors
    return MeasuredFile(sha256=checkpoint.sha256, tensors=rows, path=path, meant=meant, read=checkpoint)


def _measured(path: Path, name: str | None, meant: Meant, size: int) -> tuple[Checkpoint, pl.DataFrame | None]:
    """What the other process could read, and the rows of its tensors; both are kept once the file is seen to be the same.

    Raises:
        CheckpointError: it cannot be used, took too long or too much memory, or ended the process that read it.
    """
    asked = CheckpointTask(path=path.absolute(), name=name, meant=meant, memory=memory_limit(size))
    answer = _asked(asked, time_limit(size))
    if answer.refusal is not None:
        raise answer.refusal
    with keeping_hash(path, answer.sha256):
        checkpoint = reopen_checkpoint(path, answer.sha256, meant.choose)
    if answer.tensors is not None and not answer.from_before:
        keep_tensors(answer.sha256, meant, answer.tensors)
    return checkpoint, answer.tensors


def _comes_with_the_package(path: Path) -> bool:
    """Weights of the package are trusted as its code is."""
    return Path(realpath(path)).is_relative_to(ROOT)  # of a link that leads to itself, too


def _asked(asked: CheckpointTask, timeout: float) -> Answer:
    """Ask the process; what is said of its end, in the words of this room.

    Raises:
        CheckpointError: it took too long, or died.
    """
    name = asked.path.name
    try:
        return _READER.do(asked, timeout)
    except TimeoutError:
        text = (
            f"{name} took longer than {timeout:.0f} s to read and measure; run it again while the machine is less busy, or save "
            "fewer tensors: those of the network alone (model.state_dict())"
        )
        raise CheckpointError(text) from None
    except TouchstoneError as error:
        raise CheckpointError(f"reading {name} {one_line(error)}; save model.state_dict() again") from error
