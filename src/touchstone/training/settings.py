"""What one training is asked to do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from touchstone.vocabulary.defaults import DEVICE, NETWORK, SAVE_SECONDS, SEED
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError

from .changes import Change, read_change
from .recipes import NetworkKind, TrainingRecipe, recipe

_LOGS = ("tensorboard",)


@dataclass(frozen=True, slots=True)
class Training:
    """Settings of a training; checked when they are made, before anything is read.

    Attributes:
        keys: domains whose specialists are trained, one after the other.
        corpus: labelled footage; ``None`` for the built-in training corpus, which is then made inside ``out``.
        out: folder that everything is written into.
        network: ``reference``, or ``full`` for the EfficientNet-B4 layouts.
        epochs: instead of the recipe's.
        steps: end after so many steps; the learning rate then falls over these.
        batch: clips per step, instead of the recipe's.
        lr: highest learning rate, instead of the recipe's.
        seed: decides splits where they are drawn, the order of clips, dropout and augmentation.
        augment: known changes in which every training clip is shown too: ``NAME`` or ``NAME:DOSE``.
        start: weights to begin with; fresh ones where ``None``.
        freeze_backbone: train all of a full layout but its backbone.
        device: as :func:`touchstone.detectors.load.choose_device` takes it.
        workers: processes that read clips; one per processor where ``None``.
        save_seconds: longest time between two saved states; each end of an epoch saves one too.
        logs: where numbers go beside ``log.jsonl``: ``tensorboard``.
        command: that a user would type to do this again; for the model card.
    """

    keys: tuple[str, ...]
    corpus: Path | None
    out: Path
    network: NetworkKind = NETWORK
    epochs: int | None = None
    steps: int | None = None
    batch: int | None = None
    lr: float | None = None
    seed: int = SEED
    augment: tuple[str, ...] = ()
    start: Path | None = None
    freeze_backbone: bool = False
    device: str = DEVICE
    workers: int | None = None
    save_seconds: float = SAVE_SECONDS
    logs: tuple[str, ...] = ()
    command: str = "touchstone train"

    def __post_init__(self) -> None:
        if not self.keys:
            raise UsageError(f"say what to train: one or more of {', '.join(DOMAINS)}")
        for key in self.keys:
            if key not in DOMAINS:
                raise UsageError(f"no specialist {key!r} can be trained; there are {', '.join(DOMAINS)}")
        if len(set(self.keys)) < len(self.keys):
            raise UsageError(f"a specialist is named twice: {' '.join(self.keys)}")
        for name, value in (("epochs", self.epochs), ("steps", self.steps), ("learning rate", self.lr)):
            if value is not None and value <= 0:
                raise UsageError(f"the {name} must be more than 0, not {value:g}")
        if self.batch is not None and self.batch < 2:
            raise UsageError(f"a batch has at least 2 clips, not {self.batch}: batch normalisation needs them")
        if self.freeze_backbone and self.network != "full":
            raise UsageError("only the full layouts have a backbone to freeze; add --network full")
        if self.start is not None and len(self.keys) > 1:
            raise UsageError("weights to start from belong to one specialist; train one key at a time with --from")
        for name in self.logs:
            if name not in _LOGS:
                raise UsageError(
                    f"no log {name!r}; there is {', '.join(_LOGS)}, beside log.jsonl, which is always written"
                )
        self.changes()

    def changes(self) -> tuple[Change, ...]:
        """The known changes of ``augment``.

        Raises:
            UsageError: one is unknown, or its dose makes no sense.
        """
        return tuple(dict.fromkeys(read_change(text) for text in self.augment))

    def recipe(self, key: str) -> TrainingRecipe:
        """The recipe of a key with what the user said instead."""
        said = {"epochs": self.epochs, "batch": self.batch, "lr": self.lr}
        return replace(recipe(key, self.network), **{name: value for name, value in said.items() if value is not None})
