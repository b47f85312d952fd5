"""Logs beside ``log.jsonl``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from touchstone.vocabulary.errors import MissingExtraError


def check_logs(names: tuple[str, ...]) -> None:
    """See that what a log needs is installed, before hours of work.

    Raises:
        MissingExtraError: it is not.
    """
    if "tensorboard" in names and find_spec("tensorboard") is None:
        raise MissingExtraError("logging to TensorBoard", "logging")


@contextmanager
def board(folder: Path | None, written: int) -> Iterator[Callable[[dict[str, Any]], None]]:
    """What writes an epoch for TensorBoard, where it was asked for.

    Args:
        folder: of the event files; ``None`` writes nothing.
        written: epochs that an earlier start has written already.
    """
    if folder is None:
        yield lambda _: None
        return
    from torch.utils.tensorboard import SummaryWriter

    # epochs after the saved state are learned again: what was written of them is dropped
    with SummaryWriter(str(folder), purge_step=written + 1) as writer:

        def write(row: dict[str, Any]) -> None:
            for name in ("train_loss", "val_loss", "val_auc"):
                if row[name] is not None:
                    writer.add_scalar(name, row[name], row["epoch"])
            writer.flush()

        yield write
