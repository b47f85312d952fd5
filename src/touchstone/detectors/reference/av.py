"""Sound and picture: whether the mouth moves with the voice, and at the same time (Chung & Zisserman 2016)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from touchstone.footage.views import HOPS, MELS, MOUTH

from .base import Reference, seen_1d, seen_2d

_PIXELS = MOUTH[0] * MOUTH[1]
_SHARED = 12  # series of mouth and sound that are compared
_MOST = 10  # steps of 40 ms: largest shift that is looked at


class Mouth(nn.Module):
    """Pictures of the mouth, one by one, then a look at their neighbours in time: series of values."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        seen = (*seen_2d(1, 8, 5, 2), *seen_2d(8, 12, 3, 2))
        self.look = nn.Sequential(*seen, nn.Flatten(), nn.Linear(12 * 6 * 10, channels))
        self.norm = nn.BatchNorm1d(channels)

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures ``[n, T, rows, columns]`` → series ``[n, channels, T]``."""
        seen = self.look(pictures.flatten(0, 1).unsqueeze(1)).view(*pictures.shape[:2], -1)
        return self.norm(seen.transpose(1, 2))


class AvCorrelation(nn.Module):
    """Correlation of mouth and sound at every shift: where it is highest, and how high."""

    def __init__(self, visual: int, channels: int) -> None:
        super().__init__()
        self.mouth = nn.Sequential(nn.Conv1d(visual, 24, 3, padding=1), nn.ReLU(), nn.Conv1d(24, _SHARED, 3, padding=1))
        self.sound = nn.Sequential(*seen_1d(MELS * HOPS, 32, 3, 1), nn.Conv1d(32, _SHARED, 3, padding=1))
        narrow = (nn.BatchNorm1d(_SHARED), nn.Conv1d(_SHARED, 8, 1), nn.ReLU(), nn.Flatten())
        self.read = nn.Sequential(*narrow, nn.Linear(8 * (2 * _MOST + 1), 32), nn.ReLU(), nn.Linear(32, channels))

    def profile(self, visual: Tensor, heard: Tensor, shown: Tensor) -> Tensor:
        """Correlation of each shared series of mouth and sound at every shift, ``[n, series, 2 · most + 1]``, in [-1, 1]."""
        mouth, sound = self.mouth(visual), self.sound(heard)
        mouth = (mouth - mouth.mean(dim=-1, keepdim=True)) * shown
        sound = sound - sound.mean(dim=-1, keepdim=True)
        alike = []
        for shift in range(-_MOST, _MOST + 1):
            length = mouth.shape[-1] - abs(shift)
            a = mouth[..., max(0, -shift) :][..., :length]
            b = sound[..., max(0, shift) :][..., :length]
            a, b = a - a.mean(dim=-1, keepdim=True), b - b.mean(dim=-1, keepdim=True)
            size = (a.square().mean(dim=-1) * b.square().mean(dim=-1) + 1e-3).sqrt()
            alike.append((a * b).mean(dim=-1) / size)
        return torch.stack(alike, dim=-1)

    def forward(self, visual: Tensor, heard: Tensor, shown: Tensor) -> Tensor:
        """Series of the mouth, of the sound, and where there is picture ``[n, ·, T]`` → values ``[n, channels]``."""
        return self.read(self.profile(visual, heard, shown))


class TemporalChecker(nn.Module):
    """How much every band of the sound changes, and how evenly the mouth moves. How loud a band is does not matter."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        count = 3 * MELS + 6
        self.read = nn.Sequential(nn.BatchNorm1d(count), nn.Linear(count, 32), nn.ReLU(), nn.Linear(32, channels))

    def forward(self, pictures: Tensor, mel: Tensor) -> Tensor:
        """Pictures ``[n, T, rows, columns]`` and bands ``[n, spectra, mels]`` → values ``[n, channels]``."""
        even = mel - mel.mean(dim=1, keepdim=True)
        values = [even.std(dim=1), even.amax(dim=1), (even[:, 1:] - even[:, :-1]).abs().mean(dim=1)]
        series = F.adaptive_avg_pool2d(pictures, (1, 3)).flatten(2)
        spread = 2 * series.var(dim=1) + 1e-3
        values += [torch.log(((series[:, k:] - series[:, :-k]).square().mean(dim=1) + 1e-4) / spread) for k in (1, 2)]
        return self.read(torch.cat(values, dim=1))


class AudioVisualReference(Reference):
    """The reference specialist av."""

    def __init__(self) -> None:
        super().__init__("av", 48)
        self.lip_analyzer = Mouth(16)
        self.motion_detector = Mouth(12)
        self.temporal_checker = TemporalChecker(10)
        self.av_correlation = AvCorrelation(28, 10)

    def values(self, measured: Tensor) -> Tensor:
        """Mouth and spectrum float16 ``[n, T, columns]`` → values ``[n, 48]``."""
        pictures, mel, heard, shown = self._parts(measured)
        lips, motion = self._series(pictures)
        together = self.av_correlation(torch.cat([lips, motion], dim=1), heard, shown)
        return torch.cat([lips.std(dim=-1), motion.std(dim=-1), self.temporal_checker(pictures, mel), together], dim=1)

    def _parts(self, seen: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        seen = seen.float()
        pictures = seen[..., :_PIXELS].unflatten(-1, MOUTH)
        # what is there in every frame is the person; what is left is what the mouth does
        pictures = pictures - pictures.mean(dim=1, keepdim=True)
        pictures = pictures / (pictures.square().mean(dim=(1, 2, 3), keepdim=True) + 1).sqrt()
        mel = seen[..., _PIXELS:-1].reshape(len(seen), -1, MELS)
        even = (mel - mel.mean(dim=1, keepdim=True)) / 3
        heard = even.reshape(len(seen), -1, HOPS * MELS).transpose(1, 2)
        return pictures, mel, heard, seen[..., -1].unsqueeze(1)

    def _series(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        change = F.pad(pictures[:, 1:] - pictures[:, :-1], (0, 0, 0, 0, 1, 0)) * 2
        return self.lip_analyzer(pictures), self.motion_detector(change)
