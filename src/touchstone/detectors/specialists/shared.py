"""Specialists with equal backbones share one: what it makes of a picture is computed once for all of them."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from concurrent.futures import Future
from threading import Lock
from weakref import WeakValueDictionary

import torch
from torch import Tensor, nn

from touchstone.detectors.packing import pack

from .folding import FoldedSpecialist

MOST_KEPT = 8192
"""Pictures whose values are kept, the last ones: 59 MB. A batch of videos has 64 of them by default."""


class SharedBackbone(nn.Module):
    """A backbone of one specialist or of several, which keeps what it made of the last pictures where there are several.

    The values are the same to the last bit as those of a backbone of one's own. It may be called by several threads.
    """

    def __init__(self, backbone: nn.Module) -> None:
        super().__init__()
        self.backbone = backbone
        self.specialists = 1
        self._lock = Lock()
        self._kept: OrderedDict[bytes, tuple[int, Future[Tensor]]] = OrderedDict()

    def forward(self, images: Tensor) -> Tensor:
        """Normalised images [n, 3, h, w] → values [n, 1792]."""
        if self.specialists == 1:
            return self.backbone(images)
        digest = hashlib.sha256(f"{images.shape} {torch.get_num_threads()}".encode())
        digest.update(images.permute(0, 2, 3, 1).contiguous().numpy().data)
        key, mine = digest.digest(), Future[Tensor]()
        try:
            values = self._first(key, len(images), mine)
            if values is mine:
                mine.set_result(self.backbone(images))
        except BaseException as error:  # whoever waits for it fails too; the next one tries again
            with self._lock:
                if self._kept.get(key, (0, None))[1] is mine:
                    del self._kept[key]
            mine.set_exception(error)
            raise
        return values.result()

    def _first(self, key: bytes, count: int, mine: Future[Tensor]) -> Future[Tensor]:
        """The values of whoever came first with these pictures: ``mine``, if nobody has."""
        with self._lock:
            values = self._kept.setdefault(key, (count, mine))[1]
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and sum(number for number, _ in self._kept.values()) > MOST_KEPT:
                self._kept.popitem(last=False)
        return values


_BACKBONES: WeakValueDictionary[bytes, SharedBackbone] = WeakValueDictionary()


def share(network: FoldedSpecialist) -> FoldedSpecialist:
    """The same specialist, packed for the CPU, in place; the backbone of an earlier one is used where it is equal."""
    if isinstance(network.backbone, SharedBackbone):
        return network
    key = _digest(network.backbone)
    shared = _BACKBONES.get(key)
    if shared is None:
        shared = _BACKBONES[key] = SharedBackbone(pack(network.backbone)).eval()
    else:
        shared.specialists += 1
    network.backbone = shared
    return pack(network)


def _digest(backbone: nn.Module) -> bytes:
    digest = hashlib.sha256()
    for name, tensor in backbone.state_dict().items():
        digest.update(f"{name} {list(tensor.shape)}".encode())
        # Where the channels of a kernel lie in memory is the same in every folded backbone.
        innermost = tensor.permute(0, 2, 3, 1) if tensor.dim() == 4 else tensor
        digest.update(innermost.contiguous().numpy().data)
    return digest.digest()
