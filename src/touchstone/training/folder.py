"""The folder of a training: its settings, its state and its log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from touchstone.vocabulary.door import option, same_again
from touchstone.vocabulary.errors import RunError, UsageError
from touchstone.vocabulary.tables import read_json, write_bytes

_LONG = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A specialist that was trained.

    Attributes:
        key: key of its domain.
        weights: file of the weights.
        auc: AUC on the held-out clips with its interval, as text.
        epoch: number of the epoch whose weights were kept, from 1.
        epochs: number of epochs trained.
        minutes: minutes of training.
        before: whether an earlier call had already finished it.
    """

    key: str
    weights: Path
    auc: str
    epoch: int
    epochs: int
    minutes: float
    before: bool = False


class KeyFolder:
    """The files of the training of one specialist.

    Args:
        out: folder of the training.
        key: key of the specialist.
    """

    def __init__(self, out: Path, key: str) -> None:
        self.key = key
        self.path = out / key
        self.weights = out / f"{key}.safetensors"
        self.state = self.path / "state.pt"
        self.result = self.path / "result.json"
        self.board = self.path / "tensorboard"

    def begin(self, settings: Mapping[str, Any]) -> None:
        """Save the settings, or check that they are those of the training that was begun; it counts as begun if a state is saved.

        Raises:
            UsageError: the settings differ; the message names the first difference.
        """
        path = self.path / "settings.json"
        stored = self.read(path) if self.state.exists() else None
        if stored is None:
            if self.weights.exists():
                raise UsageError(f"{self.weights} exists already, but not its training; choose another {option('out')}")
            write_bytes(path, json.dumps(dict(settings), indent=2).encode())
            return
        for name in sorted(stored.keys() | settings.keys()):
            before, now = stored.get(name), settings.get(name)
            if before != now:
                raise UsageError(
                    f"{self.path} was begun with {name} {_short(before)}, not {_short(now)}; "
                    f"use the same settings, or choose another {option('out')}"
                )

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.result.exists() and self.weights.exists()

    def finish(self, trained: Trained) -> None:
        """Save the result of the training."""
        row = {**asdict(trained), "weights": trained.weights.name}
        del row["before"]
        write_bytes(self.result, json.dumps(row, indent=2).encode())

    def trained(self) -> Trained:
        """The result of a training that had already finished.

        Raises:
            RunError: the result cannot be read.
        """
        row = self.read(self.result) or {}
        try:
            return Trained(**{**_checked(row), "weights": self.weights}, before=True)
        except TypeError as error:
            raise RunError(
                f"{self.result} is damaged; remove it, and {same_again()} saves the weights again"
            ) from error

    def write_log(self, history: list[dict[str, Any]]) -> None:
        """Write ``log.jsonl``, one object per epoch."""
        write_bytes(self.path / "log.jsonl", "".join(json.dumps(row) + "\n" for row in history).encode())

    def read(self, path: Path) -> dict[str, Any] | None:
        """The JSON object in a file; ``None`` if there is no file.

        Raises:
            RunError: it cannot be read.
        """
        if not path.exists():
            return None
        try:
            held = read_json(path)
        except ValueError:
            held = None
        if not isinstance(held, dict):
            raise RunError(f"{path} is damaged; start again with another {option('out')}")
        return held


_TYPES: dict[str, tuple[type, ...]] = {
    "key": (str,), "auc": (str,), "epoch": (int,), "epochs": (int,), "minutes": (int, float), "weights": (str,),
}  # fmt: skip


def _checked(row: dict[str, Any]) -> dict[str, Any]:
    """The same row; a value of another type is a ``TypeError``."""
    for name, kinds in _TYPES.items():
        if not isinstance(row.get(name), kinds):
            raise TypeError(f"{name} has another type")
    return row


def _short(value: object) -> str:
    text = "nothing" if value is None else value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
