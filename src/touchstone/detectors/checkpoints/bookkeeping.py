"""Tensors that tools of training leave beside the weights, and that no network needs to answer."""

from __future__ import annotations

from collections.abc import Iterable

from torch import Tensor

from .values import sizes

COUNTER = "num_batches_tracked"
"""Last part of the name of a batch normalisation's counter. Torch before 0.4.1 had none, and nothing reads it in evaluation."""

# Last parts of names: the profiler thop, torch's weight averaging, torch_ema and ema_pytorch.
_LEFT_BEHIND = frozenset({"total_ops", "total_params", "n_averaged", "num_updates", "initted", "decay"})
# First parts of names: buffers of a loss, as modules of Lightning hold them.
_OF_THE_LOSS = frozenset({"criterion", "loss", "loss_fn", "loss_func", "criterion_cls", "loss_module"})
# Rows of the heads of networks trained on ImageNet: 1,000 classes, 1,001 with background, 21,841 and 21,843 of the full set.
_IMAGENET_ROWS = frozenset({1000, 1001, 21841, 21843})
_HEADS = frozenset({"fc", "_fc", "classifier", "head", "heads", "last_linear"})


def is_bookkeeping(name: str, tensor: Tensor) -> bool:
    """Whether no network has such a tensor: a profiler's or an average's count, or a weight of the loss.

    >>> import torch
    >>> [is_bookkeeping(n, torch.zeros(1)) for n in ("a.total_ops", "n_averaged", "criterion.weight", "a.weight")]
    [True, True, True, False]
    """
    first, _, _ = name.partition(".")
    return first in _OF_THE_LOSS or (name.rpartition(".")[2] in _LEFT_BEHIND and tensor.numel() == 1)


def is_imagenet_head(name: str, tensor: Tensor) -> bool:
    """Whether a tensor belongs to the head that a body was once trained on ImageNet with.

    >>> import torch
    >>> is_imagenet_head("backbone.fc.weight", torch.zeros(1000, 512)), is_imagenet_head("fc.weight", torch.zeros(2, 512))
    (True, False)
    """
    *path, last = name.split(".")
    shape = sizes(tensor)
    rows = shape[0] if shape else 0
    return last in ("weight", "bias") and rows in _IMAGENET_ROWS and not _HEADS.isdisjoint(path)


def without_bookkeeping(names: Iterable[str], state: dict[str, Tensor]) -> list[str]:
    """Those of some names whose tensors belong to the network, in order."""
    return [name for name in names if not is_bookkeeping(name, state[name])]
