"""Settings of a training, and the default recipe of each network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from touchstone.vocabulary.defaults import DEVICE, NETWORK, SAVE_SECONDS, SEED
from touchstone.vocabulary.domains import DOMAINS
from touchstone.vocabulary.door import option
from touchstone.vocabulary.errors import UsageError

from .changes import Change, read_change

NetworkKind = Literal["reference", "full"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingRecipe:
    """Settings of one training.

    Attributes:
        epochs: highest number of passes over the training clips; the learning rate falls to zero over them.
        lr: highest learning rate of AdamW (Loshchilov & Hutter 2019).
        batch: clips per step.
        weight_decay: weight decay of AdamW (decoupled).
        patience: training stops after this many epochs without a smaller validation loss.
        warm_up: share of all steps over which the learning rate rises.
        clip: largest norm of all gradients together; a larger norm is scaled down.
        smoothing: label smoothing (Szegedy et al. 2016), which reduces overconfidence.
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
"""Recipes of the reference specialists, by key."""

FULL = TrainingRecipe(epochs=10, lr=2e-4, batch=16, weight_decay=1e-2, patience=3)
"""Recipe of the EfficientNet-B4 layouts."""


def recipe(key: str, network: NetworkKind = "reference") -> TrainingRecipe:
    """The recipe of a network.

    >>> recipe("cm").batch, recipe("cm", "full").batch
    (32, 16)
    """
    return RECIPES[key] if network == "reference" else FULL


_LOGS = ("tensorboard",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Settings of a training; checked when they are made, before anything is read.

    Attributes:
        keys: domains whose specialists are trained, one after the other.
        corpus: labelled footage; ``None``: the built-in training corpus, which is made inside ``out``.
        out: folder that everything is written into.
        network: ``reference``, or ``full`` for the EfficientNet-B4 layouts.
        epochs: highest number of epochs; ``None``: that of the recipe.
        steps: end after this many steps; the learning rate then falls over these.
        batch: clips per step; ``None``: that of the recipe.
        lr: highest learning rate; ``None``: that of the recipe.
        seed: random seed for the order of clips, dropout, augmentation and drawn splits.
        augment: known changes; every training clip is also shown with each of them: ``NAME`` or ``NAME:DOSE``.
        start: weights to start from; ``None``: fresh weights.
        freeze_backbone: train all of a full layout but its backbone.
        device: as :func:`touchstone.detectors.load.choose_device` takes it.
        workers: processes that read clips; ``None``: one per processor.
        save_seconds: longest time between two saved states; a state is also saved after every epoch.
        logs: logs in addition to ``log.jsonl``: ``tensorboard``.
        strict_paths: refuse clips that lie outside the folder of the corpus.
        command: command that does this again; for the model card.
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
    strict_paths: bool = False
    command: str = "touchstone train"

    def __post_init__(self) -> None:
        if not self.keys:
            raise UsageError(f"say what to train: one or more of {', '.join(DOMAINS)}")
        for key in self.keys:
            if key not in DOMAINS:
                raise UsageError(f"no specialist {key!r} can be trained; there are {', '.join(DOMAINS)}")
        if len(set(self.keys)) < len(self.keys):
            raise UsageError(f"a specialist is named twice in {' '.join(self.keys)}; name each once")
        for name, value in (("epochs", self.epochs), ("steps", self.steps), ("learning rate", self.lr)):
            if value is not None and value <= 0:
                raise UsageError(f"the {name} must be more than 0, not {value:g}")
        if self.batch is not None and self.batch < 2:
            raise UsageError(f"a batch needs at least 2 clips for batch normalisation, not {self.batch}")
        if self.freeze_backbone and self.network != "full":
            raise UsageError(f"only the full layouts have a backbone to freeze; add {option('network', 'full')}")
        if self.start is not None and len(self.keys) > 1:
            raise UsageError(f"{option('start')} names weights of one specialist; train one key at a time with it")
        for name in self.logs:
            if name not in _LOGS:
                raise UsageError(
                    f"there is no log {name!r}; {option('log')} takes {', '.join(_LOGS)}, and log.jsonl is always written"
                )
        self.changes()

    def changes(self) -> tuple[Change, ...]:
        """The known changes of ``augment``.

        Raises:
            UsageError: a change is unknown, or its dose is impossible.
        """
        return tuple(dict.fromkeys(read_change(text) for text in self.augment))

    def recipe(self, key: str) -> TrainingRecipe:
        """The recipe of a key, with the settings that the user gave."""
        said = {"epochs": self.epochs, "batch": self.batch, "lr": self.lr}
        return replace(recipe(key, self.network), **{name: value for name, value in said.items() if value is not None})
