"""Logs beside ``log.jsonl``."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from touchstone.vocabulary.errors import MissingExtraError


def check_logs(names: tuple[str, ...]) -> None:
    """See that what a log needs is installed, before hours of work.

    Raises:
        MissingExtraError: it is not.
    """
    if "tensorboard" in names and find_spec("tensorboard") is None:
        raise MissingExtraError("logging to TensorBoard", "logging")


class Board:
    """Writes epochs for TensorBoard, where it was asked for.

    Args:
        folder: of the event files; ``None`` writes nothing.
        written: epochs that an earlier start has written already.
    """

    def __init__(self, folder: Path | None, written: int) -> None:
        self._writer: Any = None
        if folder is not None:
            from torch.utils.tensorboard import SummaryWriter

            # epochs after the saved state are learned again: what was written of them is dropped
            self._writer = SummaryWriter(str(folder), purge_step=written + 1)

    def write(self, row: dict[str, Any]) -> None:
        """Write one epoch."""
        if self._writer is None:
            return
        for name in ("train_loss", "val_loss", "val_auc"):
            if row[name] is not None:
                self._writer.add_scalar(name, row[name], row["epoch"])
        self._writer.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.close()
