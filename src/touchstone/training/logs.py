"""Logs in addition to ``log.jsonl``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from touchstone.vocabulary.errors import MissingExtraError


def check_logs(names: tuple[str, ...]) -> None:
    """Check, before hours of work, that the package for a log is installed.

    Raises:
        MissingExtraError: it is not installed.
    """
    if "tensorboard" in names and find_spec("tensorboard") is None:
        raise MissingExtraError("logging to TensorBoard", "logging")


@contextmanager
def board(folder: Path | None, written: int) -> Iterator[Callable[[dict[str, Any]], None]]:
    """A function that writes an epoch for TensorBoard.

    Args:
        folder: folder of the event files; ``None`` writes nothing.
        written: number of epochs that an earlier call has written.
    """
    if folder is None:
        yield lambda _: None
        return
    from torch.utils.tensorboard import SummaryWriter

    # epochs after the saved state are trained again, so their earlier records are removed
    with SummaryWriter(str(folder), purge_step=written + 1) as writer:

        def write(row: dict[str, Any]) -> None:
            for name in ("train_loss", "val_loss", "val_auc"):
                if row[name] is not None:
                    writer.add_scalar(name, row[name], row["epoch"])
            writer.flush()

        yield write
