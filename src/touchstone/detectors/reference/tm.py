"""Time: whether frames follow each other as they should.

Every value here compares neighbours in time with the same frames in any order: the ratio of von Neumann (1941), the mean
square of what changes over k frames, over twice the variance, is 1 where order means nothing; and among the distances of all
pairs of frames those of neighbours have any rank. So shuffled frames show this specialist nothing, whatever else is wrong.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from touchstone.footage.views import VIEWS

from .base import Reference, StatisticsReader, seen_1d

_LAGS = (1, 2, 3, 4, 6, 8)
_GRIDS = (1, 2, 4, 8)
_LEAST = 0.05  # variance in grey levels below which nothing can be said of an order: rounding
_STILL = 2e-3  # variance in pixels²: less is not motion
_NONE = -0.2  # of the ratio's logarithm: above it there is no order, and what is left is chance
_CELLS = 6
_RANKS = (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


def von_neumann(series: Tensor, lags: tuple[int, ...] = _LAGS, least: float = _LEAST) -> Tensor:
    """Logarithm of von Neumann's ratio of series ``[..., T]`` at every lag, ``[..., lags]``: 0 without order, below with it."""
    variance = series.var(dim=-1, unbiased=True)
    changes = [(series[..., lag:] - series[..., :-lag]).square().mean(dim=-1) for lag in lags]
    return torch.stack([torch.log((change + least / 10) / (2 * variance + least / 10)) for change in changes], dim=-1)


class TimeReader(nn.Module, ABC):
    """A component of time: what it measures, and the network that reads it.

    Attributes:
        statistics: how many numbers :meth:`measure` gives.
        reader: reads them.
    """

    statistics: int

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.reader: nn.Module = StatisticsReader(self.statistics, channels)

    @abstractmethod
    def measure(self, frames: Tensor, apart: Tensor) -> Tensor:
        """Frames ``[n, T, 2, side, side]``, 0 to 255, and their :func:`distances` → statistics ``[n, s]``."""

    def forward(self, measured: Tensor) -> Tensor:
        """Statistics ``[n, s]`` → values ``[n, channels]``."""
        return self.reader(measured)


class FrameConsistency(TimeReader):
    """Order in the brightness of parts of the face and of the frame, from the whole down to 8×8 cells."""

    statistics = 2 * len(_LAGS) * (1 + 2 * (len(_GRIDS) - 1))

    def measure(self, frames: Tensor, apart: Tensor) -> Tensor:
        del apart
        values = []
        for grid in _GRIDS:
            cells = F.adaptive_avg_pool2d(frames.flatten(0, 1), grid).view(*frames.shape[:3], -1)
            order = von_neumann(cells.movedim(1, -1)).clamp(max=_NONE)  # [n, 2, cells, lags]
            values.append(order.mean(dim=2).flatten(1))
            if grid > 1:
                values.append(order.amax(dim=2).flatten(1))
        return torch.cat(values, dim=1)


def distances(frames: Tensor) -> Tensor:
    """Mean absolute difference of every two frames of a region ``[n, T, 2, side, side]`` → ``[n, 2, T, T]``."""
    series = F.avg_pool2d(frames.flatten(0, 1), 2).view(*frames.shape[:3], -1).transpose(1, 2)
    return torch.cdist(series.contiguous(), series.contiguous(), p=1.0) / series.shape[-1]


def steps(apart: Tensor, lags: tuple[int, ...]) -> list[Tensor]:
    """How far frames ``lag`` apart are from each other among all pairs of frames: ``[n, 2, T - lag]`` for every lag.

    The logarithm of the share of pairs that are nearer, from log 0.01 (none) to 0. In shuffled frames every share is as likely as
    any other, whatever the frames show.
    """
    count = apart.shape[-1]
    first, second = torch.triu_indices(count, count, 1)
    pairs = apart[..., first, second].sort(dim=-1).values.contiguous()
    values = []
    for lag in lags:
        near = apart.diagonal(lag, -2, -1).contiguous()
        values.append(torch.log(torch.searchsorted(pairs, near) / pairs.shape[-1] * 0.99 + 0.01))
    return values


class MotionAnalyzer(TimeReader):
    """How far neighbouring frames are apart, among any two frames: still, even, or with jumps."""

    statistics = 3 * 2 * (len(_RANKS) + 2)

    def measure(self, frames: Tensor, apart: Tensor) -> Tensor:
        del frames
        values = []
        for step in steps(apart, (1, 2, 3)):
            ranks = torch.quantile(step, torch.tensor(_RANKS, device=step.device), dim=-1).movedim(0, -1)
            alike = (step < -2.5).float().mean(dim=-1, keepdim=True)
            turns = von_neumann(step, (1,), 0.05)
            values.append(torch.cat([ranks, alike, turns], dim=-1).flatten(1))
        return torch.cat(values, dim=1)


class TemporalDetector(TimeReader):
    """Patterns in those distances along time: repeated, dropped, doubled, blended frames."""

    _length = VIEWS["tm"].shape[0] - len(_LAGS)
    statistics = 2 * len(_LAGS) * _length

    def __init__(self, channels: int) -> None:
        super().__init__(channels)
        bands = 2 * len(_LAGS)
        self.reader = nn.Sequential(
            nn.Unflatten(1, (bands, self._length)), nn.BatchNorm1d(bands), *seen_1d(bands, 24, 5), *seen_1d(24, 24, 3)
        )
        self.last = nn.Linear(48, channels)

    def measure(self, frames: Tensor, apart: Tensor) -> Tensor:
        del frames
        bands = steps(apart, tuple(range(1, len(_LAGS) + 1)))
        return torch.cat([band[..., : self._length] for band in bands], dim=1).flatten(1)

    def forward(self, measured: Tensor) -> Tensor:
        """Statistics ``[n, s]`` → values ``[n, channels]``."""
        seen = self.reader(measured)
        return self.last(torch.cat([seen.mean(dim=-1), seen.amax(dim=-1)], dim=1))


class OpticalFlow(TimeReader):
    """Order in the displacement from frame to frame (Lucas & Kanade 1981, one step) of face, frame, and their parts."""

    statistics = 3 * 2 * 2 * 4 + 2 * 4

    def measure(self, frames: Tensor, apart: Tensor) -> Tensor:
        del apart
        cells = lucas_kanade(frames)  # [n, T - 1, 2, cells, 2]
        whole = cells.mean(dim=3)
        against = whole[:, :, 0] - whole[:, :, 1]
        rest = cells - whole.unsqueeze(3)
        parts = von_neumann(rest.flatten(2).transpose(1, 2), (1, 2, 3, 4), _STILL).view(len(frames), 2, -1, 2, 4)
        whole_order = von_neumann(whole.flatten(2).transpose(1, 2), (1, 2, 3, 4), _STILL)
        apart_order = von_neumann(against.transpose(1, 2), (1, 2, 3, 4), _STILL)
        values = (whole_order, parts.mean(dim=2), parts.amax(dim=2), apart_order)
        return torch.cat([value.flatten(1) for value in values], dim=1)


def lucas_kanade(frames: Tensor) -> Tensor:
    """Displacement of cells between consecutive frames ``[n, T, 2, side, side]`` → pixels ``[n, T - 1, 2, 36, 2]``."""
    smooth = F.avg_pool2d(frames.flatten(0, 1), 3, 1, 1).view_as(frames)
    middle = (smooth[:, 1:] + smooth[:, :-1]) / 2
    along = (middle[..., 1:-1, 2:] - middle[..., 1:-1, :-2]) / 2
    down = (middle[..., 2:, 1:-1] - middle[..., :-2, 1:-1]) / 2
    change = (smooth[:, 1:] - smooth[:, :-1])[..., 1:-1, 1:-1]

    def summed(product: Tensor) -> Tensor:
        return F.adaptive_avg_pool2d(product.flatten(0, 1), _CELLS).view(*product.shape[:3], -1)

    xx, yy, xy = summed(along * along) + 4, summed(down * down) + 4, summed(along * down)
    xt, yt = summed(along * change), summed(down * change)
    fixed = xx * yy - xy * xy
    return torch.stack([(xy * yt - yy * xt) / fixed, (xy * xt - xx * yt) / fixed], dim=-1).clamp(-4, 4)


class TemporalReference(Reference):
    """The reference specialist tm."""

    def __init__(self) -> None:
        super().__init__("tm", 52)
        self.frame_consistency = FrameConsistency(14)
        self.motion_analyzer = MotionAnalyzer(12)
        self.temporal_detector = TemporalDetector(12)
        self.optical_flow = OpticalFlow(14)

    def measured(self, seen: Tensor) -> Tensor:
        """Frames in order uint8 ``[n, T, 2, side, side]`` → statistics of all components ``[n, s]``."""
        values = []
        for clip in seen:  # one after the other: it stays in the processor's cache
            frames = clip[None].float()
            apart = distances(frames)
            values.append(torch.cat([reader.measure(frames, apart) for reader in self._readers], dim=1))
        return torch.cat(values)

    def values(self, measured: Tensor) -> Tensor:
        """Statistics ``[n, s]`` → values ``[n, 52]``."""
        parts = measured.split([reader.statistics for reader in self._readers], dim=1)
        return torch.cat([reader(part) for reader, part in zip(self._readers, parts, strict=True)], dim=1)

    @property
    def _readers(self) -> list[TimeReader]:
        return [component for component in self.components.values() if isinstance(component, TimeReader)]
