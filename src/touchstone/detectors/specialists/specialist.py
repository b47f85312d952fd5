"""The six specialists: an EfficientNet-B4 backbone and a module of their domain, joined by one head."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from touchstone.vocabulary.domains import DOMAINS

from .components import GRID_SIDE, SpecialistModule, channel_attention, component, module_values
from .torchvision import efficientnet_b4_features

BACKBONE_VALUES = 1792
_HEADS = 8


class Backbone(nn.Module):
    """EfficientNet-B4 up to its average pool: images [n, 3, h, w] → values [n, 1792]."""

    def __init__(self) -> None:
        super().__init__()
        self.features = efficientnet_b4_features()

    def forward(self, images: Tensor) -> Tensor:
        """Images [n, 3, h, w] → values [n, 1792]."""
        return F.adaptive_avg_pool2d(self.features(images), 1).flatten(1)


class Specialist(nn.Module):
    """A specialist of the layout bg, av, rr, ll or tm, with fresh weights.

    Attributes:
        key: its domain.
        backbone: the :class:`Backbone`.
        feature_projection: brings all values to the next multiple of 8.
        feature_attention: attention over a sequence of one token, as the checkpoints have it.
        classifier: values to logits; index 0 is real, 1 is fake.
    """

    def __init__(self, key: str) -> None:
        super().__init__()
        domain = DOMAINS[key]
        self.key = key
        self.backbone = Backbone()
        self._add_components()
        values = BACKBONE_VALUES + GRID_SIDE * GRID_SIDE * domain.channels
        width = -(-values // _HEADS) * _HEADS
        self.feature_projection = nn.Linear(values, width)
        self.feature_attention = nn.MultiheadAttention(width, _HEADS, batch_first=True)
        layers: list[nn.Module] = []
        for dropout, inputs, outputs in ((0.3, width, 1024), (0.2, 1024, 512), (0.1, 512, 256)):
            layers += [nn.Dropout(dropout), nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs), nn.ReLU()]
        self.classifier = nn.Sequential(*layers, nn.Linear(256, 2))

    def _add_components(self) -> None:
        self.specialist_module = SpecialistModule(DOMAINS[self.key])

    @property
    def components(self) -> dict[str, nn.Module]:
        """The components by name, in order; each takes images [n, 3, h, w]. Hooks on them work."""
        return self.specialist_module.components

    @property
    def attention(self) -> nn.Module:
        """The channel attention over the pooled components."""
        return self.specialist_module.attention

    def values(self, images: Tensor) -> Tensor:
        """Images [n, 3, h, w] → what the head sees: [n, 1792 + 49 · channels], backbone first."""
        module = module_values(images, self.components, self.attention)
        return torch.cat([self.backbone(images), module], dim=1)

    def head(self, values: Tensor) -> Tensor:
        """Values [n, 1792 + 49 · channels] → logits [n, 2]."""
        token = self.feature_projection(values).unsqueeze(1)
        attended, _ = self.feature_attention(token, token, token, need_weights=False)
        return self.classifier(attended.squeeze(1))

    def forward(self, images: Tensor) -> Tensor:
        """Normalised images [n, 3, 224, 224] → logits [n, 2]."""
        return self.head(self.values(images))


class CompressionSpecialist(Specialist):
    """The specialist cm, with fresh weights: its components sit on the network itself."""

    def __init__(self) -> None:
        super().__init__("cm")

    def _add_components(self) -> None:
        domain = DOMAINS[self.key]
        for name, channels in domain.components:
            self.add_module(name, component(name, channels))
        self.specialist_attention = channel_attention(domain.channels)

    @property
    def components(self) -> dict[str, nn.Module]:
        """The components by name, in order; each takes images [n, 3, h, w]. Hooks on them work."""
        return {name: self.get_submodule(name) for name, _ in DOMAINS[self.key].components}

    @property
    def attention(self) -> nn.Module:
        """The channel attention over the pooled components."""
        return self.specialist_attention
