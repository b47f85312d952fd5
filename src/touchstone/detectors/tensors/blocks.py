"""Row blocks of packed tensors: parts that were stacked for speed and have fates of their own."""

from __future__ import annotations

from collections.abc import Iterator

from torch import Tensor

_PACKED = ("in_proj_weight", "in_proj_bias", "qkv.weight", "qkv.bias")
_PARTS = ("query", "key", "value")


def blocks(name: str, tensor: Tensor) -> Iterator[tuple[str, slice]]:
    """Name and rows of each block: query, key and value of an attention that packs them; nothing for other tensors.

    The name of a tensor only says where to cut. What is said about a block is measured on its own rows.

    >>> import torch
    >>> [(part, rows.start, rows.stop) for part, rows in blocks("attention.in_proj_bias", torch.zeros(6))]
    [('query', 0, 2), ('key', 2, 4), ('value', 4, 6)]
    """
    if not name.endswith(_PACKED) or tensor.dim() < 1 or tensor.shape[0] % 3 or tensor.shape[0] == 0:
        return
    height = tensor.shape[0] // 3
    if tensor.dim() == 2 and tensor.shape[1] != height:
        return
    for number, part in enumerate(_PARTS):
        yield part, slice(number * height, (number + 1) * height)
