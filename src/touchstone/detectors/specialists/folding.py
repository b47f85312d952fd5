"""Exact rewrites of a network for inference: same logits, less work.

Four steps, all computed in float64 and rounded once:

1. a batch normalisation behind a convolution or a linear layer becomes part of its weights;
2. the last 1×1 convolution of a component and the pooling before the channel attention are both linear, so
   the convolution may come after the pooling: 49 places instead of 50,176;
3. attention over a sequence of one token always weighs that token 1, so it is ``out_proj(v_proj(x))``;
4. projection, ``v_proj``, ``out_proj`` and the first linear layer of the classifier follow each other without
   anything between them, so they are one matrix: tens of millions of weights become five.

What is left is nearly all convolutions, and on a CPU these are faster with the channels innermost in memory.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from touchstone.vocabulary.errors import UsageError

from .components import GRID_SIDE, Branches, module_values
from .specialist import Specialist
from .temporal_legacy import TemporalLegacy

# Rows of a large matrix that are widened to float64 at a time.
_ROWS = 512


class FoldedSpecialist(nn.Module):
    """A specialist folded for inference: normalised images [n, 3, 224, 224] → logits [n, 2]."""

    def __init__(self, network: Specialist) -> None:
        super().__init__()
        self.key = network.key
        self.backbone = _without_batch_norms(network.backbone)
        self.components = nn.ModuleDict({n: _folded_component(c) for n, c in network.components.items()})
        self.attention = copy.deepcopy(network.attention)
        self.head = _folded_head(network)

    def forward(self, images: Tensor) -> Tensor:
        """Normalised images [n, 3, 224, 224] → logits [n, 2]."""
        images = images.contiguous(memory_format=torch.channels_last)
        module = module_values(images, dict(self.components.items()), self.attention)
        return self.head(torch.cat([self.backbone(images), module], dim=1))


class FoldedTemporal(nn.Module):
    """The older temporal model folded for inference: normalised clips [b, t, 3, 224, 224] → logits [b, 2]."""

    def __init__(self, network: TemporalLegacy) -> None:
        super().__init__()
        self.key = network.key
        self.backbone = _without_batch_norms(network.backbone)
        self.lstm = copy.deepcopy(network.lstm)
        self.classifier = copy.deepcopy(network.classifier)

    def forward(self, clips: Tensor) -> Tensor:
        """Normalised clips [b, t, 3, 224, 224] → logits [b, 2]."""
        frames = clips.flatten(0, 1).contiguous(memory_format=torch.channels_last)
        values = self.backbone(frames).unflatten(0, clips.shape[:2])
        steps, _ = self.lstm(values)
        return self.classifier(steps[:, -1])


class _PooledComponent(nn.Module):
    """A component whose last convolution comes after the pooling: [n, 3, h, w] → [n, channels, 7, 7]."""

    def __init__(self, body: nn.Sequential, last: nn.Conv2d) -> None:
        super().__init__()
        self.body = body
        self.last = last

    def forward(self, images: Tensor) -> Tensor:
        return self.last(F.adaptive_avg_pool2d(self.body(images), GRID_SIDE))


def fold(network: nn.Module) -> FoldedSpecialist | FoldedTemporal:
    """A folded copy of a specialist, in evaluation mode and without gradients; ``network`` stays as it is.

    Ablation, gradients and batch-norm statistics need the original.

    Raises:
        UsageError: the network is in training mode, or no specialist.
    """
    if not isinstance(network, Specialist | TemporalLegacy):
        raise UsageError(f"only specialists can be folded, not a {type(network).__name__}")
    if network.training:
        raise UsageError("a network in training mode cannot be folded; call eval() first")
    with torch.no_grad():
        folded = FoldedSpecialist(network) if isinstance(network, Specialist) else FoldedTemporal(network)
    return in_fast_memory(folded.eval())


def in_fast_memory(folded: FoldedSpecialist | FoldedTemporal) -> FoldedSpecialist | FoldedTemporal:
    """The same network without gradients, the weights of its convolutions with the channels innermost."""
    folded.requires_grad_(requires_grad=False)
    for parameter in folded.parameters():
        if parameter.dim() == 4:
            parameter.data = parameter.data.contiguous(memory_format=torch.channels_last)
    return folded


def _scale_and_shift(norm: nn.modules.batchnorm._BatchNorm) -> tuple[Tensor, Tensor]:
    """The affine map that a batch normalisation is in evaluation mode, in float64."""
    assert norm.running_var is not None
    assert norm.running_mean is not None
    scale = norm.weight.double() / torch.sqrt(norm.running_var.double() + norm.eps)
    return scale, norm.bias.double() - norm.running_mean.double() * scale


def _absorb(layer: nn.Conv2d | nn.Linear, norm: nn.modules.batchnorm._BatchNorm) -> None:
    scale, shift = _scale_and_shift(norm)
    weight = layer.weight.double() * scale.reshape(-1, *[1] * (layer.weight.dim() - 1))
    bias = shift if layer.bias is None else shift + layer.bias.double() * scale
    layer.weight = nn.Parameter(weight.to(layer.weight.dtype))
    layer.bias = nn.Parameter(bias.to(layer.weight.dtype))


def _without_batch_norms(module: nn.Module) -> nn.Module:
    """A copy in which every batch normalisation that directly follows a convolution is part of it."""
    module = copy.deepcopy(module)
    for parent in module.modules():
        before: nn.Module | None = None
        for name, child in list(parent.named_children()):
            if isinstance(child, nn.BatchNorm2d) and isinstance(before, nn.Conv2d):
                _absorb(before, child)
                setattr(parent, name, nn.Identity())
            before = child
    return module


def _folded_component(part: nn.Module) -> nn.Module:
    folded = _without_batch_norms(part)
    if isinstance(folded, Branches):
        return Branches(_convolutions(branch.children()) for branch in folded)
    *_, last = folded.children()
    assert isinstance(last, nn.Conv2d)
    return _PooledComponent(_convolutions(list(folded.children())[:-1]), last)


def _convolutions(layers: Iterable[nn.Module]) -> nn.Sequential:
    """Every convolution of ``layers``, each with its ReLU, which may overwrite what only it reads."""
    body = nn.Sequential()
    for layer in layers:
        if isinstance(layer, nn.Conv2d):
            body.extend([layer, nn.ReLU(inplace=True)])
    return body


def _folded_head(network: Specialist) -> nn.Sequential:
    linears = [layer for layer in network.classifier if isinstance(layer, nn.Linear)]
    norms = [layer for layer in network.classifier if isinstance(layer, nn.BatchNorm1d)]
    layers: list[nn.Module] = [_first_linear(network, linears[0], norms[0]), nn.ReLU(inplace=True)]
    for linear, norm in zip(linears[1:-1], norms[1:], strict=True):
        copied = copy.deepcopy(linear)
        _absorb(copied, norm)
        layers += [copied, nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, copy.deepcopy(linears[-1]))


def _first_linear(network: Specialist, linear: nn.Linear, norm: nn.BatchNorm1d) -> nn.Linear:
    """Projection, attention over one token, first linear layer and batch normalisation as one layer."""
    attention = network.feature_attention
    width = attention.embed_dim
    assert attention.in_proj_weight is not None
    assert attention.in_proj_bias is not None
    scale, shift = _scale_and_shift(norm)
    matrix = linear.weight.double() * scale[:, None]
    offset = shift + linear.bias.double() * scale
    # From the output backwards: the matrix at hand never has more than 1,024 rows.
    for weight, bias in (
        (attention.out_proj.weight, attention.out_proj.bias),
        (attention.in_proj_weight[2 * width :], attention.in_proj_bias[2 * width :]),
        (network.feature_projection.weight, network.feature_projection.bias),
    ):
        offset = offset + matrix @ bias.double()
        matrix = _times(matrix, weight)
    rows, columns = matrix.shape
    folded = nn.Linear(columns, rows, device="meta")
    folded.weight = nn.Parameter(matrix.to(linear.weight.dtype))
    folded.bias = nn.Parameter(offset.to(linear.weight.dtype))
    return folded


def _times(left: Tensor, right: Tensor) -> Tensor:
    """``left @ right`` in float64, without ever widening all of ``right``."""
    product = torch.zeros(left.shape[0], right.shape[1], dtype=torch.float64, device=left.device)
    for start in range(0, right.shape[0], _ROWS):
        product.addmm_(left[:, start : start + _ROWS], right[start : start + _ROWS].double())
    return product
