"""Convolutions whose weights lie ready for the processor, and which apply the activation behind them in the same pass.

A convolution of torch brings its weights into the order that the processor wants at every call, and writes its result before
the activation reads and writes it once more. oneDNN, which computes both, can be given the weights in that order, and the
activation with them: ``mkldnn::_convolution_pointwise``, which the compiler of torch uses too. Results differ by roundings, and
what is not a number stays none: the ReLU of oneDNN makes 0 of it, so that one stays a pass of its own, which costs nothing that
can be measured. A specialist of EfficientNet-B4 then takes two thirds to four fifths of the time (``benchmarks/forward.py``).
"""

from __future__ import annotations

from typing import Any, TypeGuard, TypeVar

import torch
from torch import Tensor, nn

_ACTIVATIONS: dict[type[nn.Module], str] = {nn.SiLU: "swish", nn.Sigmoid: "sigmoid"}


_NN: Any = getattr(torch._C, "_nn", None)  # functions of torch that its stubs do not name

N = TypeVar("N", bound=nn.Module)


def pack(network: N) -> N:
    """The same network, its convolutions packed; it is changed in place, serves inference on the CPU alone, and cannot be saved.

    Left as they are: convolutions that pad with anything but zeros or hold anything but float32, and all of them where torch
    has no oneDNN.

    Raises:
        ValueError: the network is in training mode.
    """
    if network.training:
        raise ValueError("a network in training mode cannot be packed; call eval() first")
    if not _can_pack():
        return network
    for parent in list(network.modules()):
        # Not named_children(), which gives one that is there twice only once.
        children = [(name, child) for name, child in parent._modules.items() if child is not None]
        for place, (name, child) in enumerate(children):
            if not _fits(child):
                continue
            behind = _activation_behind(children[place + 1 :]) if isinstance(parent, nn.Sequential) else None
            if behind is None:
                setattr(parent, name, _Packed(child, "none"))
            else:
                setattr(parent, name, _Packed(child, _ACTIVATIONS[type(parent.get_submodule(behind))]))
                setattr(parent, behind, nn.Identity())
    return network


class _Packed(nn.Module):
    """A convolution, and what is applied to its result: [n, c, h, w] → [n, d, ., .]."""

    def __init__(self, layer: nn.Conv2d, activation: str) -> None:
        super().__init__()
        self._how = {
            "padding": list(layer.padding), "stride": list(layer.stride), "dilation": list(layer.dilation),
            "groups": layer.groups,
        }  # fmt: skip
        self._weight = _reordered(layer.weight.detach(), **self._how)
        self._bias = None if layer.bias is None else layer.bias.detach()
        self._activation = activation

    def forward(self, values: Tensor) -> Tensor:
        return torch.ops.mkldnn._convolution_pointwise(
            values, self._weight, self._bias, **self._how, attr=self._activation, scalars=[], algorithm=""
        )


def _reordered(weight: Tensor, **how: Any) -> Tensor:
    return _NN.mkldnn_reorder_conv2d_weight(weight.to_mkldnn(), **how)


def _can_pack() -> bool:
    return (
        torch.backends.mkldnn.is_available()
        and torch.backends.mkldnn.enabled
        and hasattr(torch.ops.mkldnn, "_convolution_pointwise")
        and hasattr(_NN, "mkldnn_reorder_conv2d_weight")
    )


def _fits(layer: nn.Module) -> TypeGuard[nn.Conv2d]:
    return (
        type(layer) is nn.Conv2d
        and not isinstance(layer.padding, str)
        and layer.padding_mode == "zeros"
        and layer.weight.dtype == torch.float32
        and layer.weight.device.type == "cpu"
    )


def _activation_behind(layers: list[tuple[str, nn.Module]]) -> str | None:
    """Name of the activation that comes next, where nothing but layers that do nothing lies between."""
    for name, layer in layers:
        if type(layer) in _ACTIVATIONS:
            return name
        if not isinstance(layer, nn.Identity):
            return None
    return None
