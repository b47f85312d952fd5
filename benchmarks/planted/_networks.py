"""Small networks of several families, trained for real on generated textures: what healthy checkpoints look like.

No checkpoint that others trained is needed. A few hundred steps are little; strong decoupled weight decay (AdamW, 1.0) lets the
noise of the start die away as it does in long training, so that what remains is what was learned: after 300 steps at a
learning rate of 0.003 it is down to 40 %.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection
from functools import cache

import numpy as np
import torch
from torch import Tensor, nn

from touchstone.detectors.specialists import torchvision

State = dict[str, Tensor]

CLASSES = 4
SIZE = 32
BATCH = 24


class Attentive(nn.Module):
    """Patches, two layers of a transformer, a head: [n, 3, 32, 32] → [n, 4]."""

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, width, 4, 4)
        self.position = nn.Parameter(0.02 * torch.randn(1, 64, width))
        layer = nn.TransformerEncoderLayer(width, 4, 2 * width, dropout=0.0, batch_first=True)
        self.layers = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)
        self.head = nn.Linear(width, CLASSES)

    def forward(self, images: Tensor) -> Tensor:
        tokens = self.patches(images).flatten(2).transpose(1, 2) + self.position
        return self.head(self.layers(tokens).mean(1))


class Branched(nn.Module):
    """Two branches that read the picture, one head, as the specialists are built: [n, 3, 32, 32] → [n, 4]."""

    def __init__(self) -> None:
        super().__init__()
        self.backbone = _chain((3, 24, 32, 48, 64), 3)
        self.module = _chain((3, 12, 16, 24), 5)
        self.head = nn.Sequential(nn.Linear(88, 64), nn.BatchNorm1d(64), nn.ReLU(), nn.Linear(64, CLASSES))

    def forward(self, images: Tensor) -> Tensor:
        return self.head(torch.cat([self.backbone(images), self.module(images)], 1))


def _chain(widths: tuple[int, ...], kernel: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for number, (before, after) in enumerate(itertools.pairwise(widths)):
        stride = 2 if number else 1
        layers += [nn.Conv2d(before, after, kernel, stride, kernel // 2), nn.BatchNorm2d(after), nn.ReLU()]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten())


class Plain(nn.Sequential):
    """A chain of convolutions and a linear head, without anything that normalises."""

    def __init__(self) -> None:
        layers: list[nn.Module] = []
        for before, after, stride in ((3, 24, 1), (24, 32, 2), (32, 48, 2), (48, 64, 2)):
            layers += [nn.Conv2d(before, after, 3, stride, 1), nn.ReLU()]
        super().__init__(
            *layers, nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(256, 64), nn.ReLU(), nn.Linear(64, CLASSES)
        )


def _torchvision_model(name: str) -> Callable[[], nn.Module]:
    return lambda: getattr(torchvision._models(), name)(weights=None, num_classes=CLASSES)


FAMILIES: dict[str, Callable[[], nn.Module]] = {
    "branched": Branched,
    "plain": Plain,
    "attentive": Attentive,
    "mobilenet_v3_small": _torchvision_model("mobilenet_v3_small"),
    "resnet18": _torchvision_model("resnet18"),
    "shufflenet_v2_x0_5": _torchvision_model("shufflenet_v2_x0_5"),
}
"""Name → a network with fresh weights, drawn from torch's own random numbers."""

STEPS = {
    "branched": 300,
    "plain": 300,
    "attentive": 300,
    "mobilenet_v3_small": 300,
    "resnet18": 200,
    "shufflenet_v2_x0_5": 300,
}


def textures(count: int, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Stripes in noise; the class is their direction. Pictures [n, 3, 32, 32] and classes [n]."""
    y, x = np.mgrid[:SIZE, :SIZE] / SIZE
    classes = rng.integers(0, CLASSES, count)
    angle = (classes * np.pi / CLASSES + rng.normal(0, 0.15, count))[:, None, None]
    waves = np.sin(
        2 * np.pi * rng.uniform(3, 8, (count, 1, 1)) * (np.cos(angle) * x + np.sin(angle) * y)
        + rng.uniform(0, 6.3, (count, 1, 1))
    )
    pictures = waves[:, None] * rng.normal(1, 0.4, (count, 3, 1, 1)) + rng.normal(0, 0.5, (count, 3, SIZE, SIZE))
    pictures += rng.normal(0, 0.5, (count, 3, 1, 1))
    return torch.from_numpy(pictures.astype(np.float32)), torch.from_numpy(classes)


def train(
    network: nn.Module, steps: int, seed: int, *, rate: float = 3e-3, decay: float = 1.0, keep: Collection[int] = ()
) -> dict[int, State]:
    """Train in place; returns the state after each number of steps in ``keep``, and after the last."""
    rng = np.random.default_rng(seed)
    bodies = [p for p in network.parameters() if p.dim() > 1]
    rest = [p for p in network.parameters() if p.dim() <= 1]
    groups = [{"params": bodies, "weight_decay": decay}, {"params": rest, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, rate)
    kept: dict[int, State] = {}
    network.train()
    for step in range(1, steps + 1):
        pictures, classes = textures(BATCH, rng)
        optimiser.zero_grad()
        nn.functional.cross_entropy(network(pictures), classes).backward()
        optimiser.step()
        if step in keep or step == steps:
            kept[step] = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    return kept


@cache
def trained(family: str, seed: int) -> tuple[State, State]:
    """A network of the family before and after training."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = FAMILIES[family]()
        fresh = {name: tensor.clone() for name, tensor in network.state_dict().items()}
        return fresh, train(network, STEPS[family], seed)[STEPS[family]]
