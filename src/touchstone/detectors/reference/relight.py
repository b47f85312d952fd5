"""Light from elsewhere on a face that was measured in rings and sectors, as the intervention ``relight`` makes it."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from .sectors import places

_TURNED = (30.0, 75.0)  # degrees from the camera
# In half axes of the face's box, of detectors: how far it lies elsewhere, is of another size, is higher than it is known to be.
_MOVED, _SIZED, _HIGHER = 0.08, 0.06, 0.1
_SOFT, _AMBIENT = 0.35, 0.35  # edge of an ellipse, and light from everywhere, as the intervention has them


def relit(turn: Tensor, side: Tensor, u: Tensor, v: Tensor, area: Tensor) -> Tensor:
    """What other light adds to the logarithm of light of a face: the quotient of two lights on an ellipsoid, as in ``relight``.

    Args:
        turn: angle between the light and the camera, radians, ``[n, 1, 1]``.
        side: where the light comes from, radians from the right, ``[n, 1, 1]``.
        u: places from the face's centre to the right, in half axes of its box, ``[n, rings, sectors]``.
        v: the same downwards.
        area: that a place stands for.
    """
    ramp = ((1 - torch.hypot(u, v)) / _SOFT).clamp(0, 1)
    weight = ramp.square() * (3 - 2 * ramp)
    x, y = 0.95 * u, 0.95 * v
    z = (1 - x.square() - y.square()).clamp(0.02, 1).sqrt()
    length = torch.sqrt(x.square() + y.square() + z.square())
    x, y, z = x / length, y / length, z / length
    falls = x * turn.sin() * side.cos() + y * turn.sin() * side.sin() + z * turn.cos()
    ratio = (_AMBIENT + (1 - _AMBIENT) * falls.clamp(min=0)) / (_AMBIENT + (1 - _AMBIENT) * z)
    seen = weight * area
    ratio = ratio / ((ratio * seen).sum(dim=(1, 2), keepdim=True) / (seen.sum(dim=(1, 2), keepdim=True) + 1e-6))
    return 2 * torch.log(1 + weight * (ratio.pow(1 / 2.2) - 1))


def drawn_light(count: int, random: torch.Generator) -> Tensor:
    """Light from 30 to 75 degrees and any side, on faces whose box was found a little elsewhere: ``[count, rings, sectors]``."""

    def draw(low: float, high: float) -> Tensor:
        return low + (high - low) * torch.rand(count, 1, 1, generator=random)

    def scatter(size: float) -> Tensor:
        return size * torch.randn(count, 1, 1, generator=random)

    u, v, area = places()
    u = (u + scatter(_MOVED)) * torch.exp(scatter(_SIZED))
    v = (v - _HIGHER + scatter(_MOVED)) * torch.exp(scatter(_SIZED))
    return relit(torch.deg2rad(draw(*_TURNED)), draw(0, 2 * math.pi), u, v, area)
