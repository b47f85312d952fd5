"""What specialists of native pixels share: tiles of the face and of the rest, and statistics over all tiles of a region.

Traces of codecs, scalers and sensors are faint in one tile and equal in all of them. So everything is measured as a mean over the
tiles of a region, and over frames; then small networks read it, for the face, for the rest, and for how the two differ.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from touchstone.vocabulary.domains import DOMAINS

from .base import Reference, StatisticsReader


class TileReader(nn.Module, ABC):
    """A component of native pixels: what it measures, and the network that reads it.

    Args:
        statistics: how many numbers :meth:`measure` gives of a tile.
        channels: how many values are made of them.
    """

    def __init__(self, statistics: int, channels: int) -> None:
        super().__init__()
        self.statistics = statistics
        self.reader = StatisticsReader(6 * statistics, channels)

    @abstractmethod
    def measure(self, tiles: Tensor, later: Tensor) -> Tensor:
        """Tiles ``[m, side, side]``, 0 to 255, and the same places one frame later → statistics ``[m, s]``."""

    def forward(self, measured: Tensor) -> Tensor:
        """Means and deviations over the tiles of each region ``[n, 2 regions, 2, s]`` → values ``[n, channels]``."""
        face, rest = measured[:, 0].flatten(1), measured[:, 1].flatten(1)
        return self.reader(torch.cat([face, rest, face - rest], dim=1))


class TileReference(Reference):
    """A reference specialist of native tiles.

    Args:
        key: its domain; the subclass adds the components, under the names of the domain.
    """

    def __init__(self, key: str) -> None:
        super().__init__(key, DOMAINS[key].channels)

    @property
    def readers(self) -> Sequence[TileReader]:
        """Its components in order."""
        return [component for component in self.components.values() if isinstance(component, TileReader)]

    def measured(self, seen: Tensor) -> Tensor:
        """Tiles uint8 ``[n, frames, (2,) 2, tiles, side, side]`` → mean and deviation over the tiles ``[n, frames, 2, 2, s]``."""
        first, later = (seen[:, :, 0], seen[:, :, 1]) if seen.ndim == 7 else (seen, seen)
        values = []
        # One clip after the other: they stay in the processor's cache.
        for tiles, after in zip(first, later, strict=True):
            flat, flat_after = tiles.flatten(0, 2).float(), after.flatten(0, 2).float()
            statistics = torch.cat([reader.measure(flat, flat_after) for reader in self.readers], dim=1)
            statistics = statistics.view(*tiles.shape[:3], -1)
            values.append(torch.stack([statistics.mean(dim=2), statistics.std(dim=2)], dim=2))
        return torch.stack(values)

    def augmented(self, measured: Tensor, random: torch.Generator) -> Tensor:
        """Some of the frames, at least one, at random."""
        count = int(torch.randint(1, measured.shape[1] + 1, (), generator=random))
        return measured[:, torch.randperm(measured.shape[1], generator=random)[:count]]

    def values(self, measured: Tensor) -> Tensor:
        """What was measured of every frame → values ``[n, channels]``."""
        parts = measured.mean(dim=1).split([reader.statistics for reader in self.readers], dim=-1)
        return torch.cat([reader(part) for reader, part in zip(self.readers, parts, strict=True)], dim=1)
