"""What one training is asked to do, and how each network is trained unless the user says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from touchstone.vocabulary.defaults import DEVICE, NETWORK, SAVE_SECONDS, SEED
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.errors import UsageError

from .changes import Change, read_change

NetworkKind = Literal["reference", "full"]


@dataclass(frozen=True, slots=True)
class TrainingRecipe:
    """Settings of one training.

    Attributes:
        epochs: most passes over the training clips; the learning rate falls to nothing over them.
        lr: highest learning rate of AdamW (Loshchilov & Hutter 2019).
        batch: clips per step.
        weight_decay: of AdamW, decoupled.
        patience: epochs without a smaller validation loss after which training stops.
        warm_up: share of all steps over which the learning rate rises.
        clip: largest norm of all gradients together; larger ones are scaled down.
        smoothing: share of every label that is given to the other class too (Szegedy et al. 2016): less overconfidence.
    """

    epochs: int = 20
    lr: float = 2e-3
    batch: int = 32
    weight_decay: float = 0.1
    patience: int = 6
    warm_up: float = 0.05
    clip: float = 1.0
    smoothing: float = 0.05


RECIPES: Mapping[str, TrainingRecipe] = {
    **{key: TrainingRecipe() for key in DOMAINS},
    "bg": TrainingRecipe(epochs=40, lr=3e-3, patience=10),
    "av": TrainingRecipe(epochs=8, patience=3),
    "tm": TrainingRecipe(epochs=60, lr=6e-3, patience=30),
}
"""Of the reference specialists, by key."""

FULL = TrainingRecipe(epochs=10, lr=2e-4, batch=16, weight_decay=1e-2, patience=3)
"""Of the EfficientNet-B4 layouts."""


def recipe(key: str, network: NetworkKind = "reference") -> TrainingRecipe:
    """The recipe of a network.

    >>> recipe("cm").batch, recipe("cm", "full").batch
    (32, 16)
    """
    return RECIPES[key] if network == "reference" else FULL


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
