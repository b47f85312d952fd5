"""What the reference specialists have in common: components of their domain, attention over their values, a small head."""

from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn

from touchstone.vocabulary.domains import DOMAINS

_HIDDEN = 48


class Reference(nn.Module, ABC):
    """A reference specialist with fresh weights.

    Its components have the names and numbers of channels of the domain; what they read is what the domain needs, and is
    in the view of the same key. Each gives a number of values per clip; attention over the components multiplies them, and a
    small head makes logits of them.

    What is measured of a view without any weight (spectra, transform coefficients, orders) is apart from what is learned:
    training measures every clip once.

    Attributes:
        key: its domain, and its view.
        attention: values of all components → a factor for each.
        head: values of all components → logits; index 0 is real, 1 is fake.
    """

    def __init__(self, key: str, values: int) -> None:
        super().__init__()
        self.key = key
        self.attention = nn.Sequential(nn.Linear(values, 32), nn.ReLU(), nn.Linear(32, values), nn.Sigmoid())
        hidden = (nn.Linear(values, _HIDDEN), nn.BatchNorm1d(_HIDDEN), nn.ReLU())
        self.head = nn.Sequential(nn.Dropout(0.2), *hidden, nn.Dropout(0.2), nn.Linear(_HIDDEN, 2))

    @property
    def components(self) -> dict[str, nn.Module]:
        """The components by name, in order; hooks on them work."""
        return {name: self.get_submodule(name) for name, _ in DOMAINS[self.key].components}

    def measured(self, seen: Tensor) -> Tensor:
        """A batch of the view → what is measured of it without any weight, ``[n, …]``; the view itself unless overridden."""
        return seen

    def augmented(self, measured: Tensor, random: torch.Generator) -> Tensor:
        """The same batch seen a little differently, for training; labels stay true."""
        del random
        return measured

    planting = 0.0
    """Share of training clips in which :meth:`planted` plants a defect."""

    def planted(self, measured: Tensor, fake: Tensor, random: torch.Generator) -> tuple[Tensor, Tensor]:
        """The same batch, a known change of the domain made in some of its clips; and which are fakes then, ``[n]``.

        For changes that can be made in what was measured: they cost no video.
        """
        del random
        return measured, fake

    @abstractmethod
    def values(self, measured: Tensor) -> Tensor:
        """What was measured → what the components make of it, ``[n, values]``."""

    def answer(self, measured: Tensor) -> Tensor:
        """What was measured → logits ``[n, 2]``."""
        values = self.values(measured)
        return self.head(values * self.attention(values))

    def forward(self, seen: Tensor) -> Tensor:
        """A batch of the view, as the view stores it → logits ``[n, 2]``."""
        with torch.no_grad():
            measured = self.measured(seen)
        return self.answer(measured)


class StatisticsReader(nn.Module):
    """Statistics ``[n, s]`` → ``[n, channels]``: normalised, then two layers.

    Args:
        statistics: how many.
        channels: how many values it makes of them.
        hidden: width of the layer between.
    """

    def __init__(self, statistics: int, channels: int, hidden: int = 48) -> None:
        super().__init__()
        linears = (nn.Linear(statistics, hidden), nn.ReLU(), nn.Linear(hidden, channels))
        self.layers = nn.Sequential(nn.BatchNorm1d(statistics), nn.Dropout(0.1), *linears)

    def forward(self, statistics: Tensor) -> Tensor:
        """Statistics ``[n, s]`` → values ``[n, channels]``."""
        return self.layers(statistics)


def seen_2d(inputs: int, outputs: int, kernel: int, stride: int = 1) -> tuple[nn.Module, ...]:
    """A convolution that keeps the size up to its stride, its normalisation, and what is positive of it."""
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2), nn.BatchNorm2d(outputs), nn.ReLU()


def seen_1d(inputs: int, outputs: int, kernel: int, padding: int = 0) -> tuple[nn.Module, ...]:
    """The same along time."""
    return nn.Conv1d(inputs, outputs, kernel, padding=padding), nn.BatchNorm1d(outputs), nn.ReLU()
