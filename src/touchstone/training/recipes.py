"""How each network is trained unless the user says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from touchstone.vocabulary.domains import DOMAINS

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
