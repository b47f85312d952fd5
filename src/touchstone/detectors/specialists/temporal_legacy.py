"""The older temporal model: ResNet-18 on every frame, then an LSTM over the frames of a clip."""

from __future__ import annotations

from torch import Tensor, nn

from .torchvision import resnet18

_FRAME_VALUES = 512
_HIDDEN = 256


class TemporalLegacy(nn.Module):
    """The layout ``tm_legacy``, with fresh weights.

    Attributes:
        key: ``tm_legacy``.
        backbone: ResNet-18 without its head: images [n, 3, h, w] → values [n, 512].
        lstm: two layers of 256 over the frames.
        classifier: the last time step to logits; index 0 is real, 1 is fake.
    """

    def __init__(self) -> None:
        super().__init__()
        self.key = "tm_legacy"
        self.backbone = resnet18()
        self.backbone.fc = nn.Identity()
        self.lstm = nn.LSTM(_FRAME_VALUES, _HIDDEN, num_layers=2, batch_first=True)
        self.classifier = nn.Sequential(nn.Linear(_HIDDEN, 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 2))

    def values(self, clips: Tensor) -> Tensor:
        """Clips [b, t, 3, h, w] → values of every frame [b, t, 512]."""
        return self.backbone(clips.flatten(0, 1)).unflatten(0, clips.shape[:2])

    def head(self, values: Tensor) -> Tensor:
        """Values [b, t, 512] → logits [b, 2] of the last time step."""
        steps, _ = self.lstm(values)
        return self.classifier(steps[:, -1])

    def forward(self, clips: Tensor) -> Tensor:
        """Normalised clips [b, t, 3, 224, 224] → logits [b, 2]."""
        return self.head(self.values(clips))
